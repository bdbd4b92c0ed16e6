#pragma once

#include "core/tokenizer/ClipVocabulary.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace calotype {

/// Merges the bytes of one word to tokens: always the pair of the lowest rank, of equals the leftmost. Pairs wait in a
/// heap and symbols in a linked list, so that n bytes take n log n.
std::vector<std::int64_t> mergeBytePairs(const ClipVocabulary &vocabulary, std::string_view word);

} // namespace calotype
