#pragma once

#include "core/engine/GenerationRequest.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace calotype {

/// The seed @p count further on, or further back; behind the last one comes the first.
std::int64_t seedAfter(std::int64_t seed, std::int64_t count);

/// Whether the pictures of @p request are variations of one: then they have its seed, and the variation's seed counts up
/// instead, as in the web UI. Not with a generator for all, which knows one seed and one variation.
bool makesVariations(const GenerationRequest &request);

/// Gives @p request the seeds of @p count pictures, at least one: @p first and the next ones, or @p first for all of them
/// where makesVariations().
void setSeeds(GenerationRequest &request, std::int64_t first, int count);

/// The variation that picture @p index of @p request is given; nothing where there is none.
std::optional<Variation> variationOf(const GenerationRequest &request, std::size_t index);

/// The request that makes picture @p index of @p request alone. The whole of it where a generator serves all.
GenerationRequest requestOfPicture(const GenerationRequest &request, std::size_t index);

} // namespace calotype
