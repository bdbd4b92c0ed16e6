#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>
#include <vector>

namespace calotype::diffusion {

/// How a group norm normalises, and whether a SiLU follows.
struct GroupNormOptions {
    std::int64_t groups = 32;
    double eps = 1e-5;
    bool silu = false;
};

/// A group norm on the processor with the SiLU after it: each group is read once from memory (and again from the cache)
/// and written once. Works on torch's threads. For float32 without gradients; see KernelTable.h.
/// @param x       [B, channels, ...], no extent 0
/// @param weight  [channels]
/// @param bias    [channels]
/// @return as @p x, a new tensor
Tensor groupNormSilu(const Tensor &x, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options);

/// The numbers of one group of a map, of which one part was seen after the other: how many, their mean, and the sum of
/// their squared distances from it.
struct GroupMoments {
    std::int64_t count = 0;
    double mean = 0;
    double spread = 0;

    /// Takes in a part of the group (Chan et al. 1979).
    void add(const GroupMoments &part);
    double variance() const { return count > 0 && spread > 0 ? spread / static_cast<double>(count) : 0; }
};

/// Those of all groups of all pictures, [B * groups].
using MapMoments = std::vector<GroupMoments>;

/// Takes in some rows of a map. For what groupNormSilu() is for.
/// @param rows     [B, channels, n, W], also a view into a larger map
/// @param moments  empty before the first rows
void addMoments(const Tensor &rows, std::int64_t groups, MapMoments &moments);

/// groupNormSilu() of some rows of a map.
/// @param rows     as addMoments() takes them
/// @param moments  of the whole map
/// @return [B, channels, n, W], a new tensor
Tensor groupNormSilu(const Tensor &rows, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options,
                     const MapMoments &moments);

} // namespace calotype::diffusion
