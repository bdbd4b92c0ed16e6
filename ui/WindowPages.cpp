#include "ui/WindowPages.h"

#include "core/gallery/GalleryStore.h"
#include "core/gallery/ThumbnailCache.h"
#include "ui/ErrorWords.h"
#include "ui/ImageView.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/GalleryActions.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/viewer/ComparePage.h"
#include "ui/viewer/PictureStrip.h"
#include "ui/viewer/Slideshow.h"
#include "ui/viewer/ViewerPage.h"

#include <QAction>
#include <QActionGroup>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace calotype::ui {

WindowPages::WindowPages(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_store(std::make_unique<gallery::GalleryStore>(parts.galleryDatabase))
    , m_thumbnails(std::make_unique<gallery::ThumbnailCache>(parts.thumbnails))
    , m_undo(new QUndoStack(this))
    , m_edits(new GalleryEdits(*m_store, *m_undo, this))
    , m_stack(new QStackedWidget)
    , m_gallery(new GalleryPage(*m_store, *m_thumbnails))
    , m_viewer(new ViewerPage)
    , m_compare(new ComparePage(parts.readFields))
{
    for (QWidget *const page : std::initializer_list<QWidget *>{parts.create, m_gallery, m_viewer, m_compare})
        m_stack->addWidget(page);

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);

    m_galleryActions = new GalleryActions({*m_store, *m_edits, *m_gallery, parts.desktop, parts.readFields, [this] { return actionIds(); },
                                           [this](qint64 id) { return partnerOf(id); }},
                                          this);
    makeActions();
    connectParts();
    m_gallery->setOwnFolder(parts.pictures);
    m_viewer->setModel(&m_gallery->model());
    m_store->watch({parts.pictures});
    m_gallery->model().setFilter({});
    refreshActions();
}

WindowPages::~WindowPages()
{
    // The pages look at the store.
    m_viewer->setModel(nullptr);
    delete m_viewer;
    delete m_compare;
    delete m_galleryActions;
    delete m_gallery;
    delete m_edits;
    m_undo->clear();
}

WindowPages::Page WindowPages::page() const
{
    return static_cast<Page>(m_stack->currentIndex());
}

const QList<QAction *> &WindowPages::pictureActions() const
{
    return m_galleryActions->actions();
}

QList<QAction *> WindowPages::resultActions() const
{
    return m_galleryActions->actionsOfResults();
}

void WindowPages::makeActions()
{
    auto *const pages = new QActionGroup(this);
    const auto go = [this, pages](const char *name, const QString &text, const QString &tip, const char *key, Page page) {
        auto *const action = new QAction(text, pages);
        action->setCheckable(true);
        action->setChecked(page == Create);
        action->setObjectName(QLatin1String(name));
        action->setToolTip(tip);
        action->setShortcut(QKeySequence(QLatin1String(key)));
        connect(action, &QAction::triggered, this, [this, page] { setPage(page); });
        m_pageActions.append(action);
    };
    go("pageCreate", tr("&Create"), tr("The picture in the making"), "Alt+1", Create);
    go("pageGallery", tr("&Gallery"), tr("All pictures"), "Alt+2", Gallery);
    go("pageViewer", tr("&Viewer"), tr("One picture, large"), "Alt+3", Viewer);
    go("pageCompare", tr("Co&mpare"), tr("Two pictures beside each other"), "Alt+4", Compare);

    addViewerAction("fullScreen", m_viewer->fullScreen(), QKeySequence(Qt::Key_F11));
    addViewerAction("slideshow", m_viewer->showSlides(), {});

    m_gallery->setPictureActions(m_galleryActions->actions());
    m_viewer->setPictureActions(m_galleryActions->actionsWhereOpen());
}

/// One of the viewer's own for the menu bar. In a menu its own letter would be the bar's too: Alt, then F, would fill the
/// screen and open no menu; and its keys are those of the viewer alone.
void WindowPages::addViewerAction(const char *name, QAction *its, const QKeySequence &key)
{
    auto *const action = new QAction(its->text(), this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(its->toolTip());
    action->setStatusTip(its->statusTip());
    action->setShortcut(key);
    action->setCheckable(true);
    const auto follow = [action, its] {
        action->setEnabled(its->isEnabled());
        action->setChecked(its->isChecked());
    };
    connect(its, &QAction::changed, action, follow);
    connect(action, &QAction::triggered, its, &QAction::trigger);
    follow();
    m_viewerActions.append(action);
}

void WindowPages::connectParts()
{
    connect(m_store.get(), &gallery::GalleryStore::failed, this, &WindowPages::failed);
    connect(m_store.get(), &gallery::GalleryStore::foundByHash, this, [this](const QByteArray &hash, const QVector<qint64> &ids) {
        if (hash != m_awaitedHash)
            return;
        m_awaitedHash.clear();
        onParentFound(ids);
    });
    connect(&m_gallery->model(), &GalleryModel::refreshed, this, &WindowPages::onRefreshed);
    connect(&m_gallery->model(), &QAbstractItemModel::rowsInserted, this, &WindowPages::focusWhatCame);
    connect(m_gallery, &GalleryPage::opened, this, &WindowPages::openPicture);
    connect(m_gallery, &GalleryPage::trashRequested, this, &WindowPages::trash);
    connect(m_gallery, &GalleryPage::folderLocated, this, &WindowPages::folderLocated);
    connect(m_gallery, &GalleryPage::folderChosen, this, &WindowPages::folderChosen);
    connect(m_viewer, &ViewerPage::trashRequested, this, [this] { trash(actionIds()); });
    connect(m_viewer, &ViewerPage::backRequested, this, &WindowPages::backToGallery);
    connect(m_galleryActions, &GalleryActions::openWanted, this, [this](qint64 id) {
        if (m_gallery->model().indexOf(id).isValid())
            openPicture(id);
        else
            openHidden(id, tr("The gallery’s filter is cleared: it hid this picture."));
    });
    connect(m_store.get(), &gallery::GalleryStore::foundByPath, this, &WindowPages::onResultFound);
    connect(m_store.get(), &gallery::GalleryStore::removed, this, &WindowPages::onRemoved);
    connect(m_store.get(), &gallery::GalleryStore::trashed, this, &WindowPages::onTrashed);
    connect(m_store.get(), &gallery::GalleryStore::added, this, &WindowPages::onAdded);
    connect(m_store.get(), &gallery::GalleryStore::reset, this, [this] {
        m_resultId = 0;
        m_results.clear();
        refreshActions();
    });
    connect(m_viewer, &ViewerPage::fullScreenChanged, this, [this](bool full) {
        if (full)
            goToViewer();
    });
    connect(m_viewer->slideshow(), &Slideshow::runningChanged, this, [this](bool running) {
        if (running)
            goToViewer();
    });
    connect(m_galleryActions, &GalleryActions::compareWanted, this, [this](const QString &left, const QString &right) {
        m_compare->setPictures(left, right);
        setPage(Compare);
    });
    connect(m_galleryActions, &GalleryActions::startImageWanted, this, &WindowPages::useAsStartImage);
    connect(m_galleryActions, &GalleryActions::useWanted, this, &WindowPages::useWanted);
    connect(m_galleryActions, &GalleryActions::trashWanted, this, &WindowPages::trash);
    connect(m_galleryActions, &GalleryActions::galleryWanted, this, [this] { setPage(Gallery); });
    connect(m_galleryActions, &GalleryActions::failed, this, &WindowPages::failed);
    connect(m_galleryActions, &GalleryActions::noted, this, &WindowPages::noted);
    connect(m_gallery, &GalleryPage::selectionChanged, this, [this] {
        refreshActions();
        if (page() == Gallery)
            Q_EMIT currentPictureChanged(currentPath());
    });
    connect(m_viewer->strip(), &PictureStrip::visibleRowsChanged, &m_gallery->model(), &GalleryModel::setVisibleRows);
    connect(m_viewer, &ViewerPage::currentChanged, this, [this](const QModelIndex &index) {
        refreshActions();
        if (page() == Viewer)
            Q_EMIT currentPictureChanged(index.data(GalleryModel::PathRole).toString());
    });
    connect(&m_gallery->model(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                if (page() == Create)
                    return;
                if (const int row = currentRow().row(); row >= first.row() && row <= last.row())
                    Q_EMIT currentPictureChanged(currentPath());
            });
}

void WindowPages::setPage(Page page)
{
    if (page != Viewer)
        m_viewer->setFullScreenShown(false); // it would cover the other
    if (m_stack->currentIndex() != page)
        m_stack->setCurrentIndex(page);
    m_pageActions[page]->setChecked(true);
    if (page == Viewer && !m_viewer->currentIndex().isValid())
        m_viewer->setCurrentIndex(m_gallery->model().indexOf(m_gallery->model().ids().value(0)));
    refreshActions();
    Q_EMIT pageChanged(page);
    if (page != Create) { // nothing covers it now
        QWidget *const shown = m_stack->currentWidget();
        shown->setFocus();
        // An empty page takes no keys, and the field that had them before shall not have the ones that are meant for it.
        QWidget *const has = window()->focusWidget();
        if (!shown->isAncestorOf(has))
            setFocus(); // until there is something on it
    }
    Q_EMIT currentPictureChanged(currentPath());
}

/// Full screen and slideshow were asked for somewhere else: there, of the picture that the user is at.
void WindowPages::goToViewer()
{
    if (page() == Viewer)
        return;
    const QVector<qint64> ids = actionIds();
    if (const QModelIndex index = m_gallery->model().indexOf(ids.value(0)); index.isValid())
        m_viewer->setCurrentIndex(index);
    setPage(Viewer);
}

void WindowPages::keyPressEvent(QKeyEvent *event)
{
    const bool isBack = event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier;
    if (isBack && (page() == Viewer || page() == Compare))
        backToGallery();
    else
        QWidget::keyPressEvent(event);
}

/// To the picture that was looked at last.
void WindowPages::backToGallery()
{
    const qint64 seen = page() == Viewer ? m_viewer->currentIndex().data(GalleryModel::IdRole).toLongLong() : 0;
    if (seen != 0 && seen != m_gallery->currentId())
        m_gallery->select(seen);
    setPage(Gallery);
}

void WindowPages::setCovered(bool covered)
{
    m_isCovered = covered;
    setHidden(covered);
    refreshActions();
}

void WindowPages::addPicture(const QString &path)
{
    m_newResults.insert(path);
    m_store->add({path});
    m_store->requestByPath(path); // its folder is watched: it may have come before
}

void WindowPages::setResult(const QString &path)
{
    if (path == m_result)
        return;
    m_result = path;
    m_resultId = 0;
    if (!path.isEmpty())
        m_store->requestByPath(path);
    refreshActions();
    if (page() == Create)
        Q_EMIT currentPictureChanged(path);
}

void WindowPages::onResultFound(const QString &path, qint64 id)
{
    if (id == 0)
        return;
    m_newResults.remove(path);
    m_results.insert(id, path);
    if (path != m_result)
        return;
    m_resultId = id;
    refreshActions();
}

void WindowPages::onRemoved(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        if (id == m_resultId) {
            m_resultId = 0;
            refreshActions();
        }
    }
}

/// One that went by itself is still kept with the results, which may have the last copy.
void WindowPages::onTrashed(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        if (m_results.contains(id))
            Q_EMIT resultTrashed(m_results.value(id));
    }
}

void WindowPages::onAdded(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        if (m_results.contains(id))
            Q_EMIT resultRestored(m_results.value(id));
    }
    for (const QString &path : std::as_const(m_newResults))
        m_store->requestByPath(path);
    if (m_resultId == 0 && !m_result.isEmpty() && !m_newResults.contains(m_result))
        m_store->requestByPath(m_result);
}

void WindowPages::setFolders(const QStringList &folders)
{
    m_store->watch(folders);
}

void WindowPages::trash(const QVector<qint64> &ids)
{
    if (ids.isEmpty() || !m_confirmTrash) {
        m_edits->trash(ids);
        return;
    }
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Move to the Trash?"),
                                      tr("Move %n picture(s) to the trash? Undo brings them back.", nullptr, static_cast<int>(ids.size())),
                                      QMessageBox::Cancel, page() == Viewer ? static_cast<QWidget *>(m_viewer->view()) : this);
    box->setObjectName(QStringLiteral("trashQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box->addButton(tr("&Move to the Trash"), QMessageBox::AcceptRole), &QAbstractButton::clicked, m_edits,
            [this, ids] { m_edits->trash(ids); });
    box->open();
}

void WindowPages::openPicture(qint64 id)
{
    const QModelIndex index = m_gallery->model().indexOf(id);
    if (!index.isValid())
        return;
    m_viewer->setCurrentIndex(index);
    setPage(Viewer);
}

void WindowPages::openByHash(const QByteArray &hash)
{
    m_awaitedHash = hash;
    m_store->requestByHash(hash);
}

/// One that the filter hides is shown with the filter cleared; one that has just come, when the rows have it.
void WindowPages::onParentFound(const QVector<qint64> &ids)
{
    const GalleryModel &model = m_gallery->model();
    const auto shown = std::find_if(ids.begin(), ids.end(), [&model](qint64 id) { return model.indexOf(id).isValid(); });
    if (shown != ids.end()) {
        openPicture(*shown);
    } else if (ids.isEmpty()) {
        tellNoParent();
    } else {
        openHidden(ids.front(), tr("The gallery’s filter is cleared: it hid the picture that this one was made from."));
    }
}

void WindowPages::openHidden(qint64 id, const QString &whyCleared)
{
    GalleryModel &model = m_gallery->model();
    if (!model.filter().isEmpty()) {
        m_gallery->filterBar().clear();
        Q_EMIT noted(whyCleared);
    }
    m_awaitedId = id; // what is shown at once may be without it
    model.setFilter(m_gallery->filterBar().filter());
}

/// The page was empty when it was gone to.
void WindowPages::focusWhatCame()
{
    if (page() != Create && window()->focusWidget() == this)
        m_stack->currentWidget()->setFocus();
}

void WindowPages::onRefreshed()
{
    focusWhatCame();
    if (page() == Create)
        refreshActions(); // a neighbour of the result may be known now
    if (m_awaitedId == 0)
        return;
    const qint64 id = std::exchange(m_awaitedId, 0);
    if (m_gallery->model().indexOf(id).isValid())
        openPicture(id);
    else
        tellNoParent();
}

void WindowPages::tellNoParent()
{
    Q_EMIT failed(worded(ErrorCode::NotFound, tr("The picture that this one was made from is not in the gallery.")));
}

QVector<qint64> WindowPages::actionIds() const
{
    if (m_isCovered)
        return {};
    if (page() == Gallery)
        return m_gallery->selectedIds();
    qint64 shown = 0;
    if (page() == Create)
        shown = m_resultId;
    else if (page() == Viewer)
        shown = m_viewer->currentIndex().data(GalleryModel::IdRole).toLongLong();
    return shown != 0 ? QVector<qint64>{shown} : QVector<qint64>();
}

/// Of the picture in the viewer, or of the result: the other one that is selected in the gallery, else the one beside it.
qint64 WindowPages::partnerOf(qint64 id) const
{
    if (page() != Viewer && page() != Create)
        return 0;
    const QVector<qint64> selected = m_gallery->selectedIds();
    if (selected.size() == 2 && selected.contains(id))
        return selected[0] == id ? selected[1] : selected[0];
    const GalleryModel &model = m_gallery->model();
    const int row = model.indexOf(id).row();
    const qint64 next = row < 0 ? 0 : model.idAt(row + 1);
    return next != 0 || row <= 0 ? next : model.idAt(row - 1);
}

QModelIndex WindowPages::currentRow() const
{
    return page() == Viewer ? m_viewer->currentIndex() : m_gallery->model().indexOf(m_gallery->currentId());
}

QString WindowPages::currentPath() const
{
    return page() == Create ? m_result : currentRow().data(GalleryModel::PathRole).toString();
}

void WindowPages::refreshActions()
{
    m_galleryActions->refresh();
}

} // namespace calotype::ui
