#pragma once

#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// y = x Wᵀ + b over the last dimension, on the processor, in blocks that stay in the caches (Goto and van de Geijn
/// 2008): rows are laid out in strips once, weights panel by panel as they are used, so that nothing is kept between calls
/// and no stride of a power of two meets itself in the cache. A row's numbers do not depend on the rows beside it, nor on
/// the threads. Works on torch's threads. For float32 without gradients; see KernelTable.h.
/// @param x       [..., in], no extent 0
/// @param weight  [out, in]
/// @param bias    [out] or undefined
/// @return [..., out], a new tensor
Tensor blockedLinear(const Tensor &x, const Tensor &weight, const Tensor &bias);

} // namespace calotype::diffusion
