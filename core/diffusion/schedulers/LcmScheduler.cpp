#include "core/diffusion/schedulers/LcmScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/DistilledTimesteps.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <cmath>

namespace calotype::diffusion {

namespace {

constexpr float kSigmaData = 0.5F;

} // namespace

LcmScheduler::LcmScheduler(const SchedulerConfig &config)
    : AlphaScheduler(config, ZeroSnr::Exact)
    , m_limits(SampleLimits::of(config, false))
{
    if (config.rescaleBetasZeroSnr && prediction() == PredictionType::Epsilon)
        throw Failure(ErrorCode::WrongUse, "LCM cannot start from pure noise (rescale_betas_zero_snr) with a model that "
                                           "predicts epsilon; use v_prediction or sample.");
}

void LcmScheduler::setTimesteps(int steps)
{
    m_timesteps = distilledTimesteps(config(), steps, "LCM");
}

Tensor LcmScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = widened(sample);
    const float bar = alphaBar(timestep(index));
    const Tensor x0
        = m_limits.apply(decompose(prediction(), widened(output), x, std::sqrt(bar), std::sqrt(1.0F - bar)).x0);

    // Boundary condition of consistency models: at t = 0 the output is the sample itself.
    const auto scaled = static_cast<float>(timestep(index) * config().timestepScaling.value_or(10.0));
    const float spread = scaled * scaled + kSigmaData * kSigmaData;
    Tensor result = x0 * (scaled / std::sqrt(spread)) + x * (kSigmaData * kSigmaData / spread);

    if (index + 1 < static_cast<int>(m_timesteps.size())) {
        const float next = alphaBar(timestep(index + 1));
        result = result * std::sqrt(next) + drawLike(x, noise) * std::sqrt(1.0F - next);
    }
    return result.to(sample.scalar_type());
}

} // namespace calotype::diffusion
