#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>
#include <optional>
#include <string>

namespace calotype::diffusion {

/// What the residual blocks of one network share.
struct ResnetOptions {
    std::int64_t normGroups = 32;
    double normEps = 1e-5;
    std::int64_t timeChannels = 0; ///< width of the time embedding; 0: the block has none (VAE)
};

/// Two normalised convolutions beside a shortcut (He et al. 2016), with the time embedding added between them.
struct ResnetBlock {
    GroupNorm norm1;
    Conv2d conv1;
    std::optional<Linear> time_emb_proj;
    GroupNorm norm2;
    Conv2d conv2;
    std::optional<Conv2d> conv_shortcut; ///< where the number of channels changes

    ResnetBlock(const Weights &weights, std::int64_t in, std::int64_t out, const ResnetOptions &options);

    /// @param x     [B, in, H, W]
    /// @param pass  looked at before either convolution, and told what the first one and the block gave
    /// @param name  of the block, for the pass
    /// @param temb  SiLU of the time embedding, [B, timeChannels]; undefined without one
    /// @return [B, out, H, W], a new tensor
    /// @throws Failure Cancelled
    Tensor forward(const Tensor &x, const BlockPass &pass, const std::string &name, const Tensor &temb = {}) const;
};

} // namespace calotype::diffusion
