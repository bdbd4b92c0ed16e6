#pragma once

#include "core/diffusion/noise/BrownianTree.h"
#include "core/diffusion/noise/PictureNoise.h"
#include "core/diffusion/schedulers/Scheduler.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace calotype::diffusion {

/// All the randomness of a run of N pictures, drawn in order: posterior of the source picture, initial noise, noise of
/// the steps. Each picture has a generator of its own, so that picture k is the one that its seed makes alone; or, as
/// other programs do, one generator with the first seed serves all in single draws of [N, …]. float32 on the CPU. An
/// object serves one run, on one thread.
class ImageNoise final : public StepNoise
{
public:
    /// @param seeds         one for each picture, at least one
    /// @param batchNoise    one generator for all
    /// @param shapeOfOne    [1, 4, h, w]
    /// @param brownianSeed  seed of every Brownian tree; absent: the picture's own
    ImageNoise(std::vector<std::int64_t> seeds, bool batchNoise, at::IntArrayRef shapeOfOne,
        std::optional<std::int64_t> brownianSeed = std::nullopt);

    /// The next unit Gaussian, [N, 4, h, w].
    Tensor next() override;
    /// The next unit Gaussian, [N, …]. @param shapeOfOne  begins with 1
    Tensor draw(at::IntArrayRef shapeOfOne);
    /// The unit Gaussian of a draw from the VAE's posterior of the one source picture, [N, 4, h, w]. With a generator
    /// for all the draw is [1, 4, h, w], repeated.
    Tensor posterior();

    /// @copydoc StepNoise::brownian
    Tensor brownian(double from, double to, double low, double high) override;

private:
    std::vector<std::int64_t> m_seeds;
    std::vector<std::int64_t> m_shapeOfOne;
    std::optional<std::int64_t> m_brownianSeed;
    std::vector<PictureNoise> m_generators; ///< N, or 1 for all
    std::vector<BrownianTree> m_trees; ///< as many; made at the first call
};

} // namespace calotype::diffusion
