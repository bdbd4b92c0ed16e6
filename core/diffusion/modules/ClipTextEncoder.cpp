#include "core/diffusion/modules/ClipTextEncoder.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Widened.h"

#include <fmt/format.h>

namespace calotype::diffusion {

ClipTextEncoder::ClipTextEncoder(const formats::ClipTextConfig &config, const Weights &weights)
    : m_config(config)
    , m_dtype(weights.dtype())
    , token_embedding(weights.take("text_model.embeddings.token_embedding.weight", {config.vocabSize, config.hiddenSize}))
    , position_embedding(
          weights.take("text_model.embeddings.position_embedding.weight", {config.maxPositions, config.hiddenSize}))
    , final_layer_norm(weights.scope("text_model.final_layer_norm"), config.hiddenSize, config.layerNormEps)
{
    const Weights encoder = weights.scope("text_model.encoder.layers");
    for (std::int64_t i = 0; i < config.layers; ++i)
        layers.emplace_back(encoder.scope(i), config);
    if (config.projectionDim > 0)
        text_projection = weights.take("text_projection.weight", {config.projectionDim, config.hiddenSize});
}

TextOutput ClipTextEncoder::forward(const Tensor &ids, const std::stop_token &stop, const BlockTap *tap) const
{
    const auto length = ids.size(1);
    if (length > position_embedding.size(0))
        throw Failure(ErrorCode::WrongUse, fmt::format("The prompt has {} tokens; this text encoder takes at most {}.",
                                                       length, position_embedding.size(0)));
    const auto highest = ids.max().item<std::int64_t>();
    if (highest >= vocabSize() || ids.min().item<std::int64_t>() < 0)
        throw Failure(ErrorCode::WrongUse,
                      fmt::format("The prompt has the token {}, but this model's text encoder knows only {} tokens: use "
                                  "the tokenizer that belongs to the model.",
                                  highest, vocabSize()));

    const BlockPass pass{stop, tap};
    TextOutput out;
    Tensor hidden = at::embedding(token_embedding, ids).to(m_dtype) + position_embedding.narrow(0, 0, length).to(m_dtype);
    out.hiddenStates.push_back(hidden);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        pass.enterBlock();
        hidden = layers[i].forward(hidden);
        out.hiddenStates.push_back(hidden);
        pass.leaveBlock("text_model.encoder.layers." + std::to_string(i), hidden);
    }

    pass.enterBlock();
    out.lastHiddenState = finalNorm(hidden);
    pass.leaveBlock("text_model.final_layer_norm", out.lastHiddenState);
    const Tensor rows = torch::arange(ids.size(0), ids.options());
    out.pooled = out.lastHiddenState.index({rows, endOfText(ids)});
    if (text_projection.defined())
        out.textEmbeds = at::linear(out.pooled, widenedFor(text_projection, out.pooled));
    return out;
}

// The position of each prompt's end, [B]. Old configurations name a wrong end token, 2; CLIP's own code took the
// highest id, which is the end token as long as nothing was added to the vocabulary.
Tensor ClipTextEncoder::endOfText(const Tensor &ids) const
{
    if (m_config.eosId == 2)
        return ids.argmax(-1);
    return ids.eq(m_config.eosId).to(torch::kInt32).argmax(-1);
}

} // namespace calotype::diffusion
