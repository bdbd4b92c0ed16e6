// Normalisation and the two gates, one pass each.
namespace calotype::diffusion {
namespace {

CALOTYPE_LOOPS_INLINE double sumOf(Vec v)
{
    double sum = 0;
    for (int i = 0; i < kLanes; ++i)
        sum += static_cast<double>(v[i]);
    return sum;
}

CALOTYPE_LOOPS_TARGET Moments moments(const float *values, std::int64_t count)
{
    Vec sums[4] = {};
    std::int64_t i = 0;
    for (; i + 4 * kLanes <= count; i += 4 * kLanes) {
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j)
            sums[j] += load(values + i + j * kLanes);
    }
    double sum = sumOf(sums[0]) + sumOf(sums[1]) + sumOf(sums[2]) + sumOf(sums[3]);
    for (; i < count; ++i)
        sum += static_cast<double>(values[i]);
    const double mean = sum / static_cast<double>(count);

    const float centre = static_cast<float>(mean);
    Vec squares[4] = {};
    for (i = 0; i + 4 * kLanes <= count; i += 4 * kLanes) {
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) {
            const Vec distance = load(values + i + j * kLanes) - centre;
            squares[j] += distance * distance;
        }
    }
    double spread = sumOf(squares[0]) + sumOf(squares[1]) + sumOf(squares[2]) + sumOf(squares[3]);
    for (; i < count; ++i) {
        const double distance = static_cast<double>(values[i]) - static_cast<double>(centre);
        spread += distance * distance;
    }
    // About the mean itself, which no float is.
    const double off = mean - static_cast<double>(centre);
    return {mean, spread - static_cast<double>(count) * off * off};
}

CALOTYPE_LOOPS_INLINE Vec logistic(Vec x)
{
    return 1.0F / (1.0F + exponential(atMost(-x, 88.0F)));
}

// Runs the last, shorter vector of a row through a buffer.
#define CALOTYPE_LOOPS_TAIL(p, rest, buffer)                                                                           \
    float buffer[kLanes] = {};                                                                                         \
    for (std::int64_t j = 0; j < (rest); ++j)                                                                          \
        buffer[j] = (p)[j];

template<bool Silu>
CALOTYPE_LOOPS_INLINE Vec affineOf(Vec x, const Affine &affine)
{
    const Vec y = (x - affine.centre) * affine.scale + affine.shift;
    return Silu ? y * logistic(y) : y;
}

template<bool Silu>
CALOTYPE_LOOPS_TARGET void affineRow(const float *values, std::int64_t count, const Affine &affine, float *out)
{
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        store(out + i, affineOf<Silu>(load(values + i), affine));
    if (i < count) {
        CALOTYPE_LOOPS_TAIL(values + i, count - i, rest)
        store(rest, affineOf<Silu>(load(rest), affine));
        for (std::int64_t j = i; j < count; ++j)
            out[j] = rest[j - i];
    }
}

CALOTYPE_LOOPS_TARGET void affine(const float *values, std::int64_t count, const Affine &affine, float *out)
{
    if (affine.silu)
        affineRow<true>(values, count, affine, out);
    else
        affineRow<false>(values, count, affine, out);
}

// Φ of the normal distribution times x. erf(|z|) = 1 - (a1 t + ... + a5 t^5) exp(-z²), t = 1 / (1 + p |z|).
CALOTYPE_LOOPS_INLINE Vec geluOf(Vec x)
{
    const Vec z = x * 0.70710678F;
    const Vec distance = z < 0.0F ? -z : z;
    const Vec t = 1.0F / (distance * 0.3275911F + 1.0F);
    Vec p = t * 1.061405429F - 1.453152027F;
    p = p * t + 1.421413741F;
    p = p * t - 0.284496736F;
    p = p * t + 0.254829592F;
    // A tail this small is 0 as a float; the bound keeps infinity times 0 out.
    const Vec tail = p * t * exponential(-(distance * distance)) * 0.5F;
    return x * (z < 0.0F ? tail : 1.0F - tail);
}

CALOTYPE_LOOPS_TARGET void gelu(const float *value, const float *gate, std::int64_t count, float *out)
{
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        store(out + i, load(value + i) * geluOf(load(gate + i)));
    if (i < count) {
        CALOTYPE_LOOPS_TAIL(value + i, count - i, values)
        CALOTYPE_LOOPS_TAIL(gate + i, count - i, gates)
        store(values, load(values) * geluOf(load(gates)));
        for (std::int64_t j = i; j < count; ++j)
            out[j] = values[j - i];
    }
}

} // namespace
} // namespace calotype::diffusion
