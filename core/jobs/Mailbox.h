#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace calotype::jobs {

/// Takes calls from any thread and makes them on its own, from the event loop, in the order in which they came. What is
/// left when it is destroyed is dropped.
///
/// The calls are handed over under a std::mutex, and only the knock goes through Qt: so a thread sanitizer sees the
/// hand-over, though Qt's own library is not instrumented.
class Mailbox final : public QObject
{
    Q_OBJECT

public:
    explicit Mailbox(QObject *parent = nullptr);

    /// Any thread.
    void post(std::function<void()> call);

Q_SIGNALS:
    /// Not for use outside.
    void knocked();

private:
    void deliver();

    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls; ///< guarded by m_mutex
};

} // namespace calotype::jobs
