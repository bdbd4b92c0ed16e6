#include "core/gallery/Reindex.h"

#include "core/gallery/PictureScan.h"

namespace calotype::gallery {

ReindexOutcome reindex(GalleryDatabase &database, const QStringList &folders,
                       const std::function<void(int done, int total)> &progress)
{
    ReindexOutcome outcome;
    PictureScan::Ports ports;
    ports.database = [&](const PictureScan::DatabaseTask &task) {
        const GalleryChanges changes = task(database);
        outcome.added += static_cast<int>(changes.added.size());
        outcome.changed += static_cast<int>(changes.changed.size());
        outcome.removed += static_cast<int>(changes.removed.size());
    };
    ports.back = [](const std::function<void()> &call) { call(); };
    ports.rootMissing = [&](const QString &root) { outcome.missing << root; };
    ports.unreadable = [&](const QStringList &paths) { outcome.unreadable += paths; };
    ports.progress = [&](int done, int total) {
        outcome.found = done;
        if (progress)
            progress(done, total);
    };
    PictureScan scan(ports);
    scan.checkTrash();
    for (const QString &folder : folders)
        scan.walk(folder, true);
    while (scan.step()) { }
    return outcome;
}

} // namespace calotype::gallery
