#include "ui/queue/QueueModel.h"

#include "ui/queue/QueueWords.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

namespace calotype::ui {

using jobs::Job;
using jobs::JobState;

QueueModel::QueueModel(jobs::JobQueue &queue, QObject *parent)
    : QAbstractListModel(parent)
    , m_queue(queue)
    , m_ids(idsOfQueue())
{
    connect(&queue, &jobs::JobQueue::jobsInserted, this, &QueueModel::onInserted);
    connect(&queue, &jobs::JobQueue::jobsRemoved, this, &QueueModel::onRemoved);
    connect(&queue, &jobs::JobQueue::jobsMoved, this, &QueueModel::onMoved);
    connect(&queue, &jobs::JobQueue::jobsChanged, this, &QueueModel::onChanged);
}

QString QueueModel::mimeType()
{
    return QStringLiteral("application/x-calotype-jobs");
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

const Job *QueueModel::jobAt(int row) const
{
    if (row < 0 || row >= m_ids.size())
        return nullptr;
    // By id only while the rows differ from the queue's: the queue's index by id is made anew after each change.
    const Job *job = m_queue.at(row);
    return job && job->id == m_ids[row] ? job : m_queue.at(m_queue.rowOf(m_ids[row]));
}

const Job *QueueModel::job(const QModelIndex &index) const
{
    return index.isValid() && index.model() == this ? jobAt(index.row()) : nullptr;
}

QModelIndex QueueModel::indexOf(qint64 id) const
{
    const qsizetype row = m_ids.indexOf(id);
    return row < 0 ? QModelIndex() : index(static_cast<int>(row));
}

bool QueueModel::isShowingProgress(const Job &job) const
{
    return job.id == m_progressOf && job.state == JobState::Running;
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    const Job *found = job(index);
    if (!found)
        return {};
    const QString progressText = isShowingProgress(*found) ? m_progressText : QString();
    switch (role) {
    case Qt::DisplayRole:
        return promptLine(*found);
    case Qt::ToolTipRole:
        return jobToolTip(*found, progressText);
    case Qt::AccessibleTextRole:
        return tr("%1. %2. Model %3").arg(promptLine(*found), statusLine(*found, progressText), modelName(*found));
    case IdRole:
        return found->id;
    case StateRole:
        return static_cast<int>(found->state);
    case PromptRole:
        return QString::fromStdString(found->request.prompt);
    case ModelRole:
        return modelName(*found);
    case PicturesDoneRole:
        return found->picturesDone;
    case PicturesRole:
        return found->pictures();
    case ProgressRole:
        if (found->state != JobState::Running)
            return {};
        return isShowingProgress(*found) ? m_fraction : fractionDone(*found);
    case ProgressTextRole:
        return progressText;
    case ErrorRole:
        return found->error;
    case InterruptedRole:
        return found->interrupted;
    case SetAsideRole:
        return found->setAside;
    case StoppingRole:
        return found->stopping;
    case StatusRole:
        return statusLine(*found, progressText);
    default:
        return {};
    }
}

QHash<int, QByteArray> QueueModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {StateRole, "state"},
                  {PromptRole, "prompt"},
                  {ModelRole, "model"},
                  {PicturesDoneRole, "picturesDone"},
                  {PicturesRole, "pictures"},
                  {ProgressRole, "progress"},
                  {ProgressTextRole, "progressText"},
                  {ErrorRole, "error"},
                  {InterruptedRole, "interrupted"},
                  {SetAsideRole, "setAside"},
                  {StoppingRole, "stopping"},
                  {StatusRole, "status"}});
    return names;
}

Qt::ItemFlags QueueModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between the rows, not onto them
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (const Job *found = job(index); found && found->state == JobState::Queued)
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

Qt::DropActions QueueModel::supportedDropActions() const
{
    return Qt::MoveAction;
}

QStringList QueueModel::mimeTypes() const
{
    return {mimeType()};
}

QMimeData *QueueModel::mimeData(const QModelIndexList &indexes) const
{
    QVector<qint64> ids;
    for (const QModelIndex &index : indexes) {
        if (const Job *found = job(index); found && found->state == JobState::Queued)
            ids << found->id;
    }
    if (ids.isEmpty())
        return nullptr;
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << m_token << ids;
    auto *const data = new QMimeData; // the caller's
    data->setData(mimeType(), bytes);
    return data;
}

bool QueueModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                              const QModelIndex &parent)
{
    if (!data || !canDropMimeData(data, action, row, column, parent))
        return false;
    QDataStream stream(data->data(mimeType()));
    QUuid token;
    QVector<qint64> ids;
    stream >> token;
    if (stream.status() != QDataStream::Ok || token != m_token) // before the ids: their number would be believed
        return false;
    stream >> ids;
    // A job may have begun, or gone, while it was dragged.
    ids.removeIf([this](qint64 id) {
        const Job *found = m_queue.at(m_queue.rowOf(id));
        return !found || found->state != JobState::Queued;
    });
    if (stream.status() != QDataStream::Ok || ids.isEmpty())
        return false;
    const int target = parent.isValid() ? parent.row() : row;
    m_queue.move(ids, target >= 0 && target < m_ids.size() ? m_ids[target] : 0);
    return true;
}

void QueueModel::setProgress(double fraction, const QString &text)
{
    const qint64 id = m_queue.running();
    if (id == 0)
        return;
    const double bounded = std::clamp(fraction, 0.0, 1.0);
    if (id == m_progressOf && bounded == m_fraction && text == m_progressText)
        return;
    m_progressOf = id;
    m_fraction = bounded;
    m_progressText = text;
    const QModelIndex changed = indexOf(id);
    if (changed.isValid())
        Q_EMIT dataChanged(changed, changed,
                           {ProgressRole, ProgressTextRole, StatusRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
}

void QueueModel::onInserted(int first, int last)
{
    const int number = last - first + 1;
    const Job *next = m_queue.at(last + 1);
    if (m_queue.count() != m_ids.size() + number || first > m_ids.size() || (next && next->id != m_ids[first])) {
        catchUp();
        return;
    }
    beginInsertRows({}, first, last);
    m_ids.insert(first, number, 0);
    for (int row = first; row <= last; ++row)
        m_ids[row] = m_queue.at(row)->id;
    endInsertRows();
}

void QueueModel::onRemoved(int first, int last)
{
    const int number = last - first + 1;
    const Job *next = m_queue.at(first);
    if (m_queue.count() != m_ids.size() - number || last >= m_ids.size() || (next && next->id != m_ids[last + 1])) {
        catchUp();
        return;
    }
    beginRemoveRows({}, first, last);
    m_ids.remove(first, number);
    endRemoveRows();
}

void QueueModel::onMoved()
{
    const QVector<qint64> ids = idsOfQueue();
    if (ids == m_ids)
        return;
    if (ids.size() != m_ids.size()) {
        catchUp();
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &old : before)
        after << index(m_queue.rowOf(m_ids[old.row()]));
    m_ids = ids;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

/// Whether these rows are the queue's: not while a signal is still to come of what happened before.
bool QueueModel::isInStep(int first, int last) const
{
    for (int row = first; row <= last; ++row) {
        const Job *job = m_queue.at(row);
        if (!job || row >= m_ids.size() || m_ids[row] != job->id)
            return false;
    }
    return true;
}

void QueueModel::onChanged(int first, int last)
{
    if (m_progressOf != 0 && m_queue.running() != m_progressOf) {
        m_progressOf = 0;
        m_fraction = 0;
        m_progressText.clear();
    }
    if (isInStep(first, last)) {
        Q_EMIT dataChanged(index(first), index(last));
    } else if (const Job *job = m_queue.at(first); first == last) {
        const QModelIndex changed = job ? indexOf(job->id) : QModelIndex();
        if (changed.isValid())
            Q_EMIT dataChanged(changed, changed);
    } else if (!m_ids.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

QVector<qint64> QueueModel::idsOfQueue() const
{
    QVector<qint64> ids;
    ids.reserve(m_queue.count());
    for (int row = 0; row < m_queue.count(); ++row)
        ids << m_queue.at(row)->id;
    return ids;
}

void QueueModel::catchUp()
{
    const QVector<qint64> ids = idsOfQueue();
    if (ids == m_ids)
        return;
    beginResetModel();
    m_ids = ids;
    endResetModel();
}

} // namespace calotype::ui
