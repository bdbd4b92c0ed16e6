#include "core/diffusion/noise/ImageNoise.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace calotype::diffusion {

ImageNoise::ImageNoise(std::vector<std::int64_t> seeds, bool batchNoise, at::IntArrayRef shapeOfOne,
    std::optional<std::int64_t> brownianSeed)
    : m_seeds(std::move(seeds))
    , m_shapeOfOne(shapeOfOne.vec())
    , m_brownianSeed(brownianSeed)
{
    assert(!m_seeds.empty() && !m_shapeOfOne.empty() && m_shapeOfOne.front() == 1);
    const std::size_t count = batchNoise ? 1 : m_seeds.size();
    for (std::size_t i = 0; i < count; ++i)
        m_generators.emplace_back(m_seeds[i]);
}

Tensor ImageNoise::next()
{
    return draw(m_shapeOfOne);
}

Tensor ImageNoise::draw(at::IntArrayRef shapeOfOne)
{
    std::vector<std::int64_t> shape = shapeOfOne.vec();
    shape.front() = static_cast<std::int64_t>(m_seeds.size() / m_generators.size());
    std::vector<Tensor> draws;
    for (PictureNoise &generator : m_generators)
        draws.push_back(generator.draw(shape));
    return torch::cat(draws, 0);
}

Tensor ImageNoise::posterior()
{
    std::vector<Tensor> draws;
    for (PictureNoise &generator : m_generators)
        draws.push_back(generator.draw(m_shapeOfOne));
    draws.resize(m_seeds.size(), draws.front());
    return torch::cat(draws, 0);
}

Tensor ImageNoise::brownian(double from, double to, double low, double high)
{
    if (m_trees.empty()) {
        std::vector<std::int64_t> shape = m_shapeOfOne;
        shape.front() = static_cast<std::int64_t>(m_seeds.size() / m_generators.size());
        for (std::size_t i = 0; i < m_generators.size(); ++i)
            m_trees.emplace_back(static_cast<std::uint64_t>(m_brownianSeed.value_or(m_seeds[i])), low, high, shape);
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
