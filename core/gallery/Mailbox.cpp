#include "core/gallery/Mailbox.h"

#include <QPointer>

#include <utility>

namespace calotype::gallery {

Mailbox::Mailbox(QObject *parent)
    : QObject(parent)
{
    connect(this, &Mailbox::knocked, this, &Mailbox::deliver, Qt::QueuedConnection);
}

void Mailbox::post(std::function<void()> call)
{
    bool isFirst = false;
    {
        const std::lock_guard lock(m_mutex);
        isFirst = m_waiting.empty();
        m_waiting.push_back(std::move(call));
    }
    if (isFirst)
        Q_EMIT knocked();
}

void Mailbox::deliver()
{
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_waiting);
    }
    const QPointer<Mailbox> self(this);
    for (const auto &call : calls) {
        // One of them may have destroyed the mailbox's owner.
        if (!self)
            return;
        call();
    }
}

} // namespace calotype::gallery
