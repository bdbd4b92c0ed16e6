#include "core/shared/DiskRoom.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <filesystem>
#include <system_error>

namespace calotype {

// Not by QStorageInfo, which looks for the disk in the list of mounts and finds none inside a changed root.
qint64 freeDiskBytes(const QString &path)
{
    QFileInfo place(QDir::cleanPath(path));
    while (!place.exists() && !place.isRoot())
        place.setFile(place.absolutePath());
    std::error_code error;
    const auto space = std::filesystem::space(QFile::encodeName(place.absoluteFilePath()).toStdString(), error);
    return error || space.capacity == 0 ? -1 : static_cast<qint64>(space.available);
}

bool isDiskNearlyFull(const QString &path)
{
    constexpr qint64 kNearlyFull = 1 << 20;
    const qint64 free = freeDiskBytes(path);
    return free >= 0 && free < kNearlyFull;
}

} // namespace calotype
