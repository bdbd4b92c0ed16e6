#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace calotype {

/// Carries calls to the thread that the courier lives in; they run from its event loop, in the order of sending. What
/// is on its way when the courier is destroyed is dropped.
///
/// The calls wait behind a std::mutex of ours, and Qt carries no more than the knock on the door: so a thread
/// sanitizer sees the hand-over, though Qt itself is not instrumented.
class Courier final : public QObject
{
    Q_OBJECT

public:
    explicit Courier(QObject *parent = nullptr);

    /// Any thread.
    void send(std::function<void()> call);

Q_SIGNALS:
    /// Not for use outside: the knock.
    void knocked();

private:
    void deliver();

    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls; ///< guarded by m_mutex
};

} // namespace calotype
