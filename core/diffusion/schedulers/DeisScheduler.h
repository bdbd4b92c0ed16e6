#pragma once

#include "core/diffusion/schedulers/DpmFamilyScheduler.h"

namespace calotype::diffusion {

/// DEIS in its log-rho multistep form, orders 1 to 3 (Zhang & Chen 2022, arXiv 2204.13902): the noise prediction is
/// extrapolated by a Lagrange polynomial in log(sigma / alpha), which integrates in closed form. One network evaluation
/// a step, no noise. The run never ends at 0: the last level is the schedule's lowest.
///
/// Heeds solver_order (2), lower_order_final (true), thresholding, timestep_spacing (linspace), steps_offset and every
/// shape of sigmas; in brackets what holds where the configuration is silent. There is one algorithm only:
/// algorithm_type and solver_type of other solvers mean nothing here.
/// Golden values: tests/data/schedulers/deis.safetensors
class DeisScheduler final : public DpmFamilyScheduler
{
public:
    /// @throws Failure WrongUse for a solver order outside 1..3
    explicit DeisScheduler(const SchedulerConfig &config);

    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    int usableOrder(int index) const;
};

} // namespace calotype::diffusion
