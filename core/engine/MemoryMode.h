#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace calotype {

/// What a loaded model's memory is spent on.
enum class MemoryMode {
    /// Weights lie in memory in the number format that is computed in.
    Fast,
    /// Where the processor computes in float32 from a file in half precision, weights stay in the mapped file, and each
    /// layer widens its own as it works: the same pictures to the bit from half the memory, a few hundredths slower. What
    /// is not at work leaves its memory to the system. Cards have nothing to widen: there it is as Fast.
    Balanced,
    /// As Balanced, and in addition the network sees the prompt and the negative one in turns, the VAE works in tiles (unless
    /// VaeTiles says otherwise), and text encoders are dropped once the prompt is read. Pictures differ a little.
    Low,
};

/// "fast", "balanced", "low"
const char *memoryModeName(MemoryMode mode);

/// The mode of such a word; nothing for another one.
std::optional<MemoryMode> memoryModeOf(std::string_view word);

/// What a mode is chosen by, in bytes.
struct MemoryFacts {
    std::int64_t restBytes = 0; ///< of the weights as Balanced keeps them
    std::int64_t fullBytes = 0; ///< of the weights as Fast keeps them
    std::int64_t freeBytes = 0; ///< on the device, before the load; <= 0: not known
};

/// Low where the work would find no room beside the weights: three quarters as much as they take, which is what
/// 512 × 512 with SD 1.5 and 1024 × 1024 with SDXL need. Else Balanced where it takes less than Fast, whatever is free: it
/// is there at once, and hardly slower. Else Fast where that takes no more than a sixteenth of what is free, else Balanced.
MemoryMode chooseMemoryMode(const MemoryFacts &facts);

} // namespace calotype
