#include "ui/ResultViewer.h"

#include "core/gallery/PictureFile.h"
#include "ui/Filmstrip.h"
#include "ui/GenerationController.h"
#include "ui/ImageView.h"
#include "ui/QtImage.h"
#include "ui/ResultsModel.h"

#include <QScopedValueRollback>

#include <utility>

namespace calotype::ui {

ResultViewer::ResultViewer(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.controller, &GenerationController::phaseChanged, this, &ResultViewer::onPhase);
    connect(&m_parts.controller, &GenerationController::previewChanged, this, &ResultViewer::onPreview);
    connect(&m_parts.controller, &GenerationController::pictureAdded, this, &ResultViewer::onAdded);
    connect(&m_parts.filmstrip, &Filmstrip::chosen, this, &ResultViewer::onChosen);
    connect(&m_parts.results, &QAbstractItemModel::rowsRemoved, this, &ResultViewer::clearIfNone);
}

void ResultViewer::onPhase()
{
    using Phase = GenerationController::Phase;
    const Phase phase = m_parts.controller.phase();
    const bool wasBusy = std::exchange(m_busy, phase != Phase::Idle && phase != Phase::Preparing);
    if (phase == Phase::Loading) {
        // With the queue's next job, who has gone to a result is left there.
        m_following = m_following || !wasBusy;
        m_lastPreview = {};
    }
    if (phase == Phase::Running && m_following && m_parts.results.hasLive())
        goTo(m_parts.results.index(0));
    if (phase != Phase::Idle)
        return;
    m_lastPreview = {};
    if (!m_parts.view.isPreview())
        return;
    if (m_parts.results.resultCount() > 0) {
        goTo(m_parts.results.index(0));
        showEntry(m_parts.results.index(0));
    } else {
        m_parts.view.clear();
    }
}

void ResultViewer::onPreview(const QImage &preview, const QSize &size)
{
    m_lastPreview = preview;
    m_lastSize = size;
    if (!m_following)
        return;
    ++m_order;
    goTo(m_parts.results.index(0));
    m_parts.view.setPreview(preview, size);
}

void ResultViewer::onAdded(qint64 id)
{
    m_lastPreview = {};
    if (!m_following)
        return;
    const QModelIndex index = m_parts.results.indexOf(id);
    goTo(index);
    showEntry(index);
}

void ResultViewer::clearIfNone()
{
    if (m_busy || m_parts.results.rowCount() > 0)
        return;
    ++m_order;
    m_parts.view.clear();
}

void ResultViewer::goTo(const QModelIndex &index)
{
    const QScopedValueRollback<bool> ours(m_going, true);
    if (m_parts.filmstrip.currentIndex() != index)
        m_parts.filmstrip.choose(index);
}

void ResultViewer::onChosen(const QModelIndex &index)
{
    if (m_going || !index.isValid())
        return;
    m_following = m_parts.results.entry(index) == nullptr;
    if (!m_following) {
        showEntry(index);
    } else if (!m_lastPreview.isNull()) {
        ++m_order;
        m_parts.view.setPreview(m_lastPreview, m_lastSize);
    }
}

void ResultViewer::showEntry(const QModelIndex &index)
{
    const ResultEntry *const entry = m_parts.results.entry(index);
    if (!entry)
        return;
    const int order = ++m_order;
    if (entry->picture) {
        m_parts.view.setPicture(asQImage({entry->picture, &entry->picture->image}));
        return;
    }
    m_parts.view.setPreview(entry->thumbnail, entry->size);
    m_background.run([path = entry->path] { return gallery::decodePicture(path); },
                     [this, order](const Result<QImage> &picture) {
                         if (order != m_order)
                             return;
                         if (picture)
                             m_parts.view.setPicture(picture.value());
                         else
                             Q_EMIT failed(QString::fromStdString(picture.error().message));
                     });
}

} // namespace calotype::ui
