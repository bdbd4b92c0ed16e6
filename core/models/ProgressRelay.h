#pragma once

#include "core/engine/Progress.h"

#include <mutex>
#include <vector>

namespace calotype::models {

/// Where progress waits between the generation thread and the listener's. Of plain steps only the latest waits, so at
/// most one preview is undelivered; what carries a finished picture or latents is never passed over. Any thread.
class ProgressRelay final
{
public:
    /// @return whether the relay was empty: then the listener has to be woken
    bool put(const Progress &event);
    /// All that waits, in order. The relay is empty afterwards.
    std::vector<Progress> take();

private:
    std::mutex m_mutex;
    std::vector<Progress> m_events; ///< guarded by m_mutex
};

} // namespace calotype::models
