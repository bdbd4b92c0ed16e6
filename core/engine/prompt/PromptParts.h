#pragma once

#include "core/engine/prompt/PromptEdits.h"

#include <string>
#include <string_view>
#include <vector>

namespace calotype::prompt {

/// One of several prompts that are composed, and how strongly.
struct PromptPart {
    std::string prompt;
    double weight = 1;

    bool operator==(const PromptPart &) const = default;
};

/// Where a part lies in the whole.
struct PromptPartRange {
    TextRange text;   ///< without the white space at its end; that at its beginning is kept
    std::size_t colon = std::string_view::npos; ///< of the weight; npos where none is given
    TextRange number; ///< empty where none is given
    double weight = 1;
    TextRange joint;  ///< the AND after it; empty for the last
};

/// Splits a prompt at each AND, and takes a trailing “:number” of a part as its weight, as AUTOMATIC1111's web UI does; the
/// weight of a prompt without AND counts too.
/// @return at least one
std::vector<PromptPart> splitAnd(std::string_view prompt);
std::vector<PromptPartRange> findPromptParts(std::string_view prompt);

/// Whether the parts ask for more than plain guidance: several of them, or one of another weight than 1.
bool isComposed(const std::vector<PromptPart> &parts);

} // namespace calotype::prompt
