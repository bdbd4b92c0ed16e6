#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace calotype::formats {

/// By what a file is known again, and seen to have changed.
struct FileStamp {
    std::uint64_t device = 0, inode = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0, nanoseconds = 0; ///< of the last change
    bool operator==(const FileStamp &) const = default;
};

/// The bytes of one file, mapped read-only, or bytes in memory that stand for a file. Immutable; any thread.
class MappedFile
{
public:
    /// @throws Failure NotFound, Io; Unsupported for what is no ordinary file
    static std::shared_ptr<const MappedFile> open(const std::filesystem::path &path);
    /// Bytes in place of a file; @p path is used in messages only.
    static std::shared_ptr<const MappedFile> fromBytes(std::filesystem::path path, std::vector<std::byte> bytes);

    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    const std::filesystem::path &path() const { return m_path; }
    /// The file's name without its folders, for messages.
    const std::string &name() const { return m_name; }
    std::span<const std::byte> bytes() const { return m_bytes; }

    /// Whether the file still has the length and the time that it had when it was opened. A file that was replaced or
    /// deleted counts as unchanged: what is mapped is still there.
    bool isUnchanged() const;

    /// Has the system read these bytes ahead, in its own time. Of bytes in memory: nothing, as below.
    void readAhead(std::span<const std::byte> part) const;
    /// Gives back the memory that these bytes take in this process; whoever looks at them later has them read again.
    void letGo(std::span<const std::byte> part) const;

private:
    explicit MappedFile(std::filesystem::path path);
    void advise(std::span<const std::byte> part, int advice) const;

    std::filesystem::path m_path;
    std::string m_name;
    std::vector<std::byte> m_owned;
    std::span<const std::byte> m_bytes;
    bool m_mapped = false;
    FileStamp m_stamp;
};

} // namespace calotype::formats
