#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/WorkProfile.h"

namespace calotype::diffusion {

/// A layer's weight in the number format of what it works on: the weight itself, or where weights rest in half precision
/// (see MemoryMode) a copy for this one use. The numbers are those that widening at the load would give.
inline Tensor widenedFor(const Tensor &weight, const Tensor &x)
{
    if (weight.scalar_type() == x.scalar_type())
        return weight;
    const WorkScope scope(Work::Widening);
    return weight.to(x.scalar_type());
}

} // namespace calotype::diffusion
