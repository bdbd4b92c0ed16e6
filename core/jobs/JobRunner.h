#pragma once

#include "core/base/Error.h"
#include "core/engine/ResumePoint.h"
#include "core/jobs/Job.h"

#include <QObject>

#include <memory>

namespace calotype::jobs {

/// What runs jobs for a JobQueue, one at a time, on the queue's thread; its calls return at once.
///
/// Each start() is answered by exactly one finished() or failed(), after everything else that concerns the job. A
/// picture is announced, saved and reported in this order, so that none is made twice or lost whenever the program dies:
/// savingPicture(job, index, path) with a path at which nothing is yet; the runner writes the file, whole or not at all,
/// when mayBeSaved(job, index) has come; pictureDone(job, index) when it is there. A runner may leave the announcement
/// out: then a picture that was saved at the very moment of a crash is made once more.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Runs @p job: from job.request.resume where that is set, which is a point in the picture job.picturesDone (or in a
    /// batch whose pictures all advance together); else from the start of that picture. Pictures before
    /// job.picturesDone are not made, or where that cannot be, not saved again.
    virtual void start(const calotype::jobs::Job &job) = 0;
    /// Leaves the picture that is being made, and goes on with the next; with none left, finished().
    virtual void skipPicture() = 0;
    /// Stops now, within a block of the network. Answered by finished(…, cancelled = true), or without it where
    /// everything was done already.
    virtual void stop() = 0;
    /// The announcement of savingPicture() is on disk. May be emitted from within the handler of savingPicture().
    virtual void mayBeSaved(qint64 job, int index)
    {
        Q_UNUSED(job)
        Q_UNUSED(index)
    }

Q_SIGNALS:
    void savingPicture(qint64 job, int index, const QString &path);
    void pictureDone(qint64 job, int index);
    void resumePoint(qint64 job, const std::shared_ptr<const calotype::ResumePoint> &point);
    /// @p pictures were made in this run. @p cancelled: stop() came before all were.
    void finished(qint64 job, int pictures, bool cancelled);
    /// Where no room (DiskFull) or no writing (Io) was the reason, or there is no engine or not the device, the queue keeps the
    /// job and pauses: the next would meet the same. Cancelled counts as finished(…, true). Else the job has failed.
    void failed(qint64 job, const calotype::Error &error);
};

} // namespace calotype::jobs
