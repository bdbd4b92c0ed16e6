#include "core/gallery/FolderWatch.h"

#include "core/gallery/FolderListing.h"

#include <QFileInfo>

#include <utility>

namespace calotype::gallery {

namespace {

constexpr int kDebounceMs = 250;
constexpr int kAgeingMs = 2100; ///< a little more than a file is young

// The folder itself if it is there, else the nearest above that is.
QString nearestThere(const QString &folder)
{
    QFileInfo place(folder);
    while (!place.isDir() && !place.isRoot())
        place.setFile(place.path());
    return place.filePath();
}

} // namespace

FolderWatch::FolderWatch(PictureScan::Ports ports, Listener listener)
    : m_scan([&] {
        ports.visiting = [this](const QString &folder) { watchFolder(folder); };
        ports.unknownSubfolders = [this](const FolderListing &listing) { return unknownSubfolders(listing); };
        ports.rootMissing = [this](const QString &root) { rootMissing(root); };
        ports.youngFile = [this](const QString &path) {
            m_young.insert(path);
            if (!m_ageing.isActive())
                m_ageing.start();
        };
        return std::move(ports);
    }())
    , m_listener(std::move(listener))
    , m_watcher(this)
    , m_step(this)
    , m_debounce(this)
    , m_ageing(this)
{
    m_step.setSingleShot(true);
    m_step.setInterval(0);
    connect(&m_step, &QTimer::timeout, this, &FolderWatch::runStep);
    // Begun by the first change and not put off by later ones: under steady writing it still ends.
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &FolderWatch::lookAtChanges);
    m_ageing.setSingleShot(true);
    m_ageing.setInterval(kAgeingMs);
    connect(&m_ageing, &QTimer::timeout, this, [this] { add(QStringList(std::exchange(m_young, {}).values())); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this](const QString &folder) {
        m_changed.insert(folder);
        if (!m_debounce.isActive())
            m_debounce.start();
    });
}

void FolderWatch::setRoots(const QStringList &roots)
{
    m_roots.clear();
    for (const QString &root : roots)
        m_roots << indexPath(root);
    m_roots.removeDuplicates();
    if (!std::exchange(m_missingRoots, {}).isEmpty())
        tellMissing();
    const QStringList watched = m_watcher.directories();
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    m_watched.clear();
    for (const QString &root : std::as_const(m_roots))
        watchAbove(root);
    rescan();
}

void FolderWatch::rescan()
{
    m_scan.checkTrash();
    for (const QString &root : std::as_const(m_roots))
        m_scan.walk(root, false);
    wake();
}

void FolderWatch::reindex(const QStringList &folders)
{
    m_scan.checkTrash();
    for (const QString &folder : folders)
        m_scan.walk(folder, true);
    wake();
}

void FolderWatch::add(const QStringList &paths)
{
    m_scan.readFirst(paths);
    wake();
}

void FolderWatch::wake()
{
    if (!m_step.isActive())
        m_step.start();
}

void FolderWatch::runStep()
{
    if (m_scan.step())
        wake();
}

void FolderWatch::lookAtChanges()
{
    const QSet<QString> changed = std::exchange(m_changed, {});
    for (const QString &root : std::as_const(m_roots)) {
        const bool isMissing = m_missingRoots.contains(root);
        if (QFileInfo(root).isDir() == isMissing)
            m_scan.walk(root, false);
        else if (isMissing)
            watchAbove(root);
    }
    for (const QString &folder : changed) {
        if (!isBelowRoots(folder))
            continue;
        if (QFileInfo(folder).isDir()) {
            m_scan.look(folder);
            continue;
        }
        forget(folder);
        if (m_roots.contains(folder))
            m_scan.walk(folder, false);
        else if (!isBelowRoots(nearestThere(folder)))
            continue; // with its root, which tells for itself
        else
            m_scan.vanished(folder);
    }
    wake();
}

void FolderWatch::watchFolder(const QString &folder)
{
    if (!QFileInfo(folder).isDir())
        return;
    if (m_missingRoots.remove(folder))
        tellMissing();
    if (isBelowRoots(folder))
        addWatch(folder);
}

// That a root goes or comes shows in the folder above it, or in the nearest one that is there.
void FolderWatch::watchAbove(const QString &root)
{
    addWatch(nearestThere(QFileInfo(root).path()));
}

void FolderWatch::addWatch(const QString &folder)
{
    // Where the system allows no more watches, rescan() still finds what changes.
    if (!m_watched.contains(folder) && m_watcher.addPath(folder))
        m_watched.insert(folder);
}

QStringList FolderWatch::unknownSubfolders(const FolderListing &listing)
{
    const QSet<QString> there(listing.subfolders.begin(), listing.subfolders.end());
    const QSet<QString> watched = m_watched;
    for (const QString &folder : watched) {
        const bool isChild = QFileInfo(folder).path() == listing.folder;
        if (isChild && !there.contains(folder) && !QFileInfo::exists(folder)) {
            forget(folder);
            m_scan.vanished(folder);
        }
    }
    QStringList unknown;
    for (const QString &folder : listing.subfolders) {
        if (!m_watched.contains(folder))
            unknown << folder;
    }
    return unknown;
}

// It is gone, and all below it; a folder of that name that comes later is another.
void FolderWatch::forget(const QString &folder)
{
    QStringList gone;
    for (const QString &watched : std::as_const(m_watched)) {
        if (isBelow(watched, folder))
            gone << watched;
    }
    if (gone.isEmpty())
        return;
    m_watcher.removePaths(gone);
    for (const QString &path : std::as_const(gone))
        m_watched.remove(path);
}

void FolderWatch::rootMissing(const QString &root)
{
    if (!m_roots.contains(root))
        return;
    forget(root);
    const bool isNews = !m_missingRoots.contains(root);
    m_missingRoots.insert(root);
    watchAbove(root);
    if (!isNews)
        return;
    m_listener.missing(root);
    tellMissing();
}

/// In the order in which they are watched.
void FolderWatch::tellMissing()
{
    QStringList missing = m_roots;
    missing.removeIf([this](const QString &root) { return !m_missingRoots.contains(root); });
    m_listener.missingRoots(missing);
}

bool FolderWatch::isBelowRoots(const QString &path) const
{
    for (const QString &root : m_roots) {
        if (isBelow(path, root))
            return true;
    }
    return false;
}

} // namespace calotype::gallery
