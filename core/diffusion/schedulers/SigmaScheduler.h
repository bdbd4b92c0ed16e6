#pragma once

#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/diffusion/schedulers/SigmaSchedules.h"
#include "core/engine/ModelInfo.h"

#include <vector>

namespace calotype::diffusion {

/// What the samplers of the k-diffusion family share: x = x0 + sigma eps, noise levels from the training schedule or of
/// a shape of their own, the network fed with x / sqrt(sigma^2 + 1). Noise levels are float32 as in the reference.
/// A model trained with zero terminal SNR gets its rescaled betas here even where the reference class has no such
/// field; the last sigma is then 4096.
class SigmaScheduler : public Scheduler
{
public:
    /// The largest sigma, or sqrt(sigma^2 + 1) under leading spacing.
    double initNoiseSigma() const override;
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    Tensor addNoise(const Tensor &clean, const Tensor &noise, int index) const override;

protected:
    /// @throws Failure Unsupported, WrongUse for words of the configuration that are not known
    explicit SigmaScheduler(const SchedulerConfig &config);

    /// One noise level and its timestep for each step, falling, in double; no final level.
    struct Layout {
        std::vector<double> timesteps;
        std::vector<double> sigmas;
    };
    /// @throws Failure WrongUse if so many steps do not fit
    Layout layOut(int steps) const;

    float sigma(int index) const { return static_cast<float>(m_sigmas.at(static_cast<std::size_t>(index))); }
    const SchedulerConfig &config() const { return m_config; }
    const TrainingSchedule &training() const { return m_training; }
    PredictionType prediction() const { return m_prediction; }
    SigmaShape shape() const { return m_shape; }

    /// @throws Failure Unsupported, naming @p sampler, if the network predicts the clean sample
    void refuseSamplePrediction(const char *sampler) const;

    /// x / sqrt(level^2 + 1)
    static Tensor scaledAt(const Tensor &sample, float level);

private:
    SchedulerConfig m_config;
    TrainingSchedule m_training;
    PredictionType m_prediction;
    SigmaShape m_shape;
    Spacing m_spacing;
};

/// {first, second, second, third, third, …}: the reference's layout for samplers of two evaluations a step.
std::vector<double> firstThenPairs(const std::vector<double> &values);

} // namespace calotype::diffusion
