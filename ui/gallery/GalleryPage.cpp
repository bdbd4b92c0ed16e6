#include "ui/gallery/GalleryPage.h"

#include "core/gallery/FolderListing.h"
#include "core/gallery/GalleryStore.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/FolderRefresh.h"
#include "ui/gallery/GalleryDelegate.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/GridView.h"
#include "ui/gallery/ThumbnailLoader.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QProgressBar>
#include <QSet>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QWindow>

#include <algorithm>
#include <utility>

namespace calotype::ui {

GalleryPage::GalleryPage(gallery::GalleryStore &store, gallery::ThumbnailCache &thumbnails, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_loader(new ThumbnailLoader(thumbnails, this))
    , m_model(new GalleryModel(store, *m_loader, this))
    , m_refresh(new FolderRefresh([&store] { store.rescan(); }, this))
    , m_filters(new FilterBar)
    , m_grid(new GridView)
    , m_notice(new GalleryNotice)
    , m_scan(new QProgressBar)
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("galleryPage"));
    setAccessibleName(tr("Gallery"));
    makeLayout();
    connectParts();
    applyEdge();
    m_model->setFilter(m_filters->filter());
    m_store.requestFacets();
}

GalleryPage::~GalleryPage()
{
    delete m_grid; // it looks at the model, which is older
    delete m_model;
}

void GalleryPage::makeLayout()
{
    m_grid->setObjectName(QStringLiteral("galleryGrid"));
    setFocusProxy(m_grid); // its keys work at once
    m_grid->setAccessibleName(tr("Pictures"));
    m_grid->setItemDelegate(new GalleryDelegate(m_grid));
    m_grid->setSectionSource([model = m_model] { return model->sections(); });
    m_grid->setModel(m_model);
    m_grid->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_grid->installEventFilter(this);
    m_scan->setObjectName(QStringLiteral("galleryScan"));
    m_scan->setAccessibleName(tr("Pictures taken in"));
    m_scan->setTextVisible(false);
    m_scan->setFixedHeight(3);
    m_scan->hide();
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_notice);

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filters);
    column->addWidget(m_scan);
    column->addWidget(m_stack, 1);
}

void GalleryPage::connectParts()
{
    m_selectionTimer.setSingleShot(true);
    m_selectionTimer.setInterval(0);
    connect(&m_selectionTimer, &QTimer::timeout, this, &GalleryPage::tellSelection);
    connect(m_grid, &GridView::selectionWasChanged, this, [this] { m_selectionTimer.start(); });
    connect(m_grid, &GridView::visibleRowsChanged, m_model, &GalleryModel::setVisibleRows);
    connect(m_grid, &GridView::zoomed, this, [this](int steps) {
        m_filters->setThumbnailEdge(m_filters->thumbnailEdge() + steps * FilterBar::kEdgeStep);
    });
    connect(m_grid, &GridView::opened, this, [this](const QModelIndex &index) {
        if (const qint64 id = m_model->idAt(index.row()))
            Q_EMIT opened(id);
    });
    connect(m_model, &GalleryModel::sectionsChanged, m_grid, &GridView::refreshSections);
    connect(m_model, &GalleryModel::refreshed, this, &GalleryPage::refreshNotice);
    connect(m_model, &GalleryModel::refreshed, this, [this] {
        if (m_toSelect != 0 && m_model->filter().similarTo == m_toSelect)
            select(std::exchange(m_toSelect, 0));
    });
    connect(&m_store, &gallery::GalleryStore::reset, m_filters, &FilterBar::leaveSimilar); // its id holds no longer
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &GalleryPage::refreshNotice);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &GalleryPage::refreshNotice);
    connect(m_model, &GalleryModel::aboutToReplace, this, &GalleryPage::keepFullSelection);
    connect(m_model, &GalleryModel::replaced, this, &GalleryPage::restoreFullSelection);

    connect(m_filters, &FilterBar::filterChanged, m_model, &GalleryModel::setFilter);
    connect(m_filters, &FilterBar::thumbnailEdgeChanged, this, &GalleryPage::applyEdge);
    connect(m_notice, &GalleryNotice::pressed, this, [this] {
        if (m_shown == Notice::NoMatches)
            m_filters->clear();
        else if (m_shown == Notice::FolderMissing)
            locateFolder();
        else if (m_shown == Notice::NoPictures)
            chooseFolder();
    });

    connect(&m_store, &gallery::GalleryStore::facets, m_filters, &FilterBar::setFacets);
    connect(&m_store, &gallery::GalleryStore::foldersMissing, this, [this](const QStringList &folders) {
        m_missing = folders;
        refreshNotice();
    });
    const auto askForFacets = [this] { m_store.requestFacets(); };
    connect(&m_store, &gallery::GalleryStore::scanned, this, askForFacets);
    connect(&m_store, &gallery::GalleryStore::scanned, m_refresh, &FolderRefresh::done);
    connect(&m_store, &gallery::GalleryStore::changed, this, askForFacets);
    connect(&m_store, &gallery::GalleryStore::scanProgress, this, [this](int done, int total) {
        m_scan->setRange(0, std::max(1, total));
        m_scan->setValue(done);
        m_scan->setVisible(done < total);
    });
}

void GalleryPage::applyEdge()
{
    const int edge = m_filters->thumbnailEdge();
    m_loader->setEdge(qRound(edge * devicePixelRatioF()));
    m_grid->setCellSize(QSize(edge, edge) + QSize(2, 2) * GalleryDelegate::kGap);
    m_model->refreshThumbnails();
}

/// The screen under it may become another one, or the same of another scale.
bool GalleryPage::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    bool isScale = event->type() == QEvent::ParentChange;
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    isScale = isScale || event->type() == QEvent::DevicePixelRatioChange;
#endif
    if (isScale)
        applyEdge();
    return done;
}

void GalleryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (const QWindow *const handle = window()->windowHandle())
        connect(handle, &QWindow::screenChanged, this, &GalleryPage::applyEdge, Qt::UniqueConnection);
}

void GalleryPage::setPictureActions(const QList<QAction *> &actions)
{
    for (QAction *const action : m_grid->actions())
        m_grid->removeAction(action);
    m_grid->addActions(actions);
}

void GalleryPage::refreshNotice()
{
    const int count = m_model->pictureCount();
    const QString counted = count == 0 ? QString() : tr("%Ln picture(s)", nullptr, count);
    m_filters->setCountText(counted);
    m_grid->setAccessibleDescription(counted);
    m_shown = Notice::None;
    if (m_model->rowCount() == 0 && m_model->isReady()) {
        const Notice bare = missingFolder().isEmpty() ? Notice::NoPictures : Notice::FolderMissing;
        m_shown = m_model->filter().isEmpty() ? bare : Notice::NoMatches;
    }
    switch (m_shown) {
    case Notice::None: break;
    case Notice::NoPictures:
        m_notice->tell(tr("No pictures yet"),
                       tr("What you make appears here, and so does what lies in the folders that you add."), tr("Add Folder…"));
        break;
    case Notice::FolderMissing:
        m_notice->tell(tr("A folder is not there"),
                       tr("There are no pictures, for the folder “%1” is not there. Plug in its disk, or say where it is now.")
                           .arg(QDir::toNativeSeparators(missingFolder())),
                       tr("Locate…"));
        break;
    case Notice::NoMatches:
        m_notice->tell(tr("No matches"), tr("No picture passes all of the filters."), tr("Clear Filters"));
        break;
    }
    m_stack->setCurrentWidget(m_shown == Notice::None ? static_cast<QWidget *>(m_grid) : m_notice);
}

QString GalleryPage::missingFolder() const
{
    const auto found = std::find_if(m_missing.begin(), m_missing.end(), [this](const QString &folder) { return folder != m_ownFolder; });
    return found == m_missing.end() ? QString() : *found;
}

void GalleryPage::setOwnFolder(const QString &folder)
{
    m_ownFolder = gallery::indexPath(folder);
    refreshNotice();
}

void GalleryPage::locateFolder()
{
    askForFolder(tr("Where Is the Folder Now?"),
                 [this, missing = missingFolder()](const QString &found) { Q_EMIT folderLocated(missing, found); });
}

void GalleryPage::chooseFolder()
{
    askForFolder(tr("Add a Folder with Pictures"), [this](const QString &folder) { Q_EMIT folderChosen(folder); });
}

void GalleryPage::askForFolder(const QString &title, const std::function<void(const QString &)> &take)
{
    auto *const dialog = new QFileDialog(this, title);
    dialog->setObjectName(QStringLiteral("folderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [take](const QString &folder) { take(gallery::indexPath(folder)); });
    dialog->open();
}

QVector<qint64> GalleryPage::selectedIds() const
{
    QItemSelection selection = m_grid->selectionModel()->selection();
    std::sort(selection.begin(), selection.end(),
              [](const QItemSelectionRange &a, const QItemSelectionRange &b) { return a.top() < b.top(); });
    QVector<qint64> ids;
    for (const QItemSelectionRange &range : std::as_const(selection)) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (const qint64 id = m_model->idAt(row))
                ids.append(id);
        }
    }
    return ids;
}

qint64 GalleryPage::currentId() const
{
    return m_model->idAt(m_grid->currentIndex().row());
}

bool GalleryPage::select(qint64 id)
{
    const QModelIndex index = m_model->indexOf(id);
    if (!index.isValid())
        return false;
    m_grid->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_grid->scrollTo(index);
    return true;
}

void GalleryPage::showSimilar(qint64 id, const QString &name)
{
    m_toSelect = id;
    m_filters->showSimilar(id, name);
}

void GalleryPage::tellSelection()
{
    const QVector<qint64> ids = selectedIds();
    m_model->setSelected(ids);
    Q_EMIT selectionChanged(ids);
}

/// A selection of all rows would be taken over as one of all rows by the selection model, whatever they are then.
void GalleryPage::keepFullSelection()
{
    const QItemSelection selection = m_grid->selectionModel()->selection();
    if (selection.size() != 1 || selection.first().height() != m_model->rowCount())
        return;
    m_all = selectedIds();
    m_grid->selectionModel()->clearSelection();
}

void GalleryPage::restoreFullSelection()
{
    if (!m_all)
        return;
    const QVector<qint64> ids = *std::exchange(m_all, std::nullopt);
    const QSet<qint64> before(ids.begin(), ids.end());
    QItemSelection selection;
    int first = -1;
    for (int row = 0; row <= m_model->rowCount(); ++row) {
        const bool was = before.contains(m_model->idAt(row));
        if (was && first < 0)
            first = row;
        if (!was && first >= 0)
            selection.append({m_model->index(std::exchange(first, -1)), m_model->index(row - 1)});
    }
    m_grid->selectionModel()->select(selection, QItemSelectionModel::Select);
}

void GalleryPage::lookAgain()
{
    m_refresh->look();
}

void GalleryPage::dismissFailures()
{
    QVector<qint64> jobs;
    for (int row = 0; row < m_model->rowCount() && m_model->idAt(row) == 0; ++row) { // they stand before the pictures
        const QModelIndex index = m_model->index(row);
        const auto kind = index.data(GalleryModel::KindRole).value<GalleryModel::Kind>();
        if (kind == GalleryModel::Kind::Failure && m_grid->selectionModel()->isSelected(index))
            jobs.append(index.data(GalleryModel::JobRole).toLongLong());
    }
    for (const qint64 job : jobs)
        m_model->removeFailure(job);
}

bool GalleryPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_grid || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *const press = static_cast<QKeyEvent *>(event);
    const bool isPlain = !(press->modifiers() & ~Qt::KeypadModifier);
    if (isPlain && (press->key() == Qt::Key_Delete || press->key() == Qt::Key_Backspace)) {
        const QVector<qint64> ids = selectedIds();
        dismissFailures();
        if (!ids.isEmpty())
            Q_EMIT trashRequested(ids);
        return true;
    }
    if (press->matches(QKeySequence::Find)) {
        m_filters->searchField()->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace calotype::ui
