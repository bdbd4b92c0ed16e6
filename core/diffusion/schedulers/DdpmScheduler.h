#pragma once

#include "core/diffusion/schedulers/AlphaScheduler.h"
#include "core/diffusion/schedulers/Prediction.h"

namespace calotype::diffusion {

/// Ancestral sampling of denoising diffusion probabilistic models (Ho et al. 2020, eq. 6 and 7).
class DdpmScheduler final : public AlphaScheduler
{
public:
    /// @throws Failure Unsupported for a learned variance, and for words that are not known
    explicit DdpmScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    /// Draws one noise each step but the one at timestep 0.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    bool m_largeVariance = false; ///< beta_t in place of the posterior's variance
    SampleLimits m_limits;
};

} // namespace calotype::diffusion
