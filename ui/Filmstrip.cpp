#include "ui/Filmstrip.h"

#include "ui/ResultsDelegate.h"
#include "ui/ResultsModel.h"

#include <QDrag>
#include <QMimeData>
#include <QScrollBar>
#include <QWheelEvent>

namespace calotype::ui {

Filmstrip::Filmstrip(ResultsModel &results, QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("filmstrip"));
    setAccessibleName(tr("Results"));
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setMovement(QListView::Static);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setItemDelegate(new ResultsDelegate(this));
    setModel(&results);
    setBackgroundRole(QPalette::Window);
    viewport()->setBackgroundRole(QPalette::Window);
}

QSize Filmstrip::sizeHint() const
{
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    return {320, ResultsDelegate::kTile + bar + 2 * frameWidth()};
}

QSize Filmstrip::minimumSizeHint() const
{
    return {ResultsDelegate::kTile, sizeHint().height()};
}

void Filmstrip::choose(const QModelIndex &index)
{
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
}

void Filmstrip::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT chosen(current);
}

void Filmstrip::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    const int along = delta.x() != 0 ? delta.x() : delta.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along);
    event->accept();
}

void Filmstrip::startDrag(Qt::DropActions)
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
    const QImage thumbnail = dragged.front().data(Qt::DecorationRole).value<QImage>();
    if (!thumbnail.isNull())
        drag->setPixmap(QPixmap::fromImage(thumbnail.scaledToHeight(ResultsDelegate::kTile, Qt::SmoothTransformation)));
    drag->exec(Qt::CopyAction);
}

} // namespace calotype::ui
