#include "core/diffusion/modules/BasicTransformerBlock.h"

#include "core/diffusion/Cancel.h"
#include "core/diffusion/modules/TextProjections.h"

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

Tensor BasicTransformerBlock::forward(const Tensor &x, const UNetPass &pass) const
{
    throwIfStopped(pass.stop);
    const Tensor normed = norm1.forward(x);
    Tensor hidden = attn1.forward(normed, normed).add_(x);
    hidden = attendToText(norm2.forward(hidden), pass).add_(hidden);
    return ff.forward(norm3.forward(hidden)).add_(hidden);
}

Tensor BasicTransformerBlock::attendToText(const Tensor &x, const UNetPass &pass) const
{
    return pass.projections ? attn2.attend(x, pass.projections->of(attn2, pass.context)) : attn2.forward(x, pass.context);
}

} // namespace calotype::diffusion
