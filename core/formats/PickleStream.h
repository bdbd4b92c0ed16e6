#pragma once

#include "core/formats/ByteCursor.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace calotype::formats {

/// The arguments of pickle instructions, read from the stream and checked against what is left of it.
class PickleStream
{
public:
    PickleStream(std::span<const std::byte> bytes, std::size_t position, std::string_view file)
        : m_cursor(bytes, position)
        , m_file(file)
    {
    }

    std::size_t position() const { return m_cursor.position(); }
    std::size_t left() const { return m_cursor.left(); }

    std::uint64_t number(std::size_t width);
    /// Little-endian two's complement of @p width (at most 8) bytes.
    std::int64_t signedNumber(std::size_t width);
    /// A big-endian IEEE double.
    double bigEndianDouble();
    /// As many bytes as the next @p width bytes say.
    std::string_view counted(std::size_t width);
    std::string_view bytes(std::uint64_t count);
    /// Up to the next line feed, which is passed.
    std::string_view line();
    std::string_view peekLine() const;

    std::int64_t lineInteger(); ///< decimal
    double lineDouble();
    std::string lineString();  ///< a quoted string literal of Python
    std::string lineUnicode(); ///< raw-unicode-escape, as UTF-8

    [[noreturn]] void failEnd() const;
    [[noreturn]] void failHere(const char *what) const;

private:
    ByteCursor m_cursor;
    std::string_view m_file;
};

} // namespace calotype::formats
