#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/schedulers/StateVisitor.h"

#include <vector>

namespace calotype::diffusion {

/// The random tensors that a stochastic step asks for, drawn in order.
class StepNoise
{
public:
    virtual ~StepNoise() = default;

    /// The next unit Gaussian, shape [N, 4, h, w], float32 on the CPU.
    virtual Tensor next() = 0;

    /// Brownian increment between two noise levels, divided by sqrt(|to − from|): unit variance. @p from and @p to lie
    /// within the interval given to the first call, [@p low, @p high] (torchsde's BrownianTree, Li et al. 2020).
    virtual Tensor brownian(double from, double to, double low, double high) = 0;
};

/// One sampler working off one schedule: the reverse process from noise to latents. An object serves one run.
/// Its tables live on the CPU in the reference's precision; step() works on the sample's device.
///
/// Use: construct from the model's configuration; setTimesteps(n); for img2img setBeginIndex(t_start * order());
/// x = noise * initNoiseSigma() (or addNoise); for i from the begin index: out = model(scaleModelInput(x, i),
/// timesteps()[i]); x = step(out, i, x, noise).
class Scheduler
{
public:
    virtual ~Scheduler() = default;

    /// Lays out the schedule. @param steps  as the user counts them, 1..1000
    /// @throws Failure WrongUse if this sampler cannot take so many or so few
    virtual void setTimesteps(int steps) = 0;

    /// The training timestep of each network evaluation, in order; fractional for some schedules.
    const std::vector<double> &timesteps() const { return m_timesteps; }
    /// The noise level of each evaluation and the final one; empty where the sampler has none.
    const std::vector<double> &sigmas() const { return m_sigmas; }

    /// Network evaluations that one user's step covers when counting where img2img begins (the reference's `order`).
    virtual int order() const { return 1; }
    /// Standard deviation of the initial noise.
    virtual double initNoiseSigma() const { return 1.0; }
    /// Index into timesteps() at which the run begins.
    virtual void setBeginIndex(int index) { m_beginIndex = index; }

    /// x as the network wants it at evaluation @p index.
    virtual Tensor scaleModelInput(const Tensor &sample, int index) = 0;

    /// One evaluation's update.
    /// @param output  the network's output (epsilon, v or sample by the prediction type), [N, 4, h, w]
    /// @param index   evaluation index, counted up by one from the begin index
    /// @param sample  x before the step, unscaled
    virtual Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) = 0;

    /// Noises clean latents to the level of evaluation @p index.
    virtual Tensor addNoise(const Tensor &clean, const Tensor &noise, int index) const = 0;

    /// Shows every tensor that later steps depend on, so that a run can be saved and gone on with. Which there are, and
    /// all that is no tensor, follows from the evaluations taken so far and never from the samples' values.
    virtual void visitState(const StateVisitor &) {}

protected:
    std::vector<double> m_timesteps;
    std::vector<double> m_sigmas;
    int m_beginIndex = 0;
};

} // namespace calotype::diffusion
