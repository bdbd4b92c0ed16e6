#include "core/diffusion/modules/ResnetBlock.h"

namespace calotype::diffusion {

ResnetBlock::ResnetBlock(const Weights &weights, std::int64_t in, std::int64_t out, const ResnetOptions &options)
    : norm1(weights.scope("norm1"), in, options.normGroups, options.normEps)
    , conv1(weights.scope("conv1"), in, out)
    , norm2(weights.scope("norm2"), out, options.normGroups, options.normEps)
    , conv2(weights.scope("conv2"), out, out)
{
    if (options.timeChannels > 0)
        time_emb_proj.emplace(weights.scope("time_emb_proj"), options.timeChannels, out);
    if (in != out)
        conv_shortcut.emplace(weights.scope("conv_shortcut"), in, out, kPointwise);
}

Tensor ResnetBlock::forward(const Tensor &x, const BlockPass &pass, const std::string &name, const Tensor &temb) const
{
    pass.enterBlock();
    Tensor hidden = conv1.forward(norm1.forwardSilu(x));
    pass.leaveBlock(name + ".conv1", hidden);
    if (time_emb_proj)
        hidden.add_(time_emb_proj->forward(temb).unsqueeze(-1).unsqueeze(-1));

    pass.enterBlock(); // in the VAE each convolution takes long
    hidden = conv2.forward(norm2.forwardSilu(hidden));
    hidden.add_(conv_shortcut ? conv_shortcut->forward(x) : x);
    pass.leaveBlock(name, hidden);
    return hidden;
}

} // namespace calotype::diffusion
