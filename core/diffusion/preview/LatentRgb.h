#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// Which family's latents: their channels mean other things.
enum class LatentSpace { Sd, Sdxl };

/// A rough picture of latents by a linear map of their four channels (the published least-squares factors of SD 1.x
/// and SDXL), an eighth of the picture's size.
/// @param latents  [1, 4, h, w] float32, CPU, as the UNet sees them  @return RGB8 of w × h
Image latentRgb(const Tensor &latents, LatentSpace space);

} // namespace calotype::diffusion
