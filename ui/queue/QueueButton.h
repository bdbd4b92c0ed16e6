#pragma once

#include <QToolButton>

class QAction;

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

/// Says how many jobs wait, whether the queue is shown or not; a click shows or hides it.
class QueueButton final : public QToolButton
{
    Q_OBJECT

public:
    /// @param queue      not owned; must outlive this
    /// @param showQueue  checkable; not owned. Its key stands in the tooltip.
    QueueButton(const jobs::JobQueue &queue, QAction *showQueue, QWidget *parent = nullptr);

private:
    void refresh();
    void tell(const QAction &showQueue);

    const jobs::JobQueue &m_queue;
};

} // namespace calotype::ui
