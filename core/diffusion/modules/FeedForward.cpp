#include "core/diffusion/modules/FeedForward.h"

namespace calotype::diffusion {

FeedForward::FeedForward(const Weights &weights, std::int64_t width)
    : proj(weights.scope("net.0.proj"), width, 8 * width)
    , out(weights.scope("net.2"), 4 * width, width)
{
}

Tensor FeedForward::forward(const Tensor &x) const
{
    const auto halves = proj.forward(x).chunk(2, -1);
    return out.forward(at::gelu(halves[1]).mul_(halves[0]));
}

} // namespace calotype::diffusion
