#pragma once

#include <QToolBar>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

class WindowActions;
class WindowPages;

/// What is wanted on every page, at the top of the window: make and stop, the pages, the zoom, the queue. All of it stands
/// in the menus too; the bar itself comes and goes by the View menu.
class WindowToolBar final : public QToolBar
{
    Q_OBJECT

public:
    struct Parts {
        const WindowActions &actions;
        const WindowPages &pages;
        const jobs::JobQueue &queue;
        QAction *showQueue;
    };

    explicit WindowToolBar(const Parts &parts, QWidget *parent = nullptr);

private:
    void add(QAction *action, const QList<QAction *> &more = {});
};

} // namespace calotype::ui
