#include "core/diffusion/schedulers/HeunScheduler.h"

namespace calotype::diffusion {

HeunScheduler::HeunScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
    , m_limits(SampleLimits::of(config, false))
{
    m_limits.threshold = false; // the reference's class clips, but has no thresholding
}

void HeunScheduler::setTimesteps(int steps)
{
    const Layout layout = layOut(steps);
    m_sigmas = asFloats(firstThenPairs(layout.sigmas));
    m_sigmas.push_back(0);
    m_timesteps = asFloats(firstThenPairs(layout.timesteps));
    m_start = Tensor();
    m_slope = Tensor();
}

Tensor HeunScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const float level = sigma(index);
    const Tensor x0 = m_limits.apply(denoisedAtSigma(prediction(), output, sample, level));
    const Tensor slope = (sample - x0) / level;
    if (!m_start.defined()) {
        m_start = sample;
        m_slope = slope;
        return sample + slope * (sigma(index + 1) - level);
    }
    // The levels lie in pairs: this evaluation was made at the level that the Euler step went to.
    const Tensor next = m_start + (m_slope + slope) / 2 * (level - sigma(index - 1));
    m_start = Tensor();
    m_slope = Tensor();
    return next;
}

void HeunScheduler::visitState(const StateVisitor &visitor)
{
    visitor.show("start", m_start);
    visitor.show("slope", m_slope);
}

} // namespace calotype::diffusion
