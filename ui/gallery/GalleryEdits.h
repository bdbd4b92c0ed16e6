#pragma once

#include "core/gallery/GalleryTypes.h"

#include <QObject>
#include <QStringList>
#include <QVector>

#include <functional>
#include <vector>

class QUndoStack;

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

/// Trash, ratings and tags as commands that can be undone. What the pictures have now is asked of the store first, so
/// that undoing gives back exactly that; orders are carried out in the order in which they came. GUI thread.
class GalleryEdits final : public QObject
{
    Q_OBJECT

public:
    /// @param store, stack  outlive this
    GalleryEdits(gallery::GalleryStore &store, QUndoStack &stack, QObject *parent = nullptr);

public Q_SLOTS:
    void trash(const QVector<qint64> &ids);
    void rate(const QVector<qint64> &ids, int rating);
    void addTag(const QVector<qint64> &ids, const QString &tag);
    void removeTag(const QVector<qint64> &ids, const QString &tag);
    /// Both at once: one thing to undo.
    void changeTags(const QVector<qint64> &ids, const QStringList &toAdd, const QStringList &toRemove);

private:
    using Items = QVector<gallery::GalleryItem>;
    struct Order {
        QVector<qint64> ids;
        std::function<void(const Items &)> carryOut;
    };

    void begin(const QVector<qint64> &ids, std::function<void(const Items &)> carryOut);
    void onFetched(const Items &items, quint64 request);

    gallery::GalleryStore &m_store;
    QUndoStack &m_stack;
    std::vector<Order> m_orders;
    quint64 m_request = 0; ///< for the first order's pictures
};

} // namespace calotype::ui
