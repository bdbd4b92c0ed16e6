#pragma once

#include "core/jobs/JobQueue.h"

#include <QString>

namespace calotype::ui {

/// What the queue's dock says, in plain words.

/// The prompt on one line; words for an empty one.
QString promptLine(const jobs::Job &job);
/// The name of the model: its file without the ending, or its folder.
QString modelName(const jobs::Job &job);
/// Pictures dealt with of those asked for, 0..1.
double fractionDone(const jobs::Job &job);
/// Where the job stands, on one line. @param progressText  of a running one
QString statusLine(const jobs::Job &job, const QString &progressText);
/// All of it, for a closer look; as HTML, escaped.
QString jobToolTip(const jobs::Job &job, const QString &progressText);

/// Why the queue is paused, and what to do; empty where it is not.
QString pauseSentence(const jobs::JobQueue &queue);

/// How many jobs stand where.
struct QueueCounts {
    int running = 0;
    int stopping = 0; ///< of the running
    int waiting = 0;
    int failed = 0;
    int ended = 0; ///< the failed too
};

QueueCounts countJobs(const jobs::JobQueue &queue);
/// "Queue – 1 running, 3 waiting".
QString queueTitle(const QueueCounts &counts, bool isPaused);

} // namespace calotype::ui
