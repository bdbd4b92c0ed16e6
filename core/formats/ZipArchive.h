#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace calotype::formats {

/// A zip archive of stored (uncompressed) files, as torch.save writes it. The whole directory is checked when it is
/// read: entries lie inside the file and do not overlap. Nothing is ever inflated, so a small file cannot grow large.
/// Format: PKWARE APPNOTE 6.3, with Zip64.
class ZipArchive
{
public:
    struct Entry {
        std::string_view name; ///< points into the archive's bytes
        std::span<const std::byte> data;
    };

    /// @param bytes  must outlive the archive
    /// @param file   the name for messages
    /// @throws Failure Damaged; Unsupported for compressed or encrypted entries
    ZipArchive(std::span<const std::byte> bytes, std::string_view file);

    const std::vector<Entry> &entries() const { return m_entries; } ///< in the directory's order
    /// The entry of that name, or null.
    const Entry *find(std::string_view name) const;

private:
    std::vector<Entry> m_entries;
    std::unordered_map<std::string_view, std::size_t> m_index;
};

} // namespace calotype::formats
