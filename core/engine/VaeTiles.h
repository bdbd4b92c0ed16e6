#pragma once

#include <optional>
#include <string_view>

namespace calotype {

/// Whether the VAE works on a picture piece by piece: from less than half of the memory, and in about half as long again,
/// it makes the same picture but for the rounding.
enum class VaeTiles {
    Auto, ///< where memory is short, and in MemoryMode::Low
    On,
    Off, ///< unless the device's memory runs out all the same
};

/// "auto", "on", "off"
const char *vaeTilesName(VaeTiles tiles);

/// The choice of such a word; nothing for another one.
std::optional<VaeTiles> vaeTilesOf(std::string_view word);

} // namespace calotype
