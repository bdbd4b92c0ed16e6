#include "core/diffusion/schedulers/DeisScheduler.h"

#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

/// Runs shorter than this take lower orders in the last steps (lower_order_final).
constexpr int kShortRun = 15;

DpmLayoutRules layoutRules()
{
    DpmLayoutRules rules{"DEIS"};
    rules.final = DpmLayoutRules::Final::LastLevel;
    return rules;
}

/// Antiderivative in t of the linear Lagrange polynomial over log t that is 1 at @p b and 0 at @p c.
float linearIntegral(float t, float b, float c)
{
    return t * (-std::log(c) + std::log(t) - 1.0F) / (std::log(b) - std::log(c));
}

/// The same of the quadratic one that is 1 at @p b and 0 at @p c and @p d.
float quadraticIntegral(float t, float b, float c, float d)
{
    const float lt = std::log(t);
    const float lb = std::log(b);
    const float lc = std::log(c);
    const float ld = std::log(d);
    // With u = log t: the integral of (u - lc)(u - ld) e^u du.
    const float integral = t * (lt * lt - (lc + ld + 2.0F) * lt + lc * ld + lc + ld + 2.0F);
    return integral / ((lb - lc) * (lb - ld));
}

Tensor secondOrder(const std::vector<Tensor> &noise, float from, float to, float older)
{
    const float newest = linearIntegral(to, from, older) - linearIntegral(from, from, older);
    const float second = linearIntegral(to, older, from) - linearIntegral(from, older, from);
    return noise[0] * newest + noise[1] * second;
}

Tensor thirdOrder(const std::vector<Tensor> &noise, float from, float to, float older, float oldest)
{
    const auto weight = [&](float at, float other, float another) {
        return quadraticIntegral(to, at, other, another) - quadraticIntegral(from, at, other, another);
    };
    return noise[0] * weight(from, older, oldest) + noise[1] * weight(older, oldest, from)
        + noise[2] * weight(oldest, from, older);
}

} // namespace

DeisScheduler::DeisScheduler(const SchedulerConfig &config)
    : DpmFamilyScheduler(config, layoutRules())
{
}

int DeisScheduler::usableOrder(int index) const
{
    const int order = std::min(solverOrder(), static_cast<int>(history().size()));
    const bool lowersFinal = m_config.lowerOrderFinal.value_or(true) && evaluations() < kShortRun;
    return lowersFinal ? std::min(order, evaluations() - index) : order;
}

Tensor DeisScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const Tensor x = widened(sample);
    remember(toNoise(widened(output), x, index));

    const int order = usableOrder(index);
    const std::vector<DpmLevel> levels = levelsBack(index, order);
    const DpmLevel target = level(index + 1);
    if (order == 1) {
        const DpmDifferences differences{history().front(), {}, {}};
        return dpmIntegrate(DpmAlgorithm::Noise, levels[0], target, differences, x, {}).to(sample.scalar_type());
    }

    const auto rho = [](const DpmLevel &at) { return at.sigma / at.alpha; };
    const Tensor integral = order == 2
        ? secondOrder(history(), rho(levels[0]), rho(target), rho(levels[1]))
        : thirdOrder(history(), rho(levels[0]), rho(target), rho(levels[1]), rho(levels[2]));
    return ((x / levels[0].alpha + integral) * target.alpha).to(sample.scalar_type());
}

} // namespace calotype::diffusion
