#include "core/diffusion/modules/VaeMidBlock.h"

#include "core/diffusion/Cancel.h"

namespace calotype::diffusion {

VaeMidBlock::VaeMidBlock(const Weights &weights, const formats::VaeConfig &config)
{
    const auto channels = config.blockOutChannels.back();
    for (std::int64_t i = 0; i < 2; ++i)
        resnets.emplace_back(weights.scope("resnets").scope(i), channels, channels, vaeResnetOptions(config));
    if (config.midAttention)
        attentions.emplace(weights.scope("attentions.0"), channels, config.normGroups);
}

Tensor VaeMidBlock::forward(Tensor x, const std::stop_token &stop) const
{
    throwIfStopped(stop);
    x = resnets[0].forward(x);
    throwIfStopped(stop);
    if (attentions)
        x = attentions->forward(x);
    throwIfStopped(stop);
    return resnets[1].forward(x);
}

} // namespace calotype::diffusion
