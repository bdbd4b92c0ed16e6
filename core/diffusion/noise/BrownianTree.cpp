#include "core/diffusion/noise/BrownianTree.h"

#include "core/diffusion/noise/SeedSequence.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace calotype::diffusion {

namespace {

constexpr std::size_t kPoolSize = 24;

// The double nearest to the decimal number of six places nearest to x, ties to even: Python's round(x, 6). The
// product's rounding error decides where the product alone looks like a tie.
double onGrid(double x)
{
    constexpr double kPerUnit = 1e6;
    const double product = x * kPerUnit;
    const double error = std::fma(x, kPerUnit, -product);
    double whole = std::nearbyint(product);
    const double rest = product - whole;
    if (rest == 0.5 && error > 0)
        whole += 1;
    else if (rest == -0.5 && error < 0)
        whole -= 1;
    return whole / kPerUnit;
}

} // namespace

BrownianTree::BrownianTree(std::uint64_t seed, double low, double high, std::vector<std::int64_t> shape,
    PictureNoise::Kind kind)
    : m_seed(seed)
    , m_shape(std::move(shape))
    , m_kind(kind)
    , m_whole{onGrid(low), onGrid(high), 0, 0, {}}
{
    assert(low <= high);
    m_whole.increment = noise(SeedSequence(seed, {}, kPoolSize).generateState(1).front()) * std::sqrt(high - low);
}

Tensor BrownianTree::increment(double from, double to) const
{
    assert(from <= to);
    from = std::clamp(from, m_whole.start, m_whole.end);
    to = std::clamp(to, m_whole.start, m_whole.end);
    Tensor sum;
    if (onGrid(from) < onGrid(to))
        addPieces(m_whole, onGrid(from), onGrid(to), sum);
    return sum.defined() ? sum : torch::zeros(m_shape);
}

Tensor BrownianTree::noise(std::uint32_t seed) const
{
    return PictureNoise(seed, m_kind).draw(m_shape);
}

/// Adds, from the left, the increments of the largest pieces that make up [from, to], which lies in @p piece.
void BrownianTree::addPieces(const Piece &piece, double from, double to, Tensor &sum) const
{
    if (from == piece.start && to == piece.end) {
        sum = sum.defined() ? sum + piece.increment : piece.increment;
        return;
    }
    const double middle = onGrid(0.5 * (piece.end + piece.start));
    const double left = middle - piece.start;
    const double right = piece.end - middle;
    const double perLength = 1 / (piece.end - piece.start);
    const std::uint32_t seed = SeedSequence(m_seed, {piece.number, piece.depth}, kPoolSize).generateState(1).front();
    const Tensor mean = left * piece.increment * perLength;
    const Tensor leftIncrement = mean + std::sqrt(left * right * perLength) * noise(seed);

    if (from < middle) {
        addPieces(
            {piece.start, middle, 2 * piece.number, piece.depth + 1, leftIncrement}, from, std::min(to, middle), sum);
    }
    if (to > middle) {
        addPieces({middle, piece.end, 2 * piece.number + 1, piece.depth + 1, piece.increment - leftIncrement},
            std::max(from, middle), to, sum);
    }
}

} // namespace calotype::diffusion
