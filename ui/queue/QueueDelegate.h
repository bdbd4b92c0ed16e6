#pragma once

#include <QStyledItemDelegate>

namespace calotype::ui {

/// Paints a job of the queue: a line of its prompt; a small one of where it stands, with the mark of one that failed or
/// was interrupted, and its model at the far end; and under them, while it runs, its bar.
class QueueDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace calotype::ui
