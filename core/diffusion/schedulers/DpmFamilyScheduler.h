#pragma once

#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/DpmUpdates.h"
#include "core/diffusion/schedulers/Prediction.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"

#include <vector>

namespace calotype::diffusion {

/// Where the classes of the DPM family differ in laying out their schedules.
struct DpmLayoutRules {
    /// The noise level that a run ends at.
    enum class Final {
        Configured,           ///< final_sigmas_type: 0 or the training schedule's lowest
        ConfiguredLastShaped, ///< the same, but "sigma_min" means the last level where the levels were shaped
        LastLevel,            ///< never 0: the last shaped level once more, or the training schedule's lowest
    };

    const char *name;          ///< for messages: "DPM-Solver multistep"
    bool hasSpacing = true;    ///< timestep_spacing is heeded; else linspace
    bool clipsLambda = false;  ///< lambda_min_clipped is heeded
    bool cosineTruncates = false; ///< Karras timesteps under cosine betas are cut off, not rounded
    Final final = Final::Configured;
};

/// What DPM-Solver (both kinds), UniPC and DEIS share: variance-preserving tables over log-SNR, the layout of a
/// schedule, and the conversion of network outputs. Zero-terminal-SNR betas are floored (sigma 4096), so that the first
/// level stays finite.
class DpmFamilyScheduler : public Scheduler
{
public:
    void setTimesteps(int steps) override;
    /// The sample itself: these solvers keep x at unit variance.
    Tensor scaleModelInput(const Tensor &sample, int index) override;
    /// alpha * clean + sigma * noise at the level of @p index.
    Tensor addNoise(const Tensor &clean, const Tensor &noise, int index) const override;
    void visitState(const StateVisitor &visitor) override;

protected:
    /// @throws Failure WrongUse for a solver order outside 1..3, or settings of @p config that contradict each other
    DpmFamilyScheduler(const SchedulerConfig &config, const DpmLayoutRules &rules);

    int evaluations() const { return static_cast<int>(m_timesteps.size()); }
    int solverOrder() const { return m_solverOrder; }
    bool endsAtZero() const;
    /// @throws Failure WrongUse if @p algorithm predicts noise and the run ends at 0, where its update is 0 * infinity
    void refuseZeroEnd(DpmAlgorithm algorithm) const;
    /// The level of evaluation @p index; evaluations() is the final one.
    DpmLevel level(int index) const { return DpmLevel::at(m_sigmas[static_cast<std::size_t>(index)]); }
    /// The levels of @p count evaluations, from @p index backwards.
    std::vector<DpmLevel> levelsBack(int index, int count) const;

    /// The network's output as the clean picture, limited by thresholding where that is set.
    /// Channels beyond the sample's (a learned variance) are dropped.
    Tensor toData(const Tensor &output, const Tensor &sample, int index) const;
    /// The output as noise; with thresholding, the noise that leads to the limited clean picture.
    Tensor toNoise(const Tensor &output, const Tensor &sample, int index) const;

    /// Puts a converted output in front of the history, which keeps solverOrder() of them.
    void remember(Tensor converted);
    /// Converted outputs of this run, newest first.
    const std::vector<Tensor> &history() const { return m_history; }

    const SchedulerConfig m_config;

private:
    /// Timesteps above this one (inclusive) are too noisy for lambda_min_clipped.
    int clippedEnd() const;

    const DpmLayoutRules m_rules;
    const TrainingSchedule m_training;
    const PredictionType m_prediction;
    const int m_solverOrder;
    SampleLimits m_limits;
    std::vector<Tensor> m_history;
};

} // namespace calotype::diffusion
