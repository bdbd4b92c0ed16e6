#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>

namespace calotype::diffusion {

/// softmax(q kᵀ / sqrt(d)) v for each head on the processor, exact, with a softmax that goes along block by block (Dao
/// et al. 2022): the scores of a block of queries to a block of keys stay in the nearest cache, and the score matrix is
/// never there. Works on torch's threads. For float32 without gradients; see KernelTable.h.
/// @param q  [B, S, heads * d], S and T at least 1
/// @param k  [B, T, heads * d]
/// @param v  [B, T, heads * d]
/// @return [B, S, heads * d], a new tensor
Tensor blockedAttention(const Tensor &q, const Tensor &k, const Tensor &v, std::int64_t heads);

} // namespace calotype::diffusion
