#pragma once

#include "core/diffusion/schedulers/AlphaScheduler.h"
#include "core/diffusion/schedulers/Prediction.h"

namespace calotype::diffusion {

/// Denoising diffusion implicit models (Song et al. 2020, eq. 12).
class DdimScheduler final : public AlphaScheduler
{
public:
    /// @param eta  0 deterministic … 1 as noisy as DDPM
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    explicit DdimScheduler(const SchedulerConfig &config, double eta = 0.0);

    void setTimesteps(int steps) override;
    /// Draws one noise each step if eta is above 0.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    float m_eta = 0;
    int m_stride = 1; ///< training timesteps that a step covers
    SampleLimits m_limits;
};

} // namespace calotype::diffusion
