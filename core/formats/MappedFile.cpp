#include "core/formats/MappedFile.h"

#include "core/base/Error.h"
#include "core/formats/FileFault.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace calotype::formats {

namespace {

/// A file descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(const std::filesystem::path &path)
        : m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) // without it a FIFO would block for ever
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_fd; }

private:
    int m_fd;
};

FileStamp stampOf(const struct stat &status)
{
    FileStamp stamp;
    stamp.device = static_cast<std::uint64_t>(status.st_dev);
    stamp.inode = static_cast<std::uint64_t>(status.st_ino);
    stamp.size = status.st_size;
#ifdef __APPLE__
    const timespec &changed = status.st_mtimespec;
#else
    const timespec &changed = status.st_mtim;
#endif
    stamp.seconds = changed.tv_sec;
    stamp.nanoseconds = changed.tv_nsec;
    return stamp;
}

[[noreturn]] void failReading(const std::filesystem::path &path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw Failure(ErrorCode::NotFound, "There is no file " + inQuotes(path.string()) + "; check the path.");
    if (error == ENXIO) // a socket
        failUnsupported(path.string(), "is not an ordinary file; choose a model file");
    throw Failure(ErrorCode::Io, "The file " + inQuotes(path.string()) + " cannot be read: " + std::strerror(error)
                                 + "; check its permissions, or choose another file.");
}

} // namespace

MappedFile::MappedFile(std::filesystem::path path)
    : m_path(std::move(path))
    , m_name(m_path.filename().string())
{
}

MappedFile::~MappedFile()
{
    if (m_mapped)
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path &path)
{
    std::shared_ptr<MappedFile> file(new MappedFile(path));
    const Descriptor descriptor(path);
    if (descriptor.get() < 0)
        failReading(path, errno);
    struct stat status = {};
    if (::fstat(descriptor.get(), &status) != 0)
        failReading(path, errno);
    if (S_ISDIR(status.st_mode))
        failUnsupported(path.string(), "is a folder where a file was expected; name a file inside it");
    if (!S_ISREG(status.st_mode))
        failUnsupported(path.string(), "is not an ordinary file; choose a model file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)
        return file; // an empty range cannot be mapped
    void *map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (map == MAP_FAILED)
        failReading(path, errno);
    file->m_bytes = {static_cast<const std::byte *>(map), size};
    file->m_mapped = true;
    file->m_stamp = stampOf(status);
    return file;
}

bool MappedFile::isUnchanged() const
{
    struct stat status = {};
    if (!m_mapped || ::stat(m_path.c_str(), &status) != 0)
        return true;
    const FileStamp now = stampOf(status);
    return now.device != m_stamp.device || now.inode != m_stamp.inode || now == m_stamp;
}

void MappedFile::readAhead(std::span<const std::byte> part) const
{
    advise(part, MADV_WILLNEED);
}

void MappedFile::letGo(std::span<const std::byte> part) const
{
    advise(part, MADV_DONTNEED); // safe: nobody can have written to these pages
}

void MappedFile::advise(std::span<const std::byte> part, int advice) const
{
    const auto address = [](const std::byte *byte) { return reinterpret_cast<std::uintptr_t>(byte); };
    const std::uintptr_t begin = address(part.data());
    const std::uintptr_t end = begin + part.size();
    const bool isMapped = m_mapped && begin >= address(m_bytes.data()) && end <= address(m_bytes.data()) + m_bytes.size();
    if (!isMapped || part.empty())
        return;
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const std::uintptr_t first = begin / page * page; // the map begins at a page
    ::madvise(reinterpret_cast<void *>(first), end - first, advice); // it may fail: it is advice
}

std::shared_ptr<const MappedFile> MappedFile::fromBytes(std::filesystem::path path, std::vector<std::byte> bytes)
{
    std::shared_ptr<MappedFile> file(new MappedFile(std::move(path)));
    file->m_owned = std::move(bytes);
    file->m_bytes = file->m_owned;
    return file;
}

} // namespace calotype::formats
