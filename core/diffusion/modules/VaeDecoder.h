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

/// The VAE's way from latents to pixels.
struct VaeDecoder {
    struct UpBlock {
        std::vector<ResnetBlock> resnets;
        std::optional<Upsample2d> upsamplers;
    };

    Conv2d conv_in;
    VaeMidBlock mid_block;
    std::vector<UpBlock> up_blocks;
    GroupNorm conv_norm_out;
    Conv2d conv_out;

    VaeDecoder(const Weights &weights, const formats::VaeConfig &config);

    /// @param latents  [B, latentChannels, h, w]
    /// @param pass     looked at before each block and between the convolutions of one, and told what each gave
    /// @return [B, outChannels, 8h, 8w]
    /// @throws Failure Cancelled
    Tensor forward(const Tensor &latents, const BlockPass &pass) const;
    /// As forward(), but for the rounding: up_blocks and what follows in strips of @p rows rows. The finest level keeps one
    /// map, and computes what it needs of the others anew: at 512 × 512 that is 200 MB and a strip's 70 in place of 670, and
    /// 1.5 times the multiplications.
    /// @param pass  looked at before each strip, and told what the blocks above the strips gave
    Tensor forwardInStrips(const Tensor &latents, std::int64_t rows, const BlockPass &pass) const;
};

} // namespace calotype::diffusion
