#include "core/diffusion/modules/UNet.h"

#include "core/base/Error.h"

namespace calotype::diffusion {

namespace {

// What block number `level` (counted from the top) has in common on both ways.
UNetLevel levelOf(const formats::UNetConfig &config, std::size_t level)
{
    UNetLevel out;
    out.layers = config.layersPerBlock;
    out.resnet.normGroups = config.normGroups;
    out.resnet.normEps = config.normEps;
    out.resnet.timeChannels = 4 * config.blockOutChannels.front();
    out.transformer.depth = config.transformerDepth.at(level);
    out.transformer.heads = config.heads.at(level);
    out.transformer.contextWidth = config.crossAttentionDim;
    out.transformer.normGroups = config.normGroups;
    out.transformer.linearProjection = config.linearProjection;
    out.transformer.upcastAttention = config.upcastAttention;
    out.out = config.blockOutChannels.at(level);
    return out;
}

std::vector<DownBlock> downBlocks(const formats::UNetConfig &config, const Weights &weights)
{
    std::vector<DownBlock> blocks;
    const auto count = config.blockOutChannels.size();
    for (std::size_t i = 0; i < count; ++i) {
        UNetLevel level = levelOf(config, i);
        level.name = "down_blocks." + std::to_string(i);
        level.in = config.blockOutChannels[i == 0 ? 0 : i - 1];
        level.resample = i + 1 < count;
        blocks.emplace_back(weights.scope(level.name), level);
    }
    return blocks;
}

MidBlock midBlock(const formats::UNetConfig &config, const Weights &weights)
{
    UNetLevel level = levelOf(config, config.blockOutChannels.size() - 1);
    level.in = level.out;
    level.transformer.depth = config.midTransformerDepth;
    return MidBlock(weights.scope("mid_block"), level);
}

std::vector<UpBlock> upBlocks(const formats::UNetConfig &config, const Weights &weights)
{
    std::vector<UpBlock> blocks;
    const auto count = config.blockOutChannels.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t fromTop = count - 1 - i;
        UNetLevel level = levelOf(config, fromTop);
        level.name = "up_blocks." + std::to_string(i);
        level.layers = config.layersPerBlock + 1;
        level.in = config.blockOutChannels[i == 0 ? fromTop : fromTop + 1];
        level.resample = fromTop > 0;
        blocks.emplace_back(weights.scope(level.name), level, config.blockOutChannels[fromTop == 0 ? 0 : fromTop - 1]);
    }
    return blocks;
}

} // namespace

UNet::UNet(const formats::UNetConfig &config, const Weights &weights)
    : m_config(config)
    , conv_in(weights.scope("conv_in"), config.inChannels, config.blockOutChannels.front())
    , time_embedding(weights.scope("time_embedding"), config.blockOutChannels.front(), 4 * config.blockOutChannels.front())
    , down_blocks(downBlocks(config, weights))
    , mid_block(midBlock(config, weights))
    , up_blocks(upBlocks(config, weights))
    , conv_norm_out(weights.scope("conv_norm_out"), config.blockOutChannels.front(), config.normGroups, config.normEps)
    , conv_out(weights.scope("conv_out"), config.blockOutChannels.front(), config.outChannels)
{
    if (config.additionTimeEmbedDim > 0)
        add_embedding.emplace(weights.scope("add_embedding"), config.additionInputDim, 4 * config.blockOutChannels.front());
}

Tensor UNet::timeEmbedding(const Tensor &sample, const Tensor &timesteps, const UNetCondition &condition,
                           const BlockTap *tap) const
{
    const auto tell = [&](const char *name, const Tensor &out) {
        if (tap && *tap)
            (*tap)(name, out);
    };
    const auto batch = sample.size(0);
    const auto sinusoid = [&](const Tensor &values, std::int64_t dim) {
        return sinusoidalEmbedding(values, dim, m_config.flipSinToCos, m_config.freqShift);
    };

    const Tensor projected = sinusoid(timesteps, m_config.blockOutChannels.front());
    tell("time_proj", projected);
    Tensor embedding = time_embedding.forward(projected.to(sample.scalar_type()));
    tell("time_embedding", embedding);
    if (!add_embedding)
        return embedding;

    if (!condition.textEmbeds.defined() || !condition.timeIds.defined())
        throw Failure(ErrorCode::WrongUse, "This model also needs pooled text and size ids; none were given.");
    const Tensor ids = sinusoid(condition.timeIds.flatten(), m_config.additionTimeEmbedDim).reshape({batch, -1});
    const Tensor added
        = add_embedding->forward(torch::cat({condition.textEmbeds, ids.to(condition.textEmbeds.scalar_type())}, -1)
                                     .to(embedding.scalar_type()));
    tell("add_embedding", added);
    return embedding + added;
}

Tensor UNet::forward(const Tensor &sample, double timestep, const UNetCondition &condition,
                     const std::stop_token &stop, const BlockTap *tap, TextProjections *projections) const
{
    const auto options = at::TensorOptions().dtype(torch::kFloat32).device(sample.device());
    return forward(sample, torch::full({sample.size(0)}, timestep, options), condition, stop, tap, projections);
}

Tensor UNet::forward(const Tensor &sample, const Tensor &timesteps, const UNetCondition &condition,
                     const std::stop_token &stop, const BlockTap *tap, TextProjections *projections) const
{
    throwIfStopped(stop);
    const UNetPass pass{{stop, tap}, at::silu(timeEmbedding(sample, timesteps, condition, tap)), condition.context,
                        projections};

    Tensor x = conv_in.forward(sample);
    pass.leaveBlock("conv_in", x);
    std::vector<Tensor> skips{x};
    for (const DownBlock &block : down_blocks)
        x = block.forward(x, skips, pass);
    x = mid_block.forward(x, pass);
    for (const UpBlock &block : up_blocks)
        x = block.forward(x, skips, pass);

    pass.enterBlock();
    x = conv_norm_out.forward(x);
    pass.leaveBlock("conv_norm_out", x);
    x = conv_out.forward(at::silu(x));
    pass.leaveBlock("conv_out", x);
    return x;
}

} // namespace calotype::diffusion
