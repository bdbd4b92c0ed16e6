#include "ui/GalleryFeed.h"

#include "core/jobs/JobQueue.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/queue/ManagerRunner.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QLocale>

namespace calotype::ui {

using jobs::JobQueue;
using jobs::JobState;

GalleryFeed::GalleryFeed(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_model(parts.page.model())
    , m_retry(make("galleryRetry", tr("&Retry Failed Job"), tr("Put the failed job at the end of the queue again"),
                   &GalleryFeed::retry))
    , m_dismiss(make("galleryDismiss", tr("&Dismiss Failure"), tr("Take the failed job off the gallery"),
                     &GalleryFeed::dismiss))
{
    auto *const separator = new QAction(this);
    separator->setSeparator(true);
    parts.page.grid().addActions({separator, m_retry, m_dismiss});

    const ManagerRunner *const runner = &parts.runner;
    connect(runner, &ManagerRunner::started, this, &GalleryFeed::onStarted);
    connect(runner, &ManagerRunner::progressed, this, &GalleryFeed::onProgress);
    connect(runner, &ManagerRunner::previewChanged, this, &GalleryFeed::onPreview);
    connect(runner, &ManagerRunner::pictureSaved, this, &GalleryFeed::onSaved);
    connect(runner, &jobs::JobRunner::finished, this, &GalleryFeed::onEnded);
    connect(runner, &jobs::JobRunner::failed, this, &GalleryFeed::onFailed);
    connect(&parts.queue, &JobQueue::jobsChanged, this, &GalleryFeed::onJobsChanged);
    connect(&parts.queue, &JobQueue::jobsRemoved, this, &GalleryFeed::onJobsRemoved);
    connect(&parts.page.grid(), &GridView::opened, this, &GalleryFeed::onOpened);
    connect(&parts.page, &GalleryPage::selectionChanged, this, &GalleryFeed::refreshActions);
    refreshActions();
}

QAction *GalleryFeed::make(const char *name, const QString &text, const QString &tip, void (GalleryFeed::*order)())
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, order);
    return action;
}

void GalleryFeed::onStarted(qint64 job)
{
    m_model.clearLive(); // a picture that was skipped
    m_job = job;
    m_picture = -1;
    m_share = 0;
    m_text = tr("Starting");
    m_model.setLive({}, m_share, m_text);
}

void GalleryFeed::onProgress(qint64 job, const Progress &progress)
{
    if (job != m_job || progress.stage != Stage::Sampling || progress.totalSteps <= 0)
        return;
    if (m_picture >= 0 && progress.image != m_picture)
        m_model.clearLive(); // with the preview of the one before
    m_picture = progress.image;
    m_share = static_cast<double>(progress.step) / progress.totalSteps;
    const QLocale locale;
    m_text = tr("%1 / %2").arg(locale.toString(progress.step), locale.toString(progress.totalSteps));
    if (progress.imageCount > 1) {
        m_text = tr("%1 of %2 · %3")
                     .arg(locale.toString(progress.image + 1), locale.toString(progress.imageCount), m_text);
    }
    m_model.setLive({}, m_share, m_text);
}

void GalleryFeed::onPreview(qint64 job, const QImage &preview)
{
    if (job == m_job)
        m_model.setLive(preview, m_share, m_text);
}

/// Its place is taken by the picture itself, unless the next is in the making already.
void GalleryFeed::onSaved(qint64 job, int index)
{
    if (job == m_job && index >= m_picture)
        m_model.clearLive();
}

void GalleryFeed::onEnded(qint64 job)
{
    if (job != m_job)
        return;
    m_job = 0;
    m_model.clearLive();
}

/// The queue has heard of it first: a fault of the disk makes the job wait instead.
void GalleryFeed::onFailed(qint64 job, const Error &error)
{
    onEnded(job);
    const jobs::Job *const failed = m_parts.queue.at(m_parts.queue.rowOf(job));
    if (!failed || failed->state != JobState::Failed)
        return;
    m_failures.insert(job, error);
    m_model.addFailure(job, error);
}

void GalleryFeed::onJobsChanged(int first, int last)
{
    for (const qint64 failed : m_failures.keys()) {
        const int row = m_parts.queue.rowOf(failed);
        if (row >= first && row <= last && m_parts.queue.at(row)->state != JobState::Failed)
            drop(failed);
    }
}

void GalleryFeed::onJobsRemoved()
{
    for (const qint64 job : m_failures.keys()) {
        if (m_parts.queue.rowOf(job) < 0)
            drop(job);
    }
}

void GalleryFeed::drop(qint64 job)
{
    if (m_failures.remove(job) > 0)
        m_model.removeFailure(job);
}

void GalleryFeed::onOpened(const QModelIndex &index)
{
    switch (index.data(GalleryModel::KindRole).value<GalleryModel::Kind>()) {
    case GalleryModel::Kind::Live: Q_EMIT liveOpened(); break;
    case GalleryModel::Kind::Failure:
        Q_EMIT failureOpened(m_failures.value(index.data(GalleryModel::JobRole).toLongLong()));
        break;
    case GalleryModel::Kind::Picture: break;
    }
}

QVector<qint64> GalleryFeed::selectedFailures() const
{
    const QItemSelectionModel *const selection = m_parts.page.grid().selectionModel();
    QVector<qint64> jobs;
    for (int row = 0; row < m_model.rowCount() && m_model.idAt(row) == 0; ++row) { // they stand before the pictures
        const QModelIndex index = m_model.index(row);
        const auto kind = index.data(GalleryModel::KindRole).value<GalleryModel::Kind>();
        if (kind == GalleryModel::Kind::Failure && selection->isSelected(index))
            jobs.append(index.data(GalleryModel::JobRole).toLongLong());
    }
    return jobs;
}

void GalleryFeed::refreshActions()
{
    const bool any = !selectedFailures().isEmpty();
    m_retry->setEnabled(any);
    m_dismiss->setEnabled(any);
}

void GalleryFeed::retry()
{
    m_parts.queue.retry(selectedFailures());
    refreshActions();
}

void GalleryFeed::dismiss()
{
    m_parts.page.dismissFailures();
    refreshActions();
}

} // namespace calotype::ui
