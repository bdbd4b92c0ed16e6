#include "core/diffusion/schedulers/DdpmScheduler.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

/// The _log words differ only in how the reference gets at the same deviation.
bool isLargeVariance(const SchedulerConfig &config)
{
    const std::string word = config.varianceType.value_or("fixed_small");
    if (word == "fixed_small" || word == "fixed_small_log")
        return false;
    if (word == "fixed_large" || word == "fixed_large_log")
        return true;
    if (word == "learned" || word == "learned_range")
        throw Failure(ErrorCode::Unsupported, "The scheduler configuration's variance_type \"" + word
                          + "\" needs a network that predicts its variance; choose another sampler than DDPM.");
    throw Failure(ErrorCode::WrongUse, "The scheduler configuration's variance_type \"" + word
                      + "\" is not known; fixed_small and fixed_large are.");
}

} // namespace

DdpmScheduler::DdpmScheduler(const SchedulerConfig &config)
    : AlphaScheduler(config, ZeroSnr::Exact)
    , m_largeVariance(isLargeVariance(config))
    , m_limits(SampleLimits::of(config, true))
{
}

void DdpmScheduler::setTimesteps(int steps)
{
    m_timesteps = layOut(steps);
}

Tensor DdpmScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const int t = timestep(index);
    const bool last = static_cast<std::size_t>(index) + 1 == m_timesteps.size();
    const float bar = alphaBar(t);
    const float barNext = last ? 1.0f : alphaBar(timestep(index + 1));
    const float stepAlpha = bar / barNext;
    const float stepBeta = 1 - stepAlpha;

    const Tensor x0 = m_limits.apply(
        decompose(prediction(), output, sample, std::sqrt(bar), std::sqrt(1 - bar)).x0);
    const Tensor mean = std::sqrt(barNext) * stepBeta / (1 - bar) * x0
                        + std::sqrt(stepAlpha) * (1 - barNext) / (1 - bar) * sample;
    if (t == 0)
        return mean;
    const float variance = m_largeVariance ? stepBeta : std::max((1 - barNext) / (1 - bar) * stepBeta, 1e-20f);
    return mean + std::sqrt(variance) * noise.next().to(output.device(), output.scalar_type());
}

} // namespace calotype::diffusion
