#include "core/gallery/LockFile.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLockFile>

namespace calotype::gallery {

namespace {

// Between a lock file's making and its first words there is a moment that is not to be taken for a fault.
constexpr qint64 kUnfinishedSeconds = 10;

bool isUnreadable(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString program;
    if (lock.getLockInfo(&process, &host, &program))
        return false;
    const QDateTime written = QFileInfo(lock.fileName()).lastModified();
    return written.isValid() && written.secsTo(QDateTime::currentDateTime()) >= kUnfinishedSeconds;
}

} // namespace

bool takeLock(QLockFile &lock)
{
    if (lock.tryLock(0))
        return true;
    // The system's own lock on the file still keeps that of a living program from being taken away.
    return lock.error() == QLockFile::LockFailedError && isUnreadable(lock) && lock.removeStaleLockFile() && lock.tryLock(0);
}

} // namespace calotype::gallery
