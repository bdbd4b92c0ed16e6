#pragma once

#include "core/engine/prompt/PromptEdits.h"

#include <string>
#include <string_view>
#include <vector>

namespace calotype::prompt {

/// Where @p prompt names files that are to be laid over the model: “<lora:name:weight>”, “<lyco:…>”, “<hypernet:…>”; in
/// order. As in AUTOMATIC1111's web UI a tag ends with the first “>”, whatever stands in it, and one with nothing between
/// its colon and that sign is text. It knows tags in the positive prompt only.
std::vector<TextRange> findNetworkTags(std::string_view prompt);

/// What the rest of the grammar is given: @p prompt without its tags, and nothing in their place.
std::string withoutNetworkTags(std::string_view prompt);

/// A sentence that names the tags of @p prompts, each once; "" where they have none.
/// @param areCut  whether they are taken out, or go to the text encoder as words
std::string networkTagsNote(const std::vector<std::string_view> &prompts, bool areCut);

} // namespace calotype::prompt
