#pragma once

#include <QString>

namespace calotype {

/// Bytes free for this user on the disk where @p path is or will be; -1: not known, as on a file system that counts none.
/// No waiting but for the disk's answer. Any thread.
qint64 freeDiskBytes(const QString &path);

/// Whether so little is free there that a failed write is most likely for want of room.
bool isDiskNearlyFull(const QString &path);

} // namespace calotype
