#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/ClipTextEncoder.h"
#include "core/engine/GenerationRequest.h"
#include "core/tokenizer/ClipTokenizer.h"

#include <cstdint>
#include <vector>

namespace calotype::diffusion {

/// Token ids as the encoder takes them, [1, S], int64, CPU.
/// @throws Failure WrongUse naming a token that the model's table has no row for
Tensor idTensor(const ClipTokenizer &tokenizer, const ClipTextEncoder &encoder, const std::vector<std::int64_t> &ids);

/// The hidden state @p back layers before the last one's, without the final norm.
/// @throws Failure WrongUse where the encoder has no such layer
const Tensor &hiddenState(const TextOutput &output, int back);

/// What SD's UNet takes: the last hidden state after the final norm; with clip skip an earlier one, normed.
Tensor sdState(const ClipTextEncoder &encoder, const TextOutput &output, int clipSkip);

/// What SDXL's takes of either encoder: the last but one, with clip skip one before, not normed.
inline const Tensor &sdxlState(const TextOutput &output, int clipSkip)
{
    return hiddenState(output, clipSkip);
}

/// SDXL's six numbers: original size, crop and target size, rows before columns. [1, 6] float32, CPU
Tensor timeIds(const GenerationRequest &request, int width, int height);

} // namespace calotype::diffusion
