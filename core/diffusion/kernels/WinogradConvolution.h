#pragma once

#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// A 3×3 convolution of stride 1 and padding 1 on the processor by Winograd's F(4×4, 3×3) (Lavin and Gray 2016): a 4×4
/// patch of results takes 36 multiplications for each pair of channels in place of 144. The error is about 1e-5 of the
/// largest result (ten times a direct convolution's). Filters are transformed as they are used, so that nothing is kept
/// between calls; beside the result up to 64 MiB are taken on two threads. Works on torch's threads. For float32 without gradients; see
/// KernelTable.h.
/// @param x       [B, in, H, W], no extent 0
/// @param weight  [out, in, 3, 3]
/// @param bias    [out] or undefined
/// @return [B, out, H, W], a new tensor
Tensor winogradConvolution(const Tensor &x, const Tensor &weight, const Tensor &bias);

/// How many 4×4 patches cover the pictures.
std::int64_t winogradPatches(const Tensor &x);

} // namespace calotype::diffusion
