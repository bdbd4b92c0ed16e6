#pragma once

#include "core/base/Result.h"

#include <QString>

namespace calotype::gallery {

/// Where a trashed file is, and where it was.
struct TrashedFile {
    QString original;
    QString file; ///< its place in the trash
    QString info; ///< the trash's own note of it (freedesktop.org's .trashinfo); "" where there is none

    bool operator==(const TrashedFile &) const = default;
};

/// The folder that stands in where the platform has no trash: `.trash` beside the database.
QString ownTrashFolder(const QString &databasePath);

/// Moves a file to the platform's trash; where that fails (a disk without one, a home without ~/.local/share), to
/// @p ownFolder, which is laid out as freedesktop.org's trash (files/ and info/). Any thread.
/// @return NotFound, DiskFull, Io
Result<TrashedFile> moveFileToTrash(const QString &path, const QString &ownFolder);

/// The stand-in of moveFileToTrash() alone: `files/NAME` and `info/NAME.trashinfo` in @p ownFolder.
Result<TrashedFile> moveToOwnTrash(const QString &path, const QString &ownFolder);

/// Puts a file back, under a name of its own if the place is taken, and removes the trash's note. Any thread.
/// @return the path; NotFound if the trash has been emptied, Io
Result<QString> restoreFromTrash(const TrashedFile &trashed);

} // namespace calotype::gallery
