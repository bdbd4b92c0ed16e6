#include "ui/gallery/GalleryEdits.h"

#include "core/gallery/GalleryStore.h"
#include "ui/gallery/GalleryCommands.h"

#include <QUndoStack>

#include <utility>

namespace calotype::ui {

using gallery::GalleryItem;

GalleryEdits::GalleryEdits(gallery::GalleryStore &store, QUndoStack &stack, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_stack(stack)
{
    connect(&store, &gallery::GalleryStore::fetched, this, &GalleryEdits::onFetched);
    connect(&store, &gallery::GalleryStore::removed, this, &GalleryEdits::onRemoved);
    connect(&store, &gallery::GalleryStore::reset, this, [this] {
        m_orders.clear(); // no id holds any longer, neither of what is to be done nor of what can be undone
        m_stack.clear();
    });
}

void GalleryEdits::trash(const QVector<qint64> &ids)
{
    if (!ids.isEmpty())
        m_stack.push(new TrashCommand(m_store, ids)); // takes it
}

void GalleryEdits::rate(const QVector<qint64> &ids, int rating)
{
    begin(ids, [this, rating](const Items &items) {
        QMap<int, QVector<qint64>> before;
        for (const GalleryItem &item : items) {
            if (item.rating != rating)
                before[item.rating].append(item.id);
        }
        if (!before.isEmpty())
            m_stack.push(new RatingCommand(m_store, before, rating));
    });
}

void GalleryEdits::addTag(const QVector<qint64> &ids, const QString &tag)
{
    changeTag(ids, tag.trimmed(), true);
}

void GalleryEdits::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    changeTag(ids, tag.trimmed(), false);
}

void GalleryEdits::changeTag(const QVector<qint64> &ids, const QString &tag, bool add)
{
    if (tag.isEmpty())
        return;
    begin(ids, [this, tag, add](const Items &items) {
        QVector<qint64> others;
        for (const GalleryItem &item : items) {
            if (item.tags.contains(tag, Qt::CaseInsensitive) != add)
                others.append(item.id);
        }
        const auto change = add ? TagCommand::Change::Add : TagCommand::Change::Remove;
        if (!others.isEmpty())
            m_stack.push(new TagCommand(m_store, others, tag, change));
    });
}

void GalleryEdits::begin(const QVector<qint64> &ids, std::function<void(const Items &)> carryOut)
{
    if (ids.isEmpty())
        return;
    m_orders.push_back({ids, {ids.begin(), ids.end()}, {}, std::move(carryOut)});
    if (m_orders.size() == 1)
        m_store.fetch(ids);
}

/// Only the first order listens: the next one's pictures are asked for when the first has changed them.
void GalleryEdits::onFetched(const Items &items)
{
    if (m_orders.empty())
        return;
    Order &order = m_orders.front();
    for (const GalleryItem &item : items) {
        if (order.missing.remove(item.id))
            order.items.append(item);
    }
    carryOut();
}

void GalleryEdits::onRemoved(const QVector<qint64> &ids)
{
    for (Order &order : m_orders) {
        for (const qint64 id : ids)
            order.missing.remove(id);
    }
    carryOut();
}

void GalleryEdits::carryOut()
{
    if (m_orders.empty() || !m_orders.front().missing.isEmpty())
        return;
    const Order order = std::move(m_orders.front());
    m_orders.erase(m_orders.begin());
    order.carryOut(order.items);
    if (!m_orders.empty())
        m_store.fetch(m_orders.front().ids);
}

} // namespace calotype::ui
