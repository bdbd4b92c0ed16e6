#include "ui/queue/QueueList.h"

#include "ui/queue/QueueDelegate.h"
#include "ui/queue/QueueModel.h"

namespace calotype::ui {

QueueList::QueueList(QueueModel &model, QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("queueList"));
    setAccessibleName(tr("Jobs"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(QAbstractItemView::InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setItemDelegate(new QueueDelegate(this));
    setModel(&model);
}

void QueueList::dropEvent(QDropEvent *event)
{
    // QListView would move row by row, and take one that is dropped where it stands for the whole of a selection. The
    // model moves all at once.
    QAbstractItemView::dropEvent(event);
}

} // namespace calotype::ui
