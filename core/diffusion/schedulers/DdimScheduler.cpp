#include "core/diffusion/schedulers/DdimScheduler.h"

#include <cmath>

namespace calotype::diffusion {

DdimScheduler::DdimScheduler(const SchedulerConfig &config, double eta)
    : AlphaScheduler(config, ZeroSnr::Exact)
    , m_eta(static_cast<float>(eta))
    , m_limits(SampleLimits::of(config, true))
{
}

void DdimScheduler::setTimesteps(int steps)
{
    m_timesteps = layOut(steps);
    m_stride = trainTimesteps() / steps;
}

Tensor DdimScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const int t = timestep(index);
    const float bar = alphaBar(t);
    const float barNext = alphaBarOrFinal(t - m_stride, true);

    const auto [x0, epsilon] = decompose(prediction(), output, sample, std::sqrt(bar), std::sqrt(1 - bar));
    const float variance = (1 - barNext) / (1 - bar) * (1 - bar / barNext);
    const float deviation = m_eta * std::sqrt(variance);
    Tensor next = std::sqrt(barNext) * m_limits.apply(x0)
                  + std::sqrt(1 - barNext - deviation * deviation) * epsilon;
    if (m_eta > 0)
        next = next + deviation * noise.next().to(output.device(), output.scalar_type());
    return next;
}

} // namespace calotype::diffusion
