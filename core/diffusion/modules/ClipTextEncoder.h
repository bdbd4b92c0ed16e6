#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/ClipEncoderLayer.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace calotype::diffusion {

/// What a text encoder gives for B prompts; w is its width.
struct TextOutput {
    Tensor lastHiddenState;           ///< [B, S, w], after the final norm
    std::vector<Tensor> hiddenStates; ///< embeddings, then each layer's output, [B, S, w], without the final norm
    Tensor pooled;                    ///< [B, w], the final-norm state at the end-of-text token
    Tensor textEmbeds;                ///< [B, projectionDim], pooled and projected; undefined without a projection
};

/// The text half of CLIP (Radford et al. 2021), OpenAI's and OpenCLIP's: a causal transformer over token ids.
class ClipTextEncoder
{
public:
    /// @throws Failure Damaged if a tensor is missing or has another shape than @p config says
    ClipTextEncoder(const formats::ClipTextConfig &config, const Weights &weights);

    /// @param ids   token ids, [B, S], int64, on the weights' device; S at most maxPositions
    /// @param stop  looked at before each layer
    /// @param tap   told each layer's output ("text_model.encoder.layers.0"); for tests
    /// @throws Failure Cancelled; WrongUse for an id outside the token table, or too many tokens
    TextOutput forward(const Tensor &ids, const std::stop_token &stop, const BlockTap *tap = nullptr) const;

    /// The final layer norm of a hidden state (clip skip), any shape [..., w].
    Tensor finalNorm(const Tensor &hidden) const { return final_layer_norm.forward(hidden); }

    const formats::ClipTextConfig &config() const { return m_config; }
    /// Whether the model was ever shown the token: the rows of others are left zero by who trains with a part of the
    /// vocabulary.
    bool knows(std::int64_t id) const { return id < vocabSize() && token_embedding[id].to(m_dtype).any().item<bool>(); }
    /// Rows of the token table.
    std::int64_t vocabSize() const { return token_embedding.size(0); }

private:
    Tensor endOfText(const Tensor &ids) const;

    formats::ClipTextConfig m_config;
    torch::ScalarType m_dtype; ///< that is computed in; the matrices below may rest in half precision
    Tensor token_embedding;    ///< [vocabulary, w]
    Tensor position_embedding; ///< [positions, w]
    std::vector<ClipEncoderLayer> layers;
    LayerNorm final_layer_norm;
    Tensor text_projection; ///< [projectionDim, w] or undefined
};

} // namespace calotype::diffusion
