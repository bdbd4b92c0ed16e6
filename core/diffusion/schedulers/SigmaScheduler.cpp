#include "core/diffusion/schedulers/SigmaScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace calotype::diffusion {

SigmaScheduler::SigmaScheduler(const SchedulerConfig &config)
    : m_config(config)
    , m_training(makeTrainingSchedule(config, ZeroSnr::Floored))
    , m_prediction(predictionOf(config))
    , m_shape(sigmaShapeOf(config))
    , m_spacing(spacingOf(config, Spacing::Linspace))
{
}

SigmaScheduler::Layout SigmaScheduler::layOut(int steps) const
{
    Layout out;
    out.timesteps = spacedTimesteps(m_spacing, m_training.size(), steps, m_config.stepsOffset.value_or(0),
                                    Rounding::Fractional);
    for (const double t : out.timesteps)
        out.sigmas.push_back(sigmaAt(t, m_training.sigmas));
    if (m_shape != SigmaShape::Training) {
        const double low = m_config.sigmaMin.value_or(out.sigmas.back());
        const double high = m_config.sigmaMax.value_or(out.sigmas.front());
        if (!(low > 0 && high >= low))
            throw Failure(ErrorCode::WrongUse,
                          "The scheduler configuration's sigma_min must be above 0 and at most sigma_max.");
        out.sigmas = shapedSigmas(m_shape, low, high, steps, m_config.aysIsXl);
        out.timesteps = timestepsOf(out.sigmas, m_training.logSigmas);
    }
    return out;
}

double SigmaScheduler::initNoiseSigma() const
{
    const auto highest = static_cast<float>(*std::max_element(m_sigmas.begin(), m_sigmas.end()));
    if (m_spacing == Spacing::Leading)
        return std::sqrt(highest * highest + 1.0f);
    return highest;
}

Tensor SigmaScheduler::scaledAt(const Tensor &sample, float level)
{
    return sample / std::sqrt(level * level + 1.0f);
}

Tensor SigmaScheduler::scaleModelInput(const Tensor &sample, int index)
{
    return scaledAt(sample, sigma(index));
}

Tensor SigmaScheduler::addNoise(const Tensor &clean, const Tensor &noise, int index) const
{
    return clean + noise * sigma(index);
}

void SigmaScheduler::refuseSamplePrediction(const char *sampler) const
{
    if (m_prediction == PredictionType::Sample)
        throw Failure(ErrorCode::Unsupported, std::string(sampler)
                          + " does not work with models that predict the clean sample; choose Euler, Heun or LMS.");
}

std::vector<double> firstThenPairs(const std::vector<double> &values)
{
    std::vector<double> out;
    for (std::size_t i = 0; i < values.size(); ++i)
        out.insert(out.end(), i == 0 ? 1 : 2, values[i]);
    return out;
}

} // namespace calotype::diffusion
