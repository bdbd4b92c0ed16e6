#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace calotype::formats {

std::string latin1ToUtf8(std::string_view latin1);
/// Nothing where the text has a character that Latin-1 lacks. @pre isUtf8(utf8)
std::optional<std::string> utf8ToLatin1(std::string_view utf8);
/// The bytes themselves where they are UTF-8, else what they mean in Latin-1.
std::string utf8OrLatin1(std::string_view bytes);

enum class ByteOrder { Big, Little };

/// Unpaired surrogates become U+FFFD; an odd last byte is dropped.
std::string utf16ToUtf8(std::string_view bytes, ByteOrder order);

void appendUtf8(std::string &text, std::uint32_t character);

} // namespace calotype::formats
