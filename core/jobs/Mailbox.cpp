#include "core/jobs/Mailbox.h"

#include <QPointer>

#include <utility>

namespace calotype::jobs {

Mailbox::Mailbox(QObject *parent)
    : QObject(parent)
{
    connect(this, &Mailbox::knocked, this, &Mailbox::deliver, Qt::QueuedConnection);
}

void Mailbox::post(std::function<void()> call)
{
    bool knock = false;
    {
        const std::lock_guard lock(m_mutex);
        knock = m_calls.empty();
        m_calls.push_back(std::move(call));
    }
    if (knock) {
        Q_EMIT knocked();
    }
}

void Mailbox::deliver()
{
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_calls);
    }
    // A call may end in the destruction of this.
    const QPointer<Mailbox> alive(this);
    for (const auto &call : calls) {
        if (!alive) {
            return;
        }
        call();
    }
}

} // namespace calotype::jobs
