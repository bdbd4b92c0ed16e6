#pragma once

#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/diffusion/schedulers/SigmaSchedules.h"
#include "core/engine/ModelInfo.h"

#include <vector>

namespace calotype::diffusion {

/// What the samplers on whole timesteps share: x_t = sqrt(alpha-bar_t) x0 + sqrt(1 - alpha-bar_t) eps, the network fed
/// with x_t itself, unit initial noise. Scalars are float32 as in the reference.
class AlphaScheduler : public Scheduler
{
public:
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    Tensor addNoise(const Tensor &clean, const Tensor &noise, int index) const override;

protected:
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    AlphaScheduler(const SchedulerConfig &config, ZeroSnr zeroSnr);

    const SchedulerConfig &config() const { return m_config; }
    PredictionType prediction() const { return m_prediction; }
    int trainTimesteps() const { return m_training.size(); }

    /// Falling whole timesteps by the configuration's spacing.
    /// @throws Failure WrongUse if so many steps do not fit, or if they touch a timestep without any signal (zero
    ///         terminal SNR) while the network predicts epsilon, which then says nothing of the picture
    std::vector<double> layOut(int steps) const;

    /// The whole timestep of evaluation @p index.
    int timestep(int index) const { return static_cast<int>(m_timesteps.at(static_cast<std::size_t>(index))); }
    /// alpha-bar at training timestep @p t. @throws Failure Internal outside the table
    float alphaBar(int t) const;
    /// The same, and for t < 0 what lies behind the last step: 1 if set_alpha_to_one, else alpha-bar of timestep 0.
    float alphaBarOrFinal(int t, bool alphaToOneByDefault) const;

private:
    SchedulerConfig m_config;
    TrainingSchedule m_training;
    PredictionType m_prediction;
    Spacing m_spacing;
};

} // namespace calotype::diffusion
