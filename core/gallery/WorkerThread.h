#pragma once

#include "core/shared/Courier.h"

#include <QString>
#include <QThread>

#include <functional>

namespace calotype::gallery {

/// A thread with an event loop that makes posted calls one after the other; timers and watchers made there work.
class WorkerThread final
{
public:
    explicit WorkerThread(const QString &name);
    /// finish() without a last call, if it has not been called.
    ~WorkerThread();
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    /// Any thread.
    void post(std::function<void()> call) { m_courier.send(std::move(call)); }
    /// Makes what was posted, then @p last, and ends the thread; returns when it has ended.
    void finish(std::function<void()> last);

private:
    QThread m_thread;
    Courier m_courier;
};

} // namespace calotype::gallery
