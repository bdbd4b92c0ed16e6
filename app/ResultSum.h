#pragma once

#include "core/engine/GenerationResult.h"

namespace calotype::app {

/// Adds what a further run of the same command made: pictures, latents, seconds and notes behind those before, the
/// larger of the memory peaks; how it was resolved is told of the last one.
void addRun(GenerationResult &sum, const GenerationResult &run);

} // namespace calotype::app
