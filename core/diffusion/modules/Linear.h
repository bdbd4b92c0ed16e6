#pragma once

#include "core/diffusion/modules/Widened.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// y = x Wᵀ + b over the last dimension.
struct Linear {
    Tensor weight; ///< [out, in], possibly in half precision
    Tensor bias;   ///< [out] or undefined

    Linear(const Weights &weights, std::int64_t in, std::int64_t out, bool withBias = true)
        : weight(weights.take("weight", {out, in}))
        , bias(withBias ? weights.take("bias", {out}) : Tensor())
    {
    }

    /// @param x  [..., in]
    Tensor forward(const Tensor &x) const { return at::linear(x, widenedFor(weight, x), bias); }
};

} // namespace calotype::diffusion
