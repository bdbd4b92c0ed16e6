#include "core/diffusion/noise/PictureNoise.h"

#include <ATen/CPUGeneratorImpl.h>

#include <span>

namespace calotype::diffusion {

namespace {

std::variant<at::Generator, Philox> newGenerator(std::uint64_t seed, PictureNoise::Kind kind)
{
    if (kind == PictureNoise::Kind::Philox)
        return Philox(seed);
    return at::detail::createCPUGenerator(seed);
}

} // namespace

PictureNoise::PictureNoise(std::int64_t seed, Kind kind)
    : m_generator(newGenerator(static_cast<std::uint64_t>(seed), kind))
{ }

Tensor PictureNoise::draw(at::IntArrayRef shape, torch::ScalarType dtype)
{
    auto *const philox = std::get_if<Philox>(&m_generator);
    if (!philox) {
        return at::randn(shape, std::get<at::Generator>(m_generator),
            at::TensorOptions().dtype(dtype).device(at::kCPU));
    }
    const Tensor values = torch::empty(shape, torch::kFloat32);
    philox->fill({values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
    return values.to(dtype);
}

} // namespace calotype::diffusion
