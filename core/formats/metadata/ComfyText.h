#pragma once

#include "core/formats/metadata/ComfyGraph.h"
#include "core/formats/metadata/PictureInfo.h"

#include <optional>
#include <string_view>

namespace calotype::formats {

/// The words behind a sampler's conditioning: those of all text encoders there, also where other nodes hand them on.
/// @param conditioning  the node that the input leads to
/// @param side          "positive" or "negative", for nodes that pass both
/// @return no field where there are no words (a zeroed conditioning); Unavailable where a node keeps them to itself
std::optional<PictureField> comfyPrompt(const ComfyGraph &graph, const ComfyNode &conditioning, std::string_view side);

/// The value of the first of the inputs @p names that @p node has, through the nodes that hand it on; of a list the
/// first. Unavailable, with the node's type as value, where a node keeps it to itself.
std::optional<PictureField> comfyValue(
    const ComfyGraph &graph, const ComfyNode &node, std::initializer_list<std::string_view> names);

} // namespace calotype::formats
