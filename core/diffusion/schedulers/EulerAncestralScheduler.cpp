#include "core/diffusion/schedulers/EulerAncestralScheduler.h"

#include "core/diffusion/schedulers/Prediction.h"

#include <cmath>

namespace calotype::diffusion {

AncestralLevels AncestralLevels::between(float from, float to)
{
    const float toSquared = to * to;
    const float fromSquared = from * from;
    AncestralLevels levels;
    levels.up = std::sqrt(toSquared * (fromSquared - toSquared) / fromSquared);
    levels.down = std::sqrt(toSquared - levels.up * levels.up);
    return levels;
}

EulerAncestralScheduler::EulerAncestralScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
    refuseSamplePrediction("Euler a");
}

void EulerAncestralScheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    layout.sigmas.push_back(0);
    m_sigmas = asFloats(std::move(layout.sigmas));
    m_timesteps = asFloats(std::move(layout.timesteps));
}

Tensor EulerAncestralScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = sample.to(torch::kFloat32);
    const float level = sigma(index);
    const auto [down, up] = AncestralLevels::between(level, sigma(index + 1));
    const Tensor derivative = (x - denoisedAtSigma(prediction(), output, x, level)) / level;
    const Tensor fresh = noise.next().to(output.device(), output.scalar_type());
    return (x + derivative * (down - level) + fresh * up).to(output.scalar_type());
}

} // namespace calotype::diffusion
