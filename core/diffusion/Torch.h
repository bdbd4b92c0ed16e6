#pragma once

// The one way in to libtorch: every file of core/diffusion and its tests gets it from the precompiled header.
#include <torch/torch.h>

namespace calotype::diffusion {
using torch::Tensor;
} // namespace calotype::diffusion
