#include "core/diffusion/noise/PictureNoise.h"

#include <ATen/CPUGeneratorImpl.h>

namespace calotype::diffusion {

PictureNoise::PictureNoise(std::int64_t seed)
    : m_generator(at::detail::createCPUGenerator(static_cast<std::uint64_t>(seed)))
{ }

Tensor PictureNoise::draw(at::IntArrayRef shape, torch::ScalarType dtype)
{
    return at::randn(shape, m_generator, at::TensorOptions().dtype(dtype).device(at::kCPU));
}

} // namespace calotype::diffusion
