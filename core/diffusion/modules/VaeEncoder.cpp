#include "core/diffusion/modules/VaeEncoder.h"

#include "core/diffusion/modules/Strips.h"

#include <string>

namespace calotype::diffusion {

VaeEncoder::VaeEncoder(const Weights &weights, const formats::VaeConfig &config)
    : conv_in(weights.scope("conv_in"), config.inChannels, config.blockOutChannels.front())
    , mid_block(weights.scope("mid_block"), config)
    , conv_norm_out(weights.scope("conv_norm_out"), config.blockOutChannels.back(), config.normGroups, 1e-6)
    , conv_out(weights.scope("conv_out"), config.blockOutChannels.back(), 2 * config.latentChannels)
{
    auto in = config.blockOutChannels.front();
    for (std::size_t level = 0; level < config.blockOutChannels.size(); ++level) {
        const Weights scope = weights.scope("down_blocks").scope(static_cast<std::int64_t>(level));
        const auto out = config.blockOutChannels[level];
        DownBlock &block = down_blocks.emplace_back();
        for (std::int64_t i = 0; i < config.layersPerBlock; ++i)
            block.resnets.emplace_back(scope.scope("resnets").scope(i), i == 0 ? in : out, out, vaeResnetOptions(config));
        if (level + 1 < config.blockOutChannels.size())
            block.downsamplers.emplace(scope.scope("downsamplers.0"), out, Downsample2d::Padding::RightBottom);
        in = out;
    }
}

Tensor VaeEncoder::forward(const Tensor &image, const BlockPass &pass) const
{
    pass.enterBlock();
    Tensor x = conv_in.forward(image);
    pass.leaveBlock("encoder.conv_in", x);
    for (std::size_t level = 0; level < down_blocks.size(); ++level) {
        const DownBlock &block = down_blocks[level];
        const std::string name = "encoder.down_blocks." + std::to_string(level);
        for (std::size_t i = 0; i < block.resnets.size(); ++i)
            x = block.resnets[i].forward(x, pass, name + ".resnets." + std::to_string(i));
        if (block.downsamplers) {
            pass.enterBlock();
            x = block.downsamplers->forward(x);
            pass.leaveBlock(name + ".downsamplers.0", x);
        }
        pass.leaveBlock(name, x);
    }
    x = mid_block.forward(x, pass, "encoder.mid_block");
    pass.enterBlock();
    x = conv_out.forward(conv_norm_out.forwardSilu(x));
    pass.leaveBlock("encoder.conv_out", x);
    return x;
}

Tensor VaeEncoder::forwardInStrips(const Tensor &image, std::int64_t rows, const BlockPass &pass) const
{
    const StripRun run(rows, pass.stop);
    StripMap x = run.convolved(conv_in, StripMap(image));
    for (std::size_t level = 0; level < down_blocks.size(); ++level) {
        const DownBlock &block = down_blocks[level];
        for (const ResnetBlock &resnet : block.resnets) {
            const bool keeps = level > 0 && !resnet.conv_shortcut;
            x = run.residual(resnet, x, keeps ? StripRun::Hidden::Kept : StripRun::Hidden::Remade);
        }
        if (block.downsamplers)
            x = run.kept(run.halved(*block.downsamplers, x));
    }
    const Tensor bottom = mid_block.forward(run.kept(x).whole(), pass, "encoder.mid_block");
    pass.enterBlock();
    return conv_out.forward(conv_norm_out.forwardSilu(bottom));
}

} // namespace calotype::diffusion
