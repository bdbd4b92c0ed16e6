#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/Resampling.h"
#include "core/diffusion/modules/ResnetBlock.h"
#include "core/diffusion/modules/VaeMidBlock.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

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
};

} // namespace calotype::diffusion
