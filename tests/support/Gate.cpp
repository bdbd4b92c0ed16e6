#include "tests/support/Gate.h"

namespace calotype::tests {

void Gate::close()
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
    m_permits = 0;
}

void Gate::open()
{
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
    }
    m_changed.notify_all();
}

void Gate::letThrough(int count)
{
    {
        const std::lock_guard lock(m_mutex);
        m_permits += count;
    }
    m_changed.notify_all();
}

bool Gate::take()
{
    if (m_open) {
        return true;
    }
    if (m_permits > 0) {
        --m_permits;
        return true;
    }
    return false;
}

bool Gate::pass(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    if (stop.stop_requested()) {
        return false;
    }
    ++m_waiting;
    const bool passed = m_changed.wait(lock, stop, [this] { return take(); });
    --m_waiting;
    return passed;
}

void Gate::passUnstoppable()
{
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    m_changed.wait(lock, [this] { return take(); });
    --m_waiting;
}

int Gate::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

} // namespace calotype::tests
