#include "core/diffusion/schedulers/EulerScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"

#include <cmath>

namespace calotype::diffusion {

namespace {

/// Whether the optional word is @p second; silent means @p first.
bool isSecondOf(const std::optional<std::string> &word, const char *field, const char *first, const char *second)
{
    if (!word || *word == first)
        return false;
    if (*word == second)
        return true;
    throw Failure(ErrorCode::WrongUse, std::string("The scheduler configuration's ") + field + " \"" + *word
                      + "\" is not known; " + first + " and " + second + " are.");
}

} // namespace

EulerScheduler::EulerScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
    , m_logLinear(isSecondOf(config.interpolationType, "interpolation_type", "linear", "log_linear"))
    , m_continuous(isSecondOf(config.timestepType, "timestep_type", "discrete", "continuous")
                   && prediction() == PredictionType::VPrediction)
{
}

void EulerScheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    std::vector<double> sigmas = layout.sigmas;
    if (m_logLinear && shape() == SigmaShape::Training) {
        // The reference spreads steps + 1 levels over the whole training range, appends the final level behind them,
        // and keeps the plain timesteps.
        sigmas = linspace(training().logSigmas.back(), training().logSigmas.front(), steps + 1);
        for (double &value : sigmas)
            value = std::exp(value);
    }
    sigmas.push_back(finalSigma(config(), training()));
    m_sigmas = asFloats(std::move(sigmas));
    m_timesteps = asFloats(std::move(layout.timesteps));
    if (m_continuous) {
        for (std::size_t i = 0; i < m_timesteps.size(); ++i)
            m_timesteps[i] = 0.25f * std::log(static_cast<float>(m_sigmas[i]));
    }
}

Tensor EulerScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const Tensor x = sample.to(torch::kFloat32);
    const float level = sigma(index);
    const Tensor derivative = (x - denoisedAtSigma(prediction(), output, x, level)) / level;
    return (x + derivative * (sigma(index + 1) - level)).to(output.scalar_type());
}

} // namespace calotype::diffusion
