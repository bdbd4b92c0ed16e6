#include "core/diffusion/modules/VaeDecoder.h"

#include "core/diffusion/Cancel.h"
#include "core/diffusion/modules/Strips.h"

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

Tensor VaeDecoder::forward(const Tensor &latents, const std::stop_token &stop) const
{
    Tensor x = mid_block.forward(conv_in.forward(latents), stop);
    for (const UpBlock &block : up_blocks) {
        for (const ResnetBlock &resnet : block.resnets) {
            throwIfStopped(stop);
            x = resnet.forward(x);
        }
        if (block.upsamplers)
            x = block.upsamplers->forward(x);
    }
    throwIfStopped(stop);
    return conv_out.forward(conv_norm_out.forwardSilu(x));
}

// What a residual block has between its convolutions is kept where that does not raise the peak: a coarser level's two maps
// are smaller than the finest level's one. Where a block narrows, the wider map that it comes from is there too.
Tensor VaeDecoder::forwardInStrips(const Tensor &latents, std::int64_t rows, const std::stop_token &stop) const
{
    const StripRun run(rows, stop);
    StripMap x(mid_block.forward(conv_in.forward(latents), stop));
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
