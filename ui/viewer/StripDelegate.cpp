#include "ui/viewer/StripDelegate.h"

#include "ui/Theme.h"
#include "ui/viewer/PictureStrip.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

namespace calotype::ui {

namespace {

constexpr int kGap = 5;
constexpr qreal kRadius = 4;

} // namespace

QPixmap StripDelegate::thumbnail(const QModelIndex &index)
{
    const QVariant value = index.data(Qt::DecorationRole);
    if (value.typeId() == QMetaType::QImage)
        return QPixmap::fromImage(value.value<QImage>());
    return value.value<QPixmap>();
}

QSize StripDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {PictureStrip::kTile, PictureStrip::kTile};
}

void StripDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect room = option.rect.adjusted(kGap, kGap, -kGap, -kGap);
    const QPixmap picture = thumbnail(index);
    const QSizeF shape = picture.isNull() ? QSizeF(1, 1) : QSizeF(picture.size());
    QRect tile(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio).toSize());
    tile.moveCenter(room.center());
    QPainterPath outline;
    outline.addRoundedRect(tile, kRadius, kRadius);
    painter->fillPath(outline, canvasColour(option.palette));
    if (!picture.isNull()) {
        painter->setClipPath(outline);
        painter->drawPixmap(tile, picture);
        painter->setClipping(false);
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        const QColor ring = selected ? option.palette.color(QPalette::Active, QPalette::Highlight) : hairline(option.palette);
        painter->setPen(QPen(ring, option.state.testFlag(QStyle::State_HasFocus) ? 3 : 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(tile).adjusted(-2, -2, 2, 2), kRadius + 1, kRadius + 1);
    }
    painter->restore();
}

} // namespace calotype::ui
