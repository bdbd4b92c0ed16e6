#pragma once

#include "core/formats/ModelDescription.h"

namespace calotype::formats {

/// Whether the kind is one of the SDXL family.
bool isXl(ModelKind kind);

/// What a kind of model usually has, for parts that its files do not describe: configurations of the published models,
/// usePenultimate, forceZerosForEmptyPrompt.
void applyKindDefaults(ModelDescription &description);

/// The side in pixels that the kind was trained at.
int usualSize(ModelKind kind, PredictionType prediction);

/// SD 1, SD 2 and SDXL UNets with 4 channels in, or 9 for inpainting. Sets ModelInfo::inpainting.
/// @throws Failure Unsupported, with what the number of channels stands for
void requireKnownChannels(ModelDescription &description);

} // namespace calotype::formats
