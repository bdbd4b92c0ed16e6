#pragma once

#include "core/diffusion/schedulers/SigmaScheduler.h"

#include <vector>

namespace calotype::diffusion {

/// Restart sampling (Xu et al. 2023, arXiv 2306.14878) with Heun steps (Karras et al. 2022, algorithm 2), planned as the
/// AUTOMATIC1111 web UI plans it. Counted are sampler steps, of which there are always as many as asked for:
/// under 20, plain Heun down a Karras schedule; 20 to 35, a schedule of 9 steps fewer that is interrupted once; from
/// 36, one that is interrupted twice by n / 4 steps each. An interruption comes at the level nearest to sigma 0.1: noise
/// lifts x to the level nearest to 2, and Karras-spaced steps lead back down.
///
/// Each sampler step is two network evaluations, at its own level and at the next; the last, to 0, is one. Hence
/// 2 n - 1 evaluations and order() 2; sigmas() holds the level of each evaluation. The step that ends before an
/// interruption adds its noise already, so that what step() returns is always at the next evaluation's level. One noise
/// per interruption.
///
/// Image to image: setBeginIndex(2 k) leaves out the first k of the n Karras levels. The n - k steps that remain are
/// planned anew by the rules above, from the level that is now the highest: a short rest is plain Heun. addNoise() is
/// then clean + noise * sigma at that level. Call it after setTimesteps() and read timesteps() after it.
///
/// Network times are interpolated in log sigma and not rounded. All prediction types work; the schedule is the
/// sampler's own, so that timestep_spacing means nothing here.
/// Golden values: tests/data/kdiffusion, runs of the sampler "restart"
class RestartScheduler final : public SigmaScheduler
{
public:
    /// @throws Failure WrongUse for a configuration that asks for other than Karras sigmas
    explicit RestartScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    int order() const override { return 2; }
    /// The highest noise level.
    double initNoiseSigma() const override;
    /// @param index  even: sampler steps begin there
    /// @throws Failure Internal for an odd one or one beyond the end
    void setBeginIndex(int index) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    /// Replaces the levels from evaluation @p index on by the plan for what is left of the base levels.
    void planFrom(int index);

    std::vector<double> m_levels; ///< the Karras levels as if there were no interruptions, falling, without the final 0
    Tensor m_start;               ///< x at the sampler step's first evaluation
    Tensor m_slope;               ///< dx / dsigma there
};

} // namespace calotype::diffusion
