#include "ui/gallery/ThumbnailLoader.h"

#include "core/gallery/ThumbnailCache.h"

#include <QElapsedTimer>
#include <QRunnable>

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

namespace calotype::ui {

namespace {

constexpr qint64 kSliceMs = 4; ///< of the GUI thread at a time

} // namespace

/// What the threads and the loader share.
struct ThumbnailLoader::Shared {
    struct Task {
        ThumbnailRequest request;
        int edge = 0;
    };
    struct Answer {
        ThumbnailRequest request;
        QImage image; ///< null: unreadable
        int edge = 0;
    };

    std::mutex mutex; ///< guards all that follows
    std::deque<Task> waiting;
    QHash<qint64, Task> running;
    std::deque<Answer> answers;
    int workers = 0;
    bool told = false; ///< a call of deliver() is under way

    bool take(Task &task)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        if (waiting.empty()) {
            --workers;
            return false;
        }
        task = std::move(waiting.front());
        waiting.pop_front();
        running.insert(task.request.id, task);
        return true;
    }

    /// @return whether deliver() has to be called for it
    bool give(Answer answer)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        running.remove(answer.request.id);
        answers.push_back(std::move(answer));
        return !std::exchange(told, true);
    }
};

/// Works off what waits, on as many threads of the pool as it is started on. It is one for all of them, made before they are.
class ThumbnailLoader::Worker final : public QRunnable
{
public:
    Worker(ThumbnailLoader &owner, gallery::ThumbnailCache &cache)
        : m_owner(owner)
        , m_shared(*owner.m_shared)
        , m_cache(cache)
    {
        setAutoDelete(false);
    }

    void run() override;

private:
    QImage load(const Shared::Task &task) const;

    ThumbnailLoader &m_owner; ///< waits for the threads before it goes
    Shared &m_shared;
    gallery::ThumbnailCache &m_cache;
};

void ThumbnailLoader::Worker::run()
{
    Shared::Task task;
    while (m_shared.take(task)) {
        if (m_shared.give({task.request, load(task), task.edge}))
            QMetaObject::invokeMethod(&m_owner, &ThumbnailLoader::deliver, Qt::QueuedConnection);
    }
}

/// @return null: unreadable
QImage ThumbnailLoader::Worker::load(const Shared::Task &task) const
{
    const ThumbnailRequest &request = task.request;
    const int kept = gallery::ThumbnailCache::edgeFor(task.edge);
    QImage image;
    if (const auto found = m_cache.load(request.path, request.modified, request.fileSize, kept))
        image = *found;
    else if (const auto made = m_cache.make(request.path, request.modified, request.fileSize, kept))
        image = made.value();
    if (image.width() <= task.edge && image.height() <= task.edge)
        return image;
    const QSize size = image.size().scaled(task.edge, task.edge, Qt::KeepAspectRatio).expandedTo({1, 1});
    return image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

ThumbnailLoader::ThumbnailLoader(gallery::ThumbnailCache &cache, QObject *parent, int threads)
    : QObject(parent)
    , m_shared(std::make_unique<Shared>())
    , m_worker(std::make_unique<Worker>(*this, cache))
{
    m_pool.setMaxThreadCount(threads);
    m_pool.setThreadPriority(QThread::LowPriority);
}

ThumbnailLoader::~ThumbnailLoader()
{
    {
        const std::lock_guard<std::mutex> lock(m_shared->mutex);
        m_shared->waiting.clear();
    }
    m_pool.waitForDone();
}

void ThumbnailLoader::setEdge(int pixels)
{
    m_edge = std::clamp(pixels, 16, gallery::ThumbnailCache::kLarge);
}

int ThumbnailLoader::capacity() const
{
    return static_cast<int>(kMemoryLimit / (qint64{4} * m_edge * m_edge));
}

void ThumbnailLoader::request(const QVector<ThumbnailRequest> &wanted)
{
    int start = 0;
    {
        const std::lock_guard<std::mutex> lock(m_shared->mutex);
        m_shared->waiting.clear();
        for (const ThumbnailRequest &request : wanted) {
            const auto running = m_shared->running.constFind(request.id);
            const bool isUnderWay = running != m_shared->running.constEnd() && running->edge == m_edge && running->request == request;
            if (isUnderWay || m_broken.value(request.id) == request)
                continue;
            const Kept *const kept = m_pixmaps.object(request.id);
            if (!kept || kept->edge != m_edge || kept->modified != request.modified)
                m_shared->waiting.push_back({request, m_edge});
        }
        start = std::min(m_pool.maxThreadCount(), static_cast<int>(m_shared->waiting.size())) - m_shared->workers;
        m_shared->workers += std::max(0, start);
    }
    for (int i = 0; i < start; ++i)
        m_pool.start(m_worker.get());
}

void ThumbnailLoader::deliver()
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        Shared::Answer answer;
        {
            const std::lock_guard<std::mutex> lock(m_shared->mutex);
            if (m_shared->answers.empty()) {
                m_shared->told = false;
                return;
            }
            answer = std::move(m_shared->answers.front());
            m_shared->answers.pop_front();
        }
        if (answer.image.isNull()) {
            m_broken.insert(answer.request.id, answer.request);
        } else {
            m_broken.remove(answer.request.id);
            const auto bytes = static_cast<qsizetype>(answer.image.sizeInBytes());
            auto kept = std::make_unique<Kept>();
            kept->pixmap = QPixmap::fromImage(std::move(answer.image));
            kept->modified = answer.request.modified;
            kept->edge = answer.edge;
            m_pixmaps.insert(answer.request.id, kept.release(), bytes); // takes it
        }
        Q_EMIT ready(answer.request.id);
        if (timer.elapsed() >= kSliceMs)
            break;
    }
    QMetaObject::invokeMethod(this, &ThumbnailLoader::deliver, Qt::QueuedConnection);
}

QPixmap ThumbnailLoader::pixmap(qint64 id) const
{
    const Kept *const kept = m_pixmaps.object(id);
    return kept ? kept->pixmap : QPixmap();
}

void ThumbnailLoader::forget(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        m_broken.remove(id);
        m_pixmaps.remove(id);
    }
}

} // namespace calotype::ui
