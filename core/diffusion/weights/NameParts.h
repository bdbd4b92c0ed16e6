#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace calotype::diffusion {

inline bool startsWith(std::string_view text, std::string_view start)
{
    return text.substr(0, start.size()) == start;
}

inline bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Removes @p prefix from the front of @p text if it stands there.
inline bool takePrefix(std::string_view &text, std::string_view prefix)
{
    if (!startsWith(text, prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Removes a number and the dot behind it from the front of @p text; leaves the text alone if none stands there.
inline std::optional<std::int64_t> takeIndex(std::string_view &text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0 || end == text.data() + text.size() || *end != '.')
        return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return value;
}

} // namespace calotype::diffusion
