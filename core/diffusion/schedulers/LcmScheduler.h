#pragma once

#include "core/diffusion/schedulers/AlphaScheduler.h"
#include "core/diffusion/schedulers/Prediction.h"

namespace calotype::diffusion {

/// Multistep sampling of latent consistency models (Luo et al. 2023, arXiv 2310.04378, algorithm 3): each evaluation
/// predicts the clean picture, which is noised again to the next level. One noise a step but the last.
///
/// Heeds original_inference_steps (50), timestep_scaling (10), clip_sample (false), clip_sample_range, thresholding and
/// rescale_betas_zero_snr; timesteps are those of the distillation, so timestep_spacing means nothing here.
/// Golden values: tests/data/schedulers/lcm.safetensors
class LcmScheduler final : public AlphaScheduler
{
public:
    /// @throws Failure WrongUse for zero-terminal-SNR betas with a model that predicts epsilon: x0 is undefined there
    explicit LcmScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    const SampleLimits m_limits;
};

} // namespace calotype::diffusion
