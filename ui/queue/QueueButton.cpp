#include "ui/queue/QueueButton.h"

#include "core/jobs/JobQueue.h"

#include <QAction>
#include <QLocale>

namespace calotype::ui {

using jobs::JobQueue;

QueueButton::QueueButton(const JobQueue &queue, QAction *showQueue, QWidget *parent)
    : QToolButton(parent)
    , m_queue(queue)
{
    setObjectName(QStringLiteral("queueButton"));
    setAutoRaise(true);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setChecked(showQueue->isChecked());
    connect(this, &QToolButton::toggled, showQueue, &QAction::setChecked);
    connect(showQueue, &QAction::toggled, this, &QToolButton::setChecked);
    connect(showQueue, &QAction::changed, this, [this, showQueue] { tell(*showQueue); });
    tell(*showQueue);
    for (const auto changed : {&JobQueue::jobsInserted, &JobQueue::jobsRemoved, &JobQueue::jobsChanged})
        connect(&m_queue, changed, this, &QueueButton::refresh);
    connect(&m_queue, &JobQueue::opened, this, &QueueButton::refresh);
    refresh();
}

void QueueButton::refresh()
{
    const int waiting = m_queue.waitingCount();
    setText(waiting > 0 ? tr("Queue (%1)").arg(QLocale().toString(waiting)) : tr("Queue"));
    setAccessibleName(waiting > 0 ? tr("Queue, %Ln waiting", nullptr, waiting) : tr("Queue"));
}

void QueueButton::tell(const QAction &showQueue)
{
    const QString keys = showQueue.shortcut().toString(QKeySequence::NativeText);
    setToolTip(keys.isEmpty() ? tr("What waits to be made") : tr("What waits to be made (%1)").arg(keys));
}

} // namespace calotype::ui
