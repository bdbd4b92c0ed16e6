#pragma once

#include "core/formats/ModelDescription.h"

namespace calotype::formats {

/// Reads what a tokenizer folder tells: where vocabulary and merges lie, the length, and the id that fills up (from
/// special_tokens_map.json or tokenizer_config.json, looked up in the vocabulary). Without the folder's files the source
/// stands for the built-in vocabulary, filled up with @p text's padding id.
/// @throws Failure Damaged
TokenizerSource readTokenizer(const std::filesystem::path &folder, const ClipTextConfig &text, std::int64_t usualPad);

} // namespace calotype::formats
