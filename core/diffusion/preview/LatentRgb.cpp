#include "core/diffusion/preview/LatentRgb.h"

#include "core/diffusion/pipelines/ImageTensor.h"

#include <array>

namespace calotype::diffusion {

namespace {

struct Factors {
    std::array<std::array<float, 3>, 4> rgbOfChannel;
    std::array<float, 3> bias;
};

constexpr Factors kSd{{{{0.3512F, 0.2297F, 0.3227F}, {0.3250F, 0.4974F, 0.2350F}, {-0.2829F, 0.1762F, 0.2721F}, {-0.2120F, -0.2616F, -0.7177F}}},
                      {0.0F, 0.0F, 0.0F}};
constexpr Factors kSdxl{{{{0.3651F, 0.4232F, 0.4341F}, {-0.2533F, -0.0042F, 0.1068F}, {0.1076F, 0.1111F, -0.0362F}, {-0.3165F, -0.2492F, -0.2188F}}},
                        {0.1084F, -0.0175F, -0.0011F}};

} // namespace

Image latentRgb(const Tensor &latents, LatentSpace space)
{
    const Factors &factors = space == LatentSpace::Sdxl ? kSdxl : kSd;
    std::vector<Tensor> channels;
    for (std::size_t rgb = 0; rgb < 3; ++rgb) {
        Tensor sum = torch::full_like(latents.select(1, 0), factors.bias[rgb]);
        for (std::size_t c = 0; c < 4; ++c)
            sum = sum + factors.rgbOfChannel[c][rgb] * latents.select(1, static_cast<std::int64_t>(c));
        channels.push_back(sum);
    }
    return tensorToImage(torch::stack(channels, 1));
}

} // namespace calotype::diffusion
