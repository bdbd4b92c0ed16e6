#include "ui/gallery/DragPicture.h"

#include "ui/Theme.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kCard = 112;
constexpr int kShift = 8; ///< of each card under the top one
constexpr int kMostCards = 3;
constexpr int kBadge = 24;

} // namespace

QPixmap dragPicture(const QVector<QPixmap> &thumbnails, int count, const QPalette &palette, qreal devicePixelRatio)
{
    const int cards = std::clamp(std::min<int>(count, static_cast<int>(thumbnails.size())), 1, kMostCards);
    const int side = kCard + (cards - 1) * kShift + kBadge / 2;
    QPixmap canvas(QSize(side, side) * devicePixelRatio);
    canvas.setDevicePixelRatio(devicePixelRatio);
    canvas.fill(Qt::transparent);
    QPainter painter(&canvas);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    for (int i = cards - 1; i >= 0; --i) {
        const QPixmap thumbnail = thumbnails.value(i);
        const QSize shape = thumbnail.isNull() ? QSize(1, 1) : thumbnail.size();
        QRect card(QPoint(), shape.scaled(kCard, kCard, Qt::KeepAspectRatio).expandedTo({1, 1}));
        card.moveCenter(QPoint(kCard / 2 + i * kShift, kBadge / 2 + kCard / 2 + i * kShift));
        painter.setOpacity(i == 0 ? 0.95 : 0.8);
        painter.fillRect(card, canvasColour(palette));
        if (!thumbnail.isNull())
            painter.drawPixmap(card, thumbnail);
        painter.setOpacity(1);
        painter.setPen(hairline(palette));
        painter.drawRect(card);
    }
    if (count > 1) {
        const QString words = QLocale().toString(count);
        QFont font = QGuiApplication::font();
        font.setBold(true);
        painter.setFont(font);
        const int width = std::max(kBadge, QFontMetrics(font).horizontalAdvance(words) + 14);
        const QRect badge(side - width, 0, width, kBadge);
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.color(QPalette::Highlight));
        painter.drawRoundedRect(badge, kBadge / 2.0, kBadge / 2.0);
        painter.setPen(palette.color(QPalette::HighlightedText));
        painter.drawText(badge, Qt::AlignCenter, words);
    }
    return canvas;
}

} // namespace calotype::ui
