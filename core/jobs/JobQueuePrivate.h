#pragma once

#include "core/jobs/JobList.h"
#include "core/jobs/JobQueue.h"
#include "core/jobs/JobRunner.h"
#include "core/shared/Courier.h"
#include "core/jobs/StoreThread.h"

#include <QHash>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace calotype::jobs {

/// The queue's state, on the GUI thread, and the life of the job that runs. What JobQueue is ordered to do stands in
/// JobQueue.cpp, what happens to it in JobQueuePrivate.cpp.
struct JobQueue::Private {
    enum class Opening { Not, UnderWay, Done, Refused };

    Private(JobQueue *queue, const QString &path, JobRunner *jobRunner, JobStoreOptions options);

    // From the database thread.
    void onOpened(Result<StoredQueue> result);
    void onBlocked(const Error &error);
    void onUnblocked();
    void onReplaced(const Error &error);
    void onLoaded(const Job &job);
    void onLoadFailed(qint64 id, const Error &error);

    // From the runner.
    void onSaving(qint64 id, int index, const QString &path);
    void onPictureDone(qint64 id, int index);
    void onResumePoint(qint64 id, const std::shared_ptr<const ResumePoint> &point);
    void onFinished(qint64 id, bool cancelled);
    void onFailed(qint64 id, const Error &error);

    void insert(const QVector<NewJob> &jobs, int row);
    void moveRows(const std::vector<qint64> &ids, qint64 before);
    /// Takes up jobs that wait again, before @p before; 0: at the end.
    void askAgain(const std::vector<qint64> &ids, qint64 before);
    void pauseWhatWaits();

    /// Starts the first that waits, where nothing runs and the queue is not paused.
    void startNext();
    /// Tells the running job to stop. On disk it is cancelled at once, whatever happens until it has stopped.
    void stopRunning();
    void endRun(JobState state, const QString &error);
    /// The running job waits again, with all that is done of it.
    void putBack();
    void setPause(Pause kind, const QString &reason);
    static QString standingReason(Pause kind);

    /// Runs an order now, or when the database is open; emits failed() where it could not be opened.
    void whenOpen(std::function<void()> order);
    /// Runs on the database thread, after all that was written before.
    void write(std::function<void(JobStore &)> run) { store->post({std::move(run), nullptr, 0}); }
    void save(const Job &job);
    /// All in one transaction, with @p moved, what JobList::move() gave for them; empty: they stayed where they are.
    void save(const std::vector<qint64> &ids, JobList::Positions moved);
    void changed(qint64 id) { changed(std::vector<qint64>{id}); }
    void changed(const std::vector<qint64> &ids);

    JobQueue *const q;
    const QPointer<JobRunner> runner;
    Courier courier;
    JobList list;
    QHash<QString, double> speeds;
    qint64 nextId = 1;

    Opening opening = Opening::Not;
    Error refusal;
    std::vector<std::function<void()>> held; ///< orders that came before the database was open

    Pause pause = Pause::None;
    QString pauseReason;
    Error lastFailure;
    bool storeBlocked = false; ///< the database has no room or is locked
    bool faultOfStore = false; ///< a Pause::Fault came from there, and goes with it

    qint64 running = 0;            ///< the job in state Running; 0: none
    bool begun = false;            ///< the runner has it; else its record is still being read
    bool endsAfterPicture = false; ///< stopAfterThis()

    std::unique_ptr<StoreThread> store; ///< last, so that its thread ends before what it posts to
};

} // namespace calotype::jobs
