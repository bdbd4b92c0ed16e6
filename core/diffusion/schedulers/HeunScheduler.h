#pragma once

#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/SigmaScheduler.h"

namespace calotype::diffusion {

/// Heun's second-order method (Karras et al. 2022, algorithm 1): an Euler step, then the mean of the slopes at both
/// ends. Two evaluations a step, the last step but one.
class HeunScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    explicit HeunScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    int order() const override { return 2; }
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    SampleLimits m_limits;
    Tensor m_start; ///< x before the Euler step; undefined between whole steps
    Tensor m_slope; ///< there
};

} // namespace calotype::diffusion
