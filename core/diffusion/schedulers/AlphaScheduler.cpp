#include "core/diffusion/schedulers/AlphaScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"

#include <cmath>

namespace calotype::diffusion {

AlphaScheduler::AlphaScheduler(const SchedulerConfig &config, ZeroSnr zeroSnr)
    : m_config(config)
    , m_training(makeTrainingSchedule(config, zeroSnr))
    , m_prediction(predictionOf(config))
    , m_spacing(spacingOf(config, Spacing::Leading))
{
}

std::vector<double> AlphaScheduler::layOut(int steps) const
{
    std::vector<double> out =
        spacedTimesteps(m_spacing, trainTimesteps(), steps, m_config.stepsOffset.value_or(0), Rounding::Whole);
    if (m_prediction == PredictionType::Epsilon && alphaBar(static_cast<int>(out.front())) == 0)
        throw Failure(ErrorCode::WrongUse, "A model with zero terminal SNR must predict v or the clean sample: at "
                                           "timestep " + std::to_string(static_cast<int>(out.front()))
                          + " epsilon says nothing. Set its prediction type to v_prediction.");
    return out;
}

float AlphaScheduler::alphaBar(int t) const
{
    if (t < 0 || t >= m_training.size())
        throw Failure(ErrorCode::Internal, "Timestep " + std::to_string(t) + " lies outside the training range of "
                          + std::to_string(m_training.size()) + ".");
    return static_cast<float>(m_training.alphaBars[static_cast<std::size_t>(t)]);
}

float AlphaScheduler::alphaBarOrFinal(int t, bool alphaToOneByDefault) const
{
    if (t >= 0)
        return alphaBar(t);
    return m_config.setAlphaToOne.value_or(alphaToOneByDefault) ? 1.0f : alphaBar(0);
}

Tensor AlphaScheduler::scaleModelInput(const Tensor &sample, int)
{
    return sample;
}

Tensor AlphaScheduler::addNoise(const Tensor &clean, const Tensor &noise, int index) const
{
    const float bar = alphaBar(timestep(index));
    return std::sqrt(bar) * clean + std::sqrt(1 - bar) * noise;
}

} // namespace calotype::diffusion
