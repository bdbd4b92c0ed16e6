#include "core/diffusion/schedulers/Kdpm2AncestralScheduler.h"

#include "core/diffusion/schedulers/Prediction.h"

#include <cmath>

namespace calotype::diffusion {

Kdpm2AncestralScheduler::Kdpm2AncestralScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
    refuseSamplePrediction("DPM2 a");
}

void Kdpm2AncestralScheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    if (shape() == SigmaShape::Karras) {
        for (double &t : layout.timesteps)
            t = std::nearbyint(t);
    }
    layout.sigmas.push_back(0);
    const std::vector<double> levels = asFloats(std::move(layout.sigmas));

    m_ancestral.clear();
    m_midpoints.assign(levels.size() - 1, 0.0f);
    m_timesteps = {layout.timesteps.front()};
    for (std::size_t k = 0; k + 1 < levels.size(); ++k) {
        const auto from = static_cast<float>(levels[k]);
        m_ancestral.push_back(AncestralLevels::between(from, static_cast<float>(levels[k + 1])));
        if (k + 2 == levels.size())
            break; // the last step goes straight to zero
        const float low = std::log(m_ancestral.back().down);
        m_midpoints[k] = std::exp(low - (low - std::log(from)) * 0.5f);
        m_timesteps.push_back(timestepOf(m_midpoints[k], training().logSigmas));
        m_timesteps.push_back(layout.timesteps[k + 1]);
    }
    if (shape() == SigmaShape::Training)
        m_timesteps = asFloats(std::move(m_timesteps));
    m_sigmas = firstThenPairs(levels);
    m_sigmas.push_back(0);
    m_start = Tensor();
}

Tensor Kdpm2AncestralScheduler::scaleModelInput(const Tensor &sample, int index)
{
    return scaledAt(sample, m_start.defined() ? m_midpoints.at(static_cast<std::size_t>(index) / 2) : sigma(index));
}

Tensor Kdpm2AncestralScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    // Evaluation 2k starts from level k, evaluation 2k + 1 stands between it and the lower end of its step.
    const auto k = static_cast<std::size_t>(index) / 2;
    const float middle = m_midpoints.at(k);
    if (!m_start.defined()) {
        const float level = sigma(index);
        const Tensor slope = (sample - denoisedAtSigma(prediction(), output, sample, level)) / level;
        m_start = sample;
        return sample + slope * (middle - level);
    }
    const auto [down, up] = m_ancestral.at(k);
    const Tensor slope = (sample - denoisedAtSigma(prediction(), output, sample, middle)) / middle;
    const Tensor fresh = noise.next().to(output.device(), output.scalar_type());
    const Tensor next = m_start + slope * (down - sigma(index - 1)) + fresh * up;
    m_start = Tensor();
    return next;
}

void Kdpm2AncestralScheduler::visitState(const StateVisitor &visitor)
{
    visitor.show("start", m_start);
}

} // namespace calotype::diffusion
