#include "tests/bench/BenchTable.h"

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/Autoencoder.h"
#include "core/diffusion/modules/UNet.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace calotype::bench {

using namespace diffusion;

namespace {

// Spread like a trained network's, so that values stay finite and normal through all layers. Drawing 860 million normal
// numbers would take longer than all that is measured: pieces of one pool.
Tensor randomWeight(const std::string &name, at::IntArrayRef shape)
{
    static const Tensor pool = at::randn({1 << 20});
    static std::int64_t seen = 0;
    if (shape.size() == 1)
        return name.ends_with("weight") ? at::ones(shape) : at::zeros(shape);
    const std::int64_t count = c10::multiply_integers(shape);
    const Tensor weight = at::empty({count});
    for (std::int64_t at = 0; at < count;) {
        const std::int64_t from = seen++ * 7919 % 65536;
        const std::int64_t size = std::min(count - at, pool.numel() - from);
        weight.narrow(0, at, size).copy_(pool.narrow(0, from, size));
        at += size;
    }
    return weight.mul_(0.5 / std::sqrt(static_cast<double>(count / shape[0]))).view(shape);
}

Weights randomWeights()
{
    return {randomWeight, torch::kCPU, torch::kFloat32};
}

} // namespace

// The shapes are SD 1.5's. The GFLOP are those of direct convolution, counted at 512 (convolutions and linear layers grow
// with the area, attention to oneself with its square).
void measureNetworks(BenchTable &table)
{
    const auto area = [](int size) { return size * size / (512.0 * 512.0); };
    if (table.wants("UNet step")) {
        const UNet unet(formats::UNetConfig{}, randomWeights());
        for (const int size : table.options().sizes) {
            const Tensor latents = at::randn({2, 4, size / 8, size / 8});
            UNetCondition condition;
            condition.context = at::randn({2, 77, 768});
            table.measure({"UNet step " + std::to_string(size), 1360 * area(size) + 246 * area(size) * area(size),
                           [&] { unet.forward(latents, 500.0, condition, {}); }});
        }
    }
    if (table.wants("VAE decode")) {
        const Autoencoder vae(formats::VaeConfig{}, randomWeights());
        for (const int size : table.options().sizes) {
            const Tensor latents = at::randn({1, 4, size / 8, size / 8});
            table.measure({"VAE decode " + std::to_string(size), 2481 * area(size) + 34 * area(size) * area(size),
                           [&] { vae.decode(latents, {}); }});
            table.measure({"VAE decode in tiles " + std::to_string(size), 2481 * area(size) + 34 * area(size) * area(size),
                           [&] { vae.decodeInStrips(latents, 32, {}); }});
        }
    }
}

} // namespace calotype::bench
