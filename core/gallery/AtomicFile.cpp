#include "core/gallery/AtomicFile.h"

#include "core/shared/DiskRoom.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace calotype::gallery {

Error writeError(const QString &path, const QString &reason)
{
    if (isDiskNearlyFull(path)) {
        return {ErrorCode::DiskFull,
                QStringLiteral("“%1” could not be saved because the disk is full; make room and try again.").arg(path).toStdString(),
                reason.toStdString()};
    }
    return {ErrorCode::Io,
            QStringLiteral("“%1” could not be saved (%2); choose another place.").arg(path, reason).toStdString(),
            reason.toStdString()};
}

Result<void> checkWritable(const QString &path)
{
    const QFileInfo file(path);
    if (file.isDir() || file.fileName().isEmpty())
        return writeError(path, QStringLiteral("it is a folder"));
    // Renaming over a device or a pipe would take it away from the system.
    if (file.exists() && !file.isFile())
        return writeError(path, QStringLiteral("it is no ordinary file"));
    QFileInfo folder(file.absolutePath());
    while (!folder.exists() && !folder.isRoot())
        folder.setFile(folder.absolutePath());
    if (!folder.isDir())
        return writeError(path, QStringLiteral("“%1” is no folder").arg(folder.filePath()));
    if (!folder.isWritable())
        return writeError(path, QStringLiteral("“%1” may not be written to").arg(folder.filePath()));
    return {};
}

Result<void> writeAtomically(const QString &path, std::span<const std::uint8_t> bytes)
{
    if (auto writable = checkWritable(path); !writable)
        return writable;
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeError(path, file.errorString());
    const auto size = static_cast<qint64>(bytes.size());
    // commit() alone would not see a failure of what its close() still has to write.
    if (file.write(reinterpret_cast<const char *>(bytes.data()), size) != size || !file.flush() || !file.commit())
        return writeError(path, file.errorString());
    return {};
}

} // namespace calotype::gallery
