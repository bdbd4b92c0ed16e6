#pragma once

#include "ui/queue/QueueActions.h"

#include <QDockWidget>
#include <QTimer>

class QFrame;
class QLabel;
class QStackedWidget;
class QToolBar;

namespace calotype::ui {

class QueueList;

/// The queue at the bottom of the window: its jobs, the buttons for them, and above them why it is paused. The title
/// counts the jobs. To be made before the queue is opened, so that it can tell where that fails.
class QueueDock final : public QDockWidget
{
    Q_OBJECT

public:
    /// @param queue  not owned, as @p model, which is of it; both must outlive this
    QueueDock(jobs::JobQueue &queue, QueueModel &model, QWidget *parent = nullptr);
    ~QueueDock() override;

    const QueueActions &actions() const { return *m_actions; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QToolBar *makeBar();
    QFrame *makeNotice();
    void fillMenu();
    void connectQueue();
    void refresh();
    void dressNotice();
    QString emptySentence() const;

    jobs::JobQueue &m_queue;
    QueueList *m_list;
    QueueActions *m_actions;
    QFrame *m_notice = nullptr;
    QLabel *m_noticeMark = nullptr;
    QLabel *m_noticeText = nullptr;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_empty = nullptr;
    QTimer m_refresh; ///< many changes in a row are looked at once
};

} // namespace calotype::ui
