#pragma once

#include "core/diffusion/schedulers/EulerAncestralScheduler.h"
#include "core/diffusion/schedulers/SigmaScheduler.h"

#include <vector>

namespace calotype::diffusion {

/// DPM2 with ancestral noise (k-diffusion's sample_dpm_2_ancestral): the midpoint step goes down past the next level,
/// then fresh noise leads up to it. Two evaluations a step, the last step but one.
class Kdpm2AncestralScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported if the network predicts the clean sample, or for unknown words
    explicit Kdpm2AncestralScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    int order() const override { return 2; }
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    /// Draws one noise at the second evaluation of each step.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    std::vector<AncestralLevels> m_ancestral; ///< of the step from level k at [k]
    std::vector<float> m_midpoints;           ///< between level k and its lower end at [k]; the last is 0
    Tensor m_start;                           ///< x before the half step; undefined between whole steps
};

} // namespace calotype::diffusion
