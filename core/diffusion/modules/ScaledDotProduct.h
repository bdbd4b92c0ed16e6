#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>

namespace calotype::diffusion {

struct AttentionOptions {
    std::int64_t heads = 1;
    bool causal = false; ///< position i sees 0..i only
    bool upcast = false; ///< half precision: scores and softmax in float32
};

/// softmax(q kᵀ / sqrt(d)) v for each head (Vaswani et al. 2017, eq. 1), exact. Memory stays bounded: the whole score
/// matrix is never there at once (our own kernel where its table has it, torch 2's fused ones, or blocks of queries).
/// @param q  [B, S, heads * d]
/// @param k  [B, T, heads * d]
/// @param v  [B, T, heads * d]
/// @return [B, S, heads * d], dtype of @p v
Tensor scaledDotProduct(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionOptions &options);

/// The same in blocks of queries whose scores take at most @p maxScoreBytes (never less than one query for one head):
/// for libtorch 1, and for tests.
Tensor scaledDotProductInBlocks(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionOptions &options,
                                std::int64_t maxScoreBytes);

} // namespace calotype::diffusion
