#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Resampling.h"
#include "core/diffusion/modules/ResnetBlock.h"
#include "core/diffusion/modules/Transformer2d.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// One level of the UNet, as its blocks see it.
struct UNetLevel {
    std::string name;       ///< "down_blocks.0"
    std::int64_t layers = 2;
    std::int64_t in = 320;  ///< channels that come in
    std::int64_t out = 320; ///< channels that go out
    bool resample = true;   ///< ends in a down- or upsampler
    ResnetOptions resnet;
    TransformerOptions transformer; ///< depth 0: no attention on this level
};

/// The way down: each layer's output is kept for the way up.
struct DownBlock {
    std::string name;
    std::vector<ResnetBlock> resnets;
    std::vector<Transformer2d> attentions; ///< one for each resnet, or none
    std::optional<Downsample2d> downsamplers;

    DownBlock(const Weights &weights, const UNetLevel &level);

    /// @param x      [B, in, H, W]
    /// @param skips  gets the output of each layer and of the downsampler appended
    /// @return [B, out, H/2, W/2] (rounded up), or of the same size on the last level
    Tensor forward(Tensor x, std::vector<Tensor> &skips, const UNetPass &pass) const;
};

/// The bottom: a resnet, a transformer, a resnet.
struct MidBlock {
    std::vector<ResnetBlock> resnets;
    std::optional<Transformer2d> attentions;

    MidBlock(const Weights &weights, const UNetLevel &level);

    /// @param x  [B, out, H, W]
    Tensor forward(Tensor x, const UNetPass &pass) const;
};

/// The way up: each layer takes the matching skip tensor beside its input.
struct UpBlock {
    std::string name;
    std::vector<ResnetBlock> resnets;
    std::vector<Transformer2d> attentions; ///< one for each resnet, or none
    std::optional<Upsample2d> upsamplers;

    /// @param skipBelow  channels of the last layer's skip tensor, which comes from the level above
    UpBlock(const Weights &weights, const UNetLevel &level, std::int64_t skipBelow);

    /// @param x      [B, in, H, W]
    /// @param skips  gives up as many tensors, from its end, as there are layers; what is then last sets the size
    ///               that the upsampler goes to
    Tensor forward(Tensor x, std::vector<Tensor> &skips, const UNetPass &pass) const;
};

} // namespace calotype::diffusion
