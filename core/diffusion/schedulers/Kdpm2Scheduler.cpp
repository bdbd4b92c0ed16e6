#include "core/diffusion/schedulers/Kdpm2Scheduler.h"

#include "core/diffusion/schedulers/Prediction.h"

#include <cmath>

namespace calotype::diffusion {

Kdpm2Scheduler::Kdpm2Scheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
    refuseSamplePrediction("DPM2");
}

void Kdpm2Scheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    if (shape() == SigmaShape::Karras) {
        for (double &t : layout.timesteps)
            t = std::nearbyint(t);
    }
    layout.sigmas.push_back(0);
    const std::vector<double> levels = asFloats(std::move(layout.sigmas));

    m_midpoints.assign(levels.size(), 0.0f);
    m_timesteps = {layout.timesteps.front()};
    for (std::size_t k = 1; k + 1 < levels.size(); ++k) {
        const float here = std::log(static_cast<float>(levels[k]));
        const float before = std::log(static_cast<float>(levels[k - 1]));
        m_midpoints[k] = std::exp(before - (before - here) * 0.5f);
        m_timesteps.push_back(timestepOf(m_midpoints[k], training().logSigmas));
        m_timesteps.push_back(layout.timesteps[k]);
    }
    if (shape() == SigmaShape::Training)
        m_timesteps = asFloats(std::move(m_timesteps));
    m_sigmas = firstThenPairs(levels);
    m_sigmas.push_back(0);
    m_start = Tensor();
}

Tensor Kdpm2Scheduler::scaleModelInput(const Tensor &sample, int index)
{
    return scaledAt(sample, m_start.defined() ? m_midpoints.at(static_cast<std::size_t>(index + 1) / 2) : sigma(index));
}

Tensor Kdpm2Scheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    // Evaluation 2k starts from level k, evaluation 2k + 1 stands between levels k and k + 1.
    if (!m_start.defined()) {
        const float level = sigma(index);
        const float middle = m_midpoints.at(static_cast<std::size_t>(index) / 2 + 1);
        const Tensor slope = (sample - denoisedAtSigma(prediction(), output, sample, level)) / level;
        m_start = sample;
        return sample + slope * (middle - level);
    }
    const float middle = m_midpoints.at(static_cast<std::size_t>(index + 1) / 2);
    const Tensor slope = (sample - denoisedAtSigma(prediction(), output, sample, middle)) / middle;
    const Tensor next = m_start + slope * (sigma(index) - sigma(index - 1));
    m_start = Tensor();
    return next;
}

void Kdpm2Scheduler::visitState(const StateVisitor &visitor)
{
    visitor.show("start", m_start);
}

} // namespace calotype::diffusion
