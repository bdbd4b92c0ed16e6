#include "core/formats/ExifComment.h"

#include "core/formats/Utf8.h"

#include <algorithm>
#include <string>

namespace calotype::formats {

namespace {

enum Tag : std::uint16_t { kModel = 0x0110, kExifDirectory = 0x8769, kExifVersion = 0x9000, kUserComment = 0x9286 };
enum Type : std::uint16_t { kAscii = 2, kLong = 4, kUndefined = 7 };

constexpr std::uint32_t kHeaderSize = 8;
constexpr std::uint32_t directorySize(std::uint32_t entries)
{
    return 2 + 12 * entries + 4;
}

class BigEndianWriter
{
public:
    void text(std::string_view bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    void number16(std::uint32_t value)
    {
        m_bytes.push_back(static_cast<std::uint8_t>(value >> 8));
        m_bytes.push_back(static_cast<std::uint8_t>(value));
    }
    void number32(std::uint32_t value)
    {
        number16(value >> 16);
        number16(value & 0xffff);
    }
    void entry(Tag tag, Type type, std::uint32_t count, std::uint32_t valueOrOffset)
    {
        number16(tag);
        number16(type);
        number32(count);
        number32(valueOrOffset);
    }
    void utf16(std::uint32_t character)
    {
        if (character < 0x10000) {
            number16(character);
        } else {
            number16(0xD800 + ((character - 0x10000) >> 10));
            number16(0xDC00 + ((character - 0x10000) & 0x3ff));
        }
    }

    std::size_t size() const { return m_bytes.size(); }
    std::vector<std::uint8_t> taken() && { return std::move(m_bytes); }

private:
    std::vector<std::uint8_t> m_bytes;
};

// The character of @p length bytes at @p at. @pre they are UTF-8
std::uint32_t decoded(std::string_view text, std::size_t at, std::size_t length)
{
    const auto first = static_cast<unsigned char>(text[at]);
    std::uint32_t character = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i)
        character = character << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    return character;
}

} // namespace

std::vector<std::uint8_t> exifWithComment(std::string_view text, const std::vector<std::string> &graphs)
{
    BigEndianWriter comment;
    comment.text(std::string_view("UNICODE\0", 8));
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8CharacterLength(text, at);
        comment.utf16(length == 0 ? 0xFFFD : decoded(text, at, length));
        at += length == 0 ? 1 : length;
    }
    const auto commentSize = static_cast<std::uint32_t>(comment.size());
    const std::vector<std::uint8_t> commentBytes = std::move(comment).taken();

    const auto isThere = [](const std::string &graph) { return !graph.empty(); };
    const auto count = static_cast<std::uint32_t>(std::count_if(graphs.begin(), graphs.end(), isThere));
    const std::uint32_t exifAt = kHeaderSize + directorySize(count + 1);
    const std::uint32_t commentAt = exifAt + directorySize(2);
    std::string graphBytes;
    BigEndianWriter tiff;
    tiff.text("MM");
    tiff.number16(42);
    tiff.number32(kHeaderSize);
    tiff.number16(count + 1);
    for (std::size_t i = graphs.size(); i-- > 0;) { // a directory's tags ascend
        if (!isThere(graphs[i]))
            continue;
        tiff.entry(static_cast<Tag>(kModel - i), kAscii, static_cast<std::uint32_t>(graphs[i].size() + 1),
                   commentAt + commentSize + static_cast<std::uint32_t>(graphBytes.size()));
        graphBytes += graphs[i] + '\0';
        graphBytes.resize(graphBytes.size() + graphBytes.size() % 2); // values start at even bytes
    }
    tiff.entry(kExifDirectory, kLong, 1, exifAt);
    tiff.number32(0); // no further directory
    tiff.number16(2);
    tiff.entry(kExifVersion, kUndefined, 4, 0x30323332); // "0232"
    tiff.entry(kUserComment, kUndefined, commentSize, commentAt);
    tiff.number32(0);
    tiff.text({reinterpret_cast<const char *>(commentBytes.data()), commentBytes.size()});
    tiff.text(graphBytes);
    return std::move(tiff).taken();
}

} // namespace calotype::formats
