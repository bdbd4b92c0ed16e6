#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/Resampling.h"
#include "core/diffusion/modules/ResnetBlock.h"
#include "core/diffusion/modules/VaeMidBlock.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace calotype::diffusion {

/// The VAE's way from pixels to the parameters of the latent Gaussian.
struct VaeEncoder {
    struct DownBlock {
        std::vector<ResnetBlock> resnets;
        std::optional<Downsample2d> downsamplers;
    };

    Conv2d conv_in;
    std::vector<DownBlock> down_blocks;
    VaeMidBlock mid_block;
    GroupNorm conv_norm_out;
    Conv2d conv_out;

    VaeEncoder(const Weights &weights, const formats::VaeConfig &config);

    /// @param image  [B, inChannels, H, W]
    /// @param pass   looked at before each block and between the convolutions of one, and told what each gave
    /// @return [B, 2 * latentChannels, H/8, W/8]
    /// @throws Failure Cancelled
    Tensor forward(const Tensor &image, const BlockPass &pass) const;
    /// As forward(), but for the rounding: what comes before the mid_block in strips of @p rows rows. The finest level keeps
    /// one map: at 512 × 512 that is 135 MB and a strip's 40 in place of 540, and 1.2 times the multiplications.
    /// @param pass  looked at before each strip, and told what the blocks after the strips gave
    Tensor forwardInStrips(const Tensor &image, std::int64_t rows, const BlockPass &pass) const;
};

} // namespace calotype::diffusion
