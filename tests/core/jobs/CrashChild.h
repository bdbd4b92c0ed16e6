#pragma once

#include <QString>

namespace calotype::tests {

/// What the child process of JobQueueCrashTest writes into its folder, beside queue.db.
namespace crash {
inline const QString kPictures = QStringLiteral("pictures");     ///< folder of files JOB-INDEX-N
inline const QString kSteps = QStringLiteral("steps");           ///< a line for every step that was computed
inline const QString kAcknowledged = QStringLiteral("acknowledged"); ///< ids of saved jobs, one a line
inline const QString kMoments = QStringLiteral("moments");       ///< how many there were, when it ended by itself
inline constexpr int kStepsPerPicture = 5;
} // namespace crash

/// Runs the queue in @p folder to its end, going on with what was interrupted; or, with @p adding, adds 15 times two jobs
/// to it, paused. The process ends with SIGKILL at the @p killAt'th moment (a statement of the database, a step, a
/// file); 0: never.
int runCrashChild(const QString &folder, int killAt, bool adding);

} // namespace calotype::tests
