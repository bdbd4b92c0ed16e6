#pragma once

#include "core/diffusion/schedulers/DpmFamilyScheduler.h"

namespace calotype::diffusion {

/// DPM-Solver and DPM-Solver++ in multistep form, orders 1 to 3, as ODE or SDE: DPM++ 2M, 2M SDE, 3M SDE and their
/// relatives (Lu et al. 2022, arXiv 2206.00927 and 2211.01095). One network evaluation a step; the SDE forms draw one
/// noise a step.
///
/// Heeds solver_order (2), algorithm_type (dpmsolver++), solver_type (midpoint), lower_order_final (true),
/// euler_at_final (false), final_sigmas_type (zero), lambda_min_clipped, thresholding, timestep_spacing (linspace),
/// steps_offset and every shape of sigmas; in brackets what holds where the configuration is silent.
/// Golden values: tests/data/schedulers/dpmpp_2m*.safetensors; of 3M SDE: tests/data/kdiffusion
class DpmSolverMultistepScheduler final : public DpmFamilyScheduler
{
public:
    /// @throws Failure WrongUse for unknown words; for a noise-predicting algorithm that is to end at sigma 0, where its
    ///         update has no finite value; for sde-dpmsolver of order 3, which has no published update
    explicit DpmSolverMultistepScheduler(const SchedulerConfig &config);

    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    /// The order that the step at @p index can take: few outputs at the start, and stability at the end, lower it.
    int usableOrder(int index) const;

    const DpmAlgorithm m_algorithm;
    const DpmSolverType m_solver;
};

} // namespace calotype::diffusion
