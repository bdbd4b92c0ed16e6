#pragma once

#include <QRunnable>
#include <QThreadPool>

#include <deque>
#include <functional>
#include <mutex>

namespace calotype::models {

/// The one thread that all tensors live on: a QThreadPool of one thread that never expires, with a queue of tasks that
/// run in the order of posting.
class GenerationThread final
{
public:
    GenerationThread();
    /// Waits for all tasks that were posted.
    ~GenerationThread();

    GenerationThread(const GenerationThread &) = delete;
    GenerationThread &operator=(const GenerationThread &) = delete;

    /// Any thread. @p task must not throw.
    void post(std::function<void()> task);

private:
    /// Started once for each task. One object for all of them, so that everything a task captures crosses threads
    /// behind m_mutex, where a thread sanitizer sees it.
    class Worker final : public QRunnable
    {
    public:
        explicit Worker(GenerationThread &owner);
        void run() override;

    private:
        GenerationThread &m_owner;
    };

    void runNext();

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_tasks; ///< guarded by m_mutex
    Worker m_worker;
    QThreadPool m_pool;
};

} // namespace calotype::models
