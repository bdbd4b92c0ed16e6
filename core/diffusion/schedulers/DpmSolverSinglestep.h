#pragma once

#include "core/diffusion/schedulers/DpmFamilyScheduler.h"

#include <vector>

namespace calotype::diffusion {

/// DPM-Solver and DPM-Solver++ in singlestep form (DPM++ 2S), orders 1 to 3: evaluations come in groups, each of which
/// integrates anew from the group's first sample with rising order (Lu et al. 2022, arXiv 2206.00927 and 2211.01095).
///
/// Heeds solver_order (2), algorithm_type (dpmsolver++; dpmsolver and sde-dpmsolver++ too), solver_type (midpoint),
/// lower_order_final (false; a run that ends at 0 always ends in first order, and steps that do not fill the last group
/// leave it short), final_sigmas_type (zero), lambda_min_clipped, thresholding and the shapes of sigmas. Like the reference it knows no
/// timestep_spacing: its training timesteps are always linspace.
/// Golden values: tests/data/schedulers/dpmpp_2s.safetensors
class DpmSolverSinglestepScheduler final : public DpmFamilyScheduler
{
public:
    /// @throws Failure WrongUse for unknown words, for sde-dpmsolver (which has no singlestep form), and for dpmsolver
    ///         that is to end at sigma 0
    explicit DpmSolverSinglestepScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    const DpmAlgorithm m_algorithm;
    const DpmSolverType m_solver;
    std::vector<int> m_orders; ///< of each evaluation
    Tensor m_groupStart;       ///< x at the first evaluation of the group
};

} // namespace calotype::diffusion
