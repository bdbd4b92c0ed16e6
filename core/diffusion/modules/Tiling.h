#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace calotype::diffusion {

/// How a picture is cut: in units of the coarser side of the mapping (latent elements).
struct TileOptions {
    std::int64_t tile = 64;    ///< side of a tile, > overlap
    std::int64_t overlap = 16; ///< what neighbours share, >= 0
    std::int64_t inputScale = 1;  ///< input elements for each unit (8 when pixels come in)
    std::int64_t outputScale = 1; ///< output elements for each unit (8 when pixels go out)
};

/// Where tiles begin along a side of @p size units: every tile - overlap units, the last one moved back so that it
/// ends at the edge.
/// @throws Failure WrongUse unless 0 <= overlap < tile
std::vector<std::int64_t> tileStarts(std::int64_t size, std::int64_t tile, std::int64_t overlap);

/// Applies @p map tile by tile and joins the results; where tiles overlap, they fade into each other linearly.
/// @param input  [B, C, H, W], H and W multiples of inputScale
/// @param map    [B, C, t * inputScale, u * inputScale] → [B, D, t * outputScale, u * outputScale]
/// @return [B, D, H / inputScale * outputScale, …]
Tensor mapInTiles(const Tensor &input, const TileOptions &options, const std::function<Tensor(const Tensor &)> &map);

} // namespace calotype::diffusion
