#pragma once

#include "core/base/Error.h"
#include "core/base/Result.h"
#include "core/jobs/JobStore.h"
#include "core/shared/Courier.h"

#include <QHash>
#include <QString>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace calotype::jobs {

/// What a JobQueue finds in its database at the start.
struct StoredQueue {
    std::vector<Job> jobs;
    qint64 nextId = 1;
    bool recovered = false; ///< a job ran when the program died
    QString pause;          ///< as JobQueue keeps it
    QHash<QString, double> speeds;
};

/// The database thread of a JobQueue. Tasks run in the order of their posting. One that meets a full disk or a locked
/// file stays in front and is tried again every few seconds, and at retry(); what comes after it waits. One that meets
/// a damaged file is run again on the new one that takes its place.
class StoreThread final
{
public:
    struct Task {
        std::function<void(JobStore &)> run;
        /// It can never be done. Called through the courier. Null: nobody needs to know.
        std::function<void(const Error &)> failed;
        /// The job whose resume point this stores: a later one takes its place while it waits. 0: another task.
        qint64 resumePointOf = 0;
    };
    /// Called through the courier.
    struct Events {
        std::function<void(const Error &)> blocked;  ///< for each try that went wrong
        std::function<void()> unblocked;
        std::function<void(const Error &)> notice;   ///< something went wrong that concerns no task; it goes on
        std::function<void(const Error &)> replaced; ///< a damaged file was, after open(), by what could be read of it
    };

    /// @param courier  of the thread that is told; it outlives this
    StoreThread(const QString &path, JobStoreOptions options, Courier &courier, Events events);
    /// Runs what was posted, as far as that goes at the first try, and ends.
    ~StoreThread();

    /// Takes the lock beside the file, opens it and sorts out what a dead program left. @p done through the courier.
    void open(std::function<void(Result<StoredQueue>)> done);
    void post(Task task);
    /// Tries again at once what waits for room or for a lock.
    void retry();
    /// As JobStore::setMostPages(), not behind the tasks.
    void setMostPages(qint64 pages);

private:
    class Worker;
    enum class Outcome { Over, Waits };

    void run();
    Outcome attempt(Worker &worker, const Task &task);
    bool hasNewer(const Task &task) const;

    const QString m_path;
    const JobStoreOptions m_options;
    Courier &m_courier;
    const Events m_events;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Task> m_tasks;                              ///< guarded by m_mutex, as all below
    std::function<void(Result<StoredQueue>)> m_openWanted; ///< null: not wanted
    std::optional<qint64> m_mostPages;
    bool m_blocked = false; ///< the task in front waits for room or for a lock
    bool m_retry = false;
    bool m_end = false;

    std::thread m_thread;
};

} // namespace calotype::jobs
