#pragma once

#include "core/diffusion/Torch.h"

namespace calotype::diffusion {

/// value * gelu(gate) of rows that hold both side by side (Shazeer 2020), on the processor, in one pass. Works on torch's
/// threads. For float32 without gradients; see KernelTable.h.
/// @param x  [..., 2 * width], values before gates, no extent 0
/// @return [..., width], a new tensor
Tensor geglu(const Tensor &x);

} // namespace calotype::diffusion
