#pragma once

#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// Values times the GELU of their gates; by the table in core/diffusion/kernels.
/// @param both  values and gates side by side, [..., 2 w]
/// @return [..., w], a new tensor
Tensor gated(const Tensor &both);

/// The transformer's feed-forward layer with a GELU gate (GEGLU, Shazeer 2020), four times as wide inside.
struct FeedForward {
    Linear proj; ///< "net.0.proj", value and gate side by side
    Linear out;  ///< "net.2"

    FeedForward(const Weights &weights, std::int64_t width);

    /// @param x  [..., width]
    /// @return as @p x, a new tensor
    Tensor forward(const Tensor &x) const;
};

} // namespace calotype::diffusion
