#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace calotype {

/// The printable characters under which byte-level vocabularies spell bytes (GPT-2): bytes that print in Latin-1 stand
/// for themselves, the other 68 for U+0100 and up.
struct ByteSymbols {
    std::array<std::string, 256> ofByte; ///< UTF-8
    std::array<std::uint8_t, 256> vocabularyOrder; ///< the bytes in the order in which CLIP numbers them
};

/// The one table. Any thread.
const ByteSymbols &byteSymbols();

/// What marks the last symbol of a word.
inline constexpr std::string_view kWordEnd = "</w>";

/// Turns symbols back to bytes; characters that are no symbol stay as they are.
std::string bytesOfSymbols(std::string_view symbols);

} // namespace calotype
