#pragma once

#include "core/diffusion/weights/NameMap.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::diffusion {

/// Number of levels of CompVis' VAE decoder, which counts them from the top; diffusers counts from the bottom.
std::int64_t vaeDecoderLevels(const std::vector<std::string> &names);

/// A VAE tensor's name in diffusers. Attention weights are linear layers there; older files of diffusers, which spell
/// the attention query, key, value and proj_attn, are handled too.
MappedName vaeName(std::string_view name, std::int64_t decoderLevels);

} // namespace calotype::diffusion
