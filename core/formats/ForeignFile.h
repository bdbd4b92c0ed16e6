#pragma once

#include "core/formats/TensorFile.h"

namespace calotype::formats {

/// Says what a tensor file is that holds no whole Stable Diffusion model: a LoRA, a VAE, a ControlNet, a bare UNet, another
/// family… and what to do with it.
/// @throws Failure Unsupported, always
[[noreturn]] void throwForeignFile(const TensorFile &file);

/// Refuses what has Stable Diffusion's names but works otherwise. @throws Failure Unsupported
void refuseVariants(const TensorFile &file);

} // namespace calotype::formats
