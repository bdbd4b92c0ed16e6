#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryEdit.h"

#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVector>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace calotype::gallery {

/// The database's side of GalleryStore: does tasks in their order, waits for locks, and replaces a damaged database.
/// Edits that wait stand on the disk from the first moment (see WaitingEdits), and those that earlier programs left come
/// first. One that fails stays there for the next start, unless it can never work; one whose pictures a rebuilt index has
/// not met yet is applied when they come. Neither overrules what the user said of a picture later.
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

    /// @param failed  called if the task has failed for good
    void request(Kind kind, Task task, std::function<void()> failed = {});
    void edit(GalleryEdit edit);
    /// Tries for two seconds what waits, writes the journal, and closes the database. Edits that a lock still keeps out
    /// stay on the disk.
    void close();

private:
    struct Waiting {
        Kind kind = Kind::Writing;
        Task task;
        std::function<void()> failed;
        std::shared_ptr<GalleryEdit> edit; ///< that the task applies; null: it is another task
        quint64 order = 0;                 ///< of the edit among all
    };
    struct LeftOver {
        GalleryEdit edit;
        quint64 order = 0;
        bool hasFailed = false; ///< not tried again before the next start; else its pictures are awaited
    };
    struct TakenOver {
        QString path;
        std::unique_ptr<QLockFile> lock;
    };
    enum class Outcome {
        Done,
        Locked,
        Failed,
        Refused, ///< the task can never work
    };

    Waiting waitingFor(GalleryEdit edit, quint64 order = 0);

    Outcome attempt(const Task &task, Error &error);
    Outcome runFirst();
    void runWaiting();
    void takeOver();
    void settle(const Waiting &done);
    void leaveOver(const Waiting &failed);
    void resumeAwaited(const QVector<qint64> &added);
    void keepEdits();
    void tellUnkept(const Error &error);
    GalleryDatabase &opened();
    void replaceDatabase();
    void fail(const Error &error);
    void writeJournal();

    QString m_path;
    Listener m_listener;
    std::unique_ptr<GalleryDatabase> m_database;
    std::deque<Waiting> m_waiting;      ///< edits in their order
    std::vector<LeftOver> m_leftOver;   ///< edits that are earlier than all that wait
    QString m_editsPath;                ///< where what waits, and what is left over, is kept
    std::unique_ptr<QLockFile> m_editsLock; ///< while that file holds anything
    QVector<GalleryEdit> m_kept;            ///< what it holds
    std::vector<TakenOver> m_takenOver;     ///< files of ended programs, whose edits are among m_waiting
    QTimer m_retry;
    QTimer m_journal;
    int m_attempts = 0;          ///< in vain, at the first that waits
    quint64 m_lastOrder = 0;
    qint64 m_highestId = 0;      ///< that the database has given; none after it is given again
    std::string m_lastOpenError; ///< told once, not with each task
    std::string m_lastEditError; ///< of those that waited; told once, not with each
    bool m_isUnkept = false;     ///< m_editsPath could not be written, and it was told
};

} // namespace calotype::gallery
