#pragma once

#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"

#include <memory>
#include <string>
#include <string_view>

namespace calotype::diffusion {

/// What the user may set on top of the model's configuration.
struct SchedulerOptions {
    std::string sampler;               ///< canonical id; "": the model's own
    std::string schedule = "default";  ///< canonical id
    double eta = 0.0; ///< of DDIM and TCD, as the reference's pipelines hand it to both
    bool isXl = false;   ///< which AYS table
};

/// The sampler id that a reference class stands for ("EulerDiscreteScheduler" with Karras sigmas: "euler"); "ddim" if
/// the configuration names no class, "" if it names one that is not known.
std::string samplerIdOf(const SchedulerConfig &config);

/// Builds a scheduler from the model's pristine configuration. Nothing of an earlier run takes part.
/// @throws Failure WrongUse for an unknown id (naming the near ones) or a pair that makes no sense (with the reason)
std::unique_ptr<Scheduler> makeScheduler(const SchedulerConfig &model, const SchedulerOptions &options);

} // namespace calotype::diffusion
