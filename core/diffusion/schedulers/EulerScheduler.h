#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

namespace calotype::diffusion {

/// Euler's method on the probability-flow equation (Karras et al. 2022, algorithm 2 without churn). Options: spacing or
/// shaped sigmas, interpolation_type, timestep_type, final_sigmas_type, zero terminal SNR.
class EulerScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    explicit EulerScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    /// Computed in float32 whatever the sample's dtype; the result has the output's dtype.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    bool m_logLinear = false;
    bool m_continuous = false; ///< the network is told log(sigma) / 4 for a time
};

} // namespace calotype::diffusion
