#include "core/diffusion/modules/Norms.h"

#include "core/diffusion/kernels/GroupNormSilu.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/modules/WorkProfile.h"

namespace calotype::diffusion {

namespace {

bool runsOwnLoops(const GroupNorm &norm, const Tensor &x)
{
    if (x.dim() < 2 || x.numel() == 0)
        return false;
    const std::int64_t channels = x.size(1) / norm.groups;
    const std::int64_t numbers = channels * (x.numel() / (x.size(0) * x.size(1)));
    return runsKernel(Kernel::Norm, {channels, channels, numbers}, {&x, &norm.weight, &norm.bias});
}

} // namespace

Tensor GroupNorm::forward(const Tensor &x) const
{
    const WorkScope scope(Work::GroupNorm);
    if (runsOwnLoops(*this, x))
        return groupNormSilu(x, weight, bias, {groups, eps, false});
    return at::group_norm(x, groups, weight, bias, eps);
}

Tensor GroupNorm::forwardSilu(const Tensor &x) const
{
    const WorkScope scope(Work::GroupNorm);
    if (runsOwnLoops(*this, x))
        return groupNormSilu(x, weight, bias, {groups, eps, true});
    Tensor normed = forward(x);
    return at::silu_(normed);
}

} // namespace calotype::diffusion
