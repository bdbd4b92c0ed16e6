#pragma once

#include "core/gallery/GalleryDatabase.h"

#include <QStringList>

#include <functional>

namespace calotype::gallery {

struct ReindexOutcome {
    int found = 0;   ///< picture files that were read
    int added = 0;
    int changed = 0;
    int removed = 0;
    QStringList unreadable; ///< files with a picture's ending that are none
    QStringList missing;    ///< folders that are not there
};

/// Reads every picture in @p folders and below anew into @p database, and makes the difference hashes; returns when all
/// is done. For the command line; the window has GalleryStore.
/// @param progress  called with the pictures read, and those found so far
/// @throws Failure as GalleryDatabase
ReindexOutcome reindex(GalleryDatabase &database, const QStringList &folders,
                       const std::function<void(int done, int total)> &progress = {});

} // namespace calotype::gallery
