#include "core/diffusion/modules/VaeAttention.h"

namespace calotype::diffusion {

VaeAttention::VaeAttention(const Weights &weights, std::int64_t channels, std::int64_t normGroups)
    : group_norm(weights.scope("group_norm"), channels, normGroups, 1e-6)
    , attention(weights, channels, channels, 1, false, true)
{
}

Tensor VaeAttention::forward(const Tensor &x) const
{
    const Tensor pixels = group_norm.forward(x).flatten(2).transpose(1, 2).contiguous();
    const Tensor attended = attention.forward(pixels, pixels);
    return attended.transpose(1, 2).reshape(x.sizes()).add(x);
}

} // namespace calotype::diffusion
