#pragma once

#include "core/gallery/PictureScan.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

namespace calotype::gallery {

/// Keeps a PictureScan going: runs its steps from the event loop, and has it look at watched folders in which something
/// changed (see QFileSystemWatcher; on directories only). What this program writes and hands to add() is known when the
/// watcher tells of it, and is not read again. Lives on the scan thread.
class FolderWatch final : public QObject
{
    Q_OBJECT

public:
    /// What it tells of the roots; all of it is set.
    struct Listener {
        std::function<void(const QString &root)> missing;           ///< that was there, or was not looked for yet
        std::function<void(const QStringList &roots)> missingRoots; ///< all that are missing, whenever that changes
    };

    /// @param ports  visiting, unknownSubfolders, rootMissing and youngFile are taken care of here
    FolderWatch(PictureScan::Ports ports, Listener listener);

    void setRoots(const QStringList &roots);
    void rescan();
    void reindex(const QStringList &folders);
    void add(const QStringList &paths);
    /// Answers of the database have come.
    void wake();

private:
    void runStep();
    void lookAtChanges();
    void watchFolder(const QString &folder);
    void watchAbove(const QString &root);
    void addWatch(const QString &folder);
    QStringList unknownSubfolders(const FolderListing &listing);
    void forget(const QString &folder);
    void tellMissing();
    void rootMissing(const QString &root);
    bool isBelowRoots(const QString &path) const;

    PictureScan m_scan;
    Listener m_listener;
    QStringList m_roots;
    QSet<QString> m_missingRoots;
    QSet<QString> m_watched;
    QSet<QString> m_changed;
    QSet<QString> m_young;
    QFileSystemWatcher m_watcher;
    QTimer m_step;
    QTimer m_debounce;
    QTimer m_ageing;
};

} // namespace calotype::gallery
