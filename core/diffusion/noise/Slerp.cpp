#include "core/diffusion/noise/Slerp.h"

#include <cassert>

namespace calotype::diffusion {

namespace {

constexpr std::int64_t kColumn = 1; // the height, not the channels
constexpr double kNearlyParallel = 0.9995;

Tensor direction(const Tensor &noise)
{
    return noise / noise.norm(2, {kColumn}, true);
}

} // namespace

Tensor slerp(double strength, const Tensor &low, const Tensor &high)
{
    assert(low.dim() == 3 && low.sizes() == high.sizes());
    const Tensor cosine = (direction(low) * direction(high)).sum(kColumn);
    if (cosine.mean().item<double>() > kNearlyParallel)
        return low * strength + high * (1.0 - strength);
    const Tensor angle = cosine.acos();
    const Tensor sine = angle.sin();
    const Tensor ofLow = ((angle * (1.0 - strength)).sin() / sine).unsqueeze(kColumn);
    const Tensor ofHigh = ((angle * strength).sin() / sine).unsqueeze(kColumn);
    return ofLow * low + ofHigh * high;
}

} // namespace calotype::diffusion
