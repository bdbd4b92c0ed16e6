#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"
#include "core/formats/ModelDescription.h"

namespace calotype::diffusion {

/// Which family's latents: their channels mean other things.
enum class LatentSpace { Sd, Sdxl };

/// The published least-squares factors of SD 1.x and SDXL.
const formats::LatentColours &coloursOf(LatentSpace space);

/// A rough picture of latents, an eighth of the picture's size.
/// @param latents  [1, 4, h, w] float32, CPU, as the UNet sees them  @return RGB8 of w × h
Image latentRgb(const Tensor &latents, const formats::LatentColours &colours);

} // namespace calotype::diffusion
