#pragma once

#include <QStyledItemDelegate>

namespace calotype::ui {

/// Paints a cell of the gallery: the thumbnail or a blank card until it comes, the stars, the ring of the selection;
/// of the picture in the making its bar and how far it is; of a failure its sentence.
class GalleryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kGap = 6; ///< between a cell's edge and its picture, logical pixels

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace calotype::ui
