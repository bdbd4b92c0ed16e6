#include "core/diffusion/kernels/GroupNormSilu.h"

#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

// Of any count: blocks that stay in the nearest cache between their two passes.
GroupMoments momentsOf(const VectorLoops &loops, const float *values, std::int64_t count)
{
    constexpr std::int64_t kBlock = 4096;
    GroupMoments all;
    for (std::int64_t i = 0; i < count; i += kBlock) {
        const std::int64_t size = std::min(kBlock, count - i);
        const Moments block = loops.moments(values + i, size);
        all.add({size, block.mean, block.spread});
    }
    return all;
}

// Each channel's numbers one after the other, the channels wherever they are.
Tensor withWholeChannels(const Tensor &x)
{
    const bool isWhole = x.dim() == 4 && x.stride(3) == 1 && x.stride(2) == x.size(3);
    return isWhole ? x : x.contiguous();
}

// What one group is made of, and what becomes of it.
struct GroupPlace {
    const float *from;
    std::int64_t fromStep; ///< from channel to channel
    float *to;             ///< without gaps
    std::int64_t first;    ///< channel
    std::int64_t channels;
    std::int64_t area;
};

void normalise(const VectorLoops &loops, const GroupPlace &group, const GroupMoments &moments, const float *scales,
               const float *shifts, const GroupNormOptions &options)
{
    const double inverse = 1.0 / std::sqrt(moments.variance() + options.eps);
    const auto centre = static_cast<float>(moments.mean);
    for (std::int64_t i = 0; i < group.channels; ++i) {
        const double scale = static_cast<double>(scales[group.first + i]) * inverse;
        const double shift
            = static_cast<double>(shifts[group.first + i]) - (moments.mean - static_cast<double>(centre)) * scale;
        loops.affine(group.from + i * group.fromStep, group.area,
                     {centre, static_cast<float>(scale), static_cast<float>(shift), options.silu}, group.to + i * group.area);
    }
}

} // namespace

void GroupMoments::add(const GroupMoments &part)
{
    if (part.count == 0)
        return;
    const double share = static_cast<double>(part.count) / static_cast<double>(count + part.count);
    const double step = part.mean - mean;
    mean += step * share;
    spread += part.spread + step * step * static_cast<double>(count) * share;
    count += part.count;
}

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
            const std::int64_t place = group * channels * area;
            const float *from = in.data_ptr<float>() + place;
            normalise(loops, {from, area, out.data_ptr<float>() + place, group % options.groups * channels, channels, area},
                      momentsOf(loops, from, channels * area), scales.data_ptr<float>(), shifts.data_ptr<float>(), options);
        }
    });
    return out;
}

void addMoments(const Tensor &rows, std::int64_t groups, MapMoments &moments)
{
    const Tensor in = withWholeChannels(rows);
    const std::int64_t channels = in.size(1) / groups; // of a group
    const std::int64_t area = in.numel() / (in.size(0) * in.size(1));
    const VectorLoops &loops = vectorLoops();
    moments.resize(static_cast<std::size_t>(in.size(0) * groups));

    shareTasks(in.size(0) * groups, [&](SharedTasks &tasks) {
        for (std::int64_t group = 0; tasks.take(group);) {
            const std::int64_t first = group % groups * channels;
            const float *from = in.data_ptr<float>() + group / groups * in.stride(0) + first * in.stride(1);
            for (std::int64_t i = 0; i < channels; ++i)
                moments[static_cast<std::size_t>(group)].add(momentsOf(loops, from + i * in.stride(1), area));
        }
    });
}

Tensor groupNormSilu(const Tensor &rows, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options,
                     const MapMoments &moments)
{
    const Tensor in = withWholeChannels(rows);
    const Tensor scales = weight.contiguous();
    const Tensor shifts = bias.contiguous();
    const Tensor out = at::empty(in.sizes(), in.options());
    const std::int64_t channels = in.size(1) / options.groups; // of a group
    const std::int64_t area = in.numel() / (in.size(0) * in.size(1));
    const VectorLoops &loops = vectorLoops();

    shareTasks(in.size(0) * options.groups, [&](SharedTasks &tasks) {
        for (std::int64_t group = 0; tasks.take(group);) {
            const std::int64_t first = group % options.groups * channels;
            const float *from = in.data_ptr<float>() + group / options.groups * in.stride(0) + first * in.stride(1);
            normalise(loops, {from, in.stride(1), out.data_ptr<float>() + group * channels * area, first, channels, area},
                      moments[static_cast<std::size_t>(group)], scales.data_ptr<float>(), shifts.data_ptr<float>(), options);
        }
    });
    return out;
}

} // namespace calotype::diffusion
