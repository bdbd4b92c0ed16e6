#pragma once

#include <QPixmap>
#include <QStyledItemDelegate>

namespace calotype::ui {

/// Paints a tile of the picture strip: the model's Qt::DecorationRole (QPixmap or QImage) and the ring of the
/// selection.
class StripDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Null until the model has it.
    static QPixmap thumbnail(const QModelIndex &index);
};

} // namespace calotype::ui
