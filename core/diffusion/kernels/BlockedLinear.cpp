#include "core/diffusion/kernels/BlockedLinear.h"

#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <algorithm>
#include <vector>

namespace calotype::diffusion {

namespace {

constexpr std::int64_t kStripRows = 112;         // whole tiles of the widest loops
constexpr std::int64_t kDepth = 320;             // of a panel of weights, at most: most of the nearest cache
constexpr std::int64_t kPanelsOfTask = 10;       // that share what is read of a strip, at most
constexpr std::int64_t kStripsOfTask = 4;        // that share what is laid out of the weights, at least where there are so many
constexpr std::int64_t kTasksPerThread = 4;      // so that none waits long for the last one
constexpr std::int64_t kLaidOutFloats = 3 << 20; // rows at once, 12 MiB: they stay in the last cache

std::size_t asSize(std::int64_t n)
{
    return static_cast<std::size_t>(n);
}

class LinearRun
{
public:
    LinearRun(const Tensor &x, const Tensor &weight, const Tensor &bias, const Tensor &out)
        : loops(vectorLoops())
        , in(x.data_ptr<float>())
        , weights(weight.data_ptr<float>())
        , biases(bias.defined() ? bias.data_ptr<float>() : nullptr)
        , results(out.data_ptr<float>())
        , width(weight.size(1))
        , outWidth(weight.size(0))
        , rows(x.numel() / width)
        , strips((rows + kStripRows - 1) / kStripRows)
    {
        const std::int64_t most = std::max<std::int64_t>(1, kLaidOutFloats / (kStripRows * width));
        const std::int64_t chunks = (strips + most - 1) / most;
        laidOut = at::empty({(strips + chunks - 1) / chunks * kStripRows * width}, x.options());
        for (std::int64_t i = 0; i < chunks; ++i) {
            const Span chunk{i * strips / chunks, (i + 1) * strips / chunks};
            layOut(chunk);
            multiply(chunk);
        }
    }

private:
    // Numbers from first to before end.
    struct Span {
        std::int64_t first;
        std::int64_t end;
        std::int64_t count() const { return end - first; }
        Span part(std::int64_t i, std::int64_t parts) const
        {
            return {first + i * count() / parts, first + (i + 1) * count() / parts};
        }
    };

    std::int64_t rowsOf(std::int64_t strip) const { return std::min(kStripRows, rows - strip * kStripRows); }
    std::int64_t columnsOf(std::int64_t panel) const { return std::min(loops.panel, outWidth - panel * loops.panel); }

    // Span of [width, kStripRows].
    void layOut(const Span &chunk)
    {
        shareTasks(chunk.count(), [&](SharedTasks &tasks) {
            for (std::int64_t strip = 0; tasks.take(strip);) {
                const std::int64_t first = chunk.first + strip;
                loops.transpose(in + first * kStripRows * width, width, rowsOf(first), width, 1.0F,
                                laidOut.data_ptr<float>() + strip * kStripRows * width, kStripRows);
            }
        });
    }

    // How the work is shared: a task is some panels of results by some strips.
    struct Division {
        std::int64_t groups; // of panels
        std::int64_t parts;  // of strips
    };

    Division divide(std::int64_t panels, std::int64_t count) const
    {
        const std::int64_t wanted = kTasksPerThread * at::get_num_threads();
        const std::int64_t groups = (panels + kPanelsOfTask - 1) / kPanelsOfTask;
        const std::int64_t most = std::max<std::int64_t>(1, count / kStripsOfTask);
        const std::int64_t parts = std::clamp<std::int64_t>((wanted + groups - 1) / groups, 1, most);
        return {std::clamp((wanted + parts - 1) / parts, groups, panels), parts};
    }

    void multiply(const Span &chunk) const
    {
        const std::int64_t panels = (outWidth + loops.panel - 1) / loops.panel;
        const Division division = divide(panels, chunk.count());
        const std::int64_t blocks = (width + kDepth - 1) / kDepth;
        const Span depths{0, width};
        shareTasks(division.groups * division.parts, [&](SharedTasks &tasks) {
            const std::int64_t mostPanels = (panels + division.groups - 1) / division.groups;
            const std::int64_t mostStrips = (chunk.count() + division.parts - 1) / division.parts;
            std::vector<float> laidOutWeights(asSize(mostPanels * (width / blocks + 1) * loops.panel));
            std::vector<float> sums(asSize(mostStrips * mostPanels * kStripRows * loops.panel));
            for (std::int64_t task = 0; tasks.take(task);) {
                const Span group = Span{0, panels}.part(task / division.parts, division.groups);
                const Span part = chunk.part(task % division.parts, division.parts);
                for (std::int64_t block = 0; block < blocks; ++block) {
                    const Span depth = depths.part(block, blocks);
                    layOutWeights(group, depth, laidOutWeights.data());
                    for (std::int64_t strip = part.first; strip < part.end; ++strip) {
                        addProducts(strip - chunk.first, rowsOf(strip), depth, group.count(), laidOutWeights.data(),
                                    sums.data() + (strip - part.first) * group.count() * kStripRows * loops.panel);
                    }
                }
                for (std::int64_t strip = part.first; strip < part.end; ++strip)
                    write(strip, group, sums.data() + (strip - part.first) * group.count() * kStripRows * loops.panel);
            }
        });
    }

    // [panels, depth, panel]; 0 past the last result.
    void layOutWeights(const Span &group, const Span &depth, float *to) const
    {
        for (std::int64_t panel = group.first; panel < group.end; ++panel, to += depth.count() * loops.panel) {
            const std::int64_t columns = columnsOf(panel);
            if (columns < loops.panel)
                std::fill_n(to, depth.count() * loops.panel, 0.0F);
            loops.transpose(weights + panel * loops.panel * width + depth.first, width, columns, depth.count(), 1.0F, to, loops.panel);
        }
    }

    // @param strip  of those that are laid out
    // @param sums   [panels, kStripRows, panel]
    void addProducts(std::int64_t strip, std::int64_t count, const Span &depth, std::int64_t panels, const float *panel,
                     float *sums) const
    {
        PanelProduct product;
        product.rows = count;
        product.depth = depth.count();
        product.a = laidOut.data_ptr<float>() + (strip * width + depth.first) * kStripRows;
        product.aStride = kStripRows;
        product.transposed = true;
        product.accumulate = depth.first > 0;
        for (std::int64_t i = 0; i < panels; ++i) {
            product.b = panel + i * depth.count() * loops.panel;
            product.c = sums + i * kStripRows * loops.panel;
            loops.multiply(product);
        }
    }

    void write(std::int64_t strip, const Span &group, const float *sums) const
    {
        for (std::int64_t row = 0; row < rowsOf(strip); ++row) {
            float *const to = results + (strip * kStripRows + row) * outWidth;
            for (std::int64_t panel = group.first; panel < group.end; ++panel) {
                const float *const from = sums + ((panel - group.first) * kStripRows + row) * loops.panel;
                const std::int64_t column = panel * loops.panel;
                for (std::int64_t i = 0; i < columnsOf(panel); ++i)
                    to[column + i] = from[i] + (biases ? biases[column + i] : 0.0F);
            }
        }
    }

    const VectorLoops &loops;
    const float *const in;
    const float *const weights;
    const float *const biases;
    float *const results;
    const std::int64_t width;
    const std::int64_t outWidth;
    const std::int64_t rows;
    const std::int64_t strips;
    Tensor laidOut; // [strips, width, kStripRows], of a chunk
};

} // namespace

Tensor blockedLinear(const Tensor &x, const Tensor &weight, const Tensor &bias)
{
    auto sizes = x.sizes().vec();
    sizes.back() = weight.size(0);
    const Tensor out = at::empty(sizes, x.options());
    LinearRun(x.contiguous(), weight.contiguous(), bias.defined() ? bias.contiguous() : bias, out);
    return out;
}

} // namespace calotype::diffusion
