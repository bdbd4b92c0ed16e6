#include "ui/gallery/GalleryEdits.h"

#include "core/gallery/GalleryStore.h"
#include "ui/gallery/GalleryCommands.h"

#include <QUndoStack>

#include <memory>
#include <utility>

namespace calotype::ui {

using gallery::GalleryItem;

GalleryEdits::GalleryEdits(gallery::GalleryStore &store, QUndoStack &stack, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_stack(stack)
{
    connect(&store, &gallery::GalleryStore::fetched, this, &GalleryEdits::onFetched);
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
    changeTags(ids, {tag}, {});
}

void GalleryEdits::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    changeTags(ids, {}, {tag});
}

void GalleryEdits::changeTags(const QVector<qint64> &ids, const QStringList &toAdd, const QStringList &toRemove)
{
    if (toAdd.isEmpty() && toRemove.isEmpty())
        return;
    begin(ids, [this, toAdd, toRemove](const Items &items) {
        std::vector<std::unique_ptr<TagCommand>> commands;
        const auto change = [&](const QStringList &tags, TagCommand::Change change) {
            for (const QString &each : tags) {
                const QString tag = each.simplified(); // as the index writes it
                QVector<qint64> others;
                for (const GalleryItem &item : items) {
                    if (item.tags.contains(tag, Qt::CaseInsensitive) != (change == TagCommand::Change::Add))
                        others.append(item.id);
                }
                if (!tag.isEmpty() && !others.isEmpty())
                    commands.push_back(std::make_unique<TagCommand>(m_store, others, tag, change));
            }
        };
        change(toAdd, TagCommand::Change::Add);
        change(toRemove, TagCommand::Change::Remove);
        const bool isSeveral = commands.size() > 1;
        if (isSeveral)
            m_stack.beginMacro(tr("Tags (%n)", nullptr, static_cast<int>(items.size())));
        for (auto &command : commands)
            m_stack.push(command.release()); // takes it
        if (isSeveral)
            m_stack.endMacro();
    });
}

void GalleryEdits::begin(const QVector<qint64> &ids, std::function<void(const Items &)> carryOut)
{
    if (ids.isEmpty())
        return;
    m_orders.push_back({ids, std::move(carryOut)});
    if (m_orders.size() == 1)
        m_request = m_store.fetch(ids);
}

/// Only the first order is under way: the next one's pictures are asked for when the first has changed them.
void GalleryEdits::onFetched(const Items &items, quint64 request)
{
    if (m_orders.empty() || request != m_request)
        return;
    const Order order = std::move(m_orders.front());
    m_orders.erase(m_orders.begin());
    order.carryOut(items);
    if (!m_orders.empty())
        m_request = m_store.fetch(m_orders.front().ids);
}

} // namespace calotype::ui
