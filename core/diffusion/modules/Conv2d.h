#pragma once

#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// What a convolution's shape does not tell.
struct Conv2dOptions {
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 1;
    bool bias = true;
};

/// A 2-D convolution with a square kernel.
struct Conv2d {
    Tensor weight; ///< [out, in, kernel, kernel], possibly in half precision
    Tensor bias;   ///< [out] or undefined
    std::int64_t stride;
    std::int64_t padding;

    /// @param in, out  channels; -1 takes the file's number
    Conv2d(const Weights &weights, std::int64_t in, std::int64_t out, const Conv2dOptions &options = {})
        : weight(weights.take("weight", {out, in, options.kernel, options.kernel}))
        , bias(options.bias ? weights.take("bias", {weight.size(0)}) : Tensor())
        , stride(options.stride)
        , padding(options.padding)
    {
    }

    /// @param x  [B, in, H, W]
    /// @return [B, out, H', W'], a new tensor; by the table in core/diffusion/kernels
    Tensor forward(const Tensor &x) const;
};

/// The options of a 1×1 convolution.
inline constexpr Conv2dOptions kPointwise{1, 1, 0, true};

} // namespace calotype::diffusion
