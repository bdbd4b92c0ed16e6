#pragma once

#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/TextMemory.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace calotype::diffusion {

/// What one of the model's text encoders makes of a window of tokens: from the networks' memory where it was made
/// before, else by running the encoder. SD takes the last hidden state after the final norm (clip skip: an earlier one),
/// SDXL the last but one of either encoder (clip skip: one before), not normed.
/// @param encoder  0, or 1 for SDXL's second
/// @param ids      as many as the encoder has positions
/// @throws Failure WrongUse (a token beyond the model's table, clip skip beyond its layers), Cancelled
EncodedText encodedText(const Networks &networks, int encoder, const std::vector<std::int64_t> &ids, int clipSkip,
                        const std::stop_token &stop);

} // namespace calotype::diffusion
