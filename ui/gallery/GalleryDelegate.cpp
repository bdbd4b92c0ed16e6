#include "ui/gallery/GalleryDelegate.h"

#include "ui/Theme.h"
#include "ui/gallery/GalleryModel.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr qreal kRadius = 4;
constexpr int kBar = 4;
constexpr int kPadding = 10;
constexpr int kMark = 24;

/// A dark strip with light words, readable on any picture.
void paintLabel(QPainter &painter, const QRect &tile, const QString &words, Qt::Alignment where, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int width = std::min(metrics.horizontalAdvance(words) + 12, tile.width() - 8);
    QRect label(0, 0, width, metrics.height() + 4);
    label.moveBottom(tile.bottom() - 5);
    if (where.testFlag(Qt::AlignRight))
        label.moveRight(tile.right() - 4);
    else
        label.moveLeft(tile.left() + 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(label, kRadius, kRadius);
    painter.setPen(Qt::white);
    painter.setFont(font);
    painter.drawText(label, Qt::AlignCenter, metrics.elidedText(words, Qt::ElideRight, width - 8));
}

void paintProgress(QPainter &painter, const QRect &tile, double share, const QStyleOptionViewItem &option)
{
    QRect bar = tile;
    bar.setTop(tile.bottom() - kBar + 1);
    painter.fillRect(bar, canvasColour(option.palette));
    const int done = qRound(tile.width() * std::clamp(share, 0.0, 1.0));
    if (option.direction == Qt::RightToLeft)
        bar.setLeft(bar.right() - done + 1);
    else
        bar.setWidth(done);
    painter.fillRect(bar, option.palette.color(QPalette::Active, QPalette::Highlight));
}

/// A mark with words below it, in the middle: what stands where no picture can.
void paintNotice(QPainter &painter, const QRect &tile, const QString &words, const QStyleOptionViewItem &option)
{
    const QIcon mark = option.widget->style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, option.widget);
    const QRect room = tile.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const int flags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const int most = std::max(0, room.height() - kMark - 6);
    const QFontMetrics metrics(option.font);
    QRect text = metrics.boundingRect(QRect(0, 0, room.width(), 10'000), flags, words);
    const int lines = std::max(1, most / metrics.lineSpacing());
    const int height = std::min(text.height(), lines * metrics.lineSpacing());
    const int top = room.top() + std::max(0, (room.height() - kMark - 6 - height) / 2);
    mark.paint(&painter, QRect(room.center().x() - kMark / 2, top, kMark, kMark));
    text = QRect(room.left(), top + kMark + 6, room.width(), height);
    painter.setFont(option.font);
    painter.setPen(subduedText(option.palette));
    painter.save();
    painter.setClipRect(text);
    painter.drawText(text, flags, words);
    painter.restore();
}

void paintRing(QPainter &painter, const QRect &tile, const QColor &colour, qreal width)
{
    const qreal out = 1 + width / 2;
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(tile).adjusted(-out, -out, out, out), kRadius + out, kRadius + out);
}

} // namespace

QSize GalleryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return option.rect.size();
}

void GalleryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect room = option.rect.adjusted(kGap, kGap, -kGap, -kGap);
    const auto kind = index.data(GalleryModel::KindRole).value<GalleryModel::Kind>();
    const auto thumbnail = index.data(Qt::DecorationRole).value<QPixmap>();
    const bool isLoaded = index.data(GalleryModel::LoadedRole).toBool(); // asks for it where it is not

    QSize shape = thumbnail.size();
    if (thumbnail.isNull())
        shape = index.data(GalleryModel::SizeRole).toSize(); // a blank card of the picture's shape
    if (shape.isEmpty() || kind == GalleryModel::Kind::Failure)
        shape = {1, 1};
    QRect tile(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio).expandedTo({1, 1}));
    if (kind == GalleryModel::Kind::Picture && !thumbnail.isNull()) // small pictures are not blown up
        tile.setSize(tile.size().boundedTo((QSizeF(shape) * 4).toSize()));
    tile.moveCenter(room.center());

    QPainterPath outline;
    outline.addRoundedRect(tile, kRadius, kRadius);
    if (thumbnail.isNull() || thumbnail.hasAlphaChannel())
        painter->fillPath(outline, canvasColour(option.palette));
    painter->setClipPath(outline);
    if (!thumbnail.isNull())
        painter->drawPixmap(tile, thumbnail);
    if (kind == GalleryModel::Kind::Live)
        paintProgress(*painter, tile, index.data(GalleryModel::ProgressRole).toDouble(), option);
    painter->setClipping(false);

    switch (kind) {
    case GalleryModel::Kind::Live: {
        const QString words = index.data(GalleryModel::TextRole).toString();
        if (!words.isEmpty())
            paintLabel(*painter, tile.adjusted(0, 0, 0, -kBar), words, Qt::AlignLeft, option.font);
        break;
    }
    case GalleryModel::Kind::Failure:
        paintNotice(*painter, tile, index.data(GalleryModel::TextRole).toString(), option);
        break;
    case GalleryModel::Kind::Picture:
        if (isLoaded && index.data(GalleryModel::MissingRole).toBool())
            paintNotice(*painter, tile, tr("Its folder is not there"), option);
        else if (index.data(GalleryModel::BrokenRole).toBool())
            paintNotice(*painter, tile, tr("Cannot be read"), option);
        if (const int rating = index.data(GalleryModel::RatingRole).toInt(); rating > 0)
            paintLabel(*painter, tile, QString(rating, u'★'),
                       QStyle::visualAlignment(option.direction, Qt::AlignLeft), option.font);
        break;
    }

    const QColor accent = option.palette.color(QPalette::Active, QPalette::Highlight);
    if (option.state.testFlag(QStyle::State_Selected))
        paintRing(*painter, tile, accent, 3);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        paintRing(*painter, tile, hairline(option.palette), 2);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(option.palette.color(QPalette::WindowText), 1, Qt::DotLine));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5), kRadius, kRadius);
    }
    painter->restore();
}

} // namespace calotype::ui
