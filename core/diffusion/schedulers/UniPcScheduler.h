#pragma once

#include "core/diffusion/schedulers/DpmFamilyScheduler.h"

namespace calotype::diffusion {

/// UniPC, multistep, orders 1 to 3 (Zhao et al. 2023, arXiv 2302.04867): each step first corrects the sample that the
/// last one predicted, at no extra evaluation, then predicts the next. One network evaluation a step, no noise.
///
/// Heeds solver_order (2), solver_type (bh2; bh1 where asked for), predict_x0 (true), lower_order_final (true),
/// disable_corrector (none), final_sigmas_type (zero), thresholding, timestep_spacing (linspace), steps_offset and every
/// shape of sigmas; in brackets what holds where the configuration is silent.
/// Golden values: tests/data/schedulers/unipc.safetensors
class UniPcScheduler final : public DpmFamilyScheduler
{
public:
    /// @throws Failure WrongUse for an unknown solver type, and for settings that have no finite last step at sigma 0:
    ///         bh1, predict_x0 off, or lower_order_final off with an order above 1
    explicit UniPcScheduler(const SchedulerConfig &config);

    void setTimesteps(int steps) override;
    Tensor step(const Tensor &output, int index, const Tensor &sample, StepNoise &noise) override;
    void visitState(const StateVisitor &visitor) override;

private:
    struct Coefficients;

    Coefficients coefficients(int from, int to, int order, bool corrects) const;
    Tensor integrate(const Coefficients &c, const Tensor &start, int order, const Tensor &latest) const;
    bool corrects(int index) const;

    const bool m_predictsData;
    const bool m_isBh1;
    int m_lastOrder = 0; ///< of the predictor's last step
    Tensor m_lastSample; ///< where that step began, corrected
};

} // namespace calotype::diffusion
