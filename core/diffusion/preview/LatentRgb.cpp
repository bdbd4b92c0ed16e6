#include "core/diffusion/preview/LatentRgb.h"

#include "core/diffusion/pipelines/ImageTensor.h"

namespace calotype::diffusion {

namespace {

using formats::LatentColours;

constexpr LatentColours kSd{{{{0.3512F, 0.2297F, 0.3227F}, {0.3250F, 0.4974F, 0.2350F}, {-0.2829F, 0.1762F, 0.2721F}, {-0.2120F, -0.2616F, -0.7177F}}},
                      {0.0F, 0.0F, 0.0F}};
constexpr LatentColours kSdxl{{{{0.3651F, 0.4232F, 0.4341F}, {-0.2533F, -0.0042F, 0.1068F}, {0.1076F, 0.1111F, -0.0362F}, {-0.3165F, -0.2492F, -0.2188F}}},
                        {0.1084F, -0.0175F, -0.0011F}};

} // namespace

const LatentColours &coloursOf(LatentSpace space)
{
    return space == LatentSpace::Sdxl ? kSdxl : kSd;
}

Image latentRgb(const Tensor &latents, const LatentColours &colours)
{
    std::vector<Tensor> channels;
    for (std::size_t rgb = 0; rgb < 3; ++rgb) {
        Tensor sum = torch::full_like(latents.select(1, 0), colours.constant[rgb]);
        for (std::size_t c = 0; c < 4; ++c)
            sum = sum + colours.rgbOfChannel[c][rgb] * latents.select(1, static_cast<std::int64_t>(c));
        channels.push_back(sum);
    }
    return tensorToImage(torch::stack(channels, 1));
}

} // namespace calotype::diffusion
