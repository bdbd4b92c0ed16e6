#include "core/formats/metadata/ExifTexts.h"

#include "core/formats/TextEncoding.h"
#include "core/formats/Utf8.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <utility>

namespace calotype::formats {

namespace {

constexpr std::uint16_t kImageDescription = 0x010E;
constexpr std::uint16_t kExifDirectory = 0x8769;
constexpr std::uint16_t kUserComment = 0x9286;
constexpr std::size_t kMostText = 8U << 20; ///< of all tags together: many entries may point at the same bytes

std::string_view asView(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::string keyOf(std::uint16_t tag)
{
    switch (tag) {
    case kUserComment:
        return "EXIF UserComment";
    case kImageDescription:
        return "EXIF ImageDescription";
    case 0x010F: // Make
        return "EXIF 0x010F";
    case 0x0110: // Model
        return "EXIF 0x0110";
    case 0x0131: // Software
        return "EXIF 0x0131";
    case 0x927C: // MakerNote
        return "EXIF 0x927C";
    default:
        return {};
    }
}

// `prompt:{…}` in a tag of IFD0: its key.
std::string_view ownKey(std::string_view text)
{
    std::size_t end = 0;
    while (end < text.size() && end < 40 && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_'))
        ++end;
    const bool isRecord = end > 0 && text.size() > end + 1 && text[end] == ':' && text[end + 1] == '{';
    return isRecord ? text.substr(0, end) : std::string_view();
}

class TiffReader
{
public:
    TiffReader(std::span<const std::byte> tiff, PictureTexts &texts)
        : m_tiff(tiff)
        , m_texts(texts)
    {
    }

    void read()
    {
        const std::string_view start = asView(m_tiff.first(std::min<std::size_t>(m_tiff.size(), 4)));
        m_little = start == std::string_view("II*\0", 4);
        if (!m_little && start != std::string_view("MM\0*", 4))
            return;
        const auto first = number(4, 4);
        if (!first)
            return;
        const auto exif = readDirectory(*first, true);
        if (exif && *exif != *first)
            readDirectory(*exif, false);
    }

private:
    std::optional<std::uint32_t> number(std::size_t at, std::size_t width) const
    {
        if (at > m_tiff.size() || width > m_tiff.size() - at)
            return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const auto byte = std::to_integer<std::uint32_t>(m_tiff[at + i]);
            value = m_little ? value | byte << (8 * i) : value << 8 | byte;
        }
        return value;
    }

    // The offset of the Exif directory, if one is named.
    std::optional<std::uint32_t> readDirectory(std::size_t at, bool isFirst)
    {
        std::optional<std::uint32_t> exif;
        const auto count = number(at, 2);
        for (std::size_t i = 0; count && i < *count; ++i) {
            const std::size_t entry = at + 2 + 12 * i;
            const auto tag = number(entry, 2);
            const auto type = number(entry + 2, 2);
            const auto size = number(entry + 4, 4);
            const auto inPlace = number(entry + 8, 4);
            if (!inPlace)
                break;
            if (*tag == kExifDirectory && isFirst) {
                exif = inPlace;
                continue;
            }
            const bool isText = *type == 1 || *type == 2 || *type == 7; // BYTE, ASCII, UNDEFINED
            const std::size_t start = *size <= 4 ? entry + 8 : *inPlace;
            if (isText && start <= m_tiff.size() && *size <= m_tiff.size() - start)
                take(static_cast<std::uint16_t>(*tag), asView(m_tiff.subspan(start, *size)), isFirst);
        }
        return exif;
    }

    void take(std::uint16_t tag, std::string_view bytes, bool isFirst)
    {
        std::string key;
        if (const auto own = isFirst && tag < kImageDescription + 3 ? ownKey(bytes) : std::string_view(); !own.empty()) {
            key = own;
            bytes.remove_prefix(own.size() + 1);
        } else {
            key = keyOf(tag);
        }
        if (key.empty() || m_texts.find(key) || bytes.size() > m_left)
            return;
        m_left -= bytes.size();
        if (tag == kUserComment)
            m_texts.add(key, decodeUserComment(bytes, m_little));
        else
            m_texts.add(key, utf8OrLatin1(bytes));
    }

    std::span<const std::byte> m_tiff;
    PictureTexts &m_texts;
    bool m_little = false;
    std::size_t m_left = kMostText;
};

std::uint32_t unitAt(std::string_view bytes, std::size_t i, ByteOrder order)
{
    const auto first = static_cast<std::uint8_t>(bytes[i]);
    const auto second = static_cast<std::uint8_t>(bytes[i + 1]);
    return order == ByteOrder::Big ? first * 256u + second : second * 256u + first;
}

// How much the bytes look like text in that order. ASCII counts double: its letters swapped are ideographs, but few
// ideographs swapped are ASCII.
long likeness(std::string_view bytes, ByteOrder order)
{
    long sum = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const std::uint32_t unit = unitAt(bytes, i, order);
        if (unit == '\n' || (unit >= 0x20 && unit < 0x7F))
            sum += 2;
        else if ((unit >= 0x3000 && unit < 0xA000) || (unit >= 0xAC00 && unit < 0xD7A4) || (unit >= 0xA0 && unit < 0x600))
            sum += 1;
        else if (unit == 0 || unit >= 0xFFF0)
            sum -= 2;
    }
    return sum;
}

std::string decodeUnicode(std::string_view bytes, bool littleEndian)
{
    if (bytes.starts_with("\xFE\xFF"))
        return utf16ToUtf8(bytes.substr(2), ByteOrder::Big);
    if (bytes.starts_with("\xFF\xFE"))
        return utf16ToUtf8(bytes.substr(2), ByteOrder::Little);
    while (bytes.ends_with(std::string_view("\0\0", 2)) && bytes.size() % 2 == 0)
        bytes.remove_suffix(2);
    if (bytes.find('\0') == std::string_view::npos && isUtf8(bytes))
        return std::string(bytes); // some write UTF-8 under this name
    const long big = likeness(bytes, ByteOrder::Big);
    const long little = likeness(bytes, ByteOrder::Little);
    const bool isLittle = big == little ? littleEndian : little > big;
    return utf16ToUtf8(bytes, isLittle ? ByteOrder::Little : ByteOrder::Big);
}

} // namespace

void addExifTexts(std::span<const std::byte> exif, PictureTexts &texts)
{
    if (asView(exif).starts_with(std::string_view("Exif\0\0", 6)))
        exif = exif.subspan(6);
    TiffReader(exif, texts).read();
}

std::string decodeUserComment(std::string_view bytes, bool littleEndian)
{
    constexpr std::size_t kPrefix = 8;
    const std::string_view prefix = bytes.substr(0, kPrefix);
    if (prefix == std::string_view("UNICODE\0", kPrefix))
        return decodeUnicode(bytes.substr(kPrefix), littleEndian);
    if (prefix == std::string_view("ASCII\0\0\0", kPrefix) || prefix == std::string_view("\0\0\0\0\0\0\0\0", kPrefix))
        bytes.remove_prefix(kPrefix);
    while (bytes.ends_with('\0'))
        bytes.remove_suffix(1);
    return utf8OrLatin1(bytes);
}

} // namespace calotype::formats
