#pragma once

#include "core/diffusion/modules/Attention.h"
#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/FeedForward.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>

namespace calotype::diffusion {

/// Self attention, cross attention and a feed-forward layer, each normalised before and added to its input.
struct BasicTransformerBlock {
    LayerNorm norm1;
    Attention attn1; ///< of the sequence to itself
    LayerNorm norm2;
    Attention attn2; ///< of the sequence to the text
    LayerNorm norm3;
    FeedForward ff;

    BasicTransformerBlock(const Weights &weights, std::int64_t width, std::int64_t contextWidth, std::int64_t heads,
                          bool upcastAttention);

    /// @param x     [B, S, width]
    /// @param pass  its stop is looked at first
    /// @return [B, S, width], a new tensor
    /// @throws Failure Cancelled
    Tensor forward(const Tensor &x, const UNetPass &pass) const;

private:
    Tensor attendToText(const Tensor &x, const UNetPass &pass) const;
};

} // namespace calotype::diffusion
