#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryDatabase.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace calotype::gallery {

/// The database's side of GalleryStore: does tasks in their order, waits for locks, and replaces a damaged database.
/// Lives on the database thread; so do the calls to the listener.
class GalleryService final : public QObject
{
    Q_OBJECT

public:
    using Task = std::function<GalleryChanges(GalleryDatabase &)>;
    enum class Kind {
        Reading, ///< may go ahead of writing that waits for a lock
        Writing,
    };

    struct Listener {
        std::function<void(const GalleryChanges &)> changed;
        std::function<void(const Error &)> failed;
        std::function<void()> replaced; ///< a new database has taken the place of a damaged one
    };

    GalleryService(QString path, Listener listener);

    void request(Kind kind, Task task);
    /// Tries once more what waits, writes the journal, and closes the database.
    void close();

private:
    struct Waiting {
        Kind kind;
        Task task;
    };
    enum class Outcome { Done, Locked };

    Outcome run(const Task &task);
    void runWaiting();
    GalleryDatabase &opened();
    void replaceDatabase();
    void fail(const Error &error);
    void writeJournal();

    QString m_path;
    Listener m_listener;
    std::unique_ptr<GalleryDatabase> m_database;
    std::deque<Waiting> m_waiting; ///< not empty only while another program keeps the lock
    QTimer m_retry;
    QTimer m_journal;
    int m_attempts = 0;      ///< in vain, at the first that waits
    qint64 m_highestId = 0;  ///< that the database has given; none after it is given again
    std::string m_lastOpenError; ///< told once, not with each task
};

} // namespace calotype::gallery
