#include "core/diffusion/modules/UNetBlocks.h"

namespace calotype::diffusion {

namespace {

std::string indexed(const std::string &name, const char *list, std::size_t index)
{
    return name + "." + list + "." + std::to_string(index);
}

Tensor runTransformer(const Transformer2d &transformer, const Tensor &x, const UNetPass &pass, const std::string &name)
{
    pass.enterBlock();
    Tensor out = transformer.forward(x, pass, name);
    pass.leaveBlock(name, out);
    return out;
}

} // namespace

DownBlock::DownBlock(const Weights &weights, const UNetLevel &level)
    : name(level.name)
{
    for (std::int64_t i = 0; i < level.layers; ++i) {
        resnets.emplace_back(weights.scope("resnets").scope(i), i == 0 ? level.in : level.out, level.out, level.resnet);
        if (level.transformer.depth > 0)
            attentions.emplace_back(weights.scope("attentions").scope(i), level.out, level.transformer);
    }
    if (level.resample)
        downsamplers.emplace(weights.scope("downsamplers.0"), level.out, Downsample2d::Padding::Even);
}

Tensor DownBlock::forward(Tensor x, std::vector<Tensor> &skips, const UNetPass &pass) const
{
    for (std::size_t i = 0; i < resnets.size(); ++i) {
        x = resnets[i].forward(x, pass, indexed(name, "resnets", i), pass.temb);
        if (!attentions.empty())
            x = runTransformer(attentions[i], x, pass, indexed(name, "attentions", i));
        skips.push_back(x);
    }
    if (downsamplers) {
        pass.enterBlock();
        x = downsamplers->forward(x);
        pass.leaveBlock(name + ".downsamplers.0", x);
        skips.push_back(x);
    }
    pass.leaveBlock(name, x);
    return x;
}

MidBlock::MidBlock(const Weights &weights, const UNetLevel &level)
{
    for (std::int64_t i = 0; i < 2; ++i)
        resnets.emplace_back(weights.scope("resnets").scope(i), level.in, level.out, level.resnet);
    if (level.transformer.depth > 0)
        attentions.emplace(weights.scope("attentions.0"), level.out, level.transformer);
}

Tensor MidBlock::forward(Tensor x, const UNetPass &pass) const
{
    x = resnets[0].forward(x, pass, "mid_block.resnets.0", pass.temb);
    if (attentions)
        x = runTransformer(*attentions, x, pass, "mid_block.attentions.0");
    x = resnets[1].forward(x, pass, "mid_block.resnets.1", pass.temb);
    pass.leaveBlock("mid_block", x);
    return x;
}

UpBlock::UpBlock(const Weights &weights, const UNetLevel &level, std::int64_t skipBelow)
    : name(level.name)
{
    for (std::int64_t i = 0; i < level.layers; ++i) {
        const auto before = i == 0 ? level.in : level.out;
        const auto skip = i == level.layers - 1 ? skipBelow : level.out;
        resnets.emplace_back(weights.scope("resnets").scope(i), before + skip, level.out, level.resnet);
        if (level.transformer.depth > 0)
            attentions.emplace_back(weights.scope("attentions").scope(i), level.out, level.transformer);
    }
    if (level.resample)
        upsamplers.emplace(weights.scope("upsamplers.0"), level.out);
}

Tensor UpBlock::forward(Tensor x, std::vector<Tensor> &skips, const UNetPass &pass) const
{
    for (std::size_t i = 0; i < resnets.size(); ++i) {
        x = torch::cat({x, skips.back()}, 1);
        skips.pop_back();
        x = resnets[i].forward(x, pass, indexed(name, "resnets", i), pass.temb);
        if (!attentions.empty())
            x = runTransformer(attentions[i], x, pass, indexed(name, "attentions", i));
    }
    if (upsamplers) {
        pass.enterBlock();
        // Twice the size but where an odd size was rounded up on the way down.
        x = upsamplers->forward(x, skips.back().size(2), skips.back().size(3));
        pass.leaveBlock(name + ".upsamplers.0", x);
    }
    pass.leaveBlock(name, x);
    return x;
}

} // namespace calotype::diffusion
