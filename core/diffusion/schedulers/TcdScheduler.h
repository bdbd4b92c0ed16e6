#pragma once

#include "core/diffusion/schedulers/AlphaScheduler.h"

namespace calotype::diffusion {

/// Strategic stochastic sampling of trajectory consistency models (Zheng et al. 2024, arXiv 2402.19159, algorithm 4):
/// each evaluation jumps past the next level, to (1 - eta) of its timestep, and noise leads back up to it.
/// One noise a step but the last; none with eta 0.
///
/// Heeds original_inference_steps (50) and rescale_betas_zero_snr. As in the reference, clip_sample and thresholding
/// have no part in it, and timesteps are those of the distillation.
/// Golden values: tests/data/schedulers/tcd.safetensors, tcd_eta0.safetensors
class TcdScheduler final : public AlphaScheduler
{
public:
    /// @param eta  gamma of the paper, 0 (deterministic) to 1; 0.3 is usual
    /// @throws Failure WrongUse for another eta, and for zero-terminal-SNR betas with a model that predicts epsilon
    TcdScheduler(const SchedulerConfig &config, double eta);

    void setTimesteps(int steps) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;

private:
    const double m_eta;
};

} // namespace calotype::diffusion
