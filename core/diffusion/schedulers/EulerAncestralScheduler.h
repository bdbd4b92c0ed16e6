#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

namespace calotype::diffusion {

/// What an ancestral step from one noise level to the next goes down to, and the noise that it adds back, with eta 1.
/// float32 throughout, as the reference has it.
struct AncestralLevels {
    float down = 0;
    float up = 0;

    static AncestralLevels between(float from, float to);
};

/// Euler's method with ancestral noise: a step down past the next level, then fresh noise up to it.
class EulerAncestralScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported if the network predicts the clean sample, or for unknown words
    explicit EulerAncestralScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    /// Draws one noise each step. Computed in float32; the result has the output's dtype.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
};

} // namespace calotype::diffusion
