#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

namespace calotype::diffusion {

/// DPM++ SDE: DPM-Solver++(2S) with ancestral noise from a Brownian tree (Lu et al. 2022, arXiv 2211.01095; Karras et
/// al. 2022). Two evaluations a step, one at the step's level and one at the geometric mean with the next; the last
/// step is an Euler step with one. x is the variance-exploding one: scaleModelInput() divides by sqrt(sigma^2 + 1).
///
/// Heeds timestep_spacing (linspace), steps_offset and every shape of sigmas; epsilon and v_prediction only. Timesteps
/// are fractional, in float64; sigmas and the steps' coefficients are float32. Zero-terminal-SNR betas are floored.
/// Golden values: tests/data/schedulers/dpmpp_sde.safetensors
class DpmSolverSdeScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported for a model that predicts the sample, for which this sampler is not defined
    explicit DpmSolverSdeScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    int order() const override { return 2; }
    /// @param index  even, as steps begin there
    /// @throws Failure Internal for an odd one
    void setBeginIndex(int index) override;

    Tensor scaleModelInput(const Tensor &sample, int index) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    /// One step's noise levels, float32.
    struct StepLevels {
        float from = 0;
        float middle = 0;
        float to = 0;
    };

    StepLevels levelsOf(int index) const;
    float inputSigma(int index) const;
    Tensor ancestral(const Tensor &x, const Tensor &denoised, float from, float to, StepNoise &noise) const;

    Tensor m_stepStart; ///< x at the step's first evaluation
};

} // namespace calotype::diffusion
