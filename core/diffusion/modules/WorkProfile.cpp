#include "core/diffusion/modules/WorkProfile.h"

#include <utility>

namespace calotype::diffusion {

const char *workName(Work work)
{
    switch (work) {
    case Work::Winograd: return "Winograd convolution";
    case Work::Convolution: return "other convolution";
    case Work::Pointwise: return "1x1 convolution";
    case Work::Linear: return "linear";
    case Work::Attention: return "attention";
    case Work::GroupNorm: return "group norm";
    case Work::LayerNorm: return "layer norm";
    case Work::Geglu: return "GEGLU";
    case Work::Widening: return "widening";
    case Work::Rest: break;
    }
    return "rest";
}

WorkProfile::WorkProfile(std::function<void()> settle)
    : m_settle(std::move(settle))
{
    s_current = this;
    if (m_settle)
        m_settle();
    m_since = Clock::now();
}

WorkProfile::~WorkProfile()
{
    if (s_current == this)
        s_current = nullptr;
}

WorkProfile::Line WorkProfile::total() const
{
    Line sum;
    for (const Line &line : m_lines) {
        sum.seconds += line.seconds;
        sum.gflop += line.gflop;
        sum.calls += line.calls;
    }
    return sum;
}

void WorkProfile::end()
{
    enter(Work::Rest);
    s_current = nullptr;
}

// Counts the time up to now to what was at work, and says what that was.
Work WorkProfile::enter(Work work)
{
    if (m_settle)
        m_settle();
    const auto now = Clock::now();
    lineOf(m_work).seconds += std::chrono::duration<double>(now - m_since).count();
    m_since = now;
    return std::exchange(m_work, work);
}

} // namespace calotype::diffusion
