#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/ScheduledCondition.h"
#include "core/engine/GenerationRequest.h"

#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// What the UNet is told for one picture, positive and negative.
struct Conditioning {
    /// One of several prompts that are composed.
    struct Part {
        ScheduledCondition condition;
        double weight = 1;
    };

    std::vector<Part> parts;        ///< at least one, all of one length; a plain prompt: one of weight 1
    ScheduledCondition negative;    ///< empty when no guidance is wanted
    std::vector<std::string> notes; ///< what was cut off, in plain sentences

    bool isGuided() const { return !negative.isEmpty(); }
};

/// What of a picture the conditioning depends on, the request aside.
struct ConditioningFrame {
    int width = 0;  ///< pixels; for SDXL's time ids
    int height = 0;
    int evaluationsPerStep = 1; ///< of the sampler: prompt edits count evaluations
};

/// Has the text encoders read what of @p request they have not read before, as the reference pipelines do: SD takes the
/// last hidden state after the final norm (clip skip: an earlier one, final norm still applied); SDXL the last but one of
/// both encoders, unnormed and side by side, with the second's pooled embedding and the six time ids. Clip skip is the
/// prompt's alone: the reference takes the negative prompt without it. With PromptSyntax::Weighted see
/// WeightedConditioning.h.
/// Text encoders that were dropped (MemoryMode::Low) are read again where there is something to read, and stay: see
/// leaveTextEncoders().
/// @throws Failure WrongUse (token ids beyond the model's table, clip skip beyond its layers), Cancelled; as
///                 needTextEncoders()
Conditioning encodePrompts(Networks &networks, const GenerationRequest &request, const ConditioningFrame &frame,
                           const std::stop_token &stop);

} // namespace calotype::diffusion
