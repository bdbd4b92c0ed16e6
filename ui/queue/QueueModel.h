#pragma once

#include "core/jobs/JobQueue.h"

#include <QAbstractListModel>
#include <QUuid>
#include <QVector>

namespace calotype::ui {

/// The jobs of a queue as rows, in the queue's order. Waiting rows can be dragged to another place.
///
/// The queue tells of a change after it, a model must tell before: so the model keeps the ids of its rows, and a row
/// whose job is gone already is empty until it goes too. Each signal costs no more than the rows that it is about.
class QueueModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< qint64
        StateRole,             ///< int, a jobs::JobState
        PromptRole,            ///< QString, with its line ends; Qt::DisplayRole has it on one line
        ModelRole,             ///< QString: the model's name
        PicturesDoneRole,      ///< int
        PicturesRole,          ///< int: how many are asked for
        ProgressRole,          ///< double 0..1 of the running job; invalid for all others
        ProgressTextRole,      ///< QString of the running job; empty for all others
        ErrorRole,             ///< QString
        InterruptedRole,       ///< bool
        SetAsideRole,          ///< bool
        StoppingRole,          ///< bool
        StatusRole,            ///< QString: a line on where the job stands, its error too
    };

    /// @param queue  not owned; it must outlive this
    explicit QueueModel(jobs::JobQueue &queue, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    Qt::DropActions supportedDropActions() const override;
    QStringList mimeTypes() const override;
    /// The waiting ones among @p indexes; null where there is none. It means nothing to another model.
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    /// Orders the queue to put the jobs before @p row, or before @p parent; -1 and no parent: at the end. The rows
    /// follow when the queue says so.
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

    /// The job of a row; null where it has gone from the queue.
    const jobs::Job *job(const QModelIndex &index) const;
    /// The index of a job; invalid where there is none.
    QModelIndex indexOf(qint64 id) const;

    /// The type under which rows are dragged.
    static QString mimeType();

public Q_SLOTS:
    /// How far the running job is; without effect where none runs.
    /// @param fraction  0..1 of all its pictures
    /// @param text      a few words: stage, step, time left
    void setProgress(double fraction, const QString &text);

private:
    const jobs::Job *jobAt(int row) const;
    bool isShowingProgress(const jobs::Job &job) const;
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void onMoved();
    void onChanged(int first, int last);
    bool isInStep(int first, int last) const;
    QVector<qint64> idsOfQueue() const;
    /// Takes the queue's rows as they are, where its signals came out of their order: an order was given from within a
    /// handler that was called before this one.
    void catchUp();

    jobs::JobQueue &m_queue;
    const QUuid m_token = QUuid::createUuid(); ///< in what is dragged: ids mean nothing in another queue
    QVector<qint64> m_ids;
    qint64 m_progressOf = 0; ///< the job that the progress is of; 0: none
    double m_fraction = 0;
    QString m_progressText;
};

} // namespace calotype::ui
