#include "core/diffusion/schedulers/SigmaSchedules.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/BetaQuantile.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

constexpr double kRho = 7.0;
constexpr double kBetaShape = 0.6;

std::vector<double> karras(double sigmaMin, double sigmaMax, int steps)
{
    const double low = std::pow(sigmaMin, 1 / kRho);
    const double high = std::pow(sigmaMax, 1 / kRho);
    std::vector<double> out = linspace(0, 1, steps);
    for (double &value : out)
        value = std::pow(high + value * (low - high), kRho);
    return out;
}

std::vector<double> evenInLog(double sigmaMin, double sigmaMax, int steps)
{
    std::vector<double> out = linspace(std::log(sigmaMax), std::log(sigmaMin), steps);
    for (double &value : out)
        value = std::exp(value);
    return out;
}

std::vector<double> betaQuantiles(double sigmaMin, double sigmaMax, int steps)
{
    std::vector<double> out = linspace(0, 1, steps);
    for (double &value : out)
        value = sigmaMin + betaQuantile(1 - value, kBetaShape, kBetaShape) * (sigmaMax - sigmaMin);
    return out;
}

/// The table at @p steps even positions along its index, straight lines between the logarithms.
std::vector<double> interpolatedTable(const std::vector<double> &table, int steps)
{
    std::vector<double> out = linspace(0, static_cast<double>(table.size() - 1), steps);
    for (double &value : out) {
        const auto below = std::min(static_cast<std::size_t>(value), table.size() - 2);
        const double part = value - static_cast<double>(below);
        // The points of the table themselves are taken as published, not through a logarithm and back.
        if (part == 0)
            value = table[below];
        else if (part == 1)
            value = table[below + 1];
        else
            value = std::exp((1 - part) * std::log(table[below]) + part * std::log(table[below + 1]));
    }
    return out;
}

/// numpy's arange(start, 0, -step), at most @p count values; the increment is what is left of -step after one addition.
std::vector<double> fallingRange(double start, double step, int count)
{
    const double increment = (start - step) - start;
    std::vector<double> out;
    for (int i = 0; i < count; ++i)
        out.push_back(start + i * increment);
    return out;
}

void checkSteps(int steps, int trainTimesteps)
{
    if (steps < 1 || steps > trainTimesteps)
        throw Failure(ErrorCode::WrongUse, std::to_string(steps) + " steps do not fit the model's "
                          + std::to_string(trainTimesteps) + " training timesteps; take 1 to "
                          + std::to_string(trainTimesteps) + ".");
}

void checkInside(const std::vector<double> &timesteps, int trainTimesteps)
{
    for (const double t : timesteps) {
        if (t < 0 || t > trainTimesteps - 1)
            throw Failure(ErrorCode::WrongUse, std::to_string(timesteps.size())
                              + " steps and the model's steps_offset give a timestep outside 0.."
                              + std::to_string(trainTimesteps - 1) + "; take fewer steps or another spacing.");
    }
}

std::vector<double> leadingTimesteps(int ratio, int count, int offset)
{
    std::vector<double> out;
    for (int i = count - 1; i >= 0; --i)
        out.push_back(static_cast<double>(i) * ratio + offset);
    return out;
}

std::vector<double> trailingTimesteps(double start, double step, int count)
{
    std::vector<double> out = fallingRange(start, step, count);
    for (double &t : out)
        t = std::nearbyint(t) - 1;
    return out;
}

} // namespace

Spacing spacingOf(const SchedulerConfig &config, Spacing fallback)
{
    if (!config.timestepSpacing)
        return fallback;
    if (*config.timestepSpacing == "linspace")
        return Spacing::Linspace;
    if (*config.timestepSpacing == "leading")
        return Spacing::Leading;
    if (*config.timestepSpacing == "trailing")
        return Spacing::Trailing;
    throw Failure(ErrorCode::WrongUse, "The scheduler configuration's timestep_spacing \"" + *config.timestepSpacing
                      + "\" is not known; linspace, leading and trailing are.");
}

std::vector<double> linspace(double first, double last, int count)
{
    std::vector<double> out;
    out.reserve(static_cast<std::size_t>(std::max(count, 0)));
    const double step = count > 1 ? (last - first) / (count - 1) : 0.0;
    for (int i = 0; i < count; ++i)
        out.push_back(i * step + first);
    if (count > 1)
        out.back() = last;
    return out;
}

std::vector<double> spacedTimesteps(Spacing spacing, int trainTimesteps, int steps, int offset, Rounding rounding)
{
    checkSteps(steps, trainTimesteps);
    std::vector<double> out;
    switch (spacing) {
    case Spacing::Linspace:
        out = linspace(0, trainTimesteps - 1, steps);
        std::reverse(out.begin(), out.end());
        for (double &t : out)
            t = rounding == Rounding::Whole ? std::nearbyint(t) : asFloat(t);
        break;
    case Spacing::Leading: out = leadingTimesteps(trainTimesteps / steps, steps, offset); break;
    case Spacing::Trailing:
        out = trailingTimesteps(trainTimesteps, static_cast<double>(trainTimesteps) / steps, steps);
        break;
    }
    checkInside(out, trainTimesteps);
    return out;
}

std::vector<double> multistepTimesteps(Spacing spacing, int trainTimesteps, int last, int steps, int offset)
{
    checkSteps(steps, trainTimesteps);
    std::vector<double> out;
    switch (spacing) {
    case Spacing::Linspace:
        out = linspace(0, last - 1, steps + 1);
        std::reverse(out.begin(), out.end());
        for (double &t : out)
            t = std::nearbyint(t);
        out.pop_back();
        break;
    case Spacing::Leading:
        out = leadingTimesteps(last / (steps + 1), steps + 1, offset);
        out.pop_back();
        break;
    case Spacing::Trailing: {
        const double step = static_cast<double>(trainTimesteps) / steps;
        // A clipped range holds fewer of the same strides.
        const int count = std::min(steps, static_cast<int>(std::ceil(last / step)));
        out = trailingTimesteps(last, step, count);
        break;
    }
    }
    checkInside(out, trainTimesteps);
    return out;
}

SigmaShape sigmaShapeOf(const SchedulerConfig &config)
{
    SigmaShape shape = SigmaShape::Training;
    int asked = 0;
    const auto ask = [&](bool on, SigmaShape wanted) {
        if (on) {
            shape = wanted;
            ++asked;
        }
    };
    ask(config.useKarrasSigmas.value_or(false), SigmaShape::Karras);
    ask(config.useExponentialSigmas.value_or(false), SigmaShape::Exponential);
    ask(config.useBetaSigmas.value_or(false), SigmaShape::Beta);
    ask(config.useLuLambdas.value_or(false), SigmaShape::Lu);
    ask(config.useAysSigmas, SigmaShape::Ays);
    if (asked > 1)
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration asks for more than one of Karras, exponential, "
                                           "beta, Lu and Align Your Steps sigmas; only one can be used.");
    return shape;
}

std::vector<double> shapedSigmas(SigmaShape shape, double sigmaMin, double sigmaMax, int steps, bool isXl)
{
    switch (shape) {
    case SigmaShape::Karras: return karras(sigmaMin, sigmaMax, steps);
    case SigmaShape::Beta: return betaQuantiles(sigmaMin, sigmaMax, steps);
    case SigmaShape::Ays: return interpolatedTable(aysSigmas(isXl), steps);
    case SigmaShape::Exponential:
    case SigmaShape::Lu: return evenInLog(sigmaMin, sigmaMax, steps);
    case SigmaShape::Training: break;
    }
    throw Failure(ErrorCode::Internal, "The training noise levels have no shape of their own.");
}

const std::vector<double> &aysSigmas(bool isXl)
{
    static const std::vector<double> sd{14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152};
    static const std::vector<double> xl{14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113};
    return isXl ? xl : sd;
}

const std::vector<double> &aysTimesteps(bool isXl)
{
    static const std::vector<double> sd{999, 850, 736, 645, 545, 455, 343, 233, 124, 24};
    static const std::vector<double> xl{999, 845, 730, 587, 443, 310, 193, 116, 53, 13};
    return isXl ? xl : sd;
}

double sigmaAt(double t, const std::vector<double> &sigmas)
{
    const double top = static_cast<double>(sigmas.size() - 1);
    if (t <= 0)
        return sigmas.front();
    if (t >= top)
        return sigmas.back();
    const auto below = static_cast<std::size_t>(t);
    return (sigmas[below + 1] - sigmas[below]) * (t - static_cast<double>(below)) + sigmas[below];
}

double timestepOf(double sigma, const std::vector<double> &logSigmas)
{
    if (logSigmas.size() < 2)
        return 0;
    const double logSigma = std::log(std::max(sigma, 1e-10));
    const auto above = std::upper_bound(logSigmas.begin(), logSigmas.end(), logSigma) - logSigmas.begin();
    const auto low = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(above - 1, 0, static_cast<std::ptrdiff_t>(logSigmas.size()) - 2));
    const double weight = std::clamp((logSigmas[low] - logSigma) / (logSigmas[low] - logSigmas[low + 1]), 0.0, 1.0);
    const auto index = static_cast<double>(low);
    return (1 - weight) * index + weight * (index + 1);
}

std::vector<double> timestepsOf(const std::vector<double> &sigmas, const std::vector<double> &logSigmas)
{
    std::vector<double> out;
    out.reserve(sigmas.size());
    for (const double sigma : sigmas)
        out.push_back(timestepOf(sigma, logSigmas));
    return out;
}

std::vector<double> asFloats(std::vector<double> values)
{
    for (double &value : values)
        value = asFloat(value);
    return values;
}

double finalSigma(const SchedulerConfig &config, const TrainingSchedule &training)
{
    const std::string word = config.finalSigmasType.value_or("zero");
    if (word == "zero")
        return 0;
    if (word == "sigma_min")
        return training.sigmas.front();
    throw Failure(ErrorCode::WrongUse, "The scheduler configuration's final_sigmas_type \"" + word
                      + "\" is not known; zero and sigma_min are.");
}

} // namespace calotype::diffusion
