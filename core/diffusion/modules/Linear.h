#pragma once

#include "core/diffusion/modules/Widened.h"
#include "core/diffusion/modules/WorkProfile.h"
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
    Tensor forward(const Tensor &x) const
    {
        const Tensor matrix = widenedFor(weight, x);
        const WorkScope scope(Work::Linear);
        scope.did(2.0 * static_cast<double>(x.numel()) * static_cast<double>(matrix.size(0)));
        return at::linear(x, matrix, bias);
    }
};

} // namespace calotype::diffusion
