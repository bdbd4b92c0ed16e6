#pragma once

#include <cstddef>
#include <string_view>

namespace calotype::formats {

/// The length in bytes of the UTF-8 character at @p at; 0 if the bytes there are none. @pre at < text.size()
std::size_t utf8CharacterLength(std::string_view text, std::size_t at);

bool isUtf8(std::string_view text);

} // namespace calotype::formats
