#pragma once

#include "core/formats/metadata/ComfyGraph.h"
#include "core/formats/metadata/PictureInfo.h"

#include <string>

namespace calotype::formats {

/// The name of the checkpoint or U-Net at the end of the model links from @p from; "" where none is found.
std::string comfyModelName(const ComfyGraph &graph, const ComfyNode &from);

/// Puts in `model` and `loras` (the first applied first), found along the model links from @p from.
void addComfyModels(const ComfyGraph &graph, const ComfyNode &from, PictureInfo &info);

/// Puts in `vae`, if the node that decodes, behind @p saver, has one of its own.
void addComfyVae(const ComfyGraph &graph, const ComfyNode &saver, PictureInfo &info);

/// Puts in `clip_skip`, if the text model before @p conditioning is cut, and `distilled_guidance`.
void addComfyConditioning(const ComfyGraph &graph, const ComfyNode &conditioning, PictureInfo &info);

} // namespace calotype::formats
