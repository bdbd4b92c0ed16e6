#include "core/jobs/StoreThread.h"

#include <spdlog/spdlog.h>

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace calotype::jobs {

namespace {

constexpr std::chrono::seconds kRetryEvery{5};

bool isPassing(const Error &error)
{
    return error.code == ErrorCode::DiskFull || error.code == ErrorCode::Io;
}

} // namespace

/// What lives on the thread alone.
class StoreThread::Worker
{
public:
    Worker(const QString &path, const JobStoreOptions &options)
        : m_path(path)
        , m_options(options)
        , m_lock(path + QStringLiteral(".lock"))
    {
        // It ends with its process, never by its age.
        m_lock.setStaleLockTime(0);
    }

    Result<StoredQueue> open()
    {
        try {
            takeLock();
            JobStore &sound = store();
            StoredQueue queue;
            queue.recovered = sound.recover();
            queue.jobs = sound.jobs();
            queue.nextId = sound.nextId();
            queue.pause = sound.meta(QStringLiteral("pause"));
            queue.speeds = sound.speeds();
            return queue;
        } catch (const Failure &failure) {
            m_store.reset();
            m_lock.unlock();
            return failure.error();
        }
    }

    /// The open store; opened anew, and a damaged one replaced, where it is not.
    JobStore &store()
    {
        if (!m_store) {
            m_store = std::make_unique<JobStore>(m_path, m_options);
            m_store->setMostPages(m_mostPages);
            if (m_store->notice())
                m_notice = m_store->notice();
        }
        return *m_store;
    }

    void close() { m_store.reset(); }
    void endSession()
    {
        if (!m_store)
            return;
        try {
            m_store->endSession();
        } catch (const Failure &failure) {
            spdlog::warn("jobs: the queue is closed as after a crash: {} {}", failure.error().message, failure.error().detail);
        }
    }
    std::optional<Error> takeNotice() { return std::exchange(m_notice, std::nullopt); }

    void setMostPages(qint64 pages)
    {
        m_mostPages = pages;
        if (!m_store)
            return;
        try {
            m_store->setMostPages(pages);
        } catch (const Failure &) {
            m_store.reset(); // opened anew, with the bound, for the next task
        }
    }

private:
    void takeLock()
    {
        if (m_lock.isLocked())
            return;
        QDir().mkpath(QFileInfo(m_path).absolutePath());
        if (m_lock.tryLock(0))
            return;
        if (m_lock.error() == QLockFile::LockFailedError) {
            throw Failure(ErrorCode::WrongUse,
                          "Another Calotype runs the queue already; use its window, or close it and open the queue again.");
        }
        throw Failure(ErrorCode::Io,
                      QStringLiteral("The queue cannot be kept in “%1”; see that the folder is there and may be written to.")
                          .arg(QFileInfo(m_path).absolutePath())
                          .toStdString());
    }

    const QString m_path;
    const JobStoreOptions m_options;
    QLockFile m_lock;
    std::unique_ptr<JobStore> m_store; ///< closed before the lock is given back
    qint64 m_mostPages = 0;
    std::optional<Error> m_notice;
};

StoreThread::StoreThread(const QString &path, JobStoreOptions options, Courier &courier, Events events)
    : m_path(path)
    , m_options(std::move(options))
    , m_courier(courier)
    , m_events(std::move(events))
    , m_thread([this] { run(); })
{
}

StoreThread::~StoreThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void StoreThread::open(std::function<void(Result<StoredQueue>)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_openWanted = std::move(done);
    }
    m_changed.notify_one();
}

void StoreThread::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (task.resumePointOf != 0) {
            std::erase_if(m_tasks, [&](const Task &older) { return older.resumePointOf == task.resumePointOf; });
        }
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_one();
}

void StoreThread::retry()
{
    {
        const std::lock_guard lock(m_mutex);
        m_retry = true;
    }
    m_changed.notify_one();
}

void StoreThread::setMostPages(qint64 pages)
{
    {
        const std::lock_guard lock(m_mutex);
        m_mostPages = pages;
    }
    m_changed.notify_one();
}

void StoreThread::run()
{
    Worker worker(m_path, m_options);
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] {
        return m_end || m_openWanted || m_mostPages || m_retry || (!m_tasks.empty() && !m_blocked);
    };
    for (;;) {
        if (m_blocked)
            m_changed.wait_for(lock, kRetryEvery, hasWork);
        else
            m_changed.wait(lock, hasWork);
        m_retry = false;
        if (m_mostPages)
            worker.setMostPages(*std::exchange(m_mostPages, std::nullopt));
        if (m_openWanted) {
            auto done = std::exchange(m_openWanted, nullptr);
            lock.unlock();
            auto result = std::make_shared<Result<StoredQueue>>(worker.open());
            m_courier.send([done, result] { done(std::move(*result)); });
            if (const auto notice = worker.takeNotice())
                m_courier.send([this, error = *notice] { m_events.notice(error); });
            lock.lock();
            continue;
        }
        if (m_tasks.empty()) {
            if (!m_end)
                continue;
            worker.endSession();
            return;
        }

        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        const Outcome outcome = attempt(worker, task);
        lock.lock();
        if (outcome == Outcome::Waits) {
            if (!hasNewer(task))
                m_tasks.push_front(std::move(task));
            m_blocked = true;
            if (m_end) {
                spdlog::error("jobs: {} changes of the queue could not be saved", m_tasks.size());
                return;
            }
        } else if (std::exchange(m_blocked, false)) {
            m_courier.send([this] { m_events.unblocked(); });
        }
    }
}

StoreThread::Outcome StoreThread::attempt(Worker &worker, const Task &task)
{
    const auto over = [&](const Error &error) {
        spdlog::error("jobs: {} {}", error.message, error.detail);
        m_courier.send([this, failed = task.failed, error] { failed ? failed(error) : m_events.notice(error); });
        return Outcome::Over;
    };
    for (bool reopened = false;; reopened = true) {
        try {
            task.run(worker.store());
            if (const auto notice = worker.takeNotice())
                m_courier.send([this, error = *notice] { m_events.replaced(error); });
            return Outcome::Over;
        } catch (const Failure &failure) {
            const Error &error = failure.error();
            if (isPassing(error)) {
                spdlog::warn("jobs: {} {}", error.message, error.detail);
                m_courier.send([this, error] { m_events.blocked(error); });
                return Outcome::Waits;
            }
            if (error.code != ErrorCode::Damaged || reopened)
                return over(error);
            worker.close();
        } catch (const std::exception &fault) {
            return over({ErrorCode::Internal, "The queue could not take in a change.", fault.what()});
        }
    }
}

bool StoreThread::hasNewer(const Task &task) const
{
    return task.resumePointOf != 0
        && std::any_of(m_tasks.begin(), m_tasks.end(), [&](const Task &other) { return other.resumePointOf == task.resumePointOf; });
}

} // namespace calotype::jobs
