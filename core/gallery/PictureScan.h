#pragma once

#include "core/gallery/FolderListing.h"
#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryTypes.h"

#include <QSet>
#include <QString>
#include <QStringList>
#include <QVector>

#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace calotype::gallery {

/// Brings the index in line with folders, in small steps: lists them, has the database say which files it does not know,
/// reads those, and, when nothing else is left, makes difference hashes. A plain machine of one thread without an event
/// loop; the database may be on another one, or be called on the spot.
class PictureScan final
{
public:
    using DatabaseTask = std::function<GalleryChanges(GalleryDatabase &)>;

    /// What the machine needs of its owner; all but the first two may be empty.
    struct Ports {
        /// Has a task done, in order of asking. It may be done after the return, on another thread.
        std::function<void(DatabaseTask)> database;
        /// Called on the database's thread: has the call made on the scan's thread, or dropped if the scan is no more.
        std::function<void(std::function<void()>)> back;

        std::function<void(const QString &folder)> visiting; ///< before a folder is listed
        /// Of a folder that was looked at: which of its subfolders are to be looked at too. Empty: none.
        std::function<QStringList(const FolderListing &)> unknownSubfolders;
        std::function<void(const QString &root)> rootMissing;
        /// Just written, perhaps not to its end: read it again when it is two seconds old.
        std::function<void(const QString &path)> youngFile;
        std::function<void(const QStringList &paths)> unreadable;
        std::function<void(int done, int total)> progress;
        std::function<void()> drained; ///< all that was found has been handed to the database
    };

    explicit PictureScan(Ports ports);

    /// A folder and everything below it; where that is under way already, once more after its end, however often it is asked
    /// for. @param all  read known files too
    void walk(const QString &root, bool all);
    /// One folder, and those below that Ports::unknownSubfolders names.
    void look(const QString &folder);
    /// A folder is not there any more.
    void vanished(const QString &folder);
    /// These files, before anything else.
    void readFirst(const QStringList &paths);
    /// Asks the database which trashed files there were, and looks after them.
    void checkTrash();

    /// Does a little: one folder listed, or one file read. @return false if there is nothing to do before a reply, or at all
    bool step();

private:
    struct Walk {
        QString root;
        QStringList met;
        bool all = false;
        bool recursive = true;
        int open = 0;              ///< folders queued and not yet listed
        std::optional<bool> again; ///< to be walked once more, and whether with all
    };
    struct Folder {
        QString path;
        std::shared_ptr<Walk> walk;
    };

    void begin(const QString &root, bool all, bool recursive);
    void listNext();
    void readNext(std::deque<QString> &files);
    void hashNext();
    void askForHashes();
    void takeUnreadable(const QString &path);
    void flush();

    Ports m_ports;
    std::deque<Folder> m_folders;
    std::deque<QString> m_first;
    std::deque<QString> m_files;
    QSet<QString> m_unread; ///< what stands in m_files
    std::deque<std::pair<qint64, QString>> m_hashes;
    QVector<GalleryItem> m_batch;
    QStringList m_unreadable;
    int m_unanswered = 0; ///< listings that the database has not answered
    int m_done = 0;
    int m_total = 0;
    bool m_isReading = false; ///< something was begun since it was last drained
    bool m_isAskingForHashes = false;
    bool m_mayNeedHashes = true;
    qint64 m_hashBelow = std::numeric_limits<qint64>::max();
};

} // namespace calotype::gallery
