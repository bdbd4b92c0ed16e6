#pragma once

#include "core/base/Error.h"
#include "core/engine/ResumePoint.h"
#include "core/jobs/Estimate.h"
#include "core/jobs/Job.h"

#include <QHash>
#include <QString>
#include <QVector>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace calotype::jobs {

/// How a JobStore uses its file.
struct JobStoreOptions {
    int busyTimeoutMs = 5000; ///< how long another program's lock is waited for
    double resumePointSeconds = kResumePointSeconds; ///< what a loaded job is asked for
    /// Called before each statement with its text, on the store's thread; for tests and logs.
    std::function<void(const QString &sql)> trace;
};

/// The queue's database: a SQLite file with a write-ahead log. Synchronous; made, used and destroyed on one thread.
///
/// Every call is one transaction: done, or not done at all. What must survive the loss of power (that a job is there, has
/// begun, has ended, that a picture is done) is flushed to the disk before the call returns; order and resume points,
/// which cost little when lost, are not. Starting pictures and masks are stored once each, by SHA-256.
///
/// All calls throw Failure: DiskFull, Io (locked, or not writable), Damaged (the file), NotFound (no such job).
class JobStore final
{
public:
    /// Opens or makes the file and its folder. A damaged file is set aside under another name and what can be read of it
    /// taken over: see notice().
    /// @throws Failure Unsupported for a file of a newer Calotype, which is left as it is
    explicit JobStore(const QString &path, JobStoreOptions options = {});
    ~JobStore();

    /// That the file was damaged, where it lies now, and what was read of it.
    const std::optional<Error> &notice() const;

    /// Sorts out what a dead program left, to be called once before the first job runs: a picture that was announced
    /// and lies on disk counts as done; a running job becomes interrupted, or is set aside the second time.
    /// @return whether the program died, that is, did not come to endSession() after the last recover()
    bool recover();
    void endSession();

    /// All, in their order, without starting pictures. One whose settings cannot be read is given as failed.
    std::vector<Job> jobs();
    /// The job with its starting picture, mask and resume point. @throws NotFound too where one of the pictures is gone
    Job load(qint64 id);
    /// Greater than every id that was ever given.
    qint64 nextId();

    /// @p jobs have ids and positions, and their pictures.
    void add(const std::vector<Job> &jobs);
    /// Puts back those of @p jobs that a damaged file has lost. Their pictures are not there: load() says so.
    void restore(const std::vector<Job> &jobs);
    void remove(const std::vector<qint64> &ids);
    void setPositions(const std::vector<std::pair<qint64, qint64>> &positions);

    /// The job waits again; its announced picture may still be saved, as the program ends.
    void putBack(qint64 id);
    /// Everything of the job that changes in its life, its position too; without hasResumePoint the point is dropped.
    void update(const Job &job);
    void update(const std::vector<Job> &jobs);
    /// The job is made on another model or device, or in another size: its start image and its mask are scaled to that, but
    /// where only the masked part is made.
    void change(const Job &job);
    void cancelWaiting(const QDateTime &when);

    /// Remembers where a picture is about to be saved, until it is done or the job has ended.
    void announceSave(qint64 id, int index, const QString &path);
    /// The pictures before @p picturesDone are dealt with. The resume point is dropped where it is of one of them.
    void pictureDone(qint64 id, int picturesDone);
    void setResumePoint(qint64 id, const ResumePoint &point);

    QString meta(const QString &key);
    void setMeta(const QString &key, const QString &value);

    QHash<QString, double> speeds();
    void setSpeed(const QString &key, double secondsPerStep);

    /// The most pages that the file may have; 0: no bound.
    void setMostPages(qint64 pages);
    /// Rows that were inserted, changed or deleted since the file was opened.
    qint64 rowsTouched();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::jobs
