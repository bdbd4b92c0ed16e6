#pragma once

#include "core/formats/ModelDescription.h"
#include "packaging/starter/Concepts.h"

namespace calotype::starter {

/// The shapes of the networks and the sizes of the training for one scope.
struct Plan {
    formats::VaeConfig vae;
    formats::UNetConfig unet;
    formats::ClipTextConfig text; ///< with the whole CLIP vocabulary
    int size = 128;               ///< pixels a side
    int steps = 20;               ///< of sampling, advised with the model and evaluated with
    double guidance = 3;          ///< likewise
    std::int64_t vaeSteps = 0;
    std::int64_t vaeBatch = 0;
    std::int64_t unetSteps = 0;
    std::int64_t unetBatch = 0;
    std::int64_t decoderSteps = 0;
    double leastRight = 0; ///< share of pictures that must be recognised before the model is shipped
};

Plan planOf(Scope scope);

} // namespace calotype::starter
