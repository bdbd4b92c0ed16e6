#include "ui/WindowDocks.h"

#include "core/jobs/JobQueue.h"
#include "ui/ModelList.h"
#include "ui/WindowPages.h"
#include "ui/info/InfoDock.h"
#include "ui/queue/ManagerRunner.h"
#include "ui/queue/QueueDock.h"

#include <QAction>
#include <QMainWindow>

namespace calotype::ui {

namespace {

// How much of a job is done, all its pictures counted.
double fractionOf(const Progress &progress)
{
    const double ofPicture = progress.totalSteps > 0 ? double(progress.step) / progress.totalSteps : 0.0;
    return (progress.image + ofPicture) / std::max(1, progress.imageCount);
}

} // namespace

WindowDocks::WindowDocks(const Parts &parts, QMainWindow *window)
    : QObject(window)
    , m_parts(parts)
    , m_model(parts.queue)
    , m_info(new InfoDock({parts.settings, parts.models, ModelList::PathRole, parts.readFields}, window))
    , m_queue(new QueueDock(parts.queue, m_model, window))
    , m_showInfo(m_info->toggleViewAction())
    , m_showQueue(new QAction(tr("&Queue"), this))
{
    m_info->setObjectName(QStringLiteral("infoDock"));
    m_queue->setObjectName(QStringLiteral("queueDock"));
    window->addDockWidget(Qt::RightDockWidgetArea, m_info);
    window->addDockWidget(Qt::BottomDockWidgetArea, m_queue);
    constexpr int kQueueHeight = 180;
    window->resizeDocks({m_queue}, {kQueueHeight}, Qt::Vertical);
    m_info->hide();
    m_queue->hide();

    m_showInfo->setText(tr("I&nfo"));
    m_showInfo->setObjectName(QStringLiteral("showInfo"));
    m_showInfo->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+I")));
    m_showQueue->setObjectName(QStringLiteral("showQueue"));
    m_showQueue->setCheckable(true);
    m_showQueue->setShortcut(QKeySequence(QStringLiteral("Alt+Q")));
    connect(m_showQueue, &QAction::toggled, m_queue, &QWidget::setVisible);
    connect(m_queue, &QDockWidget::visibilityChanged, this,
            [this] { m_showQueue->setChecked(m_queue->isVisible()); }); // its own action bears the counts

    connect(&parts.pages, &WindowPages::currentPictureChanged, m_info, &InfoDock::showPicture);
    connect(m_info, &InfoDock::openParent, &parts.pages, &WindowPages::openByHash);
    connect(&parts.runner, &ManagerRunner::progressed, this, [this](qint64, const Progress &progress) {
        m_model.setProgress(fractionOf(progress), tr("step %1 of %2").arg(progress.step).arg(progress.totalSteps));
    });
    connect(&parts.queue, &jobs::JobQueue::jobsInserted, this, &WindowDocks::showWhenWanted);
    connect(&parts.queue, &jobs::JobQueue::pausedChanged, this, &WindowDocks::showWhenWanted);
    connect(&parts.queue, &jobs::JobQueue::opened, this, &WindowDocks::showWhenWanted);
}

WindowDocks::~WindowDocks()
{
    // They look at the model and the settings.
    delete m_queue;
    delete m_info;
}

void WindowDocks::showWhenWanted()
{
    using Pause = jobs::JobQueue::Pause;
    const Pause pause = m_parts.queue.pause();
    const bool asks = pause != Pause::None && pause != Pause::User;
    if (asks || m_parts.queue.waitingCount() > 1)
        m_queue->show();
}

} // namespace calotype::ui
