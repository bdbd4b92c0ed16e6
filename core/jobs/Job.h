#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

namespace calotype::jobs {

/// Where a job stands. The numbers are kept on disk: never give one another meaning.
enum class JobState { Queued = 0, Running = 1, Done = 2, Failed = 3, Cancelled = 4 };

inline bool isEnded(JobState state)
{
    return state == JobState::Done || state == JobState::Failed || state == JobState::Cancelled;
}

/// How often a running job is asked for a resume point: what a crash costs at most, but for the step under way.
inline constexpr double kResumePointSeconds = 4;

/// How often a job may end the program before it is set aside.
inline constexpr int kMostCrashes = 2;

/// What is asked of the queue: one request on one model.
struct NewJob {
    ModelSpec model;
    GenerationRequest request;
};

/// How a job that could not be made is to be made instead.
struct JobChange {
    ModelSpec model;
    int width = 0; ///< as GenerationRequest's
    int height = 0;
};

/// A request on its way through the queue.
struct Job {
    qint64 id = 0;       ///< > 0, never given twice in one database
    qint64 position = 0; ///< the order of the queue; no two have the same
    JobState state = JobState::Queued;
    ModelSpec model;
    /// Without the starting picture and the mask, which lie in the database: a JobRunner is given them, together with
    /// the resume point and how often one is wanted.
    GenerationRequest request;
    bool hasInitImage = false;
    bool hasMask = false;

    QDateTime created, started, ended; ///< UTC; the last two invalid until then
    QString error;     ///< why it failed or was set aside, for people
    int crashes = 0;   ///< how often the program died while it ran, since it was last asked for
    /// Pictures dealt with, made or skipped, counted from the first: the index of the next one to make.
    int picturesDone = 0;
    bool interrupted = false;    ///< it ran when the program died, and waits for resume() or discardResume()
    bool setAside = false;       ///< failed because the program died twice while it ran
    bool hasResumePoint = false; ///< a picture of it is half made, and can be gone on with
    bool stopping = false;       ///< it runs, was told to stop, and has not yet; never on disk

    /// How many pictures the request makes.
    int pictures() const { return static_cast<int>(request.seeds.size()); }
    /// Whether JobQueue::resume() saves anything over JobQueue::retry().
    bool hasProgress() const { return hasResumePoint || picturesDone > 0; }
};

} // namespace calotype::jobs

Q_DECLARE_METATYPE(calotype::jobs::Job)
