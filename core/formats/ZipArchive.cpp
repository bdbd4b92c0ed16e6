#include "core/formats/ZipArchive.h"

#include "core/formats/ByteCursor.h"
#include "core/formats/FileFault.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace calotype::formats {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kZip64EndSignature = 0x06064b50;
constexpr std::uint32_t kZip64LocatorSignature = 0x07064b50;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocatorSize = 20;
constexpr std::size_t kLongestComment = 0xFFFF;
constexpr std::uint64_t kIn64 = 0xFFFFFFFF; ///< this figure stands in the Zip64 record instead

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
    std::uint64_t limit = 0; ///< the directory must end at or before this byte
};

/// What the directory says of an entry, and where its bytes lie.
struct Record {
    std::string_view name;
    std::uint64_t size = 0;
    std::uint64_t localOffset = 0;
    std::uint64_t dataEnd = 0;
    std::size_t index = 0;
};

class DirectoryReader
{
public:
    DirectoryReader(std::span<const std::byte> bytes, std::string_view file)
        : m_bytes(bytes)
        , m_file(file)
    {
    }

    Directory locate() const
    {
        const std::size_t end = findEnd();
        Directory directory;
        directory.entries = number(end + 10, 2);
        directory.size = number(end + 12, 4);
        directory.offset = number(end + 16, 4);
        directory.limit = end;
        if (number(end + 4, 2) != 0xFFFF && (number(end + 4, 2) != 0 || number(end + 6, 2) != 0 || number(end + 8, 2) != directory.entries))
            failUnsupported(m_file, "is one part of a zip archive in several parts; join them first");
        if (directory.entries == 0xFFFF || directory.size == kIn64 || directory.offset == kIn64)
            directory = locate64(end);
        if (directory.offset > directory.limit || directory.size > directory.limit - directory.offset)
            fail("its directory lies outside the file");
        if (directory.entries > directory.size / kCentralSize)
            fail("its directory is too small for the " + std::to_string(directory.entries) + " entries that it claims");
        return directory;
    }

    /// Reads the entry at the cursor and checks its form.
    Record read(ByteCursor &cursor) const
    {
        const std::size_t start = cursor.position();
        const auto fixed = cursor.take(kCentralSize);
        if (!fixed || number(start, 4) != kCentralSignature)
            fail("an entry of its directory is broken at byte " + std::to_string(start));
        const auto name = cursor.take(number(start + 28, 2));
        const auto extra = name ? cursor.take(number(start + 30, 2)) : std::nullopt;
        if (!extra || !cursor.take(number(start + 32, 2)))
            fail("its directory ends inside an entry");

        Record record;
        record.name = asText(*name);
        if ((number(start + 8, 2) & 1) != 0)
            failUnsupported(m_file, "is an encrypted zip archive; decrypt it first");
        if (number(start + 10, 2) != 0) {
            failUnsupported(m_file, "holds " + inQuotes(record.name)
                                        + " in compressed form, as PyTorch never saves it; unpack it and save it again with torch.save, or "
                                          "use a safetensors version");
        }
        std::uint64_t packed = number(start + 20, 4);
        record.size = number(start + 24, 4);
        record.localOffset = number(start + 42, 4);
        readZip64(*extra, record, packed);
        if (packed != record.size)
            fail("the two sizes of its entry " + inQuotes(record.name) + " differ");
        return record;
    }

    /// Where the entry's bytes start, from its local header, checked against the directory.
    std::span<const std::byte> data(const Record &record, const Directory &directory) const
    {
        const auto broken = [&](const char *how) { fail("its entry " + inQuotes(record.name) + " " + how); };
        ByteCursor cursor(m_bytes.first(static_cast<std::size_t>(directory.offset)), 0);
        if (!cursor.take(record.localOffset) || !cursor.take(kLocalSize))
            broken("starts outside the file");
        const auto at = static_cast<std::size_t>(record.localOffset);
        if (number(at, 4) != kLocalSignature)
            broken("has no header where the directory says");
        const auto name = cursor.take(number(at + 26, 2));
        if (!name || asText(*name) != record.name)
            broken("has another name in its own header");
        if (!cursor.take(number(at + 28, 2)))
            broken("ends inside its header");
        const auto data = cursor.take(record.size);
        if (!data)
            broken("runs past the end of the file");
        return *data;
    }

    [[noreturn]] void fail(const std::string &fault) const { failDamaged(m_file, fault); }

private:
    /// A figure at a place that is known to lie in the file.
    std::uint64_t number(std::size_t at, std::size_t width) const { return ByteCursor(m_bytes, at).number(width).value_or(0); }

    std::size_t findEnd() const
    {
        if (m_bytes.size() >= kEndSize) {
            const std::size_t last = m_bytes.size() - kEndSize;
            const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
            for (std::size_t at = last + 1; at-- > first;) {
                if (number(at, 4) == kEndSignature && number(at + 20, 2) == last - at)
                    return at;
            }
        }
        fail("the zip directory at its end is missing, so it was cut off");
    }

    Directory locate64(std::size_t end) const
    {
        if (end < kLocatorSize || number(end - kLocatorSize, 4) != kZip64LocatorSignature)
            fail("its Zip64 record is missing");
        const std::uint64_t at = number(end - kLocatorSize + 8, 8);
        const std::size_t limit = end - kLocatorSize;
        if (at > limit || limit - at < 56 || number(static_cast<std::size_t>(at), 4) != kZip64EndSignature)
            fail("its Zip64 record is not where it should be");
        const auto start = static_cast<std::size_t>(at);
        Directory directory;
        directory.entries = number(start + 32, 8);
        directory.size = number(start + 40, 8);
        directory.offset = number(start + 48, 8);
        directory.limit = at;
        return directory;
    }

    void readZip64(std::span<const std::byte> extra, Record &record, std::uint64_t &packed) const
    {
        if (record.size != kIn64 && packed != kIn64 && record.localOffset != kIn64)
            return;
        ByteCursor fields(extra);
        while (fields.left() >= 4) {
            const std::uint64_t id = *fields.number(2);
            const auto field = fields.take(*fields.number(2));
            if (!field)
                break;
            if (id != 1)
                continue;
            ByteCursor values(*field);
            for (std::uint64_t *figure : {&record.size, &packed, &record.localOffset}) {
                if (*figure != kIn64)
                    continue;
                const auto value = values.number(8);
                if (!value)
                    fail("the Zip64 field of its entry " + inQuotes(record.name) + " is too short");
                *figure = *value;
            }
            return;
        }
        fail("its entry " + inQuotes(record.name) + " lacks its Zip64 field");
    }

    std::span<const std::byte> m_bytes;
    std::string_view m_file;
};

} // namespace

ZipArchive::ZipArchive(std::span<const std::byte> bytes, std::string_view file)
{
    const DirectoryReader reader(bytes, file);
    const Directory directory = reader.locate();
    ByteCursor cursor(bytes.first(static_cast<std::size_t>(directory.offset + directory.size)),
                      static_cast<std::size_t>(directory.offset));
    std::vector<Record> records;
    records.reserve(static_cast<std::size_t>(directory.entries));
    m_entries.reserve(records.capacity());
    for (std::size_t i = 0; i < directory.entries; ++i) {
        Record record = reader.read(cursor);
        record.index = i;
        const auto data = reader.data(record, directory);
        record.dataEnd = static_cast<std::uint64_t>(data.data() + data.size() - bytes.data());
        if (!m_index.emplace(record.name, i).second)
            reader.fail("it has two entries named " + inQuotes(record.name));
        m_entries.push_back({record.name, data});
        records.push_back(record);
    }
    std::sort(records.begin(), records.end(), [](const Record &a, const Record &b) { return a.localOffset < b.localOffset; });
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (records[i].localOffset < records[i - 1].dataEnd)
            reader.fail("its entries " + inQuotes(records[i - 1].name) + " and " + inQuotes(records[i].name) + " overlap");
    }
}

const ZipArchive::Entry *ZipArchive::find(std::string_view name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_entries[found->second];
}

} // namespace calotype::formats
