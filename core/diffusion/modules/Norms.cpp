#include "core/diffusion/modules/Norms.h"

#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/modules/WorkProfile.h"

#include <cmath>

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

Tensor onCpu(const Tensor &x)
{
    return x.to(torch::kCPU).contiguous();
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

void GroupNorm::addMoments(const Tensor &rows, MapMoments &moments) const
{
    const WorkScope scope(Work::GroupNorm);
    if (runsOwnLoops(*this, rows)) {
        diffusion::addMoments(rows, groups, moments);
        return;
    }
    const Tensor numbers = rows.to(torch::kFloat32).reshape({rows.size(0), groups, -1});
    const Tensor mean = numbers.mean({-1}, true);
    const Tensor variance = onCpu((numbers - mean).square_().mean({-1}));
    const Tensor centre = onCpu(mean);
    moments.resize(static_cast<std::size_t>(rows.size(0) * groups));
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto count = numbers.size(2);
        moments[i].add({count, centre.data_ptr<float>()[i],
                        static_cast<double>(variance.data_ptr<float>()[i]) * static_cast<double>(count)});
    }
}

Tensor GroupNorm::forwardSilu(const Tensor &rows, const MapMoments &moments) const
{
    const WorkScope scope(Work::GroupNorm);
    if (runsOwnLoops(*this, rows))
        return groupNormSilu(rows, weight, bias, {groups, eps, true}, moments);
    const Tensor means = torch::empty({rows.size(0), groups, 1}, torch::kFloat32);
    const Tensor scales = torch::empty({rows.size(0), groups, 1}, torch::kFloat32);
    for (std::size_t i = 0; i < moments.size(); ++i) {
        means.data_ptr<float>()[i] = static_cast<float>(moments[i].mean);
        scales.data_ptr<float>()[i] = static_cast<float>(1.0 / std::sqrt(moments[i].variance() + eps));
    }
    const auto perChannel = [](const Tensor &vector) { return vector.to(torch::kFloat32).reshape({1, -1, 1, 1}); };
    Tensor normed = rows.to(torch::kFloat32).reshape({rows.size(0), groups, -1}) - means.to(rows.device());
    normed = normed.mul_(scales.to(rows.device())).reshape(rows.sizes());
    normed = normed.mul_(perChannel(weight)).add_(perChannel(bias)).to(rows.scalar_type());
    return at::silu_(normed);
}

} // namespace calotype::diffusion
