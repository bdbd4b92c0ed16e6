#pragma once

#include <cstdint>
#include <string_view>

namespace calotype::diffusion {

/// c = a b, or c += a b, where b and c are one panel wide (VectorLoops::panel columns) and a is any strip of a matrix.
struct PanelProduct {
    std::int64_t rows = 0;  ///< of a and c
    std::int64_t depth = 0; ///< columns of a, rows of b
    const float *a = nullptr;
    std::int64_t aStride = 0;  ///< from row to row, or with @p transposed from column to column; the other step is 1
    bool transposed = false;   ///< a's element (row, k) lies at k * aStride + row
    const float *b = nullptr;  ///< [depth, panel], without gaps
    float *c = nullptr;        ///< [rows, panel], without gaps
    bool accumulate = false;   ///< add to what is in c
};

/// What a softmax that sees its scores block by block carries along, one number for each column (Milakov and
/// Gimelshein 2018): the largest score so far, the sum of exp(score - largest), and by how much the last block's larger
/// maximum shrinks what came before.
struct SoftmaxState {
    float *largest = nullptr;
    float *sum = nullptr;
    float *shrink = nullptr;
};

/// The mean of some numbers and the sum of their squared distances from it.
struct Moments {
    double mean = 0;
    double spread = 0;
};

/// What a norm does to the numbers of one channel. The centre comes off first: large numbers that differ little would
/// lose their differences in scale * value + shift.
struct Affine {
    float centre = 0;
    float scale = 1;
    float shift = 0;
    bool silu = false; ///< times the logistic function of the result
};

/// The inner loops of the kernels, compiled once for each set of vector instructions. All work on float32, take any
/// alignment, run on the calling thread, and let NaN pass through. Plain memory: no tensors.
struct VectorLoops {
    const char *name;   ///< "AVX-512", "AVX2", "generic"
    std::int64_t lanes; ///< floats of a vector
    std::int64_t panel; ///< floats of a panel's row, two vectors

    void (*multiply)(const PanelProduct &product);

    /// Turns @p scores, [rows, panel], into exp(score - largest) and brings @p state up to date.
    void (*softmaxBlock)(float *scores, std::int64_t rows, const SoftmaxState &state);
    /// Multiplies each of @p rows rows of a panel by the @p factors of its columns.
    void (*scaleColumns)(float *values, std::int64_t rows, const float *factors);
    /// out[c, r] = factor * in[r, c] for rows × columns numbers.
    void (*transpose)(const float *in, std::int64_t inStride, std::int64_t rows, std::int64_t columns, float factor,
                      float *out, std::int64_t outStride);

    /// Winograd's F(4×4, 3×3), see WinogradConvolution.h. Patches into 36 numbers: Bᵀ d B for @p count patches (a
    /// multiple of lanes), number i of patch t read at in[i * inStride + t] and written at out[i * outStride + t].
    void (*winogradInput)(const float *in, std::int64_t inStride, float *out, std::int64_t outStride, std::int64_t count);
    /// 3×3 filters into 36 numbers: G g Gᵀ of @p count filters, one after the other; number i to out[i * outStride + t].
    void (*winogradWeights)(const float *filters, std::int64_t count, float *out, std::int64_t outStride);
    /// Sums into pictures: Aᵀ m A + bias for @p count patches (a multiple of lanes); as winogradInput, with 16 results.
    void (*winogradOutput)(const float *in, std::int64_t inStride, float *out, std::int64_t outStride, std::int64_t count,
                           float bias);
    /// Every fourth number of a row: out[j * outStride + t] = in[4 t + j] for j = 0..3 and t < count.
    void (*splitFours)(const float *in, std::int64_t count, float *out, std::int64_t outStride);
    /// The reverse of splitFours.
    void (*joinFours)(const float *in, std::int64_t inStride, std::int64_t count, float *out);

    /// Of up to 65536 numbers, so that float sums stay exact enough.
    Moments (*moments)(const float *values, std::int64_t count);
    /// out = (values - centre) * scale + shift, and the SiLU. In place is fine.
    void (*affine)(const float *values, std::int64_t count, const Affine &affine, float *out);
    /// out = value * gelu(gate), gelu(x) = x Φ(x) with Φ to 1e-7 (Abramowitz and Stegun 7.1.26).
    void (*gelu)(const float *value, const float *gate, std::int64_t count, float *out);
};

/// The loops in use: those that the environment's CALOTYPE_LOOPS names, read once, or the fastest that this processor can
/// run. Any thread.
const VectorLoops &vectorLoops();

/// Changes them for the whole process: for tests and measurements. Any thread, but not while a network runs.
void useLoops(const VectorLoops &loops);

/// One set by its name, in capitals or not, with hyphen or without ("avx512"); null if this build or processor lacks it.
const VectorLoops *vectorLoops(std::string_view name);

/// What CALOTYPE_LOOPS says: the set of that name; the fastest for an empty text, or with a warning for what is not to be
/// had.
const VectorLoops &loopsFromText(std::string_view text);

const VectorLoops &genericLoops();
#if defined(__x86_64__)
const VectorLoops &avx2Loops();
const VectorLoops &avx512Loops();
#endif

} // namespace calotype::diffusion
