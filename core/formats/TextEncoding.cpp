#include "core/formats/TextEncoding.h"

#include "core/formats/Utf8.h"

namespace calotype::formats {

std::string latin1ToUtf8(std::string_view latin1)
{
    std::string utf8;
    utf8.reserve(latin1.size());
    for (const char c : latin1)
        appendUtf8(utf8, static_cast<std::uint8_t>(c));
    return utf8;
}

std::optional<std::string> utf8ToLatin1(std::string_view utf8)
{
    std::string latin1;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(utf8[i]);
        if (byte < 0x80) {
            latin1 += utf8[i];
        } else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < utf8.size()) {
            latin1 += static_cast<char>((byte & 0x03) << 6 | (static_cast<std::uint8_t>(utf8[i + 1]) & 0x3f));
            ++i;
        } else {
            return std::nullopt;
        }
    }
    return latin1;
}

std::string utf8OrLatin1(std::string_view bytes)
{
    return isUtf8(bytes) ? std::string(bytes) : latin1ToUtf8(bytes);
}

std::string utf16ToUtf8(std::string_view bytes, ByteOrder order)
{
    const std::size_t count = bytes.size() / 2;
    const auto unit = [&](std::size_t i) {
        const auto first = static_cast<std::uint8_t>(bytes[2 * i]);
        const auto second = static_cast<std::uint8_t>(bytes[2 * i + 1]);
        return static_cast<std::uint32_t>(order == ByteOrder::Big ? first << 8 | second : second << 8 | first);
    };
    std::string text;
    text.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t lead = unit(i);
        if (lead < 0xD800 || lead > 0xDFFF) {
            appendUtf8(text, lead);
            continue;
        }
        const std::uint32_t trail = lead < 0xDC00 && i + 1 < count ? unit(i + 1) : 0;
        if (trail >= 0xDC00 && trail <= 0xDFFF) {
            appendUtf8(text, 0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00));
            ++i;
        } else {
            appendUtf8(text, 0xFFFD);
        }
    }
    return text;
}

void appendUtf8(std::string &text, std::uint32_t character)
{
    const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0 | character >> 6);
        add(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        add(0xE0 | character >> 12);
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    } else {
        add(0xF0 | character >> 18);
        add(0x80 | (character >> 12 & 0x3F));
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    }
}

} // namespace calotype::formats
