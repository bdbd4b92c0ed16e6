#pragma once

#include "core/diffusion/weights/Weights.h"

#include <cmath>
#include <string>

namespace calotype::tests {

/// Weights for modules of any shape, spread so that numbers stay of the order of one through all layers. Seeded by
/// torch::manual_seed().
inline diffusion::Weights randomWeights()
{
    const auto make = [](const std::string &name, at::IntArrayRef shape) -> torch::Tensor {
        const torch::Tensor numbers = torch::randn(shape);
        if (shape.size() == 1)
            return numbers * 0.2 + (name.ends_with("weight") ? 1.0 : 0.0);
        return numbers / std::sqrt(static_cast<double>(numbers.numel() / shape[0]));
    };
    return {make, torch::kCPU, torch::kFloat32};
}

} // namespace calotype::tests
