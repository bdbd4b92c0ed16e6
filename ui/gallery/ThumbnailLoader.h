#pragma once

#include <QCache>
#include <QDateTime>
#include <QObject>
#include <QPixmap>
#include <QHash>
#include <QString>
#include <QThreadPool>
#include <QVector>

#include <memory>

namespace calotype::gallery {
class ThumbnailCache;
}

namespace calotype::ui {

/// A file whose thumbnail is wanted.
struct ThumbnailRequest {
    qint64 id = 0;
    QString path;
    QDateTime modified;
    qint64 fileSize = 0;

    bool operator==(const ThumbnailRequest &) const = default;
};

/// Brings thumbnails from the disk's cache, or makes them, on threads of its own at low priority: those asked for
/// first come first, and what is not asked for any longer is dropped before it starts. Pixmaps are kept up to a limit
/// of bytes, those that were not looked at for longest being dropped. GUI thread.
class ThumbnailLoader final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 kMemoryLimit = qint64{128} << 20;

    static constexpr int kThreads = 2;

    /// @param cache    outlives this
    /// @param threads  with one, thumbnails come in the order in which they are asked for
    explicit ThumbnailLoader(gallery::ThumbnailCache &cache, QObject *parent = nullptr, int threads = kThreads);
    ~ThumbnailLoader() override;

    /// The longest side of the pixmaps in device pixels; those of another size serve until new ones are asked for.
    void setEdge(int pixels);
    int edge() const { return m_edge; }

    /// What is wanted now, the most urgent first; takes the place of what was asked for before.
    void request(const QVector<ThumbnailRequest> &wanted);

    /// A null pixmap until it is there.
    QPixmap pixmap(qint64 id) const;
    /// Whether the picture could not be read, so that none will come.
    bool isBroken(qint64 id) const { return m_broken.contains(id); }
    /// The file has changed or is gone.
    void forget(const QVector<qint64> &ids);

    /// How many pixmaps of this edge fit into memory.
    int capacity() const;

Q_SIGNALS:
    /// The pixmap is there, or the picture turned out to be unreadable.
    void ready(qint64 id);

private:
    struct Kept {
        QPixmap pixmap;
        QDateTime modified;
        int edge = 0;
    };
    struct Shared;

    class Worker;

    void deliver();

    QCache<qint64, Kept> m_pixmaps{kMemoryLimit};
    QHash<qint64, ThumbnailRequest> m_broken; ///< as they were asked for: elsewhere, or written anew, they may be whole
    int m_edge = 256;
    std::unique_ptr<Shared> m_shared;
    std::unique_ptr<Worker> m_worker;
    QThreadPool m_pool; ///< last: ends first
};

} // namespace calotype::ui
