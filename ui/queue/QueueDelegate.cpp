#include "ui/queue/QueueDelegate.h"

#include "core/jobs/Job.h"
#include "ui/Theme.h"
#include "ui/queue/QueueModel.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kPadX = 12;
constexpr int kPadY = 5;
constexpr int kLineGap = 1;
constexpr int kBar = 3;
constexpr int kBarGap = 3;
constexpr int kMinimumWidth = 160;
constexpr int kNameGap = 16;      ///< between where the job stands and its model
constexpr double kNameShare = 0.4; ///< of the width, that the model's name has at most
constexpr double kSmall = 0.88;

QFont smallFont(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * kSmall);
    else
        font.setPixelSize(std::max(1, qRound(font.pixelSize() * kSmall)));
    return font;
}

bool needsMark(const QModelIndex &index)
{
    return index.data(QueueModel::StateRole).toInt() == static_cast<int>(jobs::JobState::Failed)
        || index.data(QueueModel::InterruptedRole).toBool();
}

} // namespace

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() + kLineGap + QFontMetrics(smallFont(option.font)).height();
    return {kMinimumWidth, lines + kBarGap + kBar + 2 * kPadY};
}

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget); // what is behind, and the focus

    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor strong = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor faint = selected ? strong : subduedText(option.palette);
    const QFont small = smallFont(option.font);
    const QFontMetrics firstMetrics(option.font);
    const QFontMetrics secondMetrics(small);
    const QRect room = option.rect.adjusted(kPadX, kPadY, -kPadX, -kPadY);
    // Boxes are laid out from left to right, and mirrored where the language asks for it.
    const auto place = [&option](const QRect &box) { return QStyle::visualRect(option.direction, option.rect, box); };
    const auto write = [&](const QRect &box, const QString &text, Qt::Alignment side) {
        const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, side | Qt::AlignVCenter);
        painter->drawText(place(box), static_cast<int>(alignment) | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
    };

    const QRect first(room.left(), room.top(), room.width(), firstMetrics.height());
    painter->setFont(option.font);
    painter->setPen(strong);
    write(first, index.data(Qt::DisplayRole).toString(), Qt::AlignLeft);

    QRect second(room.left(), first.bottom() + 1 + kLineGap, room.width(), secondMetrics.height());
    painter->setFont(small);
    painter->setPen(faint);
    const QString name = index.data(QueueModel::ModelRole).toString();
    const int nameWidth = std::min(secondMetrics.horizontalAdvance(name) + 1, qRound(room.width() * kNameShare));
    write(QRect(second.right() - nameWidth + 1, second.top(), nameWidth, second.height()), name, Qt::AlignRight);
    second.setRight(second.right() - nameWidth - kNameGap);
    if (needsMark(index)) {
        const int size = second.height();
        const QIcon mark = style->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, item.widget);
        mark.paint(painter, place(QRect(second.left(), second.top(), size, size)));
        second.setLeft(second.left() + size + size / 3);
    }
    write(second, index.data(QueueModel::StatusRole).toString(), Qt::AlignLeft);

    const QVariant progress = index.data(QueueModel::ProgressRole);
    if (progress.isValid()) {
        QRect bar(room.left(), room.bottom() - kBar + 1, room.width(), kBar);
        QColor track = selected ? strong : hairline(option.palette);
        if (selected)
            track.setAlphaF(0.3F);
        painter->fillRect(place(bar), track);
        bar.setWidth(qRound(bar.width() * progress.toDouble()));
        painter->fillRect(place(bar), selected ? strong : option.palette.color(QPalette::Active, QPalette::Highlight));
    }
    painter->restore();
}

} // namespace calotype::ui
