// Squares of four by four numbers, turned over in registers of four, which every processor has.
namespace calotype::diffusion {
namespace {

typedef float Four __attribute__((vector_size(16)));
typedef float LooseFour __attribute__((vector_size(16), aligned(4), may_alias));
typedef std::int32_t FourIndex __attribute__((vector_size(16)));

struct Square {
    Four row[4];
};

CALOTYPE_LOOPS_INLINE Square loadSquare(const float *p, std::int64_t stride)
{
    Square s;
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i)
        s.row[i] = *reinterpret_cast<const LooseFour *>(p + i * stride);
    return s;
}

CALOTYPE_LOOPS_INLINE void storeSquare(float *p, std::int64_t stride, const Square &s)
{
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i)
        *reinterpret_cast<LooseFour *>(p + i * stride) = s.row[i];
}

CALOTYPE_LOOPS_INLINE Square turned(const Square &s)
{
#if defined(__clang__)
#define CALOTYPE_LOOPS_PICK(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
#define CALOTYPE_LOOPS_PICK(a, b, i, j, k, l) __builtin_shuffle(a, b, FourIndex{i, j, k, l})
#endif
    const Four a = CALOTYPE_LOOPS_PICK(s.row[0], s.row[1], 0, 4, 1, 5);
    const Four b = CALOTYPE_LOOPS_PICK(s.row[2], s.row[3], 0, 4, 1, 5);
    const Four c = CALOTYPE_LOOPS_PICK(s.row[0], s.row[1], 2, 6, 3, 7);
    const Four d = CALOTYPE_LOOPS_PICK(s.row[2], s.row[3], 2, 6, 3, 7);
    return {{CALOTYPE_LOOPS_PICK(a, b, 0, 1, 4, 5), CALOTYPE_LOOPS_PICK(a, b, 2, 3, 6, 7),
             CALOTYPE_LOOPS_PICK(c, d, 0, 1, 4, 5), CALOTYPE_LOOPS_PICK(c, d, 2, 3, 6, 7)}};
#undef CALOTYPE_LOOPS_PICK
}

CALOTYPE_LOOPS_TARGET void transpose(const float *in, std::int64_t inStride, std::int64_t rows, std::int64_t columns,
                                     float factor, float *out, std::int64_t outStride)
{
    for (std::int64_t row = 0; row < rows; row += 4) {
        for (std::int64_t column = 0; column < columns; column += 4) {
            const float *from = in + row * inStride + column;
            float *to = out + column * outStride + row;
            if (row + 4 <= rows && column + 4 <= columns) {
                Square s = turned(loadSquare(from, inStride));
#pragma GCC unroll 4
                for (int i = 0; i < 4; ++i)
                    s.row[i] *= factor;
                storeSquare(to, outStride, s);
                continue;
            }
            for (std::int64_t i = 0; i < 4 && row + i < rows; ++i) {
                for (std::int64_t j = 0; j < 4 && column + j < columns; ++j)
                    to[j * outStride + i] = factor * from[i * inStride + j];
            }
        }
    }
}

CALOTYPE_LOOPS_TARGET void splitFours(const float *in, std::int64_t count, float *out, std::int64_t outStride)
{
    std::int64_t t = 0;
    for (; t + 4 <= count; t += 4)
        storeSquare(out + t, outStride, turned(loadSquare(in + 4 * t, 4)));
    for (; t < count; ++t) {
        for (int j = 0; j < 4; ++j)
            out[j * outStride + t] = in[4 * t + j];
    }
}

CALOTYPE_LOOPS_TARGET void joinFours(const float *in, std::int64_t inStride, std::int64_t count, float *out)
{
    std::int64_t t = 0;
    for (; t + 4 <= count; t += 4)
        storeSquare(out + 4 * t, 4, turned(loadSquare(in + t, inStride)));
    for (; t < count; ++t) {
        for (int j = 0; j < 4; ++j)
            out[4 * t + j] = in[j * inStride + t];
    }
}

} // namespace
} // namespace calotype::diffusion
