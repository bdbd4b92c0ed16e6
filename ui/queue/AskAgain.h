#pragma once

#include <QVector>

#include <functional>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

/// Takes jobs up again that have ended, each by an order of its own, in their order, before all that wait. Where one
/// order does for all of them, JobQueue::resume() of many is one move and one write.
/// @param order  JobQueue::resumeOtherwise() or one like it, for a job's id
void askAgainInOrder(jobs::JobQueue &queue, const QVector<qint64> &ids, const std::function<void(qint64)> &order);

} // namespace calotype::ui
