#include "core/diffusion/modules/FeedForward.h"

#include "core/diffusion/kernels/Geglu.h"
#include "core/diffusion/kernels/KernelTable.h"

namespace calotype::diffusion {

FeedForward::FeedForward(const Weights &weights, std::int64_t width)
    : proj(weights.scope("net.0.proj"), width, 8 * width)
    , out(weights.scope("net.2"), 4 * width, width)
{
}

Tensor FeedForward::forward(const Tensor &x) const
{
    const Tensor both = proj.forward(x);
    const std::int64_t width = both.size(-1) / 2;
    if (runsKernel(Kernel::Geglu, {1, width, both.numel() / (2 * width)}, {&both}))
        return out.forward(geglu(both));
    const auto halves = both.chunk(2, -1);
    return out.forward(at::gelu(halves[1]).mul_(halves[0]));
}

} // namespace calotype::diffusion
