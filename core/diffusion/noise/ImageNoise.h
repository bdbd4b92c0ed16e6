#pragma once

#include "core/diffusion/noise/BrownianTree.h"
#include "core/diffusion/noise/PictureNoise.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/engine/GenerationRequest.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace calotype::diffusion {

/// All the randomness of a run of N pictures, drawn in order: posterior of the source picture, initial noise, noise of
/// the steps. Each picture has a generator of its own, so that picture k is the one that its seed makes alone; or, as
/// other programs do, one generator with the first seed serves all in single draws of [N, …]. With Philox the posterior
/// has a Mersenne generator beside it, so that the initial noise is always the seed's first, as in the web UI. float32 on
/// the CPU. An object serves one run, on one thread.
class ImageNoise final : public StepNoise
{
public:
    /// What a run may have beyond its seeds.
    struct Options {
        std::optional<std::int64_t> brownianSeed = {}; ///< of every Brownian tree; absent: the picture's own
        std::optional<Variation> variation = {}; ///< of the first picture, as variationOf() gives it
    };

    /// @param seeds       one for each picture, at least one
    /// @param shapeOfOne  [1, 4, h, w]
    ImageNoise(std::vector<std::int64_t> seeds, NoiseMode mode, at::IntArrayRef shapeOfOne, const Options &options);
    ImageNoise(std::vector<std::int64_t> seeds, NoiseMode mode, at::IntArrayRef shapeOfOne);

    /// The next unit Gaussian as the initial noise, [N, 4, h, w]: mixed with that of the variation's seed, which comes of
    /// a generator of its own.
    Tensor initial();
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
    PictureNoise::Kind kind() const;
    std::int64_t picturesPerGenerator() const;

    std::vector<std::int64_t> m_seeds;
    NoiseMode m_mode;
    std::vector<std::int64_t> m_shapeOfOne;
    Options m_options;
    std::vector<PictureNoise> m_generators; ///< N, or 1 for all
    std::vector<PictureNoise> m_posterior;  ///< N; only with Philox
    std::vector<BrownianTree> m_trees; ///< as many as m_generators; made at the first call
};

} // namespace calotype::diffusion
