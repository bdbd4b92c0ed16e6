#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/UNet.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/engine/GenerationRequest.h"

#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// What the UNet is told for one picture, positive and negative.
struct Conditioning {
    UNetCondition positive; ///< batch 1
    UNetCondition negative; ///< batch 1; context undefined when no guidance is wanted
    std::vector<std::string> notes; ///< what was cut off, in plain sentences

    bool isGuided() const { return negative.context.defined(); }
};

/// Runs the text encoders for @p request as the reference pipelines do: SD takes the last hidden state after the final
/// norm (clip skip: an earlier one, final norm still applied); SDXL the last but one of both encoders, unnormed and
/// side by side, with the second's pooled embedding and the six time ids. Clip skip is the prompt's alone: the
/// reference takes the negative prompt without it.
/// @param width,height  of the picture, for SDXL's time ids
/// @throws Failure WrongUse (token ids beyond the model's table, clip skip beyond its layers), Cancelled
Conditioning encodePrompts(const Networks &networks, const GenerationRequest &request, int width, int height,
                           const std::stop_token &stop);

} // namespace calotype::diffusion
