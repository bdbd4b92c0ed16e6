#pragma once

#include "core/gallery/GalleryTypes.h"

#include <QCache>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVector>

#include <deque>

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

/// What is known of pictures: the last 4,096 that were used, fetched from the store when the event loop is free. At
/// most two requests are under way, so that what is wanted by then, not what was wanted before, decides on the next.
/// GUI thread.
class GalleryRows final : public QObject
{
    Q_OBJECT

public:
    /// @param store  outlives this
    explicit GalleryRows(gallery::GalleryStore &store, QObject *parent = nullptr);

    /// Null while it is not known. Valid until the event loop runs.
    const gallery::GalleryItem *item(qint64 id) const { return m_items.object(id); }
    /// Also of a selected picture whose row is not kept; "" while it is not known.
    QString path(qint64 id) const;

    /// The pictures that are seen or soon will be, the most urgent first.
    void setWindow(const QVector<qint64> &ids);
    /// One more, asked for out of turn.
    void ask(qint64 id);
    /// The paths of these are kept, of the first 2,000.
    void setSelected(const QVector<qint64> &ids);
    /// Fetches these without keeping them; fetched() tells of them.
    void probe(const QVector<qint64> &ids);

    /// What is known of these may be wrong by now: it is fetched again, and shown until then.
    void refresh(const QVector<qint64> &ids);
    void forget(const QVector<qint64> &ids);
    void clear();

Q_SIGNALS:
    /// These rows are known, or known anew.
    void loaded(const QVector<qint64> &ids);
    /// All that the store tells, whoever asked.
    void fetched(const QVector<calotype::gallery::GalleryItem> &items);

private:
    struct Batch {
        QVector<qint64> ids;
        bool isProbe = false;
    };

    void fill();
    void send(Batch batch);
    void onFetched(const QVector<gallery::GalleryItem> &items);
    void retire(const QVector<gallery::GalleryItem> &items);
    bool isWanted(qint64 id) const;

    gallery::GalleryStore &m_store;
    QCache<qint64, gallery::GalleryItem> m_items;
    QVector<qint64> m_window;
    QVector<qint64> m_asked;
    QSet<qint64> m_stale;
    QHash<qint64, QString> m_selectedPaths; ///< "" until it is known
    QVector<qint64> m_selectedUnknown;
    std::deque<Batch> m_batches;  ///< under way, in order
    QHash<qint64, int> m_tries;   ///< of rows under way or without an answer
    QTimer m_fill;                ///< of no time: once the event loop is free
};

} // namespace calotype::ui
