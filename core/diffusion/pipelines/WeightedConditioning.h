#pragma once

#include "core/diffusion/pipelines/Conditioning.h"

#include <stop_token>

namespace calotype::diffusion {

/// Conditions for prompts in the grammar of AUTOMATIC1111's web UI, applied as there:
/// - AND makes several parts, each with its own schedule; the shorter ones repeat their last vector to the length of the
///   longest. The negative prompt knows no AND.
/// - Edits and alternations make a schedule over frame.evaluationsPerStep · request.steps evaluations.
/// - Emphasis, chunks of 75 tokens: see WeightedEncoder. SDXL's pooled embedding is the first chunk's.
/// - Clip skip counts for the negative prompt too; SDXL's empty negative prompt is zeros.
/// The second prompt of SDXL, where it is another, has a schedule of its own.
/// @throws Failure as encodePrompts()
Conditioning encodeWeightedPrompts(Networks &networks, const GenerationRequest &request,
                                   const ConditioningFrame &frame, const std::stop_token &stop);

} // namespace calotype::diffusion
