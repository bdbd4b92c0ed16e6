#pragma once

#include <cstddef>
#include <string_view>

/// What the prompt grammar takes for white space and for words in UTF-8, as Unicode-aware regular expressions do.
namespace calotype::prompt {

/// The first position from @p at on that is no white space.
std::size_t skipSpace(std::string_view text, std::size_t at);

/// The end of [begin, end) without the white space at it; not before @p begin.
std::size_t trimmedEnd(std::string_view text, std::size_t begin, std::size_t end);

/// Whether no letter, digit or underscore touches [begin, end) on either side. Letters beyond ASCII are told from signs by
/// their blocks, so that a rare sign may count as a letter.
bool isWholeWord(std::string_view text, std::size_t begin, std::size_t end);

/// The first whole @p word from @p from on; npos where there is none.
std::size_t findWord(std::string_view text, std::string_view word, std::size_t from);

} // namespace calotype::prompt
