#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

#include <vector>

namespace calotype::diffusion {

/// The midpoint method in log sigma (k-diffusion's sample_dpm_2): the slope at the geometric mean of two levels carries
/// the whole step. Two evaluations a step, the last step but one.
class Kdpm2Scheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported if the network predicts the clean sample, or for unknown words
    explicit Kdpm2Scheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    int order() const override { return 2; }
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    std::vector<float> m_midpoints; ///< between levels k - 1 and k at [k]; [0] is not used, the last is 0
    Tensor m_start;                 ///< x before the half step; undefined between whole steps
};

} // namespace calotype::diffusion
