#pragma once

#include "core/diffusion/Torch.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace calotype::diffusion {

/// Hands out the numbers 0 to count - 1, each once, to whichever thread asks next. Any thread.
class SharedTasks
{
public:
    explicit SharedTasks(std::int64_t count)
        : m_count(count)
    {
    }

    /// @return whether @p task was given a number; false when all are taken
    bool take(std::int64_t &task)
    {
        task = m_next.fetch_add(1, std::memory_order_relaxed);
        return task < m_count;
    }

private:
    const std::int64_t m_count;
    std::atomic<std::int64_t> m_next = 0;
};

/// Calls @p work(SharedTasks &) on each of torch's threads, at most @p count of them, and waits for all. Unlike the equal
/// parts of at::parallel_for, a thread that the system or the window holds up does not hold up the others.
template<typename Work>
void shareTasks(std::int64_t count, const Work &work)
{
    SharedTasks tasks(count);
    const std::int64_t threads = std::min<std::int64_t>(count, at::get_num_threads());
    at::parallel_for(0, threads, 1, [&](std::int64_t, std::int64_t) { work(tasks); });
}

} // namespace calotype::diffusion
