#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace calotype::formats {

/// JSON as programs put it into pictures: NaN and infinities, which Python writes, become null; unpaired surrogates
/// (\ud800) become U+FFFD; nested at most 64 deep and of at most 16 MiB.
/// @return nothing for what is no JSON; never throws
std::optional<nlohmann::json> parseJsonText(std::string_view text);

} // namespace calotype::formats
