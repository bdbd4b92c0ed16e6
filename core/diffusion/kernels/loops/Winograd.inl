// The three transforms of F(4×4, 3×3) (Lavin and Gray 2016) for the points 0, ±√½, ±√2 and infinity. The usual points
// 0, ±1, ±2 make three times the rounding error: their powers lie further apart.
namespace calotype::diffusion {
namespace {

constexpr float kNear = 0.70710678F; // √½
constexpr float kFar = 1.41421356F;  // √2

CALOTYPE_LOOPS_INLINE void storeFirst(float *p, Vec v, std::int64_t count)
{
    if (count >= kLanes) {
        store(p, v);
        return;
    }
    for (std::int64_t i = 0; i < count; ++i)
        p[i] = v[i];
}

// Bᵀ times six numbers: the coefficients of the polynomial x (x² - ½) (x² - 2) without one of its points.
CALOTYPE_LOOPS_INLINE void inputRow(const Vec (&d)[6], Vec (&out)[6])
{
    const Vec near = d[4] - 2.0F * d[2];
    const Vec nearOdd = kNear * d[3] - kFar * d[1];
    const Vec far = d[4] - 0.5F * d[2];
    const Vec farOdd = kFar * d[3] - kNear * d[1];
    out[0] = d[0] - 2.5F * d[2] + d[4];
    out[1] = near + nearOdd;
    out[2] = near - nearOdd;
    out[3] = far + farOdd;
    out[4] = far - farOdd;
    out[5] = d[1] - 2.5F * d[3] + d[5];
}

// G times three numbers: the filter's polynomial at the points.
CALOTYPE_LOOPS_INLINE void weightRow(const Vec (&g)[3], Vec (&out)[6])
{
    const Vec near = g[0] * (-2.0F / 3) + g[2] * (-1.0F / 3);
    const Vec nearOdd = g[1] * (-2.0F / 3 * kNear);
    const Vec far = g[0] * (1.0F / 6) + g[2] * (1.0F / 3);
    const Vec farOdd = g[1] * (1.0F / 6 * kFar);
    out[0] = g[0];
    out[1] = near + nearOdd;
    out[2] = near - nearOdd;
    out[3] = far + farOdd;
    out[4] = far - farOdd;
    out[5] = g[2];
}

// Aᵀ times six numbers: the powers 0 to 3 of the points.
CALOTYPE_LOOPS_INLINE void outputRow(const Vec (&m)[6], Vec (&out)[4])
{
    const Vec near = m[1] + m[2];
    const Vec nearOdd = m[1] - m[2];
    const Vec far = m[3] + m[4];
    const Vec farOdd = m[3] - m[4];
    out[0] = m[0] + near + far;
    out[1] = kNear * nearOdd + kFar * farOdd;
    out[2] = 0.5F * near + 2.0F * far;
    out[3] = 0.5F * kNear * nearOdd + 2.0F * kFar * farOdd + m[5];
}

CALOTYPE_LOOPS_TARGET void winogradInput(const float *in, std::int64_t inStride, float *out, std::int64_t outStride,
                                         std::int64_t count)
{
    for (std::int64_t t = 0; t < count; t += kLanes) {
        Vec columns[6][6]; // Bᵀ d, column by column
#pragma GCC unroll 6
        for (int column = 0; column < 6; ++column) {
            Vec d[6];
#pragma GCC unroll 6
            for (int row = 0; row < 6; ++row)
                d[row] = load(in + (row * 6 + column) * inStride + t);
            inputRow(d, columns[column]);
        }
#pragma GCC unroll 6
        for (int row = 0; row < 6; ++row) {
            Vec d[6];
            Vec result[6];
#pragma GCC unroll 6
            for (int column = 0; column < 6; ++column)
                d[column] = columns[column][row];
            inputRow(d, result);
#pragma GCC unroll 6
            for (int column = 0; column < 6; ++column)
                store(out + (row * 6 + column) * outStride + t, result[column]);
        }
    }
}

CALOTYPE_LOOPS_TARGET void winogradWeights(const float *filters, std::int64_t count, float *out, std::int64_t outStride)
{
    // Several vectors of filters are taken apart before the first is used: what was just written in pieces cannot be
    // read as a whole at once.
    constexpr std::int64_t kBatch = 4 * kLanes;
    float apart[9 * kBatch] = {}; // number i of each filter
    for (std::int64_t first = 0; first < count; first += kBatch) {
        const std::int64_t size = count - first < kBatch ? count - first : kBatch;
        transpose(filters + first * 9, 9, size, 9, 1.0F, apart, kBatch);
        for (std::int64_t t = 0; t < size; t += kLanes) {
            Vec columns[3][6];
#pragma GCC unroll 3
            for (int column = 0; column < 3; ++column) {
                const float *from = apart + column * kBatch + t;
                const Vec g[3] = {load(from), load(from + 3 * kBatch), load(from + 6 * kBatch)};
                weightRow(g, columns[column]);
            }
#pragma GCC unroll 6
            for (int row = 0; row < 6; ++row) {
                const Vec g[3] = {columns[0][row], columns[1][row], columns[2][row]};
                Vec result[6];
                weightRow(g, result);
#pragma GCC unroll 6
                for (int column = 0; column < 6; ++column)
                    storeFirst(out + (row * 6 + column) * outStride + first + t, result[column], size - t);
            }
        }
    }
}

CALOTYPE_LOOPS_TARGET void winogradOutput(const float *in, std::int64_t inStride, float *out, std::int64_t outStride,
                                          std::int64_t count, float bias)
{
    for (std::int64_t t = 0; t < count; t += kLanes) {
        Vec columns[6][4]; // Aᵀ m, column by column
#pragma GCC unroll 6
        for (int column = 0; column < 6; ++column) {
            Vec m[6];
#pragma GCC unroll 6
            for (int row = 0; row < 6; ++row)
                m[row] = load(in + (row * 6 + column) * inStride + t);
            outputRow(m, columns[column]);
        }
#pragma GCC unroll 4
        for (int row = 0; row < 4; ++row) {
            Vec m[6];
            Vec result[4];
#pragma GCC unroll 6
            for (int column = 0; column < 6; ++column)
                m[column] = columns[column][row];
            outputRow(m, result);
#pragma GCC unroll 4
            for (int column = 0; column < 4; ++column)
                store(out + (row * 4 + column) * outStride + t, result[column] + bias);
        }
    }
}

} // namespace
} // namespace calotype::diffusion
