#include "core/diffusion/schedulers/DpmFamilyScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/SigmaSchedules.h"

#include <cmath>
#include <string>
#include <utility>

namespace calotype::diffusion {

namespace {

int checkedOrder(const SchedulerConfig &config, const char *name)
{
    const int order = config.solverOrder.value_or(2);
    if (order < 1 || order > 3)
        throw Failure(ErrorCode::WrongUse, std::string(name) + " has solver orders 1, 2 and 3, not "
                                               + std::to_string(order) + ".");
    return order;
}

/// The fractional timesteps of shaped levels made whole: rounded where the shape was fitted to timesteps, else cut off.
void makeWhole(std::vector<double> &timesteps, bool rounded)
{
    for (double &t : timesteps)
        t = rounded ? std::nearbyint(t) : std::trunc(t);
}

} // namespace

DpmFamilyScheduler::DpmFamilyScheduler(const SchedulerConfig &config, const DpmLayoutRules &rules)
    : m_config(config)
    , m_rules(rules)
    , m_training(makeTrainingSchedule(config, ZeroSnr::Floored))
    , m_prediction(predictionOf(config))
    , m_solverOrder(checkedOrder(config, rules.name))
    , m_limits(SampleLimits::of(config, false))
{
    m_limits.clip = false; // none of these solvers knows clip_sample
    sigmaShapeOf(config);
    finalSigma(config, m_training);
}

bool DpmFamilyScheduler::endsAtZero() const
{
    return m_rules.final != DpmLayoutRules::Final::LastLevel && finalSigma(m_config, m_training) == 0;
}

void DpmFamilyScheduler::refuseZeroEnd(DpmAlgorithm algorithm) const
{
    if (!predictsData(algorithm) && endsAtZero())
        throw Failure(ErrorCode::WrongUse,
                      std::string(m_rules.name)
                          + " cannot end at sigma 0 while it predicts noise; set final_sigmas_type to sigma_min, or use "
                            "a \"++\" algorithm.");
}

int DpmFamilyScheduler::clippedEnd() const
{
    const int count = m_training.size();
    if (!m_rules.clipsLambda || !m_config.lambdaMinClipped)
        return count;
    const Tensor bars = m_training.alphasCumprod;
    const Tensor lambdas = bars.sqrt().log() - (1 - bars).sqrt().log();
    const int cut = lambdas.lt(*m_config.lambdaMinClipped).sum().item<int>();
    if (cut >= count)
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's lambda_min_clipped leaves no timestep.");
    return count - cut;
}

void DpmFamilyScheduler::setTimesteps(int steps)
{
    const Spacing spacing = m_rules.hasSpacing ? spacingOf(m_config, Spacing::Linspace) : Spacing::Linspace;
    const SigmaShape shape = sigmaShapeOf(m_config);
    double last = finalSigma(m_config, m_training);

    if (shape == SigmaShape::Training) {
        m_timesteps = multistepTimesteps(spacing, m_training.size(), clippedEnd(), steps, m_config.stepsOffset.value_or(0));
        m_sigmas.clear();
        for (const double t : m_timesteps)
            m_sigmas.push_back(sigmaAt(t, m_training.sigmas));
        if (m_rules.final == DpmLayoutRules::Final::LastLevel)
            last = m_training.sigmas.front();
    } else {
        if (steps < 1)
            throw Failure(ErrorCode::WrongUse, std::string(m_rules.name) + " needs at least one step.");
        m_sigmas = shapedSigmas(shape, m_config.sigmaMin.value_or(m_training.sigmas.front()),
                                m_config.sigmaMax.value_or(m_training.sigmas.back()), steps, m_config.aysIsXl);
        m_timesteps = timestepsOf(m_sigmas, m_training.logSigmas);
        const bool truncates = shape == SigmaShape::Exponential || shape == SigmaShape::Beta
            || (m_rules.cosineTruncates && m_config.betaSchedule == "squaredcos_cap_v2");
        makeWhole(m_timesteps, !truncates);
        if (m_rules.final == DpmLayoutRules::Final::LastLevel
            || (m_rules.final == DpmLayoutRules::Final::ConfiguredLastShaped && last != 0))
            last = m_sigmas.back();
    }
    m_sigmas.push_back(last);
    m_sigmas = asFloats(std::move(m_sigmas));
    m_history.clear();
}

Tensor DpmFamilyScheduler::scaleModelInput(const Tensor &sample, int)
{
    return sample;
}

Tensor DpmFamilyScheduler::addNoise(const Tensor &clean, const Tensor &noise, int index) const
{
    const DpmLevel at = level(index);
    return clean * at.alpha + noise * at.sigma;
}

void DpmFamilyScheduler::visitState(const StateVisitor &visitor)
{
    visitor.showEach("output", m_history);
}

std::vector<DpmLevel> DpmFamilyScheduler::levelsBack(int index, int count) const
{
    std::vector<DpmLevel> levels;
    for (int i = 0; i < count; ++i)
        levels.push_back(level(index - i));
    return levels;
}

Tensor DpmFamilyScheduler::toData(const Tensor &output, const Tensor &sample, int index) const
{
    const DpmLevel at = level(index);
    const Tensor mean = output.size(1) > sample.size(1) ? output.narrow(1, 0, sample.size(1)) : output;
    return m_limits.apply(decompose(m_prediction, mean, sample, at.alpha, at.sigma).x0);
}

Tensor DpmFamilyScheduler::toNoise(const Tensor &output, const Tensor &sample, int index) const
{
    const DpmLevel at = level(index);
    if (m_limits.threshold)
        return (sample - toData(output, sample, index) * at.alpha) / at.sigma;
    const Tensor mean = output.size(1) > sample.size(1) ? output.narrow(1, 0, sample.size(1)) : output;
    return decompose(m_prediction, mean, sample, at.alpha, at.sigma).epsilon;
}

void DpmFamilyScheduler::remember(Tensor converted)
{
    m_history.insert(m_history.begin(), std::move(converted));
    if (m_history.size() > static_cast<std::size_t>(m_solverOrder))
        m_history.pop_back();
}

} // namespace calotype::diffusion
