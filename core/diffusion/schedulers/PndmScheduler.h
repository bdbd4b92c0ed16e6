#pragma once

#include "core/diffusion/schedulers/AlphaScheduler.h"

#include <deque>

namespace calotype::diffusion {

/// Pseudo numerical methods for diffusion models (Liu et al. 2022): linear multistep of order 4 (PLMS), started either
/// by taking its first step twice (skip_prk_steps, the way of Stable Diffusion, n + 1 evaluations) or by three steps of
/// Runge-Kutta (n + 9 evaluations).
class PndmScheduler final : public AlphaScheduler
{
public:
    /// @throws Failure Unsupported if the network predicts the clean sample, or for unknown words
    explicit PndmScheduler(const SchedulerConfig &config);

    /// @throws Failure WrongUse also for fewer than 4 steps with Runge-Kutta
    void setTimesteps(int steps) override;
    /// @throws Failure WrongUse if @p index is above 0 with Runge-Kutta, which can only start at the beginning
    void setBeginIndex(int index) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    Tensor rungeKuttaStep(const Tensor &output, int t, const Tensor &sample);
    Tensor multistepStep(const Tensor &output, int t, const Tensor &sample);
    /// Liu et al. 2022, eq. 11: from timestep @p from to @p to along the slope @p output.
    Tensor transfer(const Tensor &sample, int from, int to, const Tensor &output) const;

    bool m_skipRungeKutta = false;
    int m_stride = 1;              ///< training timesteps that a step covers
    int m_rungeKuttaCount = 0;     ///< evaluations of the Runge-Kutta start
    int m_counter = 0;             ///< evaluations done
    std::deque<Tensor> m_outputs;  ///< the newest first, at most 4
    Tensor m_mixed;                ///< weighted sum of the outputs of one Runge-Kutta step
    Tensor m_start;                ///< x at the beginning of the step that is under way
};

} // namespace calotype::diffusion
