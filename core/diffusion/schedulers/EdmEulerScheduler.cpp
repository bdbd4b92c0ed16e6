#include "core/diffusion/schedulers/EdmEulerScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/SigmaSchedules.h"

#include <cmath>

namespace calotype::diffusion {

EdmEulerScheduler::EdmEulerScheduler(const SchedulerConfig &config)
    : m_prediction(predictionOf(config))
    , m_sigmaMin(config.sigmaMin.value_or(0.002))
    , m_sigmaMax(config.sigmaMax.value_or(80.0))
    , m_sigmaData(static_cast<float>(config.sigmaData.value_or(0.5)))
{
    if (m_prediction == PredictionType::Sample)
        throw Failure(ErrorCode::Unsupported, "EDM Euler works with epsilon and v_prediction models only.");
    if (!(m_sigmaMin > 0 && m_sigmaMax > m_sigmaMin && m_sigmaData > 0))
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's sigma_min, sigma_max and sigma_data must be "
                                           "above 0, and sigma_max the larger one.");
    const std::string schedule = config.sigmaSchedule.value_or("karras");
    m_exponential = schedule == "exponential";
    if (!m_exponential && schedule != "karras")
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's sigma_schedule \"" + schedule
                          + "\" is not known; karras and exponential are.");
    const std::string final = config.finalSigmasType.value_or("zero");
    m_endsAtZero = final == "zero";
    if (!m_endsAtZero && final != "sigma_min")
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's final_sigmas_type \"" + final
                          + "\" is not known; zero and sigma_min are.");
}

void EdmEulerScheduler::setTimesteps(int steps)
{
    if (steps < 1 || steps > 1000)
        throw Failure(ErrorCode::WrongUse, "EDM Euler takes 1 to 1000 steps, not " + std::to_string(steps) + ".");
    m_sigmas = asFloats(shapedSigmas(m_exponential ? SigmaShape::Exponential : SigmaShape::Karras, m_sigmaMin,
                                     m_sigmaMax, steps));
    m_timesteps.clear();
    for (int i = 0; i < steps; ++i)
        m_timesteps.push_back(0.25f * std::log(sigma(i)));
    m_sigmas.push_back(m_endsAtZero ? 0.0 : m_sigmas.back());
}

double EdmEulerScheduler::initNoiseSigma() const
{
    return std::sqrt(m_sigmaMax * m_sigmaMax + 1);
}

Tensor EdmEulerScheduler::scaleModelInput(const Tensor &sample, int index)
{
    const float level = sigma(index);
    return sample * (1 / std::sqrt(level * level + m_sigmaData * m_sigmaData));
}

Tensor EdmEulerScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const Tensor x = sample.to(torch::kFloat32);
    const float level = sigma(index);
    const float data = m_sigmaData * m_sigmaData;
    const float total = level * level + data;
    const float magnitude = level * m_sigmaData / std::sqrt(total);
    const float outputScale = m_prediction == PredictionType::VPrediction ? -magnitude : magnitude;
    const Tensor x0 = data / total * x + outputScale * output;
    return (x + (x - x0) / level * (sigma(index + 1) - level)).to(output.scalar_type());
}

Tensor EdmEulerScheduler::addNoise(const Tensor &clean, const Tensor &noise, int index) const
{
    return clean + noise * sigma(index);
}

} // namespace calotype::diffusion
