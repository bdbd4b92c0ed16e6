#include "core/diffusion/schedulers/DpmSolverSinglestep.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

DpmLayoutRules layoutRules()
{
    DpmLayoutRules rules{"DPM-Solver singlestep"};
    rules.hasSpacing = false;
    rules.clipsLambda = true;
    return rules;
}

/// Orders 1, 2, … @p order over and over. A last group that @p lowersFinal keeps from the full order ends in first
/// order instead; so does any that ends at sigma 0.
std::vector<int> groupedOrders(int steps, int order, bool lowersFinal, bool endsAtZero)
{
    std::vector<int> orders;
    for (int i = 0; i < steps; ++i)
        orders.push_back(i % order + 1);
    if (endsAtZero || (lowersFinal && orders.back() == order))
        orders.back() = 1;
    return orders;
}

} // namespace

DpmSolverSinglestepScheduler::DpmSolverSinglestepScheduler(const SchedulerConfig &config)
    : DpmFamilyScheduler(config, layoutRules())
    , m_algorithm(dpmAlgorithm(config.algorithmType.value_or("dpmsolver++")))
    , m_solver(dpmSolverType(config.solverType.value_or("midpoint")))
{
    refuseZeroEnd(m_algorithm);
    if (m_algorithm == DpmAlgorithm::SdeNoise)
        throw Failure(ErrorCode::WrongUse,
                      "The algorithm sde-dpmsolver has no singlestep form; use sde-dpmsolver++ or DPM++ 2M SDE.");
}

void DpmSolverSinglestepScheduler::setTimesteps(int steps)
{
    DpmFamilyScheduler::setTimesteps(steps);
    const bool lowersFinal = m_config.lowerOrderFinal.value_or(false);
    m_orders = groupedOrders(evaluations(), solverOrder(), lowersFinal, endsAtZero());
    m_groupStart = Tensor();
}

Tensor DpmSolverSinglestepScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise)
{
    const Tensor x = widened(sample);
    const Tensor wide = widened(output);
    remember(predictsData(m_algorithm) ? toData(wide, x, index) : toNoise(wide, x, index));
    const Tensor draw = isStochastic(m_algorithm) ? drawLike(x, noise) : Tensor();

    // A run that begins within a group has too few outputs for its order and begins a group of its own.
    const int order = std::min(m_orders[static_cast<std::size_t>(index)], static_cast<int>(history().size()));
    if (order == 1)
        m_groupStart = x;

    const std::vector<DpmLevel> levels = levelsBack(index, order);
    const DpmLevel target = level(index + 1);
    const DpmDifferences differences = singlestepDifferences(m_solver, history(), levels, target);
    return dpmIntegrate(m_algorithm, levels.back(), target, differences, m_groupStart, draw).to(sample.scalar_type());
}

void DpmSolverSinglestepScheduler::visitState(const StateVisitor &visitor)
{
    DpmFamilyScheduler::visitState(visitor);
    visitor.show("start", m_groupStart);
}

} // namespace calotype::diffusion
