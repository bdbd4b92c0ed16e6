#pragma once

#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "tests/core/diffusion/schedulers/SchedulerGolden.h"

#include <string>
#include <vector>

namespace calotype::tests {

/// A sampler and a schedule that a user gives on top of a model, and the golden run that it must come to.
struct GoldenChoice {
    std::string name;      ///< "dpmpp_2m + karras on PNDM, dpmpp_2m/v6/n10"
    const GoldenRun *run;  ///< of goldenRuns()
    nlohmann::json model;  ///< scheduler configuration of the model, of another class than the run's
    diffusion::SchedulerOptions options;
};

/// Every id with every schedule that means the same as some golden configuration. Runs of 10 and of 20 steps: the solvers
/// end the shorter ones in lower orders. Each is chosen over Stable Diffusion 1's configuration; the shorter ones, unless
/// they leave the schedule to the model, also over that of a solver whose settings must not be taken over.
const std::vector<GoldenChoice> &goldenChoices();

} // namespace calotype::tests
