#include "core/diffusion/modules/VaeMidBlock.h"

namespace calotype::diffusion {

VaeMidBlock::VaeMidBlock(const Weights &weights, const formats::VaeConfig &config)
{
    const auto channels = config.blockOutChannels.back();
    for (std::int64_t i = 0; i < 2; ++i)
        resnets.emplace_back(weights.scope("resnets").scope(i), channels, channels, vaeResnetOptions(config));
    if (config.midAttention)
        attentions.emplace(weights.scope("attentions.0"), channels, config.normGroups);
}

Tensor VaeMidBlock::forward(Tensor x, const BlockPass &pass, const std::string &name) const
{
    x = resnets[0].forward(x, pass, name + ".resnets.0");
    if (attentions) {
        pass.enterBlock();
        x = attentions->forward(x);
        pass.leaveBlock(name + ".attentions.0", x);
    }
    x = resnets[1].forward(x, pass, name + ".resnets.1");
    pass.leaveBlock(name, x);
    return x;
}

} // namespace calotype::diffusion
