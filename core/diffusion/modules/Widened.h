#pragma once

#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// A layer's weight in the number format of what it works on: the weight itself, or where weights rest in half precision
/// (see MemoryMode) a copy for this one use. The numbers are those that widening at the load would give.
inline Tensor widenedFor(const Tensor &weight, const Tensor &x)
{
    return weight.scalar_type() == x.scalar_type() ? weight : weight.to(x.scalar_type());
}

} // namespace calotype::diffusion
