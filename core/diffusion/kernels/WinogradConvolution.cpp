#include "core/diffusion/kernels/WinogradConvolution.h"

#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace calotype::diffusion {

namespace {

constexpr std::int64_t kNumbers = 36;             // of a transformed patch
constexpr std::int64_t kChunkFloats = 3 << 20;    // transformed patches at once, 12 MiB: they stay in the last cache
constexpr std::int64_t kChunkPatches = 128;       // but so many that transforming the filters does not count
constexpr std::int64_t kMostFloats = 7 << 20;     // yet at most 28 MiB, which every heap keeps (HeapPolicy.h)
constexpr std::int64_t kFilterFloats = 192 << 10; // transformed filters of one task: most of the second cache

std::size_t asSize(std::int64_t n)
{
    return static_cast<std::size_t>(n);
}

// The pictures, cut into 4×4 patches. Patches are counted along rows of patches, those through all pictures.
struct Patches {
    std::int64_t height; // of a picture, pixels
    std::int64_t width;
    std::int64_t rowsOfPicture; // of patches
    std::int64_t inRow;         // patches of a row

    Patches(std::int64_t pictureHeight, std::int64_t pictureWidth)
        : height(pictureHeight)
        , width(pictureWidth)
        , rowsOfPicture((height + 3) / 4)
        , inRow((width + 3) / 4)
    {
    }
};

// Some rows of patches that are computed together.
struct Chunk {
    std::int64_t firstRow;
    std::int64_t rows;
    std::int64_t panels;
};

class WinogradRun
{
public:
    WinogradRun(const Tensor &x, const Tensor &weight, const Tensor &bias, const Tensor &out)
        : loops(vectorLoops())
        , in(x.data_ptr<float>())
        , filters(weight.data_ptr<float>())
        , biases(bias.defined() ? bias.data_ptr<float>() : nullptr)
        , results(out.data_ptr<float>())
        , channels(x.size(1))
        , outChannels(weight.size(0))
        , patches(x.size(2), x.size(3))
    {
        const std::int64_t rows = x.size(0) * patches.rowsOfPicture;
        const std::int64_t atOnce = std::min(kMostFloats, std::max(kChunkFloats, kNumbers * channels * kChunkPatches));
        const std::int64_t rowsAtOnce = std::clamp(atOnce / (kNumbers * channels * patches.inRow), std::int64_t{1}, rows);
        const std::int64_t chunks = (rows + rowsAtOnce - 1) / rowsAtOnce;
        const std::int64_t step = (rows + chunks - 1) / chunks;
        // Every number's plane begins a little off a power of two, or all 36 would share one place of the cache.
        plane = panelsOf(step) * channels * loops.panel + loops.panel;
        transformed = at::empty({kNumbers * plane}, x.options());
        for (std::int64_t row = 0; row < rows; row += step) {
            const std::int64_t count = std::min(step, rows - row);
            const Chunk chunk{row, count, panelsOf(count)};
            transformInput(chunk);
            multiplyAndWrite(chunk);
        }
    }

private:
    std::int64_t panelsOf(std::int64_t rows) const
    {
        return (rows * patches.inRow + loops.panel - 1) / loops.panel;
    }

    void transformInput(const Chunk &chunk)
    {
        float *to = transformed.data_ptr<float>();
        const std::int64_t stride = chunk.panels * loops.panel;
        shareTasks(channels, [&](SharedTasks &tasks) {
            std::vector<float> spread(asSize(kNumbers * stride)); // zeros past the last patch
            for (std::int64_t channel = 0; tasks.take(channel);) {
                for (std::int64_t row = 0; row < chunk.rows; ++row)
                    spreadRow(chunk.firstRow + row, channel, spread.data() + row * patches.inRow, stride);
                for (std::int64_t panel = 0; panel < chunk.panels; ++panel) {
                    loops.winogradInput(spread.data() + panel * loops.panel, stride,
                                        to + (panel * channels + channel) * loops.panel, plane, loops.panel);
                }
            }
        });
    }

    // The 6×6 pixels of each patch of a row, one pixel's place after the other; outside of the picture is 0.
    void spreadRow(std::int64_t patchRow, std::int64_t channel, float *to, std::int64_t stride) const
    {
        const std::int64_t picture = patchRow / patches.rowsOfPicture;
        const std::int64_t top = patchRow % patches.rowsOfPicture * 4 - 1;
        const float *pixels = in + (picture * channels + channel) * patches.height * patches.width;
        const std::int64_t whole = patches.width / 4;
        for (std::int64_t i = 0; i < 6; ++i) {
            float *line = to + i * 6 * stride;
            const std::int64_t y = top + i;
            if (y < 0 || y >= patches.height) {
                for (std::int64_t j = 0; j < 6; ++j)
                    std::fill_n(line + j * stride, patches.inRow, 0.0F);
                continue;
            }
            const float *from = pixels + y * patches.width;
            loops.splitFours(from, whole, line + stride, stride);
            if (whole < patches.inRow) {
                for (std::int64_t j = 0; j < 4; ++j)
                    line[(j + 1) * stride + whole] = 4 * whole + j < patches.width ? from[4 * whole + j] : 0.0F;
            }
            line[0] = 0.0F;
            std::copy_n(line + 4 * stride, patches.inRow - 1, line + 1);
            std::copy_n(line + stride + 1, patches.inRow - 1, line + 5 * stride);
            line[5 * stride + patches.inRow - 1] = 0.0F;
        }
    }

    void multiplyAndWrite(const Chunk &chunk)
    {
        // Out channels of a task: enough to use a patch often, few enough for every thread to have work.
        std::int64_t block = 32;
        while (block > 8 && outChannels / block < at::get_num_threads())
            block /= 2;
        // With few panels the filters should be near all at once; with many, the filters of one number are used so often
        // that the sums, fetched for each part of the channels, cost more.
        const std::int64_t most = kFilterFloats / (kNumbers * block) * (chunk.panels > 4 ? 8 : 1);
        const std::int64_t parts = (channels + most - 1) / most;
        const std::int64_t part = (channels + parts - 1) / parts;

        shareTasks((outChannels + block - 1) / block, [&](SharedTasks &tasks) {
            const std::int64_t filterPlane = block * part + loops.lanes;
            const std::int64_t sumPlane = chunk.panels * block * loops.panel;
            std::vector<float> filter(asSize(kNumbers * filterPlane));
            std::vector<float> sums(asSize(kNumbers * sumPlane));
            std::vector<float> pixels(asSize(16 * chunk.panels * loops.panel));
            for (std::int64_t task = 0; tasks.take(task);) {
                const std::int64_t first = task * block;
                const std::int64_t count = std::min(block, outChannels - first);
                for (std::int64_t channel = 0; channel < channels; channel += part) {
                    const std::int64_t depth = std::min(part, channels - channel);
                    for (std::int64_t i = 0; i < count; ++i) {
                        loops.winogradWeights(filters + ((first + i) * channels + channel) * 9, depth,
                                              filter.data() + i * part, filterPlane);
                    }
                    multiply(chunk, {filter.data(), filterPlane, part}, channel, depth, count, sums.data());
                }
                for (std::int64_t i = 0; i < count; ++i)
                    writeChannel(chunk, sums.data() + i * loops.panel, count, first + i, pixels.data());
            }
        });
    }

    struct Filters {
        const float *data;
        std::int64_t plane;
        std::int64_t stride;
    };

    // Sums are [36, panels, count, panel].
    void multiply(const Chunk &chunk, const Filters &filter, std::int64_t channel, std::int64_t depth, std::int64_t count,
                  float *sums) const
    {
        PanelProduct product;
        product.rows = count;
        product.depth = depth;
        product.aStride = filter.stride;
        product.accumulate = channel > 0;
        for (std::int64_t number = 0; number < kNumbers; ++number) {
            product.a = filter.data + number * filter.plane;
            for (std::int64_t panel = 0; panel < chunk.panels; ++panel) {
                product.b = transformed.data_ptr<float>() + number * plane + (panel * channels + channel) * loops.panel;
                product.c = sums + (number * chunk.panels + panel) * count * loops.panel;
                loops.multiply(product);
            }
        }
    }

    // @param sums  of this out channel
    void writeChannel(const Chunk &chunk, const float *sums, std::int64_t count, std::int64_t channel, float *pixels) const
    {
        const std::int64_t stride = chunk.panels * loops.panel;
        for (std::int64_t panel = 0; panel < chunk.panels; ++panel) {
            loops.winogradOutput(sums + panel * count * loops.panel, chunk.panels * count * loops.panel,
                                 pixels + panel * loops.panel, stride, loops.panel, biases ? biases[channel] : 0.0F);
        }
        const std::int64_t whole = patches.width / 4;
        for (std::int64_t row = 0; row < chunk.rows; ++row) {
            const std::int64_t patchRow = chunk.firstRow + row;
            const std::int64_t top = patchRow % patches.rowsOfPicture * 4;
            float *picture = results
                + (patchRow / patches.rowsOfPicture * outChannels + channel) * patches.height * patches.width;
            for (std::int64_t i = 0; i < 4 && top + i < patches.height; ++i) {
                const float *from = pixels + i * 4 * stride + row * patches.inRow;
                float *to = picture + (top + i) * patches.width;
                loops.joinFours(from, stride, whole, to);
                for (std::int64_t x = 4 * whole; x < patches.width; ++x)
                    to[x] = from[(x - 4 * whole) * stride + whole];
            }
        }
    }

    const VectorLoops &loops;
    const float *const in;
    const float *const filters;
    const float *const biases;
    float *const results;
    const std::int64_t channels;
    const std::int64_t outChannels;
    const Patches patches;
    std::int64_t plane = 0; // floats of one number of all patches and channels of a chunk
    Tensor transformed;     // [36, panels, channels, panel]
};

} // namespace

Tensor winogradConvolution(const Tensor &x, const Tensor &weight, const Tensor &bias)
{
    const Tensor out = at::empty({x.size(0), weight.size(0), x.size(2), x.size(3)}, x.options());
    WinogradRun(x.contiguous(), weight.contiguous(), bias.defined() ? bias.contiguous() : bias, out);
    return out;
}

std::int64_t winogradPatches(const Tensor &x)
{
    const Patches patches(x.size(2), x.size(3));
    return x.size(0) * patches.rowsOfPicture * patches.inRow;
}

} // namespace calotype::diffusion
