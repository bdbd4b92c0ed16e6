#pragma once

#include <QStyledItemDelegate>

namespace calotype::ui {

/// Paints a tile of the filmstrip: the thumbnail, the ring of the selection, the bar of the picture in the making, and
/// the mark of one that could not be saved.
class ResultsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kTile = 104; ///< logical pixels, both ways

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace calotype::ui
