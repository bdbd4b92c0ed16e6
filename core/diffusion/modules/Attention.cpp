#include "core/diffusion/modules/Attention.h"

#include "core/diffusion/modules/ScaledDotProduct.h"

namespace calotype::diffusion {

Attention::Attention(const Weights &weights, std::int64_t width, std::int64_t contextWidth, std::int64_t headCount,
                     bool upcastScores, bool inputBias)
    : to_q(weights.scope("to_q"), width, width, inputBias)
    , to_k(weights.scope("to_k"), contextWidth, width, inputBias)
    , to_v(weights.scope("to_v"), contextWidth, width, inputBias)
    , to_out(weights.scope("to_out.0"), width, width)
    , heads(headCount)
    , upcast(upcastScores)
{
}

KeysAndValues Attention::project(const Tensor &context) const
{
    return {to_k.forward(context), to_v.forward(context)};
}

Tensor Attention::attend(const Tensor &x, const KeysAndValues &context) const
{
    AttentionOptions options;
    options.heads = heads;
    options.upcast = upcast;
    return to_out.forward(scaledDotProduct(to_q.forward(x), context.keys, context.values, options));
}

} // namespace calotype::diffusion
