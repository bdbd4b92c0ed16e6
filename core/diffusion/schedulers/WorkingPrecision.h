#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/schedulers/Scheduler.h"

namespace calotype::diffusion {

/// @p tensor as solvers work on it: float64 stays, everything narrower becomes float32.
inline Tensor widened(const Tensor &tensor)
{
    return tensor.scalar_type() == torch::kFloat64 ? tensor : tensor.to(torch::kFloat32);
}

/// The next noise of @p noise on the device and in the type of @p like.
inline Tensor drawLike(const Tensor &like, StepNoise &noise)
{
    return noise.next().to(like.device(), like.scalar_type());
}

} // namespace calotype::diffusion
