#include "core/diffusion/modules/Resampling.h"

namespace calotype::diffusion {

Tensor upsampleNearest(const Tensor &x, std::int64_t height, std::int64_t width)
{
    const bool viaFloat = TORCH_VERSION_MAJOR < 2 && x.scalar_type() == torch::kBFloat16;
    const Tensor source = viaFloat ? x.to(torch::kFloat32) : x;
    return at::upsample_nearest2d(source, {height, width}).to(x.scalar_type());
}

Upsample2d::Upsample2d(const Weights &weights, std::int64_t channels)
    : conv(weights.scope("conv"), channels, channels)
{
}

Tensor Upsample2d::forward(const Tensor &x) const
{
    return forward(x, 2 * x.size(2), 2 * x.size(3));
}

Tensor Upsample2d::forward(const Tensor &x, std::int64_t height, std::int64_t width) const
{
    return conv.forward(upsampleNearest(x, height, width));
}

Downsample2d::Downsample2d(const Weights &weights, std::int64_t channels, Padding edges)
    : conv(weights.scope("conv"), channels, channels, Conv2dOptions{3, 2, edges == Padding::Even ? 1 : 0, true})
    , padding(edges)
{
}

Tensor Downsample2d::forward(const Tensor &x) const
{
    if (padding == Padding::Even)
        return conv.forward(x);
    return conv.forward(at::constant_pad_nd(x, {0, 1, 0, 1}));
}

} // namespace calotype::diffusion
