#include "core/formats/ByteCursor.h"
#include "core/formats/metadata/Containers.h"
#include "core/formats/metadata/ExifTexts.h"
#include "core/formats/metadata/XmpTexts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace calotype::formats {

namespace {

using Bytes = std::span<const std::byte>;

/// Big-endian figures; once one is missing, it has failed and gives zeros.
class BigCursor
{
public:
    explicit BigCursor(Bytes bytes)
        : m_bytes(bytes)
    {
    }

    std::uint64_t number(std::size_t width)
    {
        std::uint64_t value = 0;
        for (const std::byte byte : take(width))
            value = value << 8 | std::to_integer<std::uint64_t>(byte);
        return value;
    }

    Bytes take(std::uint64_t count)
    {
        if (count > m_bytes.size()) {
            m_failed = true;
            m_bytes = {};
            return {};
        }
        const Bytes part = m_bytes.first(static_cast<std::size_t>(count));
        m_bytes = m_bytes.subspan(part.size());
        return part;
    }

    Bytes rest() const { return m_bytes; }
    bool isAtEnd() const { return m_bytes.empty() || m_failed; }
    bool failed() const { return m_failed; }

private:
    Bytes m_bytes;
    bool m_failed = false;
};

struct Box {
    std::string type;
    Bytes content;
};

std::optional<Box> takeBox(BigCursor &cursor)
{
    if (cursor.isAtEnd())
        return std::nullopt;
    std::uint64_t size = cursor.number(4);
    Box box;
    box.type = asText(cursor.take(4));
    std::uint64_t header = 8;
    if (size == 1) {
        size = cursor.number(8);
        header = 16;
    }
    if (size == 0)
        size = header + cursor.rest().size();
    if (cursor.failed() || size < header)
        return std::nullopt;
    box.content = cursor.take(size - header);
    if (cursor.failed())
        return std::nullopt;
    return box;
}

std::optional<Bytes> findBox(Bytes bytes, std::string_view type)
{
    BigCursor cursor(bytes);
    while (const auto box = takeBox(cursor)) {
        if (box->type == type)
            return box->content;
    }
    return std::nullopt;
}

constexpr std::string_view kXmpItem = "mime";
constexpr std::size_t kMostItems = 4; ///< all of them may lie in the same bytes

// The items that may hold text: id and type, of the `iinf` box.
std::map<std::uint64_t, std::string> textItems(Bytes iinf)
{
    std::map<std::uint64_t, std::string> items;
    BigCursor cursor(iinf);
    const std::uint64_t version = cursor.number(4) >> 24;
    cursor.number(version == 0 ? 2 : 4); // the count
    while (items.size() < kMostItems) {
        const auto box = takeBox(cursor);
        if (!box)
            break;
        BigCursor entry(box->content);
        const std::uint64_t entryVersion = entry.number(4) >> 24;
        if (box->type != "infe" || entryVersion < 2)
            continue;
        const std::uint64_t id = entry.number(entryVersion == 2 ? 2 : 4);
        entry.number(2); // protection
        const std::string type(asText(entry.take(4)));
        if (!entry.failed() && (type == "Exif" || type == kXmpItem))
            items.emplace(id, type);
    }
    return items;
}

void addItem(const std::string &type, Bytes item, PictureTexts &texts)
{
    if (type == kXmpItem) {
        if (asText(item).find("<x:xmpmeta") != std::string_view::npos)
            addXmpTexts(asText(item), texts);
        return;
    }
    BigCursor cursor(item);
    cursor.take(cursor.number(4)); // from here to the TIFF header
    addExifTexts(cursor.rest(), texts);
}

// Walks the `iloc` box and reads each wanted item once, where it is one piece of the file.
void addItems(Bytes file, Bytes iloc, std::map<std::uint64_t, std::string> wanted, PictureTexts &texts)
{
    BigCursor cursor(iloc);
    const std::uint64_t version = cursor.number(4) >> 24;
    const std::uint64_t widths = cursor.number(2);
    const auto offsetWidth = static_cast<std::size_t>(widths >> 12 & 15);
    const auto lengthWidth = static_cast<std::size_t>(widths >> 8 & 15);
    const auto baseWidth = static_cast<std::size_t>(widths >> 4 & 15);
    const auto indexWidth = static_cast<std::size_t>(version > 0 ? widths & 15 : 0);
    const std::uint64_t count = cursor.number(version < 2 ? 2 : 4);
    for (std::uint64_t i = 0; i < count && !cursor.isAtEnd(); ++i) {
        const std::uint64_t id = cursor.number(version < 2 ? 2 : 4);
        const std::uint64_t method = version > 0 ? cursor.number(2) & 15 : 0;
        cursor.number(2); // which file: this one
        const std::uint64_t base = cursor.number(baseWidth);
        const std::uint64_t extents = cursor.number(2);
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        for (std::uint64_t extent = 0; extent < extents && !cursor.failed(); ++extent) {
            cursor.number(indexWidth);
            offset = cursor.number(offsetWidth);
            length = cursor.number(lengthWidth);
        }
        const auto item = wanted.find(id);
        if (cursor.failed() || item == wanted.end() || method != 0 || extents != 1)
            continue;
        BigCursor content(file);
        content.take(base);
        content.take(offset);
        addItem(item->second, content.take(length), texts);
        wanted.erase(item);
    }
}

} // namespace

void addAvifTexts(std::span<const std::byte> avif, PictureTexts &texts)
{
    const auto meta = findBox(avif, "meta");
    if (!meta || meta->size() < 4)
        return;
    const Bytes boxes = meta->subspan(4); // behind version and flags
    const auto names = findBox(boxes, "iinf");
    const auto places = findBox(boxes, "iloc");
    if (names && places)
        addItems(avif, *places, textItems(*names), texts);
}

} // namespace calotype::formats
