#pragma once

#include "core/base/Error.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QVector>

class QAction;
class QImage;
class QModelIndex;

namespace calotype {
struct Progress;
}

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

class GalleryModel;
class GalleryPage;
class ManagerRunner;

/// Puts what the queue is at in front of the gallery's pictures: the picture in the making, until it is saved, and the
/// jobs that have failed since the program started, until they are retried, dismissed, or taken off the queue.
class GalleryFeed final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        GalleryPage &page;
        jobs::JobQueue &queue;
        ManagerRunner &runner; ///< the queue's
    };

    /// All of the parts outlive it.
    explicit GalleryFeed(const Parts &parts, QObject *parent = nullptr);

    /// What is done with selected failures, for menus; the grid's own has them.
    QList<QAction *> actions() const { return {m_retry, m_dismiss}; }

Q_SIGNALS:
    /// The user opened the picture in the making.
    void liveOpened();
    /// The user opened a failure, to read all of it.
    void failureOpened(const calotype::Error &error);

private:
    QAction *make(const char *name, const QString &text, const QString &tip, void (GalleryFeed::*order)());
    void onStarted(qint64 job);
    void onProgress(qint64 job, const Progress &progress);
    void onPreview(qint64 job, const QImage &preview);
    void onSaved(qint64 job, int index);
    void onEnded(qint64 job);
    void onFailed(qint64 job, const Error &error);
    void onJobsChanged(int first, int last);
    void onJobsRemoved();
    void onOpened(const QModelIndex &index);
    void drop(qint64 job);
    QVector<qint64> selectedFailures() const;
    void refreshActions();
    void retry();
    void dismiss();

    Parts m_parts;
    GalleryModel &m_model;
    qint64 m_job = 0; ///< whose picture is shown; 0: none
    int m_picture = 0;
    double m_share = 0;
    QString m_text;
    QHash<qint64, Error> m_failures; ///< of the jobs that stand failed, the dismissed ones too
    QAction *m_retry;
    QAction *m_dismiss;
};

} // namespace calotype::ui
