#include "core/diffusion/modules/VaeDecoder.h"

#include "core/diffusion/modules/Strips.h"

#include <string>

namespace calotype::diffusion {

VaeDecoder::VaeDecoder(const Weights &weights, const formats::VaeConfig &config)
    : conv_in(weights.scope("conv_in"), config.latentChannels, config.blockOutChannels.back())
    , mid_block(weights.scope("mid_block"), config)
    , conv_norm_out(weights.scope("conv_norm_out"), config.blockOutChannels.front(), config.normGroups, 1e-6)
    , conv_out(weights.scope("conv_out"), config.blockOutChannels.front(), config.outChannels)
{
    auto in = config.blockOutChannels.back();
    const auto count = config.blockOutChannels.size();
    for (std::size_t level = 0; level < count; ++level) {
        const Weights scope = weights.scope("up_blocks").scope(static_cast<std::int64_t>(level));
        const auto out = config.blockOutChannels[count - 1 - level];
        UpBlock &block = up_blocks.emplace_back();
        for (std::int64_t i = 0; i <= config.layersPerBlock; ++i)
            block.resnets.emplace_back(scope.scope("resnets").scope(i), i == 0 ? in : out, out, vaeResnetOptions(config));
        if (level + 1 < count)
            block.upsamplers.emplace(scope.scope("upsamplers.0"), out);
        in = out;
    }
}

Tensor VaeDecoder::forward(const Tensor &latents, const BlockPass &pass) const
{
    pass.enterBlock();
    Tensor x = conv_in.forward(latents);
    pass.leaveBlock("decoder.conv_in", x);
    x = mid_block.forward(x, pass, "decoder.mid_block");
    for (std::size_t level = 0; level < up_blocks.size(); ++level) {
        const UpBlock &block = up_blocks[level];
        const std::string name = "decoder.up_blocks." + std::to_string(level);
        for (std::size_t i = 0; i < block.resnets.size(); ++i)
            x = block.resnets[i].forward(x, pass, name + ".resnets." + std::to_string(i));
        if (block.upsamplers) {
            pass.enterBlock();
            x = block.upsamplers->forward(x);
            pass.leaveBlock(name + ".upsamplers.0", x);
        }
        pass.leaveBlock(name, x);
    }
    pass.enterBlock();
    x = conv_out.forward(conv_norm_out.forwardSilu(x));
    pass.leaveBlock("decoder.conv_out", x);
    return x;
}

// What a residual block has between its convolutions is kept where that does not raise the peak: a coarser level's two maps
// are smaller than the finest level's one. Where a block narrows, the wider map that it comes from is there too.
Tensor VaeDecoder::forwardInStrips(const Tensor &latents, std::int64_t rows, const BlockPass &pass) const
{
    const StripRun run(rows, pass.stop);
    pass.enterBlock();
    StripMap x(mid_block.forward(conv_in.forward(latents), pass, "decoder.mid_block"));
    for (std::size_t level = 0; level < up_blocks.size(); ++level) {
        const UpBlock &block = up_blocks[level];
        const bool isFinest = level + 1 == up_blocks.size();
        for (const ResnetBlock &resnet : block.resnets) {
            const bool keeps = !isFinest && !resnet.conv_shortcut;
            x = run.residual(resnet, x, keeps ? StripRun::Hidden::Kept : StripRun::Hidden::Remade);
        }
        if (!block.upsamplers)
            continue;
        x = run.enlarged(*block.upsamplers, x);
        const bool isFinestNext = level + 2 == up_blocks.size();
        if (!isFinestNext)
            x = run.kept(x);
    }
    return run.kept(run.convolved(conv_norm_out, conv_out, x)).whole();
}

} // namespace calotype::diffusion
