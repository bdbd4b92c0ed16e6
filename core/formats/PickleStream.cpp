#include "core/formats/PickleStream.h"

#include "core/formats/FileFault.h"

#include <bit>
#include <charconv>
#include <locale>
#include <optional>
#include <sstream>

namespace calotype::formats {

namespace {

/// The hexadecimal figure of @p digits digits at @p at.
std::optional<std::uint32_t> hexadecimal(std::string_view text, std::size_t at, std::size_t digits)
{
    if (at > text.size() || text.size() - at < digits)
        return std::nullopt;
    std::uint32_t value = 0;
    const char *end = text.data() + at + digits;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value, 16);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | ((code >> 18) & 0x07));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace

void PickleStream::failEnd() const
{
    failDamaged(m_file, "its pickle ends in the middle");
}

void PickleStream::failHere(const char *what) const
{
    failDamaged(m_file, std::string("its pickle has ") + what + " at byte " + std::to_string(position()));
}

std::uint64_t PickleStream::number(std::size_t width)
{
    const auto value = m_cursor.number(width);
    if (!value)
        failEnd();
    return *value;
}

std::int64_t PickleStream::signedNumber(std::size_t width)
{
    const std::uint64_t raw = number(width);
    if (width == 0 || width >= 8)
        return static_cast<std::int64_t>(raw);
    const std::uint64_t sign = std::uint64_t(1) << (8 * width - 1);
    return static_cast<std::int64_t>((raw ^ sign) - sign);
}

double PickleStream::bigEndianDouble()
{
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i)
        bits = bits << 8 | number(1);
    return std::bit_cast<double>(bits);
}

std::string_view PickleStream::counted(std::size_t width)
{
    return bytes(number(width));
}

std::string_view PickleStream::bytes(std::uint64_t count)
{
    const auto part = m_cursor.take(count);
    if (!part)
        failEnd();
    return asText(*part);
}

std::string_view PickleStream::line()
{
    const std::string_view text = peekLine();
    m_cursor.take(text.size() + 1);
    return text;
}

std::string_view PickleStream::peekLine() const
{
    ByteCursor ahead = m_cursor;
    const std::string_view rest = asText(*ahead.take(ahead.left()));
    const std::size_t length = rest.find('\n');
    if (length == std::string_view::npos)
        failEnd();
    return rest.substr(0, length);
}

std::int64_t PickleStream::lineInteger()
{
    std::string_view text = line();
    if (text.ends_with('L'))
        text.remove_suffix(1);
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size())
        failHere("a number that cannot be read");
    return value;
}

double PickleStream::lineDouble()
{
    std::istringstream in{std::string(line())};
    in.imbue(std::locale::classic());
    double value = 0;
    if (!(in >> value))
        failHere("a number that cannot be read");
    return value;
}

std::string PickleStream::lineString()
{
    std::string_view text = line();
    if (text.size() < 2 || text.front() != text.back() || (text.front() != '\'' && text.front() != '"'))
        failHere("a string without its quotes");
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        if (++i == text.size())
            failHere("a broken string");
        switch (text[i]) {
        case '\\':
        case '\'':
        case '"': out += text[i]; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'x':
            if (const auto code = hexadecimal(text, i + 1, 2)) {
                out += static_cast<char>(*code);
                i += 2;
                break;
            }
            failHere("a broken string");
        default: failHere("a broken string");
        }
    }
    return out;
}

std::string PickleStream::lineUnicode()
{
    const std::string_view text = line();
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digits = text[i] != '\\' || i + 1 == text.size() ? 0 : text[i + 1] == 'u' ? 4 : text[i + 1] == 'U' ? 8 : 0;
        if (digits == 0) {
            appendUtf8(out, static_cast<unsigned char>(text[i])); // Latin-1
            continue;
        }
        const auto code = hexadecimal(text, i + 2, digits);
        if (!code || *code > 0x10FFFF)
            failHere("a broken string");
        appendUtf8(out, *code);
        i += 1 + digits;
    }
    return out;
}

} // namespace calotype::formats
