#include "core/diffusion/schedulers/RestartScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <cmath>
#include <string>

namespace calotype::diffusion {

namespace {

constexpr int kFewestSteps = 20;      ///< with an interruption
constexpr int kFewestForTwo = 36;     ///< with two
constexpr int kShortInterruption = 9; ///< sampler steps
constexpr double kRestartAt = 0.1;
constexpr double kRestartFrom = 2.0;

/// Noise levels before and after each sampler step.
struct HeunStep {
    double from;
    double to;
};

/// @p count falling Karras levels between two that are hit exactly.
std::vector<double> karrasLevels(double low, double high, int count)
{
    std::vector<double> levels = asFloats(shapedSigmas(SigmaShape::Karras, low, high, count));
    levels.back() = low;
    levels.front() = high;
    return levels;
}

std::size_t nearest(const std::vector<double> &levels, double wanted)
{
    std::size_t best = 0;
    for (std::size_t i = 1; i < levels.size(); ++i) {
        if (std::abs(levels[i] - wanted) < std::abs(levels[best] - wanted))
            best = i;
    }
    return best;
}

void appendDescent(std::vector<HeunStep> &steps, const std::vector<double> &levels)
{
    for (std::size_t i = 0; i + 1 < levels.size(); ++i)
        steps.push_back({levels[i], levels[i + 1]});
}

/// As many sampler steps as there are @p levels, down to 0, with interruptions where there are enough of them.
std::vector<HeunStep> plan(std::vector<double> levels)
{
    const auto count = static_cast<int>(levels.size());
    std::vector<HeunStep> steps;
    if (count >= kFewestSteps) {
        const int length = count >= kFewestForTwo ? count / 4 : kShortInterruption;
        const int times = count >= kFewestForTwo ? 2 : 1;
        const std::vector<double> fewer = karrasLevels(levels.back(), levels.front(), count - length * times);
        const std::size_t bottom = nearest(fewer, kRestartAt);
        const std::size_t top = nearest(fewer, kRestartFrom);
        if (top < bottom) {
            const auto split = fewer.begin() + static_cast<std::ptrdiff_t>(bottom);
            appendDescent(steps, {fewer.begin(), split + 1});
            for (int i = 0; i < times; ++i)
                appendDescent(steps, karrasLevels(fewer[bottom], fewer[top], length + 1));
            levels.assign(split, fewer.end());
        }
        // Else the run starts below the interruption's levels, and stays a plain one.
    }
    levels.push_back(0);
    appendDescent(steps, levels);
    return steps;
}

} // namespace

RestartScheduler::RestartScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
    if (shape() != SigmaShape::Training && shape() != SigmaShape::Karras)
        throw Failure(ErrorCode::WrongUse,
                      "Restart lays out a Karras schedule of its own; choose the schedule default or karras.");
}

void RestartScheduler::setTimesteps(int steps)
{
    if (steps < 1)
        throw Failure(ErrorCode::WrongUse, "Restart needs at least one step.");
    const double low = asFloat(config().sigmaMin.value_or(training().sigmas.front()));
    const double high = asFloat(config().sigmaMax.value_or(training().sigmas.back()));
    m_levels = karrasLevels(low, high, steps);
    m_sigmas.clear();
    m_start = Tensor();
    m_slope = Tensor();
    planFrom(0);
}

void RestartScheduler::planFrom(int index)
{
    m_sigmas.resize(static_cast<std::size_t>(index));
    const std::vector<double> left(m_levels.begin() + index / 2, m_levels.end());
    for (const HeunStep &step : plan(left)) {
        m_sigmas.push_back(step.from);
        m_sigmas.push_back(step.to);
    }
    m_timesteps = timestepsOf(m_sigmas, training().logSigmas);
    m_timesteps.pop_back(); // nothing is evaluated at 0
}

double RestartScheduler::initNoiseSigma() const
{
    return m_sigmas.front();
}

void RestartScheduler::setBeginIndex(int index)
{
    if (index < 0 || index % 2 != 0 || index >= static_cast<int>(m_timesteps.size()))
        throw Failure(ErrorCode::Internal, "Restart cannot begin at evaluation " + std::to_string(index) + ".");
    Scheduler::setBeginIndex(index);
    planFrom(index);
}

Tensor RestartScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = widened(sample);
    const float at = sigma(index);
    const float next = sigma(index + 1);
    const Tensor slope = (x - denoisedAtSigma(prediction(), widened(output), x, at)) / at;

    Tensor result;
    if (index % 2 == 0) {
        m_start = x;
        m_slope = slope;
        result = x + slope * (next - at);
    } else {
        result = m_start + (m_slope + slope) / 2 * (at - sigma(index - 1));
        if (next > at)
            result = result + drawLike(x, noise) * std::sqrt(next * next - at * at);
    }
    return result.to(sample.scalar_type());
}

void RestartScheduler::visitState(const StateVisitor &visitor)
{
    visitor.show("start", m_start);
    visitor.show("slope", m_slope);
}

} // namespace calotype::diffusion
