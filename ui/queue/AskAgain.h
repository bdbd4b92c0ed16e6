#pragma once

#include <QVector>

#include <functional>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

/// Takes jobs up again that have ended, in their order, before all that wait.
/// @param order  JobQueue::resume() or one like it, for a job's id
void askAgainInOrder(jobs::JobQueue &queue, const QVector<qint64> &ids, const std::function<void(qint64)> &order);

} // namespace calotype::ui
