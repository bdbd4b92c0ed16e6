#pragma once

#include "core/diffusion/schedulers/SchedulerConfig.h"

#include <vector>

namespace calotype::diffusion {

/// The timesteps of consistency-distilled models (LCM, TCD): @p steps of the original_inference_steps (50) that the
/// distillation knew, evenly picked from the noisiest down. Falling, whole.
/// @param name  of the sampler, for messages
/// @throws Failure WrongUse if @p steps is not in 1..original_inference_steps
std::vector<double> distilledTimesteps(const SchedulerConfig &config, int steps, const char *name);

} // namespace calotype::diffusion
