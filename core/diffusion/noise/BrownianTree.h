#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/noise/PictureNoise.h"

#include <cstdint>
#include <vector>

namespace calotype::diffusion {

/// A Brownian path that is fixed by its seed alone, wherever and in whatever order it is asked (Li et al. 2020,
/// "Scalable Gradients for Stochastic Differential Equations", virtual Brownian tree). The interval is halved again and
/// again; each half's increment follows from the whole's by a Brownian bridge, whose noise has a seed of its own. The
/// numbers are those of torchsde's BrownianTree with tolerance 1e-6: times are rounded to six decimals.
class BrownianTree
{
public:
    /// @param low, high  ends of the path in time, low ≤ high
    /// @param shape      of each increment
    /// @param kind       of the generator of each piece's noise
    BrownianTree(std::uint64_t seed, double low, double high, std::vector<std::int64_t> shape,
        PictureNoise::Kind kind = PictureNoise::Kind::Mersenne);

    /// W(to) − W(from) for from ≤ to, float32 on the CPU. Times beyond the ends are moved to them.
    Tensor increment(double from, double to) const;

private:
    /// A dyadic piece of the path: its number among the pieces of its depth, and its increment.
    struct Piece {
        double start;
        double end;
        std::uint32_t number;
        std::uint32_t depth;
        Tensor increment;
    };

    Tensor noise(std::uint32_t seed) const;
    void addPieces(const Piece &piece, double from, double to, Tensor &sum) const;

    std::uint64_t m_seed;
    std::vector<std::int64_t> m_shape;
    PictureNoise::Kind m_kind;
    Piece m_whole;
};

} // namespace calotype::diffusion
