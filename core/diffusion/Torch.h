#pragma once

// The one way in to libtorch: every file of core/diffusion and its tests gets it from the precompiled header. Tensors
// and their functions only; torch/torch.h (networks, optimisers, data sets) takes twice as long to parse.
//
// Qt's moc, which reads the tests, needs nothing of it, and would take longer over it than the compiler.
#ifndef Q_MOC_RUN
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/version.h>

namespace calotype::diffusion {
using torch::Tensor;
} // namespace calotype::diffusion
#endif
