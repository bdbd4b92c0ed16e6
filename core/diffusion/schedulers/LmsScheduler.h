#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

#include <deque>

namespace calotype::diffusion {

/// Linear multistep method of order 4 over the noise levels (k-diffusion's sample_lms).
class LmsScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    explicit LmsScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    /// The integral over this step of the Lagrange polynomial that is 1 at level index - which.
    double coefficient(int order, int index, int which) const;

    std::deque<Tensor> m_derivatives; ///< the newest first, at most kOrder
};

} // namespace calotype::diffusion
