#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace calotype::ui {

/// Work for other threads whose answers come back to the owner's. A member of its owner, the last one: its destructor
/// waits for what runs, drops the answers, and so nothing of the owner is gone before.
class Background final
{
public:
    /// @param threads  how many works may run at a time
    explicit Background(QObject *owner, int threads = 2)
        : m_owner(owner)
    {
        m_pool.setMaxThreadCount(threads);
    }
    ~Background() { m_pool.waitForDone(); }

    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    /// Returns when nothing runs any more. The answers are then on their way.
    void wait() { m_pool.waitForDone(); }

    /// Calls @p work on a thread of the pool, then @p answer with its value on the owner's thread. @p work must not
    /// throw, and must not touch the owner.
    template<typename Work, typename Answer>
    void run(Work work, Answer answer)
    {
        m_pool.start([owner = m_owner, work = std::move(work), answer = std::move(answer)]() mutable {
            using Value = std::decay_t<decltype(work())>;
            auto value = std::make_shared<Value>(work());
            QMetaObject::invokeMethod(
                owner, [value = std::move(value), answer = std::move(answer)]() mutable { answer(std::move(*value)); },
                Qt::QueuedConnection);
        });
    }

private:
    QObject *m_owner;
    QThreadPool m_pool;
};

} // namespace calotype::ui
