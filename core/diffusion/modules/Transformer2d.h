#pragma once

#include "core/diffusion/modules/BasicTransformerBlock.h"
#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace calotype::diffusion {

/// What the transformers of one level share.
struct TransformerOptions {
    std::int64_t depth = 1;
    std::int64_t heads = 8;
    std::int64_t contextWidth = 768;
    std::int64_t normGroups = 32;
    bool linearProjection = false;
    bool upcastAttention = false;
};

/// Attention over the pixels of a feature map and between them and the text, beside a shortcut.
struct Transformer2d {
    using Projection = std::variant<Linear, Conv2d>; ///< SD 2 and SDXL: linear; SD 1: 1×1 convolution

    GroupNorm norm;
    Projection proj_in;
    std::vector<BasicTransformerBlock> transformer_blocks;
    Projection proj_out;

    Transformer2d(const Weights &weights, std::int64_t channels, const TransformerOptions &options);

    /// @param x     [B, channels, H, W]
    /// @param name  full name, for the tap
    /// @return as @p x, a new tensor
    Tensor forward(const Tensor &x, const UNetPass &pass, const std::string &name) const;
};

} // namespace calotype::diffusion
