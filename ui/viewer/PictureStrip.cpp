#include "ui/viewer/PictureStrip.h"

#include "ui/viewer/StripDelegate.h"

#include <QDrag>
#include <QMimeData>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>

#include <algorithm>

namespace calotype::ui {

PictureStrip::PictureStrip(QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("pictureStrip"));
    setAccessibleName(tr("Pictures"));
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setMovement(QListView::Static);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setItemDelegate(new StripDelegate(this));
    setBackgroundRole(QPalette::Window);
    viewport()->setBackgroundRole(QPalette::Window);
}

QSize PictureStrip::sizeHint() const
{
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    return {320, kTile + bar + 2 * frameWidth()};
}

QSize PictureStrip::minimumSizeHint() const
{
    return {kTile, sizeHint().height()};
}

int PictureStrip::rows() const
{
    return model() ? model()->rowCount(rootIndex()) : 0;
}

int PictureStrip::horizontalOffset() const
{
    return horizontalScrollBar()->value();
}

QRect PictureStrip::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != model())
        return {};
    const int left = index.row() * kTile - horizontalOffset();
    return {isRightToLeft() ? viewport()->width() - left - kTile : left, 0, kTile, kTile};
}

QModelIndex PictureStrip::indexAt(const QPoint &point) const
{
    if (point.y() < 0 || point.y() >= kTile)
        return {};
    const int along = (isRightToLeft() ? viewport()->width() - 1 - point.x() : point.x()) + horizontalOffset();
    const int row = along / kTile;
    return along >= 0 && row < rows() ? model()->index(row, modelColumn(), rootIndex()) : QModelIndex();
}

std::pair<int, int> PictureStrip::rowsBetween(int left, int right) const
{
    if (isRightToLeft())
        std::tie(left, right) = std::pair(viewport()->width() - 1 - right, viewport()->width() - 1 - left);
    return {std::max(0, (left + horizontalOffset()) / kTile), std::min(rows() - 1, (right + horizontalOffset()) / kTile)};
}

void PictureStrip::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int left = index.row() * kTile;
    const int width = viewport()->width();
    QScrollBar *const bar = horizontalScrollBar();
    if (hint == PositionAtTop)
        bar->setValue(left);
    else if (hint == PositionAtBottom)
        bar->setValue(left + kTile - width);
    else if (hint == PositionAtCenter || left < bar->value() || left + kTile > bar->value() + width)
        bar->setValue(left + kTile / 2 - width / 2); // so that both neighbours are seen
}

void PictureStrip::doItemsLayout()
{
    QAbstractItemView::doItemsLayout(); // not QListView's, which walks over every row
    tellVisible();
}

void PictureStrip::updateGeometries()
{
    const int width = viewport()->width();
    horizontalScrollBar()->setRange(0, std::max(0, rows() * kTile - width));
    horizontalScrollBar()->setPageStep(width);
    horizontalScrollBar()->setSingleStep(kTile);
    verticalScrollBar()->setRange(0, 0);
    QAbstractItemView::updateGeometries();
    tellVisible();
}

QModelIndex PictureStrip::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (rows() == 0)
        return {};
    const int now = std::max(0, currentIndex().row());
    const int page = std::max(1, viewport()->width() / kTile);
    const int forward = isRightToLeft() ? -1 : 1;
    int row = now;
    switch (action) {
    case MoveLeft: row = now - forward; break;
    case MoveRight: row = now + forward; break;
    case MoveUp:
    case MovePrevious: row = now - 1; break;
    case MoveDown:
    case MoveNext: row = now + 1; break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = rows() - 1; break;
    case MovePageUp: row = now - page; break;
    case MovePageDown: row = now + page; break;
    }
    return model()->index(std::clamp(row, 0, rows() - 1), modelColumn(), rootIndex());
}

void PictureStrip::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const auto [first, last] = rowsBetween(rect.left(), rect.right());
    QItemSelection selection;
    if (first <= last && rect.bottom() >= 0 && rect.top() < kTile)
        selection.select(model()->index(first, modelColumn(), rootIndex()), model()->index(last, modelColumn(), rootIndex()));
    selectionModel()->select(selection, flags);
}

QRegion PictureStrip::visualRegionForSelection(const QItemSelection &selection) const
{
    const auto [first, last] = rowsBetween(0, viewport()->width() - 1);
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        for (int row = std::max(first, range.top()); row <= std::min(last, range.bottom()); ++row)
            region += visualRect(model()->index(row, modelColumn(), rootIndex()));
    }
    return region;
}

void PictureStrip::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QModelIndex hovered = indexAt(viewport()->mapFromGlobal(QCursor::pos()));
    const auto [first, last] = rowsBetween(event->rect().left(), event->rect().right());
    const QStyle::State plain = option.state;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, modelColumn(), rootIndex());
        option.rect = visualRect(index);
        option.state = plain;
        option.state.setFlag(QStyle::State_Selected, selectionModel() && selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_MouseOver, viewport()->underMouse() && index == hovered);
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        itemDelegate()->paint(&painter, option, index);
    }
}

void PictureStrip::scrollContentsBy(int, int)
{
    viewport()->update();
    tellVisible();
}

void PictureStrip::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->pixelDelta().isNull() ? event->angleDelta() : event->pixelDelta();
    const int along = delta.x() != 0 ? delta.x() : delta.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along);
    event->accept();
}

void PictureStrip::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    m_told = {-2, -2}; // others may have told of their rows since
    tellVisible();
}

void PictureStrip::hideEvent(QHideEvent *event)
{
    QListView::hideEvent(event);
    m_told = {-2, -2};
}

void PictureStrip::tellVisible()
{
    if (!isVisible())
        return;
    std::pair<int, int> seen = rowsBetween(0, viewport()->width() - 1);
    if (seen.second < seen.first)
        seen = {-1, -1};
    if (seen == m_told)
        return;
    m_told = seen;
    Q_EMIT visibleRowsChanged(seen.first, seen.second);
}

void PictureStrip::startDrag(Qt::DropActions)
{
    QModelIndexList dragged;
    for (const QModelIndex &index : selectedIndexes()) {
        if (index.flags().testFlag(Qt::ItemIsDragEnabled))
            dragged.append(index);
    }
    QMimeData *const data = dragged.isEmpty() ? nullptr : model()->mimeData(dragged);
    if (!data)
        return;
    auto *const drag = new QDrag(this); // Qt deletes it
    drag->setMimeData(data);
    const QPixmap thumbnail = StripDelegate::thumbnail(dragged.front());
    if (!thumbnail.isNull())
        drag->setPixmap(thumbnail.scaled(kTile, kTile, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    drag->exec(Qt::CopyAction);
}

} // namespace calotype::ui
