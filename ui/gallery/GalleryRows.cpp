#include "ui/gallery/GalleryRows.h"

#include "core/gallery/GalleryStore.h"

#include <algorithm>

namespace calotype::ui {

using gallery::GalleryItem;

namespace {

constexpr int kKept = 4096;
constexpr int kMostAsked = 512;
constexpr int kMostSelected = 2000;
constexpr int kBatchRows = 256;
constexpr std::size_t kMostBatches = 2;
constexpr int kMostTries = 3; ///< of a picture that the store does not know any longer

} // namespace

GalleryRows::GalleryRows(gallery::GalleryStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_items(kKept)
{
    m_fill.setSingleShot(true);
    m_fill.setInterval(0);
    connect(&m_fill, &QTimer::timeout, this, &GalleryRows::fill);
    connect(&m_store, &gallery::GalleryStore::fetched, this, &GalleryRows::onFetched);
}

QString GalleryRows::path(qint64 id) const
{
    const GalleryItem *const known = item(id);
    return known ? known->path : m_selectedPaths.value(id);
}

void GalleryRows::setWindow(const QVector<qint64> &ids)
{
    m_window = ids;
    m_fill.start();
}

void GalleryRows::ask(qint64 id)
{
    if (m_tries.value(id) >= kMostTries || (!m_asked.isEmpty() && m_asked.last() == id))
        return;
    if (m_asked.size() >= kMostAsked)
        m_asked.removeFirst(); // the last ones are nearer to what is looked at
    m_asked.append(id);
    if (!m_fill.isActive())
        m_fill.start();
}

void GalleryRows::setSelected(const QVector<qint64> &ids)
{
    QHash<qint64, QString> paths;
    m_selectedUnknown.clear();
    for (const qint64 id : ids) {
        if (paths.size() >= kMostSelected)
            break;
        const QString known = path(id);
        paths.insert(id, known);
        if (known.isEmpty())
            m_selectedUnknown.append(id);
    }
    m_selectedPaths = paths;
    if (!m_selectedUnknown.isEmpty())
        m_fill.start();
}

void GalleryRows::probe(const QVector<qint64> &ids)
{
    send({ids, true});
}

void GalleryRows::refresh(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        if (m_items.contains(id))
            m_stale.insert(id);
        m_tries.remove(id);
    }
    m_fill.start();
}

void GalleryRows::forget(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        m_items.remove(id);
        m_stale.remove(id);
        m_tries.remove(id);
    }
}

void GalleryRows::clear()
{
    m_items.clear();
    m_window.clear();
    m_asked.clear();
    m_stale.clear();
    m_selectedPaths.clear();
    m_selectedUnknown.clear();
    m_batches.clear();
    m_tries.clear();
}

/// Sends the next request: what is seen, what was asked for out of turn, what is selected.
void GalleryRows::fill()
{
    const auto rowBatches = std::count_if(m_batches.begin(), m_batches.end(), [](const Batch &b) { return !b.isProbe; });
    if (static_cast<std::size_t>(rowBatches) >= kMostBatches)
        return; // its answer calls again
    QSet<qint64> underWay;
    for (const Batch &batch : m_batches) {
        if (!batch.isProbe)
            underWay.unite({batch.ids.begin(), batch.ids.end()});
    }
    Batch batch;
    const auto add = [&](qint64 id, bool evenIfKnown) {
        if (batch.ids.size() >= kBatchRows || underWay.contains(id) || (!evenIfKnown && m_items.contains(id))
            || m_tries.value(id) >= kMostTries)
            return;
        underWay.insert(id);
        ++m_tries[id];
        batch.ids.append(id);
    };
    for (const qint64 id : m_window)
        add(id, m_stale.contains(id));
    for (auto it = m_asked.crbegin(); it != m_asked.crend(); ++it)
        add(*it, false);
    for (const qint64 id : m_stale)
        add(id, true);
    for (const qint64 id : m_selectedUnknown)
        add(id, false);
    if (!batch.ids.isEmpty())
        send(std::move(batch));
    else
        m_asked.clear();
}

void GalleryRows::send(Batch batch)
{
    if (batch.ids.isEmpty())
        return;
    const QVector<qint64> ids = batch.ids;
    m_batches.push_back(std::move(batch));
    m_store.fetch(ids);
}

/// The store answers in order: with an answer to a request, those before it are answered too.
void GalleryRows::retire(const QVector<GalleryItem> &items)
{
    const auto answers = [&items](const Batch &batch) {
        if (items.size() > batch.ids.size())
            return false;
        return items.isEmpty() || (batch.ids.contains(items.first().id) && batch.ids.contains(items.last().id));
    };
    const auto found = std::find_if(m_batches.begin(), m_batches.end(), answers);
    if (found != m_batches.end())
        m_batches.erase(m_batches.begin(), found + 1);
}

bool GalleryRows::isWanted(qint64 id) const
{
    return m_items.contains(id) || m_tries.contains(id);
}

void GalleryRows::onFetched(const QVector<GalleryItem> &items)
{
    retire(items);
    QVector<qint64> ids;
    for (const GalleryItem &item : items) {
        if (const auto selected = m_selectedPaths.find(item.id); selected != m_selectedPaths.end())
            *selected = item.path;
        if (!isWanted(item.id))
            continue; // somebody else's, or a probe
        m_items.insert(item.id, new GalleryItem(item)); // takes it
        m_tries.remove(item.id);
        m_stale.remove(item.id);
        ids.append(item.id);
    }
    m_selectedUnknown.removeIf([this](qint64 id) { return !m_selectedPaths.value(id).isEmpty(); });
    if (!ids.isEmpty())
        Q_EMIT loaded(ids);
    Q_EMIT fetched(items);
    m_fill.start();
}

} // namespace calotype::ui
