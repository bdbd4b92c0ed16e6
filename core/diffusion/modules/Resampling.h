#pragma once

#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// Nearest-neighbour enlargement, in any dtype (libtorch 1 has no bfloat16 kernel: float32 stands in).
/// @param x  [B, C, H, W]
Tensor upsampleNearest(const Tensor &x, std::int64_t height, std::int64_t width);

/// Doubles the size, then convolves.
struct Upsample2d {
    Conv2d conv;

    Upsample2d(const Weights &weights, std::int64_t channels);

    /// @param x  [B, C, H, W]
    /// @return [B, C, 2H, 2W]
    Tensor forward(const Tensor &x) const;
    /// The same to a given size: odd ones do not double.
    Tensor forward(const Tensor &x, std::int64_t height, std::int64_t width) const;
};

/// Halves the size with a strided convolution.
struct Downsample2d {
    enum class Padding {
        Even,       ///< one pixel all around (UNet)
        RightBottom ///< one pixel on the right and below only (VAE)
    };

    Conv2d conv;
    Padding padding;

    Downsample2d(const Weights &weights, std::int64_t channels, Padding edges);

    /// @param x  [B, C, H, W]
    Tensor forward(const Tensor &x) const;
};

} // namespace calotype::diffusion
