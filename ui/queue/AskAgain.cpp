#include "ui/queue/AskAgain.h"

#include "core/jobs/JobQueue.h"

namespace calotype::ui {

void askAgainInOrder(jobs::JobQueue &queue, const QVector<qint64> &ids, const std::function<void(qint64)> &order)
{
    if (ids.isEmpty())
        return;
    // Each goes before all that wait. The first may begin at once; the others come from the last to the first, and
    // where it did not begin it is put before them.
    order(ids.front());
    for (qsizetype i = ids.size() - 1; i > 0; --i)
        order(ids[i]);
    const jobs::Job *const first = queue.at(queue.rowOf(ids.front()));
    if (ids.size() > 1 && first && first->state == jobs::JobState::Queued)
        queue.move({ids.front()}, ids[1]);
}

} // namespace calotype::ui
