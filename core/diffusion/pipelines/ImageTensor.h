#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// An RGB8 picture as float32 [1, 3, H, W] in −1..1.
Tensor imageToTensor(const Image &image);

/// One picture [1, 3, H, W] in −1..1 as RGB8: round(clamp(x/2 + 0.5, 0, 1) · 255), halves to even.
Image tensorToImage(const Tensor &picture);

/// A grey8 mask as float32 [1, 1, H, W] of zeros and ones: one (>= 128) is painted anew.
Tensor maskToTensor(const Image &mask);

} // namespace calotype::diffusion
