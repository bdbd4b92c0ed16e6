#pragma once

#include <QString>
#include <QtGlobal>

namespace calotype::jobs {

/// What there is for a run to take, in bytes.
struct FreeRoom {
    qint64 memoryBytes = 0; ///< that the machine can give without swapping; <= 0: not known
    qint64 diskBytes = -1;  ///< where pictures are saved; < 0: not known
};

/// Bytes of the machine's memory that are free or can be freed at once; 0: not known. Reads a few lines of the system.
qint64 freeMemoryBytes();

/// Bytes free on the disk where @p folder is or will be; < 0: not known. No waiting but for the disk's answer.
qint64 freeFolderBytes(const QString &folder);

} // namespace calotype::jobs
