#include "core/gallery/AtomicFile.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

namespace calotype::gallery {

namespace {

constexpr qint64 kNearlyFull = 1 << 20;

Error writeError(const QString &path, const QString &reason)
{
    const QStorageInfo disk(QFileInfo(path).absolutePath());
    if (disk.isValid() && disk.bytesAvailable() < kNearlyFull) {
        return {ErrorCode::DiskFull,
                QStringLiteral("“%1” could not be saved because the disk is full; make room and try again.").arg(path).toStdString(),
                reason.toStdString()};
    }
    return {ErrorCode::Io,
            QStringLiteral("“%1” could not be saved (%2); choose another folder.").arg(path, reason).toStdString(),
            reason.toStdString()};
}

} // namespace

Result<void> writeAtomically(const QString &path, std::span<const std::uint8_t> bytes)
{
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
