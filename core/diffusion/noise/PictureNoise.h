#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/noise/Philox.h"

#include <cstdint>
#include <variant>

namespace calotype::diffusion {

/// The stream of random numbers of one picture: a generator with a seed of its own on the CPU, never torch's global one.
/// The same seed gives the same numbers on every device and at every torch version.
class PictureNoise
{
public:
    enum class Kind {
        Mersenne, ///< torch's CPU generator
        Philox,   ///< see Philox.h
    };

    explicit PictureNoise(std::int64_t seed, Kind kind = Kind::Mersenne);

    /// The next unit Gaussian of that shape, on the CPU. Mersenne's float16 values differ between versions of torch.
    Tensor draw(at::IntArrayRef shape, torch::ScalarType dtype = torch::kFloat32);

private:
    std::variant<at::Generator, Philox> m_generator;
};

} // namespace calotype::diffusion
