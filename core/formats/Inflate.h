#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace calotype::formats {

/// Inflates a zlib or gzip stream of at most @p budget bytes, and takes what was inflated off @p budget, whether it was
/// of use or not, for callers that bound what many streams together may cost.
/// @return nothing for a broken, truncated or larger stream
std::optional<std::string> inflateText(std::string_view packed, std::size_t &budget);

} // namespace calotype::formats
