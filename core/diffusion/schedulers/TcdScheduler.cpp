#include "core/diffusion/schedulers/TcdScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/DistilledTimesteps.h"
#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <cmath>

namespace calotype::diffusion {

TcdScheduler::TcdScheduler(const SchedulerConfig &config, double eta)
    : AlphaScheduler(config, ZeroSnr::Exact)
    , m_eta(eta)
{
    if (!(eta >= 0 && eta <= 1))
        throw Failure(ErrorCode::WrongUse, "TCD's eta must lie between 0 and 1.");
    if (config.rescaleBetasZeroSnr && prediction() == PredictionType::Epsilon)
        throw Failure(ErrorCode::WrongUse, "TCD cannot start from pure noise (rescale_betas_zero_snr) with a model that "
                                           "predicts epsilon; use v_prediction or sample.");
}

void TcdScheduler::setTimesteps(int steps)
{
    m_timesteps = distilledTimesteps(config(), steps, "TCD");
}

Tensor TcdScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const bool isLast = index + 1 == static_cast<int>(m_timesteps.size());
    const int next = isLast ? 0 : timestep(index + 1);
    // The reference multiplies in float32, which decides where the product is whole.
    const auto beyond = static_cast<int>(std::floor(static_cast<float>(1 - m_eta) * static_cast<float>(next)));

    const Tensor x = widened(sample);
    const float bar = alphaBar(timestep(index));
    const Decomposition parts
        = decompose(prediction(), widened(output), x, std::sqrt(bar), std::sqrt(1.0F - bar));
    const float barBeyond = alphaBar(beyond);
    Tensor result = parts.x0 * std::sqrt(barBeyond) + parts.epsilon * std::sqrt(1.0F - barBeyond);

    if (m_eta > 0 && !isLast) {
        const float ratio = alphaBar(next) / barBeyond;
        result = result * std::sqrt(ratio) + drawLike(x, noise) * std::sqrt(1.0F - ratio);
    }
    return result.to(sample.scalar_type());
}

} // namespace calotype::diffusion
