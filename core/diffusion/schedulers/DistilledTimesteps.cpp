#include "core/diffusion/schedulers/DistilledTimesteps.h"

#include "core/base/Error.h"

#include <string>

namespace calotype::diffusion {

std::vector<double> distilledTimesteps(const SchedulerConfig &config, int steps, const char *name)
{
    const int known = config.originalInferenceSteps.value_or(50);
    const int trained = config.trainedBetas.empty() ? config.numTrainTimesteps
                                                    : static_cast<int>(config.trainedBetas.size());
    if (known < 1 || known > trained)
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's original_inference_steps is "
                                               + std::to_string(known) + "; it must lie in 1.."
                                               + std::to_string(trained) + ".");
    if (steps < 1 || steps > known)
        throw Failure(ErrorCode::WrongUse, std::string(name) + " takes 1 to " + std::to_string(known)
                                               + " steps with this model, not " + std::to_string(steps) + ".");

    const int stride = trained / known;
    std::vector<double> timesteps;
    for (int i = 0; i < steps; ++i) {
        const auto skipped = static_cast<int>(i * (static_cast<double>(known) / steps));
        timesteps.push_back((known - skipped) * stride - 1);
    }
    return timesteps;
}

} // namespace calotype::diffusion
