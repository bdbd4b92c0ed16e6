#pragma once

#include "core/diffusion/kernels/GroupNormSilu.h"
#include "core/diffusion/modules/WorkProfile.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// Normalises groups of channels over the whole picture (Wu and He 2018).
struct GroupNorm {
    Tensor weight; ///< [channels]
    Tensor bias;   ///< [channels]
    std::int64_t groups;
    double eps;

    GroupNorm(const Weights &weights, std::int64_t channels, std::int64_t normGroups, double normEps)
        : weight(weights.take("weight", {channels}))
        , bias(weights.take("bias", {channels}))
        , groups(normGroups)
        , eps(normEps)
    {
    }

    /// @param x  [B, channels, ...]
    /// @return as @p x, a new tensor; by the table in core/diffusion/kernels
    Tensor forward(const Tensor &x) const;
    /// The same with a SiLU after it, as every residual block has it.
    Tensor forwardSilu(const Tensor &x) const;

    /// Takes some rows of a map into the moments by which the map is normalised.
    /// @param rows     [B, channels, n, W], also a view into a larger map
    /// @param moments  empty before the first rows
    void addMoments(const Tensor &rows, MapMoments &moments) const;
    /// forwardSilu() of some rows of a map. @param moments  of the whole map
    Tensor forwardSilu(const Tensor &rows, const MapMoments &moments) const;
};

/// Normalises the last dimension (Ba et al. 2016).
struct LayerNorm {
    Tensor weight; ///< [width]
    Tensor bias;   ///< [width]
    double eps;

    LayerNorm(const Weights &weights, std::int64_t width, double normEps = 1e-5)
        : weight(weights.take("weight", {width}))
        , bias(weights.take("bias", {width}))
        , eps(normEps)
    {
    }

    /// @param x  [..., width]
    Tensor forward(const Tensor &x) const
    {
        const WorkScope scope(Work::LayerNorm);
        return at::layer_norm(x, weight.sizes(), weight, bias, eps);
    }
};

} // namespace calotype::diffusion
