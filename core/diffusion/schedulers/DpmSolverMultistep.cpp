#include "core/diffusion/schedulers/DpmSolverMultistep.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

/// Runs shorter than this take lower orders in the last steps (lower_order_final).
constexpr int kShortRun = 15;

DpmLayoutRules layoutRules()
{
    DpmLayoutRules rules{"DPM-Solver multistep"};
    rules.clipsLambda = true;
    rules.cosineTruncates = true;
    return rules;
}

} // namespace

DpmSolverMultistepScheduler::DpmSolverMultistepScheduler(const SchedulerConfig &config)
    : DpmFamilyScheduler(config, layoutRules())
    , m_algorithm(dpmAlgorithm(config.algorithmType.value_or("dpmsolver++")))
    , m_solver(dpmSolverType(config.solverType.value_or("midpoint")))
{
    refuseZeroEnd(m_algorithm);
    if (m_algorithm == DpmAlgorithm::SdeNoise && solverOrder() == 3)
        throw Failure(ErrorCode::WrongUse,
                      "The algorithm sde-dpmsolver has no third order; use order 2, or sde-dpmsolver++.");
}

int DpmSolverMultistepScheduler::usableOrder(int index) const
{
    const int left = evaluations() - index;
    const bool lowersFinal = m_config.lowerOrderFinal.value_or(true) && evaluations() < kShortRun;
    int order = std::min(solverOrder(), static_cast<int>(history().size()));
    if (left == 1 && (m_config.eulerAtFinal.value_or(false) || lowersFinal || endsAtZero()))
        order = 1;
    else if (left == 2 && lowersFinal)
        order = std::min(order, 2);
    return order;
}

Tensor DpmSolverMultistepScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = widened(sample);
    const Tensor wide = widened(output);
    remember(predictsData(m_algorithm) ? toData(wide, x, index) : toNoise(wide, x, index));

    const Tensor draw = isStochastic(m_algorithm) ? drawLike(x, noise) : Tensor();
    const std::vector<DpmLevel> levels = levelsBack(index, usableOrder(index));
    const DpmLevel target = level(index + 1);
    const DpmDifferences differences = multistepDifferences(m_solver, history(), levels, target);
    return dpmIntegrate(m_algorithm, levels.front(), target, differences, x, draw).to(sample.scalar_type());
}

} // namespace calotype::diffusion
