#pragma once

#include "core/diffusion/modules/Attention.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// The VAE's one attention: all pixels to all pixels, a single head, beside a shortcut.
struct VaeAttention {
    GroupNorm group_norm;
    Attention attention;

    VaeAttention(const Weights &weights, std::int64_t channels, std::int64_t normGroups);

    /// @param x  [B, channels, H, W]
    /// @return as @p x, a new tensor
    Tensor forward(const Tensor &x) const;
};

} // namespace calotype::diffusion
