#include "core/diffusion/modules/ClipEncoderLayer.h"

#include "core/diffusion/modules/ScaledDotProduct.h"

namespace calotype::diffusion {

ClipEncoderLayer::ClipEncoderLayer(const Weights &weights, const formats::ClipTextConfig &config)
    : layer_norm1(weights.scope("layer_norm1"), config.hiddenSize, config.layerNormEps)
    , q_proj(weights.scope("self_attn.q_proj"), config.hiddenSize, config.hiddenSize)
    , k_proj(weights.scope("self_attn.k_proj"), config.hiddenSize, config.hiddenSize)
    , v_proj(weights.scope("self_attn.v_proj"), config.hiddenSize, config.hiddenSize)
    , out_proj(weights.scope("self_attn.out_proj"), config.hiddenSize, config.hiddenSize)
    , layer_norm2(weights.scope("layer_norm2"), config.hiddenSize, config.layerNormEps)
    , fc1(weights.scope("mlp.fc1"), config.hiddenSize, config.intermediateSize)
    , fc2(weights.scope("mlp.fc2"), config.intermediateSize, config.hiddenSize)
    , heads(config.heads)
    , activation(config.activation)
{
}

Tensor ClipEncoderLayer::forward(const Tensor &x) const
{
    AttentionOptions options;
    options.heads = heads;
    options.causal = true;
    const Tensor normed = layer_norm1.forward(x);
    const Tensor attended
        = scaledDotProduct(q_proj.forward(normed), k_proj.forward(normed), v_proj.forward(normed), options);
    const Tensor hidden = out_proj.forward(attended).add_(x);

    const Tensor inner = fc1.forward(layer_norm2.forward(hidden));
    // QuickGELU is OpenAI's x σ(1.702 x); OpenCLIP uses the exact GELU.
    const Tensor activated
        = activation == formats::Activation::QuickGelu ? inner * at::sigmoid(inner * 1.702) : at::gelu(inner);
    return fc2.forward(activated).add_(hidden);
}

} // namespace calotype::diffusion
