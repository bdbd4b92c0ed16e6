#pragma once

#include "core/jobs/Estimate.h"
#include "core/jobs/Job.h"
#include "core/jobs/JobStore.h"

#include <QObject>
#include <QString>
#include <QVector>

#include <memory>

namespace calotype::jobs {

class JobRunner;

/// The queue of jobs that survives anything: every change is in a database before it has effect on the pictures, and
/// one job runs at a time.
///
/// It belongs to the thread that made it (the GUI thread) and never blocks it: the database has a thread of its own,
/// which follows what is changed here in the order of the calls. All slots return at once, may be called before open()
/// is done, and from handlers of the signals. Not to be deleted in one of them: deleteLater().
///
/// An order for many jobs costs one pass over the queue, one transaction and one signal of each kind; what is removed is told
/// by stretches of rows.
///
/// Order: jobs stand in the order in which they run or ran; at() gives them by row. "Waiting" are the queued ones. The
/// first of them runs when nothing else does and the queue is not paused. Each signal is emitted when count(), at() and
/// rowOf() already tell the new state.
///
/// What goes wrong with the disk pauses the queue, with pauseReason() naming the remedy; what could not be written
/// yet is kept in memory and tried again every few seconds, and at setPaused(false). A damaged database is set aside
/// under another name, what can be read of it is taken over, and failed() says so.
class JobQueue final : public QObject
{
    Q_OBJECT

public:
    enum class Pause {
        None,
        User,      ///< setPaused(true)
        Recovered, ///< the program died while a job ran
        Stopped,   ///< stopAfterThis() or stopNow() while others waited
        DiskFull,  ///< no room for the database or for a picture
        Fault,     ///< the database is locked or cannot be written; or a picture could not, or engine or device are not there
    };
    Q_ENUM(Pause)

    /// @param path    the database, of this queue alone; its folder is made
    /// @param runner  not owned; it must outlive this, and live on this thread
    JobQueue(const QString &path, JobRunner *runner, QObject *parent = nullptr, JobStoreOptions options = {});
    /// Writes what is still to be written, and puts the running job back so that it is gone on with next time. Does not
    /// wait for the runner.
    ~JobQueue() override;

    /// Opens the database: opened(), or failed() where another program runs this queue (WrongUse) or the file cannot be
    /// used. May be called again after that. A job that ran when the program died comes back interrupted and the queue
    /// paused; one that did so twice is set aside.
    void open();
    bool isOpen() const;

    /// At the end of the queue. Until open() is done they are held back; where it failed, failed() is emitted instead.
    void add(const QVector<NewJob> &jobs);
    /// Before all that wait.
    void addFront(const QVector<NewJob> &jobs);
    /// In place of all that wait, which are cancelled. What runs goes on.
    void replace(const QVector<NewJob> &jobs);
    /// Puts the jobs, in the order in which they stand, before the job @p before; 0: at the end.
    void move(const QVector<qint64> &ids, qint64 before);

    /// Waiting jobs are cancelled; a running one is told to stop (stopping, at once) and the next begins after it.
    void cancel(const QVector<qint64> &ids);
    void cancelAll();
    void cancelWaiting();
    /// Makes failed, cancelled or interrupted jobs anew from their first picture, at the end of the queue. Here as below they
    /// keep their order, and those that cannot be asked for again stay as they are.
    void retry(const QVector<qint64> &ids);
    /// Goes on with interrupted, failed or cancelled jobs where they stopped, before all that wait. Ends the pause that
    /// came with an interruption.
    void resume(const QVector<qint64> &ids);
    /// As resume(), but begins half-made pictures anew. Pictures that are done are not made again.
    void discardResume(const QVector<qint64> &ids);
    void cancel(qint64 id) { cancel(QVector<qint64>{id}); }
    void retry(qint64 id) { retry(QVector<qint64>{id}); }
    void resume(qint64 id) { resume(QVector<qint64>{id}); }
    void discardResume(qint64 id) { discardResume(QVector<qint64>{id}); }
    /// As discardResume(), but it is made otherwise from now on; as resume() where it is the memory mode alone that changes.
    /// A start image and its mask are scaled to the size, but where only the masked part is made.
    void resumeOtherwise(qint64 id, const calotype::jobs::JobChange &change);

    /// A pause lets the running job end, and starts no other. It is kept on disk.
    void setPaused(bool paused);
    bool isPaused() const;
    Pause pause() const;
    /// One sentence, for people; empty where the user paused.
    QString pauseReason() const;
    /// The failure that was heard of last, be it a job's or the queue's own, which Job::error or pauseReason() may stem from;
    /// without a message where there was none since the start.
    const Error &lastFailure() const;

    /// Leaves the picture that is being made, and goes on with the job's next.
    void skip();
    /// Ends the running job after its present picture. Where others wait the queue is paused, so that all stops.
    void stopAfterThis();
    /// Ends the running job at once; else as stopAfterThis(). resume() can go on with it.
    void stopNow();
    /// Removes the done, failed and cancelled ones.
    void clearEnded();

    int count() const;
    /// Null where there is no such row. Valid until the job is removed.
    const Job *at(int row) const;
    /// -1: there is none.
    int rowOf(qint64 id) const;
    /// The id of the job that runs; 0: none.
    qint64 running() const;
    int waitingCount() const;

    /// Remembers how fast a run was, for estimates of later ones.
    void rememberSpeed(const calotype::jobs::SpeedKey &key, double secondsPerStep);
    /// As the last run of the kind was, or one of another size.
    ExpectedSpeed speed(const SpeedKey &key) const;

    /// The most pages of 4 KiB that the database may have; 0: as many as the disk holds. Takes effect at once, also for
    /// what waits to be written.
    void setMostPages(qint64 pages);

Q_SIGNALS:
    void opened();
    void jobsInserted(int first, int last);
    void jobsRemoved(int first, int last);
    /// The order changed.
    void jobsMoved();
    /// Some of the jobs in rows first…last did, those two among them: one signal, however many an order was for.
    void jobsChanged(int first, int last);
    /// isPaused(), pause() or pauseReason() changed.
    void pausedChanged();
    /// The jobs up to here are on disk: emitted after add(), addFront() and replace().
    void saved(const QVector<qint64> &ids);
    /// What went wrong with the queue itself; a job's own failure stands in the job.
    void failed(const calotype::Error &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::jobs
