#include "core/diffusion/schedulers/DpmSolverSde.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

/// Halfway between two levels in log sigma.
double geometricMiddle(double from, double to)
{
    return std::exp(0.5 * (std::log(from) + std::log(to)));
}

} // namespace

DpmSolverSdeScheduler::DpmSolverSdeScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
    refuseSamplePrediction("DPM++ SDE");
}

void DpmSolverSdeScheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    if (shape() == SigmaShape::Training && spacingOf(config(), Spacing::Linspace) == Spacing::Linspace) {
        // The reference keeps these in float64 here, and in float32 elsewhere.
        layout.timesteps = linspace(0, training().size() - 1, steps);
        std::reverse(layout.timesteps.begin(), layout.timesteps.end());
    }

    m_timesteps = firstThenPairs(layout.timesteps);
    for (std::size_t i = 1; i < layout.sigmas.size(); ++i) {
        const double middle = geometricMiddle(layout.sigmas[i - 1], layout.sigmas[i]);
        m_timesteps[2 * i - 1] = timestepOf(middle, training().logSigmas);
    }
    m_sigmas = asFloats(firstThenPairs(layout.sigmas));
    m_sigmas.push_back(0);
    m_stepStart = Tensor();
}

void DpmSolverSdeScheduler::setBeginIndex(int index)
{
    if (index % 2 != 0)
        throw Failure(ErrorCode::Internal, "DPM++ SDE cannot begin in the middle of a step.");
    Scheduler::setBeginIndex(index);
}

/// Of the step that evaluation @p index is part of. sigmas() holds, per step, where it starts and where it ends.
DpmSolverSdeScheduler::StepLevels DpmSolverSdeScheduler::levelsOf(int index) const
{
    const int first = index - index % 2;
    StepLevels levels;
    levels.from = sigma(first);
    levels.to = sigma(first + 1);
    const float t = -std::log(levels.from);
    levels.middle = std::exp(-(t + (-std::log(levels.to) - t) * 0.5F));
    return levels;
}

float DpmSolverSdeScheduler::inputSigma(int index) const
{
    const StepLevels levels = levelsOf(index);
    return index % 2 == 0 ? levels.from : levels.middle;
}

Tensor DpmSolverSdeScheduler::scaleModelInput(const Tensor &sample, int index)
{
    return scaledAt(sample, inputSigma(index));
}

/// From @p from down to @p to (Song et al. 2020's ancestral split): an exponential step to below it, then noise up to it.
Tensor DpmSolverSdeScheduler::ancestral(const Tensor &x, const Tensor &denoised, float from, float to,
                                        StepNoise &noise) const
{
    const float up = std::min(to, std::sqrt(to * to * (from * from - to * to) / (from * from)));
    const float tFrom = -std::log(from);
    const float tDown = -std::log(std::sqrt(to * to - up * up));
    const Tensor mean = x * (std::exp(-tDown) / from) - denoised * std::expm1(tFrom - tDown);

    double low = m_sigmas.front();
    double high = low;
    for (const double level : m_sigmas) {
        low = level > 0 ? std::min(low, level) : low;
        high = std::max(high, level);
    }
    const Tensor draw = noise.brownian(std::clamp<double>(from, low, high), std::clamp<double>(to, low, high), low, high);
    return mean + draw.to(x.device(), x.scalar_type()) * up;
}

Tensor DpmSolverSdeScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = widened(sample);
    const StepLevels levels = levelsOf(index);
    const Tensor denoised = denoisedAtSigma(prediction(), widened(output), x, inputSigma(index));

    Tensor result;
    if (levels.to == 0) {
        result = x + (x - denoised) / levels.from * -levels.from;
    } else if (index % 2 == 0) {
        m_stepStart = x;
        result = ancestral(x, denoised, levels.from, levels.middle, noise);
    } else {
        result = ancestral(m_stepStart, denoised, levels.from, levels.to, noise);
    }
    return result.to(sample.scalar_type());
}

void DpmSolverSdeScheduler::visitState(const StateVisitor &visitor)
{
    visitor.show("start", m_stepStart);
}

} // namespace calotype::diffusion
