#pragma once

#include "core/diffusion/weights/NameMap.h"

#include <string_view>
#include <vector>

namespace calotype::diffusion {

/// CLIP text encoder names, with or without "text_model." before them. Position ids and CLIP's image half are dropped.
std::vector<MappedName> clipNames(std::string_view name);

/// OpenCLIP's text transformer: q, k and v lie in one tensor, the projection the other way round.
std::vector<MappedName> openClipNames(std::string_view name);

} // namespace calotype::diffusion
