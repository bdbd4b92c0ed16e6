#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace calotype::formats {

/// Reads little-endian figures from bytes, never past their end.
class ByteCursor
{
public:
    explicit ByteCursor(std::span<const std::byte> bytes, std::size_t position = 0)
        : m_bytes(bytes)
        , m_position(position < bytes.size() ? position : bytes.size())
    {
    }

    std::size_t position() const { return m_position; }
    std::size_t left() const { return m_bytes.size() - m_position; }

    /// The next @p count bytes, or nothing if fewer are left.
    std::optional<std::span<const std::byte>> take(std::uint64_t count)
    {
        if (count > left())
            return std::nullopt;
        const auto part = m_bytes.subspan(m_position, static_cast<std::size_t>(count));
        m_position += part.size();
        return part;
    }

    /// The next @p width (at most 8) bytes as an unsigned figure.
    std::optional<std::uint64_t> number(std::size_t width)
    {
        const auto part = take(width);
        if (!part)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value |= std::to_integer<std::uint64_t>((*part)[i]) << (8 * i);
        return value;
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position;
};

inline std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace calotype::formats
