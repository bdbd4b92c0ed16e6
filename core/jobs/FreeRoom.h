#pragma once

#include <QString>
#include <QtGlobal>

namespace calotype::jobs {

/// What there is for a run to take, in bytes.
struct FreeRoom {
    qint64 memoryBytes = 0; ///< that the machine can give without swapping; <= 0: not known
    qint64 diskBytes = -1;  ///< where pictures are saved; < 0: not known
};

/// As it is now, for pictures in @p folder. Reads a few lines of the system; no waiting but for a disk's answer.
FreeRoom freeRoom(const QString &folder);

/// Bytes of the machine's memory that are free or can be freed at once; 0: not known.
qint64 freeMemoryBytes();

} // namespace calotype::jobs
