#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace calotype::tests {

/// A door that a test holds. It starts open; behind a closed one every comer waits until it is let through, or told
/// to stop. Any thread.
class Gate
{
public:
    /// From now on every comer waits.
    void close();
    /// Everybody passes, those who wait too.
    void open();
    /// Lets the next @p count comers through a closed gate, those who wait first.
    void letThrough(int count = 1);

    /// Waits to be let through. @return false if @p stop was requested first (or had been before)
    bool pass(std::stop_token stop);
    /// Waits to be let through, whatever is requested meanwhile.
    void passUnstoppable();

    /// How many wait now.
    int waiting() const;

private:
    bool take(); ///< with m_mutex held

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open = true; ///< guarded by m_mutex, as all below
    int m_permits = 0;
    int m_waiting = 0;
};

} // namespace calotype::tests
