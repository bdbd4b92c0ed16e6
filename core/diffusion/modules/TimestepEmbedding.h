#pragma once

#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// Sines and cosines of a number at falling frequencies 10000^(-i / (dim/2 - freqShift)) (Ho et al. 2020; Vaswani et
/// al. 2017, section 3.5). An odd @p dim ends in a zero.
/// @param values    [N], any dtype; computed in float32
/// @param cosFirst  the cosines come first (flip_sin_to_cos)
/// @return [N, dim], float32
Tensor sinusoidalEmbedding(const Tensor &values, std::int64_t dim, bool cosFirst, double freqShift);

/// Two linear layers with a SiLU between them.
struct TimestepEmbedding {
    Linear linear_1;
    Linear linear_2;

    TimestepEmbedding(const Weights &weights, std::int64_t in, std::int64_t out);

    /// @param x  [N, in]
    /// @return [N, out]
    Tensor forward(const Tensor &x) const;
};

} // namespace calotype::diffusion
