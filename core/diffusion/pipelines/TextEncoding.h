#pragma once

#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/TextMemory.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// What one of the model's text encoders makes of a window of tokens: from the networks' memory where it was made
/// before, else by running the encoder, which is read for it where it was dropped. SD takes the last hidden state after
/// the final norm (clip skip: an earlier one), SDXL the last but one of either encoder (clip skip: one before), not
/// normed.
/// @param encoder  0, or 1 for SDXL's second
/// @param ids      as many as the encoder has positions
/// @throws Failure WrongUse (a token beyond the model's table, clip skip beyond its layers), Cancelled; as
///                 needTextEncoders()
EncodedText encodedText(Networks &networks, int encoder, const std::vector<std::int64_t> &ids, int clipSkip,
                        const std::stop_token &stop);

/// Adds a sentence that names the words of @p text with a token that the model's first encoder knows not at all. The
/// encoder is read only where a word was not asked for before.
/// @throws Failure as needTextEncoders()
void noteUnknownWords(Networks &networks, const std::string &text, std::vector<std::string> &notes,
                      const std::stop_token &stop);

} // namespace calotype::diffusion
