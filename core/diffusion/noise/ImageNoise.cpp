#include "core/diffusion/noise/ImageNoise.h"

#include "core/diffusion/noise/Slerp.h"
#include "core/engine/PictureSeeds.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace calotype::diffusion {

ImageNoise::ImageNoise(std::vector<std::int64_t> seeds, NoiseMode mode, at::IntArrayRef shapeOfOne, const Options &options)
    : m_seeds(std::move(seeds))
    , m_mode(mode)
    , m_shapeOfOne(shapeOfOne.vec())
    , m_options(options)
{
    assert(!m_seeds.empty() && !m_shapeOfOne.empty() && m_shapeOfOne.front() == 1);
    const std::size_t count = mode == NoiseMode::Batch ? 1 : m_seeds.size();
    for (std::size_t i = 0; i < count; ++i) {
        m_generators.emplace_back(m_seeds[i], kind());
        if (kind() == PictureNoise::Kind::Philox)
            m_posterior.emplace_back(m_seeds[i], PictureNoise::Kind::Mersenne);
    }
}

ImageNoise::ImageNoise(std::vector<std::int64_t> seeds, NoiseMode mode, at::IntArrayRef shapeOfOne)
    : ImageNoise(std::move(seeds), mode, shapeOfOne, Options())
{ }

PictureNoise::Kind ImageNoise::kind() const
{
    return m_mode == NoiseMode::Nv ? PictureNoise::Kind::Philox : PictureNoise::Kind::Mersenne;
}

std::int64_t ImageNoise::picturesPerGenerator() const
{
    return static_cast<std::int64_t>(m_seeds.size() / m_generators.size());
}

Tensor ImageNoise::initial()
{
    const Tensor own = next();
    if (!m_options.variation || m_options.variation->strength == 0)
        return own;
    const Variation &variation = *m_options.variation;
    std::vector<std::int64_t> shape = m_shapeOfOne;
    shape.front() = picturesPerGenerator();
    std::vector<Tensor> others;
    for (std::size_t i = 0; i < m_generators.size(); ++i)
        others.push_back(PictureNoise(seedAfter(variation.seed, static_cast<std::int64_t>(i)), kind()).draw(shape));
    const Tensor other = torch::cat(others, 0);
    std::vector<Tensor> mixed;
    for (std::int64_t n = 0; n < own.size(0); ++n)
        mixed.push_back(slerp(variation.strength, own[n], other[n]));
    return torch::stack(mixed);
}

Tensor ImageNoise::next()
{
    return draw(m_shapeOfOne);
}

Tensor ImageNoise::draw(at::IntArrayRef shapeOfOne)
{
    std::vector<std::int64_t> shape = shapeOfOne.vec();
    shape.front() = picturesPerGenerator();
    std::vector<Tensor> draws;
    for (PictureNoise &generator : m_generators)
        draws.push_back(generator.draw(shape));
    return torch::cat(draws, 0);
}

Tensor ImageNoise::posterior()
{
    std::vector<Tensor> draws;
    for (PictureNoise &generator : m_posterior.empty() ? m_generators : m_posterior)
        draws.push_back(generator.draw(m_shapeOfOne));
    draws.resize(m_seeds.size(), draws.front());
    return torch::cat(draws, 0);
}

Tensor ImageNoise::brownian(double from, double to, double low, double high)
{
    if (m_trees.empty()) {
        std::vector<std::int64_t> shape = m_shapeOfOne;
        shape.front() = picturesPerGenerator();
        for (std::size_t i = 0; i < m_generators.size(); ++i) {
            const std::int64_t seed = m_options.brownianSeed.value_or(m_seeds[i]);
            m_trees.emplace_back(static_cast<std::uint64_t>(seed), low, high, shape, kind());
        }
    }
    std::vector<Tensor> increments;
    for (const BrownianTree &tree : m_trees)
        increments.push_back(tree.increment(std::min(from, to), std::max(from, to)));
    const Tensor path = torch::cat(increments, 0) * (from < to ? 1.0 : -1.0);
    // The reference measures the step in float32; that of no length has no noise.
    const float length = std::abs(static_cast<float>(to) - static_cast<float>(from));
    return length > 0 ? path / std::sqrt(length) : path;
}

} // namespace calotype::diffusion
