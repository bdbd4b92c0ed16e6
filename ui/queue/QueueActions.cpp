#include "ui/queue/QueueActions.h"

#include "ui/queue/QueueModel.h"

#include <QAction>
#include <QItemSelectionModel>

#include <algorithm>

namespace calotype::ui {

using jobs::Job;
using jobs::JobQueue;
using jobs::JobState;

namespace {

/// Whether the queue would take it up again.
bool canRetry(const Job &job)
{
    return job.state == JobState::Failed || job.state == JobState::Cancelled
        || (job.state == JobState::Queued && job.interrupted);
}

bool canGoOn(const Job &job)
{
    return canRetry(job) && (job.interrupted || job.hasProgress());
}

bool canBeginAnew(const Job &job)
{
    return canRetry(job) && job.hasResumePoint;
}

bool canCancel(const Job &job)
{
    return job.state == JobState::Queued || (job.state == JobState::Running && !job.stopping);
}

} // namespace

QueueActions::QueueActions(const Parts &parts, QObject *parent)
    : QObject(parent)
    , pause(make("queuePause", tr("&Pause Queue"), {}, {}, &QueueActions::togglePause))
    , goOn(make("queueGoOn", tr("&Go On"), tr("Go on with the job where it stopped, before all that wait"), {},
                &QueueActions::goOnWithSelected))
    , beginAnew(make("queueBeginAnew", tr("&Begin Anew"),
                     tr("Make the half-made picture again from its first step; pictures that are done are kept"), {},
                     &QueueActions::beginSelectedAnew))
    , retry(make("queueRetry", tr("&Retry"), tr("Make the whole job again, after all that wait"), {},
                 &QueueActions::retrySelected))
    , toFront(make("queueToFront", tr("To the &Front"), tr("Make it next"), {}, &QueueActions::moveToFront))
    , moveUp(make("queueMoveUp", tr("Move &Up"), tr("Make it sooner by one job"), QKeySequence(Qt::CTRL | Qt::Key_Up),
                  &QueueActions::moveOneUp))
    , moveDown(make("queueMoveDown", tr("Move &Down"), tr("Make it later by one job"),
                    QKeySequence(Qt::CTRL | Qt::Key_Down), &QueueActions::moveOneDown))
    , toEnd(make("queueToEnd", tr("To the &End"), tr("Make it last"), {}, &QueueActions::moveToEnd))
    , cancel(make("queueCancel", tr("&Cancel"), tr("Do not make it; pictures that are done are kept"),
                  QKeySequence(Qt::Key_Delete), &QueueActions::cancelSelected))
    , cancelAll(make("queueCancelAll", tr("Cancel &All"), tr("Cancel the running job and all that wait"), {}, nullptr))
    , clearEnded(make("queueClearEnded", tr("C&lear Ended"),
                      tr("Take the done, failed and cancelled jobs off this list; their pictures stay"), {}, nullptr))
    , m_parts(parts)
{
    JobQueue *const queue = &parts.queue;
    connect(cancelAll, &QAction::triggered, queue, &JobQueue::cancelAll);
    connect(clearEnded, &QAction::triggered, queue, &JobQueue::clearEnded);
    connect(queue, &JobQueue::opened, this, [this] { m_openFault.clear(); });
    connect(queue, &JobQueue::failed, this, [this](const Error &error) {
        if (!m_parts.queue.isOpen())
            m_openFault = QString::fromStdString(error.message);
    });
}

QAction *QueueActions::make(const char *name, const QString &text, const QString &tip, const QKeySequence &key,
                            void (QueueActions::*order)())
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(key.isEmpty() ? tip : tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // of the list: elsewhere these keys edit text
    if (order)
        connect(action, &QAction::triggered, this, order);
    return action;
}

QVector<const Job *> QueueActions::selected() const
{
    QModelIndexList indexes = m_parts.selection.selectedIndexes();
    std::sort(indexes.begin(), indexes.end());
    QVector<const Job *> selected;
    for (const QModelIndex &index : std::as_const(indexes)) {
        if (const Job *job = m_parts.model.job(index))
            selected << job;
    }
    return selected;
}

template<typename Wanted>
QVector<qint64> QueueActions::selectedIds(Wanted wanted) const
{
    QVector<qint64> ids;
    for (const Job *job : selected()) {
        if (wanted(*job))
            ids << job->id;
    }
    return ids;
}

QueueActions::Places QueueActions::places() const
{
    Places places;
    const JobQueue &queue = m_parts.queue;
    QVector<bool> isSelected(queue.count(), false);
    for (const QModelIndex &index : m_parts.selection.selectedIndexes()) {
        if (index.row() < isSelected.size())
            isSelected[index.row()] = true;
    }
    for (int row = 0; row < queue.count(); ++row) {
        if (queue.at(row)->state != JobState::Queued)
            continue;
        if (isSelected[row]) {
            if (places.waiting.isEmpty())
                places.before = places.lastOther;
            places.waiting << row;
            places.after = -1;
            continue;
        }
        if (places.firstOther < 0)
            places.firstOther = row;
        if (!places.waiting.isEmpty() && places.after < 0)
            places.after = row;
        places.lastOther = row;
    }
    return places;
}

qint64 QueueActions::idAt(int row) const
{
    const Job *job = m_parts.queue.at(row);
    return job ? job->id : 0;
}

QVector<qint64> QueueActions::idsOf(const QVector<int> &rows) const
{
    QVector<qint64> ids;
    for (const int row : rows)
        ids << idAt(row);
    return ids;
}

void QueueActions::refresh(const QueueCounts &counts)
{
    refreshPause();
    const QVector<const Job *> jobs = selected();
    const auto any = [&jobs](auto can) {
        return std::any_of(jobs.begin(), jobs.end(), [can](const Job *job) { return can(*job); });
    };
    goOn->setEnabled(any(canGoOn));
    beginAnew->setEnabled(any(canBeginAnew));
    retry->setEnabled(any(canRetry));
    cancel->setEnabled(any(canCancel));
    cancelAll->setEnabled(counts.waiting > 0 || counts.running > counts.stopping);
    clearEnded->setEnabled(counts.ended > 0);

    const Places at = places();
    const bool some = !at.waiting.isEmpty();
    moveUp->setEnabled(some && at.before >= 0);
    moveDown->setEnabled(some && at.after >= 0);
    toFront->setEnabled(some && at.firstOther >= 0 && at.firstOther < at.waiting.back());
    toEnd->setEnabled(some && at.lastOther > at.waiting.front());
}

void QueueActions::refreshPause()
{
    const JobQueue &queue = m_parts.queue;
    QString text = tr("&Pause Queue");
    QString tip = tr("Start no other job when the running one has ended");
    if (!m_openFault.isEmpty()) {
        text = tr("O&pen Again");
        tip = tr("Try to open the queue again");
    } else if (queue.isPaused()) {
        text = tr("Resume &Queue");
        tip = tr("Make what waits");
    }
    pause->setText(text);
    pause->setToolTip(tip);
    pause->setStatusTip(tip);
    pause->setEnabled(queue.isOpen() || !m_openFault.isEmpty());
}

void QueueActions::togglePause()
{
    JobQueue &queue = m_parts.queue;
    if (queue.isOpen()) {
        queue.setPaused(!queue.isPaused());
    } else {
        m_openFault.clear();
        queue.open();
    }
}

void QueueActions::goOnWithSelected()
{
    m_parts.queue.resume(selectedIds(canGoOn));
}

void QueueActions::beginSelectedAnew()
{
    m_parts.queue.discardResume(selectedIds(canBeginAnew));
}

void QueueActions::retrySelected()
{
    m_parts.queue.retry(selectedIds(canRetry));
}

void QueueActions::moveToFront()
{
    const Places at = places();
    m_parts.queue.move(idsOf(at.waiting), idAt(at.firstOther));
}

void QueueActions::moveOneUp()
{
    const Places at = places();
    m_parts.queue.move(idsOf(at.waiting), idAt(at.before));
}

void QueueActions::moveOneDown()
{
    const Places at = places();
    m_parts.queue.move(idsOf(at.waiting), idAt(at.after + 1));
}

void QueueActions::moveToEnd()
{
    m_parts.queue.move(idsOf(places().waiting), 0);
}

void QueueActions::cancelSelected()
{
    m_parts.queue.cancel(selectedIds(canCancel));
}

} // namespace calotype::ui
