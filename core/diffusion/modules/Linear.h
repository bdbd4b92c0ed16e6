#pragma once

#include "core/diffusion/kernels/BlockedLinear.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/modules/Widened.h"
#include "core/diffusion/modules/WorkProfile.h"
#include "core/diffusion/weights/Weights.h"

#include <algorithm>
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
        const std::int64_t rows = x.numel() / std::max<std::int64_t>(1, x.size(-1));
        if (runsKernel(Kernel::Linear, {matrix.size(1), matrix.size(0), rows}, {&x, &matrix, &bias}))
            return blockedLinear(x, matrix, bias);
        return at::linear(x, matrix, bias);
    }
};

} // namespace calotype::diffusion
