#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>

namespace calotype::diffusion {

/// How a group norm normalises, and whether a SiLU follows.
struct GroupNormOptions {
    std::int64_t groups = 32;
    double eps = 1e-5;
    bool silu = false;
};

/// A group norm on the processor with the SiLU after it: each group is read once from memory (and again from the cache)
/// and written once. Works on torch's threads. For float32 without gradients; see KernelTable.h.
/// @param x       [B, channels, ...], no extent 0
/// @param weight  [channels]
/// @param bias    [channels]
/// @return as @p x, a new tensor
Tensor groupNormSilu(const Tensor &x, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options);

} // namespace calotype::diffusion
