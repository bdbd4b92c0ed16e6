#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/ResnetBlock.h"
#include "core/diffusion/modules/VaeAttention.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <optional>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// The options of all residual blocks of a VAE: no time embedding, a smaller epsilon than the UNet's.
inline ResnetOptions vaeResnetOptions(const formats::VaeConfig &config)
{
    return {config.normGroups, 1e-6, 0};
}

/// The bottom of the VAE's encoder, and of its decoder.
struct VaeMidBlock {
    std::vector<ResnetBlock> resnets;
    std::optional<VaeAttention> attentions;

    VaeMidBlock(const Weights &weights, const formats::VaeConfig &config);

    /// @param x     [B, last of blockOutChannels, h, w]
    /// @param pass  looked at before each block, and told what it gave
    /// @param name  of this block, for the pass: "decoder.mid_block"
    /// @throws Failure Cancelled
    Tensor forward(Tensor x, const BlockPass &pass, const std::string &name) const;
};

} // namespace calotype::diffusion
