#pragma once

#include "core/shared/Courier.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace calotype::ui {

/// Work for other threads whose answers come back to the one that it was made in. A member of its owner, the last one: its
/// destructor waits for what runs, drops the answers, and so nothing of the owner is gone before.
class Background final
{
public:
    /// @param threads  how many works may run at a time
    explicit Background(int threads = 2) { m_pool.setMaxThreadCount(threads); }
    ~Background() { m_pool.waitForDone(); }

    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    /// Returns when nothing runs any more. The answers are then on their way.
    void wait() { m_pool.waitForDone(); }
    /// As wait(), and the answers have been given.
    void finish()
    {
        wait();
        QCoreApplication::sendPostedEvents(&m_courier, QEvent::MetaCall);
    }

    /// Calls @p work on a thread of the pool, then @p answer with its value on this one's thread. @p work must not throw,
    /// and must not touch the owner; @p answer must not run an event loop, for which other answers would wait.
    template<typename Work, typename Answer>
    void run(Work work, Answer answer)
    {
        m_pool.start([this, work = std::move(work), answer = std::move(answer)]() mutable {
            using Value = std::decay_t<decltype(work())>;
            auto value = std::make_shared<Value>(work());
            m_courier.send([value = std::move(value), answer = std::move(answer)]() mutable { answer(std::move(*value)); });
        });
    }

private:
    Courier m_courier;
    QThreadPool m_pool;
};

} // namespace calotype::ui
