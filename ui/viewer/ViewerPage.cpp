#include "ui/viewer/ViewerPage.h"

#include "ui/ErrorWords.h"
#include "ui/ImageView.h"
#include "ui/WheelGuard.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/viewer/PageBar.h"
#include "ui/viewer/PictureLoader.h"
#include "ui/viewer/PictureStrip.h"
#include "ui/viewer/Slideshow.h"
#include "ui/viewer/StripDelegate.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

ViewerPage::ViewerPage(QWidget *parent)
    : QWidget(parent)
    , m_loader(new PictureLoader(this))
    , m_slideshow(new Slideshow(this))
    , m_home(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("viewerPage"));
    setAccessibleName(tr("Viewer"));
    m_home->setContentsMargins(0, 0, 0, 0);
    m_home->setSpacing(0);
    makeContent();
    connect(m_loader, &PictureLoader::loaded, this, &ViewerPage::onLoaded);
    connect(m_loader, &PictureLoader::failed, this, &ViewerPage::onFailed);
    connect(m_slideshow, &Slideshow::due, this, &ViewerPage::onDue);
    connect(m_slideshow, &Slideshow::runningChanged, this, &ViewerPage::refreshBar);
    refreshBar();
}

ViewerPage::~ViewerPage()
{
    setModel(nullptr);
    delete m_content; // its parts look at the page
    delete m_screen;
}

void ViewerPage::makeContent()
{
    m_content = new QWidget;
    m_view = new ImageView;
    m_view->setObjectName(QStringLiteral("viewerView"));
    m_strip = new PictureStrip;
    makeActions();
    m_bar = makeBar();
    auto *const column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_bar);
    column->addWidget(m_strip);
    m_home->addWidget(m_content);
    setFocusProxy(m_view);
    m_view->setPlaceholder(tr("No picture is chosen."));
    for (QWidget *const part : {static_cast<QWidget *>(m_view), m_view->viewport(), static_cast<QWidget *>(m_strip), m_strip->viewport()})
        part->installEventFilter(this);
    connect(m_view, &ImageView::zoomChanged, this, &ViewerPage::refreshBar);
}

QAction *ViewerPage::addAction(const char *name, const QString &text, const QString &tip, const QList<QKeySequence> &keys)
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_content->addAction(action);
    return action;
}

void ViewerPage::makeActions()
{
    m_next = addAction("viewerNext", tr("&Next Picture"), tr("Show the next picture"), {Qt::Key_Right});
    m_next->setIconText(QStringLiteral("›"));
    m_previous = addAction("viewerPrevious", tr("&Previous Picture"), tr("Show the previous picture"), {Qt::Key_Left});
    m_previous->setIconText(QStringLiteral("‹"));
    m_first = addAction("viewerFirst", tr("Fi&rst Picture"), tr("Show the first picture"), {Qt::Key_Home});
    m_last = addAction("viewerLast", tr("&Last Picture"), tr("Show the last picture"), {Qt::Key_End});
    m_fit = addAction("viewerFit", tr("&Fit"), tr("The whole picture"), {Qt::Key_Asterisk});
    m_actual = addAction("viewerActualSize", tr("&Actual Size"), tr("One pixel of the screen for each of the picture"), {Qt::Key_Slash});
    m_zoomIn = addAction("viewerZoomIn", tr("Zoom &In"), tr("Larger"), {Qt::Key_Plus, Qt::Key_Equal});
    m_zoomOut = addAction("viewerZoomOut", tr("Zoom &Out"), tr("Smaller"), {Qt::Key_Minus});
    m_full = addAction("viewerFullScreen", tr("F&ull Screen"), tr("The picture alone, on the whole screen"), {Qt::Key_F});
    m_full->setIconText(tr("Full Screen"));
    m_full->setCheckable(true);
    m_leave = addAction("viewerLeaveFullScreen", tr("Leave Full Screen"), tr("Back to the window"), {Qt::Key_Escape, Qt::Key_F11});
    m_leave->setEnabled(false); // so that its keys are the window's own elsewhere
    m_show = addAction("viewerSlideshow", tr("&Slideshow"), tr("One picture after the other, until something is pressed"), {Qt::Key_S});
    m_show->setIconText(tr("Slideshow"));
    m_show->setCheckable(true);
    m_actions = {m_next, m_previous, m_first, m_last, m_fit, m_actual, m_zoomIn, m_zoomOut, m_full, m_show};

    connect(m_next, &QAction::triggered, this, &ViewerPage::next);
    connect(m_previous, &QAction::triggered, this, &ViewerPage::previous);
    connect(m_first, &QAction::triggered, this, [this] { goToRow(0); });
    connect(m_last, &QAction::triggered, this, [this] { goToRow(m_model ? m_model->rowCount() - 1 : -1); });
    connect(m_fit, &QAction::triggered, m_view, &ImageView::zoomToFit);
    connect(m_actual, &QAction::triggered, m_view, &ImageView::zoomToActualSize);
    connect(m_zoomIn, &QAction::triggered, m_view, &ImageView::zoomIn);
    connect(m_zoomOut, &QAction::triggered, m_view, &ImageView::zoomOut);
    for (QAction *const action : {m_next, m_previous, m_first, m_last, m_fit, m_actual, m_zoomIn, m_zoomOut})
        connect(action, &QAction::triggered, m_slideshow, &Slideshow::stop);
    connect(m_full, &QAction::triggered, this, &ViewerPage::setFullScreenShown);
    connect(m_leave, &QAction::triggered, this, [this] {
        m_slideshow->stop();
        setFullScreenShown(false);
    });
    connect(m_show, &QAction::triggered, this, [this](bool run) { run ? m_slideshow->start() : m_slideshow->stop(); });
}

QWidget *ViewerPage::makeBar()
{
    auto *const bar = new PageBar;
    bar->setObjectName(QStringLiteral("viewerBar"));
    bar->addButton(m_previous);
    bar->addButton(m_next);
    m_where = bar->addLabel("viewerWhere", tr("Which picture"));
    bar->addStretch();
    m_zoom = bar->addLabel("viewerZoom", tr("Zoom"));
    bar->addButton(m_show);
    m_seconds = new QSpinBox;
    m_seconds->setObjectName(QStringLiteral("viewerSlideshowSeconds"));
    m_seconds->setAccessibleName(tr("Seconds for each picture of the slideshow"));
    m_seconds->setToolTip(m_seconds->accessibleName());
    m_seconds->setRange(1, Slideshow::kSecondsMost);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setValue(m_slideshow->seconds());
    m_seconds->setKeyboardTracking(false);
    WheelGuard::protect(m_seconds);
    connect(m_seconds, &QSpinBox::valueChanged, m_slideshow, &Slideshow::setSeconds);
    bar->addField(m_seconds);
    bar->addButton(m_full);
    return bar;
}

void ViewerPage::setPictureActions(const QList<QAction *> &actions)
{
    for (QWidget *const part : {static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_strip)}) {
        for (QAction *const action : part->actions())
            part->removeAction(action);
        part->addActions(actions);
        part->setContextMenuPolicy(Qt::ActionsContextMenu);
    }
}

void ViewerPage::setModel(QAbstractItemModel *model)
{
    if (model == m_model)
        return;
    for (const QMetaObject::Connection &connection : std::as_const(m_modelConnections))
        disconnect(connection);
    m_modelConnections.clear();
    m_slideshow->stop();
    QItemSelectionModel *const old = m_strip->selectionModel();
    m_model = model;
    m_strip->setModel(model);
    delete old;
    if (model) {
        m_modelConnections = {
            connect(m_strip->selectionModel(), &QItemSelectionModel::currentChanged, this, &ViewerPage::onCurrent),
            connect(model, &QAbstractItemModel::dataChanged, this, &ViewerPage::onData),
            connect(model, &QAbstractItemModel::rowsInserted, this, &ViewerPage::refreshBar),
            connect(model, &QAbstractItemModel::rowsRemoved, this, &ViewerPage::refreshBar),
            connect(model, &QAbstractItemModel::layoutChanged, this, &ViewerPage::refreshBar),
            connect(model, &QAbstractItemModel::modelReset, this, [this] { onCurrent(m_strip->currentIndex()); }),
            connect(model, &QObject::destroyed, this, [this] {
                m_model = nullptr;
                m_modelConnections.clear();
                onCurrent({});
            }),
        };
    }
    onCurrent({});
}

QModelIndex ViewerPage::currentIndex() const
{
    return m_current;
}

QString ViewerPage::pathOf(const QModelIndex &index) const
{
    return index.data(GalleryModel::PathRole).toString();
}

void ViewerPage::setCurrentIndex(const QModelIndex &index)
{
    if (!index.isValid() || index.model() != m_model)
        return;
    m_strip->setCurrentIndex(index);
    m_strip->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void ViewerPage::goToRow(int row)
{
    if (m_model && row >= 0 && row < m_model->rowCount())
        m_strip->setCurrentIndex(m_model->index(row, 0));
}

void ViewerPage::step(int rows)
{
    if (!m_current.isValid())
        goToRow(0);
    else
        goToRow(m_current.row() + rows);
}

void ViewerPage::next()
{
    step(1);
}

void ViewerPage::previous()
{
    step(-1);
}

void ViewerPage::onDue()
{
    if (!m_model || m_model->rowCount() == 0) {
        m_slideshow->stop();
        return;
    }
    if (m_isWaiting) // a slow disk makes the show slower, not shorter
        return;
    goToRow((m_current.isValid() ? m_current.row() + 1 : 0) % m_model->rowCount());
}

void ViewerPage::onCurrent(const QModelIndex &index)
{
    if (index.isValid() && m_current.isValid() && index.row() != m_current.row())
        m_direction = index.row() > m_current.row() ? 1 : -1;
    m_current = index;
    showRow(index);
    refreshBar();
    Q_EMIT currentChanged(index);
}

void ViewerPage::onData(const QModelIndex &topLeft, const QModelIndex &bottomRight)
{
    if (!m_current.isValid())
        return;
    const int row = m_current.row();
    if (topLeft.row() <= row && row <= bottomRight.row()) {
        if (m_path.isEmpty() || pathOf(m_current) != m_path)
            showRow(m_current);
        refreshBar();
        if (!m_path.isEmpty())
            wantNeighbours();
    } else if (topLeft.row() <= row + 2 && row - 2 <= bottomRight.row() && !m_path.isEmpty()) {
        wantNeighbours();
    }
}

void ViewerPage::showRow(const QModelIndex &index)
{
    m_path = index.isValid() ? pathOf(index) : QString();
    m_isWaiting = !m_path.isEmpty();
    if (m_path.isEmpty()) {
        showWithoutFile(index);
        return;
    }
    if (m_loader->find(m_path)) {
        onLoaded(m_path);
    } else {
        const QPixmap small = StripDelegate::thumbnail(index);
        const QSize size = index.data(GalleryModel::SizeRole).toSize();
        if (!small.isNull() && !size.isEmpty())
            m_view->setPreview(small.toImage(), size);
    }
    wantNeighbours();
}

void ViewerPage::showWithoutFile(const QModelIndex &index)
{
    m_loader->want({});
    const QPixmap preview = index.isValid() ? StripDelegate::thumbnail(index) : QPixmap();
    if (!preview.isNull()) {
        const QSize size = index.data(GalleryModel::SizeRole).toSize();
        m_view->setPreview(preview.toImage(), size.isEmpty() ? preview.size() : size);
        return;
    }
    const QString words = index.data(GalleryModel::TextRole).toString();
    m_view->setPlaceholder(!index.isValid() ? tr("No picture is chosen.") : words);
    m_view->clear();
}

void ViewerPage::wantNeighbours()
{
    const int row = m_current.row();
    QStringList wanted{m_path};
    for (const int away : {m_direction, 2 * m_direction, -m_direction}) {
        const QModelIndex near = m_model->index(row + away, 0);
        if (near.isValid())
            wanted.append(pathOf(near));
    }
    m_loader->want(wanted);
}

void ViewerPage::onLoaded(const QString &path)
{
    if (path != m_path)
        return;
    const auto picture = m_loader->find(path);
    if (!picture)
        return;
    const bool wasWaiting = std::exchange(m_isWaiting, false);
    m_view->setPicture(*picture);
    refreshBar();
    if (wasWaiting)
        m_slideshow->beginAnew();
    Q_EMIT pictureShown(path);
}

void ViewerPage::onFailed(const QString &path, const Error &error)
{
    if (path != m_path)
        return;
    m_isWaiting = false;
    m_view->setPlaceholder(errorWords(error));
    m_view->clear();
    refreshBar();
    Q_EMIT failed(error);
}

void ViewerPage::refreshBar()
{
    const int count = m_model ? m_model->rowCount() : 0;
    const int row = m_current.isValid() ? m_current.row() : -1;
    m_previous->setEnabled(row > 0);
    m_first->setEnabled(row > 0);
    m_next->setEnabled(row + 1 < count);
    m_last->setEnabled(row + 1 < count);
    m_full->setEnabled(count > 0 || isFullScreenShown()); // the last picture may go while it is there
    m_show->setEnabled(count > 1);
    m_show->setChecked(m_slideshow->isRunning());
    for (QAction *const action : {m_fit, m_actual, m_zoomIn, m_zoomOut})
        action->setEnabled(!m_view->isEmpty());
    const QLocale locale;
    m_where->setText(row < 0 ? QString() : tr("%1 of %2").arg(locale.toString(row + 1), locale.toString(count)));
    m_zoom->setText(m_view->isEmpty() ? QString() : tr("%1 %").arg(locale.toString(qRound(m_view->zoom() * 100))));
    m_view->setCaption(QFileInfo(m_path).fileName());
}

void ViewerPage::setFullScreenShown(bool full)
{
    if (full == isFullScreenShown())
        return;
    if (full) {
        m_screen = new QWidget(this, Qt::Window);
        m_screen->setObjectName(QStringLiteral("viewerScreen"));
        m_screen->setWindowTitle(tr("Calotype"));
        m_screen->installEventFilter(this);
        auto *const whole = new QVBoxLayout(m_screen);
        whole->setContentsMargins(0, 0, 0, 0);
        whole->addWidget(m_content);
        m_screen->showFullScreen();
    } else {
        m_home->addWidget(m_content);
        m_screen->removeEventFilter(this);
        m_screen->hide();
        m_screen->deleteLater(); // its own close event may be under way
        m_screen = nullptr;
    }
    m_content->show(); // at once: a layout shows what it takes in only later
    m_bar->setVisible(!full);
    m_strip->setVisible(!full);
    m_leave->setEnabled(full);
    m_full->setChecked(full);
    refreshBar();
    m_view->setFocus();
    Q_EMIT fullScreenChanged(full);
}

bool ViewerPage::takeKey(const QKeyEvent &press)
{
    const bool isPlain = !(press.modifiers() & ~Qt::KeypadModifier);
    const bool isSpace = press.key() == Qt::Key_Space && isPlain;
    if ((isSpace || press.key() == Qt::Key_Escape) && m_slideshow->isRunning()) {
        m_slideshow->stop();
        return true; // it was meant for the show: the page stays
    }
    const bool isDelete = isPlain && (press.key() == Qt::Key_Delete || press.key() == Qt::Key_Backspace);
    if (!isSpace && !isDelete)
        return false;
    m_slideshow->stop();
    if (isDelete)
        Q_EMIT trashRequested();
    else if (isFullScreenShown())
        setFullScreenShown(false);
    else
        Q_EMIT backRequested();
    return true;
}

bool ViewerPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_screen) {
        if (event->type() == QEvent::Close)
            setFullScreenShown(false);
        return false;
    }
    if (event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent *>(event)))
        return true;
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel: m_slideshow->stop(); break;
    default: break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace calotype::ui
