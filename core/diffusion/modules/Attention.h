#pragma once

#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// What is attended to, as the attention reads it.
struct KeysAndValues {
    Tensor keys;   ///< [B, T, width]
    Tensor values; ///< [B, T, width]
};

/// Multi-head attention over a sequence: of itself, or of a context (cross attention).
struct Attention {
    Linear to_q;
    Linear to_k;
    Linear to_v;
    Linear to_out; ///< "to_out.0"
    std::int64_t heads;
    bool upcast; ///< scores in float32

    /// @param width         of the sequence
    /// @param contextWidth  of what is attended to; @p width for self attention
    /// @param inputBias     whether q, k and v have a bias
    Attention(const Weights &weights, std::int64_t width, std::int64_t contextWidth, std::int64_t headCount,
              bool upcastScores = false, bool inputBias = false);

    /// @param x        [B, S, width]
    /// @param context  [B, T, contextWidth]; @p x for self attention
    /// @return [B, S, width], a new tensor
    Tensor forward(const Tensor &x, const Tensor &context) const { return attend(x, project(context)); }

    /// The half of forward() that the sequence has no part in. @param context  [B, T, contextWidth]
    KeysAndValues project(const Tensor &context) const;
    /// The other half. @param context  what project() made of it
    Tensor attend(const Tensor &x, const KeysAndValues &context) const;
};

} // namespace calotype::diffusion
