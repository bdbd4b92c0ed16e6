#include "ui/queue/QueueDock.h"

#include "ui/queue/QueueList.h"
#include "ui/queue/QueueModel.h"

#include <QAction>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QShowEvent>
#include <QStackedWidget>
#include <QStyle>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace calotype::ui {

using jobs::JobQueue;

QueueDock::QueueDock(JobQueue &queue, QueueModel &model, QWidget *parent)
    : QDockWidget(parent)
    , m_queue(queue)
    , m_list(new QueueList(model))
    , m_actions(new QueueActions({queue, model, *m_list->selectionModel()}, this))
{
    setObjectName(QStringLiteral("queueDock"));
    setAccessibleName(tr("Queue"));
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::TopDockWidgetArea);

    m_empty = new QLabel;
    m_empty->setObjectName(QStringLiteral("queueEmpty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setMargin(16);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);

    auto *const content = new QWidget;
    auto *const column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(makeNotice());
    column->addWidget(m_stack, 1);
    setWidget(content);

    fillMenu();
    connectQueue();
    dressNotice();
    refresh();
}

QueueDock::~QueueDock()
{
    delete widget(); // the list and the buttons look at the actions
}

QToolBar *QueueDock::makeBar()
{
    // Not push buttons: what has no room in a narrow window goes into the bar's menu.
    auto *const bar = new QToolBar;
    bar->setObjectName(QStringLiteral("queueBar"));
    bar->setAccessibleName(tr("What to do with the queue"));
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const QueueActions &a = *m_actions;
    const QList<QList<QAction *>> groups{
        {a.pause}, {a.goOn, a.beginAnew, a.retry}, {a.toFront, a.toEnd}, {a.cancel, a.cancelAll, a.clearEnded}};
    for (const QList<QAction *> &group : groups) {
        if (!bar->actions().isEmpty())
            bar->addSeparator();
        for (QAction *const action : group) {
            bar->addAction(action);
            auto *const button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
            button->setObjectName(action->objectName() + QStringLiteral("Button"));
            button->setFocusPolicy(Qt::TabFocus); // a bar's buttons have none by themselves
            const auto name = [button, action] { button->setAccessibleName(action->iconText()); };
            connect(action, &QAction::changed, button, name);
            name();
        }
    }
    if (auto *const more = bar->findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button")))
        more->setAccessibleName(tr("More"));
    return bar;
}

QFrame *QueueDock::makeNotice()
{
    m_notice = new QFrame;
    m_notice->setObjectName(QStringLiteral("queueNotice"));
    m_notice->setAccessibleName(tr("Why the queue is paused"));
    m_notice->setAutoFillBackground(true);
    m_notice->setBackgroundRole(QPalette::ToolTipBase);
    m_noticeMark = new QLabel;
    m_noticeText = new QLabel;
    m_noticeText->setObjectName(QStringLiteral("queueNoticeText"));
    m_noticeText->setForegroundRole(QPalette::ToolTipText);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_noticeText->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *const line = new QHBoxLayout(m_notice);
    line->setContentsMargins(12, 6, 12, 6);
    line->setSpacing(10);
    line->addWidget(m_noticeMark, 0, Qt::AlignTop);
    line->addWidget(m_noticeText, 1);
    m_notice->hide();
    return m_notice;
}

void QueueDock::fillMenu()
{
    const QueueActions &a = *m_actions;
    const auto separator = [this] {
        auto *const line = new QAction(m_list);
        line->setSeparator(true);
        return line;
    };
    m_list->addActions({a.goOn, a.beginAnew, a.retry, separator(), a.toFront, a.moveUp, a.moveDown, a.toEnd, separator(),
                        a.cancel, a.cancelAll, separator(), a.clearEnded, a.pause});
    for (const QAction *const action : {a.moveUp, a.moveDown, a.toFront, a.toEnd})
        connect(action, &QAction::triggered, this, [this] { m_list->scrollTo(m_list->currentIndex()); });
}

void QueueDock::connectQueue()
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &QueueDock::refresh);
    const auto soon = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    connect(&m_queue, &JobQueue::jobsInserted, this, soon);
    connect(&m_queue, &JobQueue::jobsRemoved, this, soon);
    connect(&m_queue, &JobQueue::jobsMoved, this, soon);
    connect(&m_queue, &JobQueue::jobsChanged, this, soon);
    connect(&m_queue, &JobQueue::pausedChanged, this, soon);
    connect(&m_queue, &JobQueue::opened, this, soon);
    connect(&m_queue, &JobQueue::failed, this, soon);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, soon);
    connect(m_actions->pause, &QAction::triggered, this, soon);
}

void QueueDock::refresh()
{
    const QueueCounts counts = countJobs(m_queue);
    m_actions->refresh(counts);
    setWindowTitle(queueTitle(counts, m_queue.isPaused()));

    const QString reason = pauseSentence(m_queue);
    m_noticeText->setText(reason);
    m_noticeText->setAccessibleName(reason.isEmpty() ? tr("The queue is not paused") : reason);
    m_notice->setVisible(!reason.isEmpty());

    const QString empty = emptySentence();
    m_empty->setText(empty);
    m_empty->setAccessibleName(empty);
    QWidget *const shown = m_queue.count() > 0 ? static_cast<QWidget *>(m_list) : m_empty;
    m_stack->setCurrentWidget(shown);
}

QString QueueDock::emptySentence() const
{
    if (!m_actions->openFault().isEmpty())
        return tr("The queue could not be opened. %1").arg(m_actions->openFault());
    if (!m_queue.isOpen())
        return tr("Opening the queue …");
    return tr("Nothing is queued. What you generate waits here until it is made, also when Calotype is closed meanwhile.");
}

void QueueDock::dressNotice()
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    m_noticeMark->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxInformation, nullptr, this).pixmap(size, size));
}

/// What is being made is looked for when the queue is opened, behind however many have ended; not when the window comes back
/// from where the desktop had put it.
void QueueDock::showEvent(QShowEvent *event)
{
    QDockWidget::showEvent(event);
    if (event->spontaneous())
        return;
    if (const int row = m_queue.rowOf(m_queue.running()); row >= 0)
        m_list->scrollTo(m_list->model()->index(row, 0), QAbstractItemView::PositionAtCenter);
}

void QueueDock::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange && m_noticeMark)
        dressNotice();
    QDockWidget::changeEvent(event);
}

} // namespace calotype::ui
