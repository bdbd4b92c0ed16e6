#pragma once

#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// From @p low at 0 to @p high at 1 on the sphere (Shoemake 1985), as the web UI mixes the noises of a variation: each
/// column of a channel is a vector of its own. Where the two are nearly parallel it mixes them linearly, and there, as
/// the web UI has it, 0 is @p high.
/// @param low, high  [C, H, W], float32
Tensor slerp(double strength, const Tensor &low, const Tensor &high);

} // namespace calotype::diffusion
