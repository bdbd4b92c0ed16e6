#include "ui/FlowLayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace calotype::ui {

FlowLayout::FlowLayout(int gap, int lineGap)
    : m_gap(gap)
    , m_lineGap(lineGap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const QRect room(0, 0, width - margins.left() - margins.right(), 0);
    return arranged(room).height + margins.top() + margins.bottom();
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *const item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wish = item->sizeHint();
        size = QSize((size.width() > 0 ? size.width() + m_gap : 0) + wish.width(), std::max(size.height(), wish.height()));
    }
    return withMargins(size);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *const item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->sizeHint());
    }
    return withMargins(size);
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect room = rect.marginsRemoved(contentsMargins());
    const Qt::LayoutDirection direction = parentWidget()->layoutDirection();
    const Arrangement made = arranged(room);
    for (const Place &place : made.places)
        place.item->setGeometry(QStyle::visualRect(direction, room, place.rect));
}

FlowLayout::Arrangement FlowLayout::arranged(const QRect &room) const
{
    Arrangement made;
    qsizetype first = 0; // of the line
    int top = room.top();
    int left = room.left();
    int lineHeight = 0;
    const auto endLine = [&] {
        for (; first < made.places.size(); ++first)
            made.places[first].rect.translate(0, (lineHeight - made.places[first].rect.height()) / 2);
    };
    for (QLayoutItem *const item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wish = item->sizeHint();
        const QSize size(std::min(wish.width(), std::max(0, room.width())), wish.height());
        const bool isFirst = first == made.places.size();
        if (!isFirst && left + size.width() > room.left() + room.width()) {
            endLine();
            top += lineHeight + m_lineGap;
            left = room.left();
            lineHeight = 0;
        }
        made.places.append(Place{item, QRect(QPoint(left, top), size)});
        left += size.width() + m_gap;
        lineHeight = std::max(lineHeight, size.height());
    }
    endLine();
    made.height = top + lineHeight - room.top();
    return made;
}

QSize FlowLayout::withMargins(QSize size) const
{
    const QMargins margins = contentsMargins();
    return size.expandedTo({0, 0}) + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

} // namespace calotype::ui
