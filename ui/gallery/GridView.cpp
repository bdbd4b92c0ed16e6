#include "ui/gallery/GridView.h"

#include "ui/Theme.h"
#include "ui/gallery/DragPicture.h"

#include <QAccessible>
#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionRubberBand>

#include <algorithm>
#include <memory>
#include <utility>

namespace calotype::ui {

namespace {

constexpr int kMargin = 8;
constexpr int kMostSingleUpdates = 64; ///< cells that are painted anew one by one
constexpr int kNotch = 120;            ///< of a wheel, in eighths of a degree

} // namespace

GridView::GridView(QWidget *parent)
    : QListView(parent)
    , m_scroll(verticalScrollBar())
{
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setBackgroundRole(QPalette::Window);
    connect(this, &QAbstractItemView::doubleClicked, this, &GridView::opened);
}

void GridView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        disconnect(model(), nullptr, this, nullptr);
    QListView::setModel(newModel);
    invalidate();
    if (!newModel)
        return;
    // After those of the view and of its selection, which were connected first.
    connect(newModel, &QAbstractItemModel::rowsAboutToBeInserted, this, &GridView::takeAnchor);
    connect(newModel, &QAbstractItemModel::layoutAboutToBeChanged, this, [this] {
        takeAnchor();
        m_currentRow = currentIndex().row();
    });
    connect(newModel, &QAbstractItemModel::layoutChanged, this, [this] {
        invalidate();
        const int row = std::min(std::exchange(m_currentRow, -1), model()->rowCount() - 1);
        if (currentIndex().isValid() || row < 0)
            return;
        setAutoScroll(false); // the keyboard goes on from about there; nothing else shall move
        selectionModel()->setCurrentIndex(rowIndex(row), QItemSelectionModel::NoUpdate);
        setAutoScroll(true);
    });
    connect(newModel, &QAbstractItemModel::rowsRemoved, this, &GridView::invalidate);
    connect(newModel, &QAbstractItemModel::modelReset, this, &GridView::invalidate);
}

void GridView::setSectionSource(std::function<QVector<GridSection>()> source)
{
    m_sections = std::move(source);
    refreshSections();
}

void GridView::refreshSections()
{
    takeAnchor();
    invalidate();
    scheduleDelayedItemsLayout();
}

void GridView::setCellSize(QSize size)
{
    if (size == m_cell)
        return;
    takeAnchor();
    m_cell = size;
    doItemsLayout();
}

void GridView::invalidate()
{
    m_isDirty = true;
}

int GridView::headerHeight() const
{
    return fontMetrics().height() + 20;
}

const GridLayout &GridView::layoutNow() const
{
    const int count = model() ? model()->rowCount() : 0;
    const GridLayout::Measures measures{viewport()->width(), m_cell, headerHeight(), kMargin, isRightToLeft()};
    if (m_isDirty || m_layout.count() != count || !(m_layout.measures() == measures)) {
        m_isDirty = false;
        m_layout.set(count, measures, m_sections ? m_sections() : QVector<GridSection>());
    }
    return m_layout;
}

/// By the layout as it was last seen, which is about to change.
void GridView::takeAnchor()
{
    // At the top one wants to see what comes in there.
    if (model() && m_anchor.isEmpty() && verticalOffset() > 0)
        m_anchor.take(*model(), m_layout, verticalOffset(), viewport()->height(), currentIndex().row());
}

void GridView::restoreAnchor()
{
    if (const auto offset = m_anchor.restore(layoutNow())) {
        m_scroll.stop();
        verticalScrollBar()->setValue(*offset);
    }
}

void GridView::doItemsLayout()
{
    invalidate();
    QAbstractItemView::doItemsLayout();
    restoreAnchor();
    tellVisible();
}

void GridView::reset()
{
    m_anchor.clear();
    invalidate();
    QListView::reset();
}

void GridView::updateGeometries()
{
    const int content = layoutNow().height();
    QScrollBar *const bar = verticalScrollBar();
    bar->setSingleStep(std::max(1, m_cell.height() / 4));
    bar->setPageStep(viewport()->height());
    bar->setRange(0, std::max(0, content - viewport()->height()));
    horizontalScrollBar()->setRange(0, 0);
    QAbstractItemView::updateGeometries();
}

void GridView::resizeEvent(QResizeEvent *event)
{
    takeAnchor();
    QAbstractItemView::resizeEvent(event); // calls updateGeometries()
    restoreAnchor();
    tellVisible();
}

void GridView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::LayoutDirectionChange: refreshSections(); break;
    default: break;
    }
}

void GridView::scrollContentsBy(int dx, int dy)
{
    if (m_band.isNull())
        viewport()->scroll(dx, dy);
    else
        viewport()->update();
    tellVisible();
}

void GridView::tellVisible()
{
    const GridLayout::Rows seen = visibleRows();
    if (!isVisible() || std::exchange(m_toldVisible, seen) == seen)
        return;
    Q_EMIT visibleRowsChanged(seen.first, seen.last);
}

GridLayout::Rows GridView::visibleRows() const
{
    return layoutNow().rowsBetween(verticalOffset(), verticalOffset() + viewport()->height() - 1);
}

int GridView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

QModelIndex GridView::rowIndex(int row) const
{
    return model() ? model()->index(row, 0) : QModelIndex();
}

QRect GridView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != model())
        return {};
    const QRect cell = layoutNow().cellRect(index.row());
    return cell.isEmpty() ? QRect() : toViewport(cell);
}

QModelIndex GridView::indexAt(const QPoint &point) const
{
    const int row = layoutNow().rowAt(toContent(point));
    return row < 0 ? QModelIndex() : rowIndex(row);
}

QRect GridView::headerRect(int section) const
{
    const GridLayout &layout = layoutNow();
    const QRect header = section >= 0 && section < layout.sectionCount() ? layout.headerRect(section) : QRect();
    return header.isEmpty() ? QRect() : toViewport(header);
}

void GridView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid() || index.model() != model())
        return;
    executeDelayedItemsLayout();
    const GridLayout &layout = layoutNow();
    QRect cell = layout.cellRect(index.row());
    const int header = layout.isInFirstLine(index.row()) ? layout.headerRect(layout.sectionOf(index.row())).height() : 0;
    cell.setTop(cell.top() - header); // with its header, where that stands right above
    QScrollBar *const bar = verticalScrollBar();
    const int room = viewport()->height();
    int value = bar->value();
    switch (hint) {
    case PositionAtTop: value = cell.top(); break;
    case PositionAtBottom: value = cell.bottom() + 1 - room; break;
    case PositionAtCenter: value = cell.center().y() - room / 2; break;
    case EnsureVisible:
        if (cell.top() < value || cell.height() > room)
            value = cell.top();
        else if (cell.bottom() >= value + room)
            value = cell.bottom() + 1 - room;
        break;
    }
    if (value == bar->value())
        return;
    m_scroll.stop();
    bar->setValue(value);
}

QModelIndex GridView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    executeDelayedItemsLayout();
    const GridLayout &layout = layoutNow();
    const int last = layout.count() - 1;
    if (last < 0)
        return {};
    const int row = currentIndex().row();
    if (row < 0)
        return rowIndex(action == MoveEnd ? last : 0);
    const int forward = isRightToLeft() ? -1 : 1;
    const int page = std::max(1, viewport()->height() / m_cell.height());
    switch (action) {
    case MoveLeft: return rowIndex(std::clamp(row - forward, 0, last));
    case MoveRight: return rowIndex(std::clamp(row + forward, 0, last));
    case MovePrevious: return rowIndex(std::max(row - 1, 0));
    case MoveNext: return rowIndex(std::min(row + 1, last));
    case MoveUp: return rowIndex(layout.rowInLine(row, -1));
    case MoveDown: return rowIndex(layout.rowInLine(row, 1));
    case MovePageUp: return rowIndex(layout.rowInLine(row, -page));
    case MovePageDown: return rowIndex(layout.rowInLine(row, page));
    case MoveHome: return rowIndex(0);
    case MoveEnd: return rowIndex(last);
    }
    return {};
}

void GridView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (!selectionModel())
        return;
    const GridLayout &layout = layoutNow();
    QItemSelection selection;
    const auto add = [this, &selection](int first, int last) {
        if (first >= 0 && first <= last)
            selection.append({rowIndex(first), rowIndex(last)});
    };
    if (state() == DragSelectingState) { // a rubber band: what it touches
        const QRect area = QRect(toContent(rect.topLeft()), toContent(rect.bottomRight())).normalized();
        for (const GridLayout::Rows &rows : layout.rowsIn(area))
            add(rows.first, rows.last);
    } else if (rect.width() == 1 && rect.height() == 1) {
        const int row = layout.rowAt(toContent(rect.topLeft()));
        add(row, row);
    } else { // from one cell to another: all between in reading order
        const int a = layout.nearestRow(toContent(rect.topLeft()));
        const int b = layout.nearestRow(toContent(rect.bottomRight()));
        add(std::min(a, b), std::max(a, b));
    }
    selectionModel()->select(selection, command);
}

QRegion GridView::visualRegionForSelection(const QItemSelection &selection) const
{
    const GridLayout::Rows seen = visibleRows();
    QRegion region;
    int cells = 0;
    for (const QItemSelectionRange &range : selection) {
        const int first = std::max(range.top(), seen.first);
        const int last = std::min(range.bottom(), seen.last);
        if (!range.isValid() || first > last)
            continue;
        cells += last - first + 1;
        if (cells > kMostSingleUpdates)
            return viewport()->rect();
        for (int row = first; row <= last; ++row)
            region += toViewport(layoutNow().cellRect(row));
    }
    return region;
}

void GridView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    invalidate();
    scheduleDelayedItemsLayout();
    QAbstractItemView::rowsInserted(parent, start, end);
}

void GridView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    takeAnchor();
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    scheduleDelayedItemsLayout();
}

void GridView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    if (current.isValid() && hasFocus() && QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(current.row());
        QAccessible::updateAccessibility(&event);
    }
}

void GridView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QAbstractItemView::selectionChanged(selected, deselected);
    if (QAccessible::isActive()) {
        const auto tell = [this](const QItemSelection &selection, QAccessible::Event what) {
            if (selection.isEmpty() || !selection.first().isValid())
                return;
            QAccessibleEvent event(this, what);
            event.setChild(selection.first().top());
            QAccessible::updateAccessibility(&event);
        };
        tell(selected, QAccessible::SelectionAdd);
        tell(deselected, QAccessible::SelectionRemove);
    }
    Q_EMIT selectionWasChanged();
}

void GridView::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (opens && isPlain) {
        if (currentIndex().isValid())
            Q_EMIT opened(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
    const bool isArrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
    if (isArrow && isPlain && currentIndex().isValid() && !selectionModel()->hasSelection()) {
        // At an edge it leads nowhere: it takes what it stands on, which may be the only one.
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
        event->accept();
    }
}

void GridView::wheelEvent(QWheelEvent *event)
{
    event->accept();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        const int turned = event->angleDelta().y();
        if (turned != 0)
            Q_EMIT zoomed(std::abs(turned) < kNotch ? (turned > 0 ? 1 : -1) : turned / kNotch);
    } else if (!m_scroll.handle(*event)) {
        event->ignore();
    }
}

void GridView::mousePressEvent(QMouseEvent *event)
{
    m_scroll.stop();
    m_bandStart = toContent(event->position().toPoint());
    QListView::mousePressEvent(event);
}

void GridView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    if (state() != DragSelectingState)
        return;
    const QRect band = QRect(m_bandStart, toContent(event->position().toPoint())).normalized();
    viewport()->update(toViewport(m_band.united(band)).adjusted(-2, -2, 2, 2));
    m_band = band;
}

void GridView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    viewport()->update(toViewport(std::exchange(m_band, QRect())).adjusted(-2, -2, 2, 2));
}

void GridView::startDrag(Qt::DropActions)
{
    QModelIndexList dragged;
    for (const QModelIndex &index : selectedIndexes()) {
        if (index.flags().testFlag(Qt::ItemIsDragEnabled))
            dragged.append(index);
    }
    std::sort(dragged.begin(), dragged.end());
    std::unique_ptr<QMimeData> data(dragged.isEmpty() ? nullptr : model()->mimeData(dragged));
    if (!data)
        return;
    QVector<QPixmap> thumbnails{currentIndex().data(Qt::DecorationRole).value<QPixmap>()}; // what was grasped, on top
    dragged.removeOne(currentIndex());
    for (const QModelIndex &index : dragged.mid(0, 2))
        thumbnails.append(index.data(Qt::DecorationRole).value<QPixmap>());
    const int count = static_cast<int>(data->urls().size());
    auto *const drag = new QDrag(this); // Qt deletes it
    drag->setPixmap(dragPicture(thumbnails, count, palette(), devicePixelRatioF()));
    drag->setHotSpot({24, 24});
    drag->setMimeData(data.release());
    drag->exec(Qt::CopyAction);
}

void GridView::paintEvent(QPaintEvent *event)
{
    executeDelayedItemsLayout();
    QPainter painter(viewport());
    const QRect area = event->rect().translated(0, verticalOffset());
    paintCells(painter, area);
    paintHeaders(painter, area);
    if (m_band.isNull())
        return;
    QStyleOptionRubberBand band;
    band.initFrom(this);
    band.shape = QRubberBand::Rectangle;
    band.opaque = false;
    band.rect = toViewport(m_band).intersected(viewport()->rect().adjusted(-16, -16, 16, 16));
    style()->drawControl(QStyle::CE_RubberBand, &band, &painter, this);
}

void GridView::paintCells(QPainter &painter, const QRect &area)
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QStyle::State plain = option.state & ~(QStyle::State_MouseOver | QStyle::State_HasFocus);
    const QModelIndex current = currentIndex();
    const QModelIndex hovered
        = viewport()->underMouse() ? indexAt(viewport()->mapFromGlobal(QCursor::pos())) : QModelIndex();
    const bool isActive = hasFocus() || viewport()->hasFocus();
    for (const GridLayout::Rows &rows : layoutNow().rowsIn(area)) {
        for (int row = rows.first; row <= rows.last; ++row) {
            const QModelIndex index = rowIndex(row);
            option.rect = visualRect(index);
            option.state = plain;
            option.state.setFlag(QStyle::State_Selected, selectionModel() && selectionModel()->isSelected(index));
            option.state.setFlag(QStyle::State_HasFocus, isActive && index == current);
            option.state.setFlag(QStyle::State_MouseOver, index == hovered);
            itemDelegate()->paint(&painter, option, index);
        }
    }
}

void GridView::paintHeaders(QPainter &painter, const QRect &area) const
{
    const GridLayout &layout = layoutNow();
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(palette().color(QPalette::WindowText));
    // The sections of the rows near the area, and one more each way, whose header alone may be seen.
    const GridLayout::Rows rows = layout.rowsBetween(area.top() - headerHeight(), area.bottom() + headerHeight());
    const int first = std::max(0, layout.sectionOf(std::clamp(rows.first, 0, std::max(0, layout.count() - 1))) - 1);
    const int last = std::min(layout.sectionCount() - 1, layout.sectionOf(rows.last) + 1);
    for (int section = first; section <= last; ++section) {
        const QRect header = layout.headerRect(section);
        if (!header.isEmpty() && header.intersects(area)) {
            const QRect words = toViewport(header).adjusted(kMargin, kMargin, -kMargin, 0);
            painter.drawText(words, Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft),
                             layout.title(section));
        }
    }
}

} // namespace calotype::ui
