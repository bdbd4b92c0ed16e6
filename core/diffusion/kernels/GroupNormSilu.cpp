#include "core/diffusion/kernels/GroupNormSilu.h"

#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

// Of any count: blocks that stay in the nearest cache between their two passes, put together by Chan et al. 1979.
Moments momentsOf(const VectorLoops &loops, const float *values, std::int64_t count)
{
    constexpr std::int64_t kBlock = 4096;
    Moments all;
    for (std::int64_t i = 0; i < count; i += kBlock) {
        const std::int64_t size = std::min(kBlock, count - i);
        const Moments block = loops.moments(values + i, size);
        const double share = static_cast<double>(size) / static_cast<double>(i + size);
        const double step = block.mean - all.mean;
        all.mean += step * share;
        all.spread += block.spread + step * step * static_cast<double>(i) * share;
    }
    return all;
}

} // namespace

Tensor groupNormSilu(const Tensor &x, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options)
{
    const Tensor in = x.contiguous();
    const Tensor scales = weight.contiguous();
    const Tensor shifts = bias.contiguous();
    const Tensor out = at::empty(in.sizes(), in.options());
    const std::int64_t channels = in.size(1) / options.groups; // of a group
    const std::int64_t area = in.numel() / (in.size(0) * in.size(1));
    const VectorLoops &loops = vectorLoops();

    shareTasks(in.size(0) * options.groups, [&](SharedTasks &tasks) {
        for (std::int64_t group = 0; tasks.take(group);) {
            const float *from = in.data_ptr<float>() + group * channels * area;
            float *to = out.data_ptr<float>() + group * channels * area;
            const Moments moments = momentsOf(loops, from, channels * area);
            const double inverse
                = 1.0 / std::sqrt(std::max(0.0, moments.spread) / static_cast<double>(channels * area) + options.eps);
            const std::int64_t first = group % options.groups * channels;
            for (std::int64_t i = 0; i < channels; ++i) {
                const double scale = static_cast<double>(scales.data_ptr<float>()[first + i]) * inverse;
                const auto centre = static_cast<float>(moments.mean);
                const double shift = static_cast<double>(shifts.data_ptr<float>()[first + i])
                    - (moments.mean - static_cast<double>(centre)) * scale;
                loops.affine(from + i * area, area,
                             {centre, static_cast<float>(scale), static_cast<float>(shift), options.silu}, to + i * area);
            }
        }
    });
    return out;
}

} // namespace calotype::diffusion
