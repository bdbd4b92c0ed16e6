#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>

namespace calotype::diffusion {

/// The stream of random numbers of one picture: a CPU generator (Mersenne Twister) with a seed of its own, never
/// torch's global one. The same seed gives the same numbers on every device and at every torch version.
class PictureNoise
{
public:
    explicit PictureNoise(std::int64_t seed);

    /// The next unit Gaussian of that shape, on the CPU. float16 values differ between versions of torch.
    Tensor draw(at::IntArrayRef shape, torch::ScalarType dtype = torch::kFloat32);

private:
    at::Generator m_generator;
};

} // namespace calotype::diffusion
