#include "core/diffusion/modules/BasicTransformerBlock.h"

#include "core/diffusion/Cancel.h"

namespace calotype::diffusion {

BasicTransformerBlock::BasicTransformerBlock(const Weights &weights, std::int64_t width, std::int64_t contextWidth,
                                             std::int64_t heads, bool upcastAttention)
    : norm1(weights.scope("norm1"), width)
    , attn1(weights.scope("attn1"), width, width, heads, upcastAttention)
    , norm2(weights.scope("norm2"), width)
    , attn2(weights.scope("attn2"), width, contextWidth, heads, upcastAttention)
    , norm3(weights.scope("norm3"), width)
    , ff(weights.scope("ff"), width)
{
}

Tensor BasicTransformerBlock::forward(const Tensor &x, const Tensor &context, const std::stop_token &stop) const
{
    throwIfStopped(stop);
    const Tensor normed = norm1.forward(x);
    Tensor hidden = attn1.forward(normed, normed).add_(x);
    hidden = attn2.forward(norm2.forward(hidden), context).add_(hidden);
    return ff.forward(norm3.forward(hidden)).add_(hidden);
}

} // namespace calotype::diffusion
