#include "ui/ResultsDelegate.h"

#include "ui/ResultsModel.h"
#include "ui/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace calotype::ui {

namespace {

constexpr int kGap = 6;
constexpr qreal kRadius = 4;
constexpr int kBar = 3;

} // namespace

QSize ResultsDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {kTile, kTile};
}

void ResultsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect room = option.rect.adjusted(kGap, kGap, -kGap, -kGap);
    const bool isLive = index.data(ResultsModel::LiveRole).toBool();
    const QImage thumbnail = index.data(Qt::DecorationRole).value<QImage>();

    const QSize shape = thumbnail.isNull() ? QSize(1, 1) : thumbnail.size();
    QRect tile(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio));
    tile.moveCenter(room.center());
    QPainterPath outline;
    outline.addRoundedRect(tile, kRadius, kRadius);
    painter->fillPath(outline, canvasColour(option.palette));
    painter->setClipPath(outline);
    if (!thumbnail.isNull())
        painter->drawImage(tile, thumbnail);
    if (isLive) {
        const QColor accent = option.palette.color(QPalette::Highlight);
        QRect bar = tile;
        bar.setTop(tile.bottom() - kBar + 1);
        painter->fillRect(bar, canvasColour(option.palette));
        bar.setWidth(qRound(tile.width() * index.data(ResultsModel::ProgressRole).toDouble()));
        painter->fillRect(bar, accent);
    }
    painter->setClipping(false);

    if (!index.data(ResultsModel::SaveErrorRole).toString().isEmpty()) {
        const int size = option.decorationSize.height();
        const QIcon mark = option.widget->style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, option.widget);
        mark.paint(painter, QRect(tile.right() - size - 1, tile.top() + 2, size, size));
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(QPen(option.palette.color(QPalette::Active, QPalette::Highlight), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(tile).adjusted(-2, -2, 2, 2), kRadius + 1, kRadius + 1);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(QPen(hairline(option.palette), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(tile).adjusted(-2, -2, 2, 2), kRadius + 1, kRadius + 1);
    }
    painter->restore();
}

} // namespace calotype::ui
