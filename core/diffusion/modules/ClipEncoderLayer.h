#pragma once

#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <cstdint>

namespace calotype::diffusion {

/// One layer of CLIP's text transformer: causal self attention and a feed-forward layer, both normalised before.
struct ClipEncoderLayer {
    LayerNorm layer_norm1;
    Linear q_proj; ///< "self_attn.q_proj"
    Linear k_proj; ///< "self_attn.k_proj"
    Linear v_proj; ///< "self_attn.v_proj"
    Linear out_proj; ///< "self_attn.out_proj"
    LayerNorm layer_norm2;
    Linear fc1; ///< "mlp.fc1"
    Linear fc2; ///< "mlp.fc2"
    std::int64_t heads;
    formats::Activation activation;

    ClipEncoderLayer(const Weights &weights, const formats::ClipTextConfig &config);

    /// @param x  [B, S, hiddenSize]
    /// @return as @p x, a new tensor
    Tensor forward(const Tensor &x) const;
};

} // namespace calotype::diffusion
