#pragma once

#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/engine/ModelInfo.h"

namespace calotype::diffusion {

/// Euler's method for models trained with the preconditioning of Karras et al. 2022 (table 1, column "ours").
/// Such models have no betas; other samplers do not fit them.
class EdmEulerScheduler final : public Scheduler
{
public:
    /// @throws Failure Unsupported if the network predicts the clean sample, or for unknown words
    explicit EdmEulerScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    double initNoiseSigma() const override;
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    /// Computed in float32; the result has the output's dtype.
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    Tensor addNoise(const Tensor &clean, const Tensor &noise, int index) const override;

private:
    float sigma(int index) const { return static_cast<float>(m_sigmas.at(static_cast<std::size_t>(index))); }

    PredictionType m_prediction;
    double m_sigmaMin;
    double m_sigmaMax;
    float m_sigmaData;
    bool m_exponential = false;
    bool m_endsAtZero = true;
};

} // namespace calotype::diffusion
