#include "core/diffusion/modules/FeedForward.h"

#include "core/diffusion/kernels/Geglu.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/modules/WorkProfile.h"

namespace calotype::diffusion {

Tensor gated(const Tensor &both)
{
    const WorkScope scope(Work::Geglu);
    const std::int64_t width = both.size(-1) / 2;
    if (runsKernel(Kernel::Geglu, {1, width, both.numel() / (2 * width)}, {&both}))
        return geglu(both);
    const auto halves = both.chunk(2, -1);
    return at::gelu(halves[1]).mul_(halves[0]);
}

FeedForward::FeedForward(const Weights &weights, std::int64_t width)
    : proj(weights.scope("net.0.proj"), width, 8 * width)
    , out(weights.scope("net.2"), 4 * width, width)
{
}

Tensor FeedForward::forward(const Tensor &x) const
{
    return out.forward(gated(proj.forward(x)));
}

} // namespace calotype::diffusion
