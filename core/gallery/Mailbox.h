#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace calotype::gallery {

/// Calls from any thread, made on the thread that the mailbox lives in, from its event loop and in their order. What has
/// not been made when it is destroyed never is.
///
/// They wait under a std::mutex, and Qt carries only the knock: a thread sanitizer then sees how they change hands,
/// though it does not know Qt's own locks.
class Mailbox final : public QObject
{
    Q_OBJECT

public:
    explicit Mailbox(QObject *parent = nullptr);

    /// Any thread.
    void post(std::function<void()> call);

Q_SIGNALS:
    /// For the mailbox itself.
    void knocked();

private:
    void deliver();

    std::mutex m_mutex;
    std::vector<std::function<void()>> m_waiting; ///< guarded by m_mutex
};

} // namespace calotype::gallery
