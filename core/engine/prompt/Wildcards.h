#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationRequest.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calotype {

/// The lines of the wildcard of a name ("animals", "places/cities"), or nothing where there is no such wildcard. Blank
/// lines and comments (from # on, at the start of a line) may be among them.
/// @throws Failure where it is there and cannot be read
using WildcardLines = std::function<std::optional<std::vector<std::string>>(const std::string &name)>;

namespace wildcards {
inline constexpr int kDepthMost = 8; ///< wildcards within wildcards
inline constexpr int kDrawsMost = 1000; ///< for one request
} // namespace wildcards

/// Whether the prompt names a wildcard: two underscores, letters, digits, '-', '_', '.' and '/', two underscores.
bool hasWildcards(std::string_view prompt);
/// Whether any prompt of the request does.
bool hasWildcards(const GenerationRequest &request);

/// The request with each `__name__` of its prompts replaced by one of the wildcard's lines, and what these name in turn.
/// The lines are drawn with the first seed: the same prompts, files and seed give the same words on every machine.
/// Pictures that shall have words of their own are asked for one by one. Pure but for @p lines.
/// @return NotFound for a wildcard that is not there, WrongUse for one that is empty, that leads back to itself or that
/// grows beyond the bounds; a sentence that names it
Result<GenerationRequest> withWildcards(GenerationRequest request, const WildcardLines &lines);

/// One request for each seed where the prompts name wildcards, each with its own words; else the request as it is. With
/// NoiseMode::Batch all pictures share one noise, so they stay together and share the first one's words. Each wildcard's
/// lines are asked for once, however many pictures and mentions draw from them.
/// @return as withWildcards()
Result<std::vector<GenerationRequest>> expandWildcards(const GenerationRequest &request, const WildcardLines &lines);

} // namespace calotype
