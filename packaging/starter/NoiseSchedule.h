#pragma once

#include "core/diffusion/schedulers/SchedulerConfig.h"

namespace calotype::starter {

/// The noise levels that the model is trained on and ships with, as trained_betas of its scheduler_config.json.
///
/// Latents of 16 × 16 are hidden by much less noise than Stable Diffusion's 64 × 64 are: with its schedule the middle leaves
/// little of an init image. The noise that hides as much is four times less (Hoogeboom et al. 2023, section 3.1; Chen 2023),
/// which is about what the middle of this schedule has; its end is Stable Diffusion's, for sampling begins with noise alone.
diffusion::SchedulerConfig noiseSchedule();

} // namespace calotype::starter
