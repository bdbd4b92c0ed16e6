#pragma once

#include "core/engine/prompt/PromptSpans.h"
#include "core/tokenizer/ClipTokenizer.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calotype {

/// Tokens that one window of CLIP's text encoder takes beside its BOS and EOS.
inline constexpr int kWindowTokens = 75;

/// How a prompt fills the windows of the text encoder.
struct PromptFill {
    int tokens = 0;  ///< up to the last one; windows that were left before they were full count as full
    int windows = 1; ///< that the prompt takes
    /// Where each window but the first begins, if anything is in it: a byte of the prompt, the start of a word where a
    /// word is whole. Of a plain prompt, which has but one window, where the words begin that are cut off.
    std::vector<std::size_t> begins;
    std::string cut; ///< plain: the words that are cut off, as the tokens spell them

    bool isCut() const { return !cut.empty(); }
    bool operator==(const PromptFill &) const = default;
};

/// Of a prompt that is taken as it stands: one window, and what does not fit is cut off. Any thread.
PromptFill plainFill(const ClipTokenizer &tokenizer, std::string_view prompt);

/// Of a prompt with weights: as many windows as layChunks() makes of it. Where the prompt has parts by turns or by AND,
/// the longest counts, and its windows have no begins. Any thread.
/// @param evaluations  of the network for the picture, at least 1: the moments of edits are counted in them
/// @param side         in the negative prompt, AND is a word
PromptFill weightedFill(const ClipTokenizer &tokenizer, std::string_view prompt, int evaluations, PromptSide side);

} // namespace calotype
