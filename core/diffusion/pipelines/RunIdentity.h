#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/formats/ModelDescription.h"

#include <string>

namespace calotype::diffusion {

/// What a resume point belongs to: it is of use to no other run.
struct RunIdentity {
    std::string request; ///< SHA-256 of all that a picture depends on, sampler and size as resolved
    std::string model;   ///< SHA-256 of the model's name, its configuration and the first number of each of its tensors
    std::string device;  ///< "cpu", "cuda:0", "mps"
    std::string dtype;   ///< "float32", …; the memory mode may change: what is free chooses it anew, and it moves the last bits only

    /// @param details  the run's, resolved
    static RunIdentity of(const GenerationRequest &request, const RunDetails &details,
                          const formats::ModelDescription &description);

    /// @throws Failure OtherRun, one sentence that says what differs, if @p found is not this run
    void requireSame(const RunIdentity &found, const std::string &modelName) const;
};

} // namespace calotype::diffusion
