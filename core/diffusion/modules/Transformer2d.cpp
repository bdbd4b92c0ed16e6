#include "core/diffusion/modules/Transformer2d.h"

namespace calotype::diffusion {

namespace {

Transformer2d::Projection projection(const Weights &weights, std::int64_t channels, bool linear)
{
    if (linear)
        return Linear(weights, channels, channels);
    return Conv2d(weights, channels, channels, kPointwise);
}

} // namespace

Transformer2d::Transformer2d(const Weights &weights, std::int64_t channels, const TransformerOptions &options)
    : norm(weights.scope("norm"), channels, options.normGroups, 1e-6)
    , proj_in(projection(weights.scope("proj_in"), channels, options.linearProjection))
    , proj_out(projection(weights.scope("proj_out"), channels, options.linearProjection))
{
    const Weights blocks = weights.scope("transformer_blocks");
    for (std::int64_t i = 0; i < options.depth; ++i)
        transformer_blocks.emplace_back(blocks.scope(i), channels, options.contextWidth, options.heads,
                                        options.upcastAttention);
}

Tensor Transformer2d::forward(const Tensor &x, const UNetPass &pass, const std::string &name) const
{
    const auto batch = x.size(0);
    const auto channels = x.size(1);
    const auto height = x.size(2);
    const auto width = x.size(3);
    // [B, C, H, W] ↔ [B, H * W, C]
    const auto toSequence = [&](const Tensor &map) {
        return map.permute({0, 2, 3, 1}).reshape({batch, height * width, channels});
    };
    const auto toMap = [&](const Tensor &sequence) {
        return sequence.reshape({batch, height, width, channels}).permute({0, 3, 1, 2}).contiguous();
    };

    Tensor hidden = norm.forward(x);
    if (const auto *linear = std::get_if<Linear>(&proj_in))
        hidden = linear->forward(toSequence(hidden));
    else
        hidden = toSequence(std::get<Conv2d>(proj_in).forward(hidden));

    for (std::size_t i = 0; i < transformer_blocks.size(); ++i) {
        hidden = transformer_blocks[i].forward(hidden, pass);
        pass.leaveBlock(name + ".transformer_blocks." + std::to_string(i), hidden);
    }

    if (const auto *linear = std::get_if<Linear>(&proj_out))
        hidden = toMap(linear->forward(hidden));
    else
        hidden = std::get<Conv2d>(proj_out).forward(toMap(hidden));
    return hidden.add_(x);
}

} // namespace calotype::diffusion
