#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace calotype::prompt {

/// Bytes [begin, end) of a text.
struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// A pair of square brackets whose content changes while the picture is made: “[a:b:when]” or “[a|b]”.
struct PromptEdit {
    TextRange whole;                ///< the brackets included
    std::vector<TextRange> options; ///< timed: before and after; “[a:when]” has an empty range before
    bool alternates = false;        ///< one option after the other, step by step
    TextRange when;                 ///< the numeral; empty where it alternates
};

/// The edits of @p text by where they begin; inner ones after the outer one. As in the web UI's grammar, brackets that do
/// not close, close crosswise or hold anything else are plain signs, and so is all around them; a bar outside of square
/// brackets, or a backslash with nothing after it, takes the meaning of every edit in the text.
std::vector<PromptEdit> findPromptEdits(std::string_view text);

} // namespace calotype::prompt
