#pragma once

#include "ui/queue/QueueWords.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QVector>

class QAction;
class QItemSelectionModel;

namespace calotype::ui {

class QueueModel;

/// What can be done with the queue and with the jobs that are selected in it. An action is enabled only where it would
/// change something.
class QueueActions final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        jobs::JobQueue &queue;
        QueueModel &model;
        QItemSelectionModel &selection;
    };

    explicit QueueActions(const Parts &parts, QObject *parent = nullptr);

    QAction *pause;  ///< or lets it go on; or opens a queue that could not be opened
    QAction *goOn;
    QAction *beginAnew;
    QAction *retry;
    QAction *toFront;
    QAction *moveUp;
    QAction *moveDown;
    QAction *toEnd;
    QAction *cancel;
    QAction *cancelAll;
    QAction *clearEnded;

    /// Why the queue could not be opened; empty while it is open or being opened.
    const QString &openFault() const { return m_openFault; }
    void refresh(const QueueCounts &counts);

private:
    /// The rows of the selected jobs, and what there is to pass among the others, as rows; -1: none.
    struct Places {
        QVector<int> waiting;   ///< selected and waiting, in order
        int firstOther = -1;    ///< waiting and not selected
        int lastOther = -1;
        int before = -1;        ///< the last other before the selected
        int after = -1;         ///< the first other after them
    };

    QAction *make(const char *name, const QString &text, const QString &tip, const QKeySequence &key,
                  void (QueueActions::*order)());
    QVector<const jobs::Job *> selected() const;
    /// The ids of the selected ones that @p wanted holds of, in order.
    template<typename Wanted>
    QVector<qint64> selectedIds(Wanted wanted) const;
    Places places() const;
    QVector<qint64> idsOf(const QVector<int> &rows) const;
    qint64 idAt(int row) const;
    void refreshPause();

    void togglePause();
    void goOnWithSelected();
    void beginSelectedAnew();
    void retrySelected();
    void moveToFront();
    void moveOneUp();
    void moveOneDown();
    void moveToEnd();
    void cancelSelected();

    Parts m_parts;
    QString m_openFault;
};

} // namespace calotype::ui
