#pragma once

#include <QString>

namespace calotype::tests {

/// What the child process of QueueKillTest is told.
struct KillChildOrder {
    QString folder;          ///< holds queue.db; pictures go to `pictures` in it
    bool retryAside = false; ///< what was set aside is made anew; else gone on with
    int killAtPoint = 0;     ///< ends the process by SIGKILL when so many resume points are on disk; 0: never
};

/// Runs the queue in the folder to its end, with the real engine, after going on with what was interrupted. Every thing
/// that happens is a line on stdout: each statement of the database, each event of the engine and of the runner. These
/// say more:
///
///     aside JOB REASON       found as one that has ended the program twice
///     interrupted JOB POINT  found as one that ran when the program died; POINT: 1 with a resume point
///     step JOB IMAGE STEP    a step is done
int runKillChild(const KillChildOrder &order);

} // namespace calotype::tests
