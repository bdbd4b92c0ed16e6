#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace calotype {

/// One stretch of a prompt in the weighted grammar, for colouring it as it is typed.
struct PromptSpan {
    enum class Kind {
        Text,   ///< Words that the text encoder sees; their weight is `weight`.
        Syntax, ///< Brackets, colons and bars of the grammar, the backslash of an escape, and “<lora:…>” and the like.
        Number, ///< A weight, or the moment of a prompt edit.
        Keyword ///< BREAK or AND.
    };

    std::size_t begin = 0; ///< First byte (UTF-8).
    std::size_t end = 0;   ///< One past the last byte.
    Kind kind = Kind::Text;

    /// What the stretch is multiplied with: 1 outside every bracket. A text carries the product of
    /// all brackets around it; a bracket, its number and the like carry the weight inside that
    /// bracket. The weight of an AND part is not in it.
    double weight = 1;

    bool operator==(const PromptSpan &) const = default;
};

/// Which field the text stands in: AND joins prompts only in the positive one.
enum class PromptSide { Positive, Negative };

/// The spans of \p prompt read as PromptSyntax::Weighted: in order, without gaps, none of them empty; together they cover
/// every byte, and none begins or ends inside a character. Any text is taken: a bracket that nothing closes counts to the
/// end, as it does when the picture is made. Pure and quick: fit for every key press.
std::vector<PromptSpan> promptSpans(std::string_view prompt, PromptSide side);

} // namespace calotype
