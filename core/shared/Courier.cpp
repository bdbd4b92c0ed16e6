#include "core/shared/Courier.h"

#include <QPointer>

#include <utility>

namespace calotype {

Courier::Courier(QObject *parent)
    : QObject(parent)
{
    connect(this, &Courier::knocked, this, &Courier::deliver, Qt::QueuedConnection);
}

void Courier::send(std::function<void()> call)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_calls.empty();
        m_calls.push_back(std::move(call));
    }
    if (first) {
        Q_EMIT knocked();
    }
}

void Courier::deliver()
{
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_calls);
    }
    // A call may end in the destruction of this.
    const QPointer<Courier> alive(this);
    for (const auto &call : calls) {
        if (!alive) {
            return;
        }
        call();
    }
}

} // namespace calotype
