#include "core/diffusion/kernels/BlockedAttention.h"

#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace calotype::diffusion {

namespace {

constexpr std::int64_t kScoreBytes = 24 << 10;  // a block's scores: most of the nearest cache, and room for the rest
constexpr std::int64_t kKeyFloats = 128 << 10;  // a block's keys: half of the next cache
constexpr std::int64_t kPanelsOfTask = 8;       // panels of queries that share the keys of a block

// Rows of d numbers at a constant distance.
struct Rows {
    const float *data;
    std::int64_t stride;
};

struct Shape {
    std::int64_t queries;
    std::int64_t keys;
    std::int64_t width; // of a head
};

// The memory of one task. Columns are queries, a panel of them at a time: maxima, sums and results need no sums across a
// vector, and keys and values are read where they lie.
class AttentionTask
{
public:
    AttentionTask(const Shape &shape, const VectorLoops &vectorLoops)
        : loops(vectorLoops)
        , s(shape)
        , keyBlock(std::clamp(std::min(kScoreBytes / (4 * loops.panel), kKeyFloats / shape.width), std::int64_t{1}, shape.keys))
        , queries(static_cast<std::size_t>(kPanelsOfTask * s.width * loops.panel))
        , results(queries.size())
        , scores(static_cast<std::size_t>(keyBlock * loops.panel))
        , largest(static_cast<std::size_t>(kPanelsOfTask * loops.panel))
        , sums(largest.size())
        , shrink(static_cast<std::size_t>(loops.panel))
    {
    }

    // Queries first to first + count - 1, at most kPanelsOfTask panels.
    void run(const Rows &q, const Rows &k, const Rows &v, float *out, std::int64_t outStride, std::int64_t first,
             std::int64_t count)
    {
        const std::int64_t panels = (count + loops.panel - 1) / loops.panel;
        const auto scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(s.width)));
        std::ranges::fill(queries, 0.0F); // the columns past the last query
        std::ranges::fill(results, 0.0F);
        std::ranges::fill(largest, std::numeric_limits<float>::lowest());
        std::ranges::fill(sums, 0.0F);
        for (std::int64_t panel = 0; panel < panels; ++panel) {
            const std::int64_t at = panel * loops.panel;
            loops.transpose(q.data + (first + at) * q.stride, q.stride, std::min(loops.panel, count - at), s.width, scale,
                            queries.data() + at * s.width, loops.panel);
        }
        for (std::int64_t key = 0; key < s.keys; key += keyBlock) {
            const std::int64_t keyCount = std::min(keyBlock, s.keys - key);
            for (std::int64_t panel = 0; panel < panels; ++panel)
                attend(panel, {k.data + key * k.stride, k.stride}, {v.data + key * v.stride, v.stride}, keyCount, key == 0);
        }
        for (std::int64_t panel = 0; panel < panels; ++panel) {
            const std::int64_t at = panel * loops.panel;
            for (std::int64_t i = 0; i < loops.panel; ++i)
                shrink[static_cast<std::size_t>(i)] = 1.0F / sums[static_cast<std::size_t>(at + i)];
            float *result = results.data() + at * s.width;
            loops.scaleColumns(result, s.width, shrink.data());
            loops.transpose(result, loops.panel, s.width, std::min(loops.panel, count - at), 1.0F,
                            out + (first + at) * outStride, outStride);
        }
    }

private:
    void attend(std::int64_t panel, const Rows &k, const Rows &v, std::int64_t keyCount, bool isFirst)
    {
        const std::int64_t at = panel * loops.panel;
        PanelProduct product;
        product.rows = keyCount;
        product.depth = s.width;
        product.a = k.data;
        product.aStride = k.stride;
        product.b = queries.data() + at * s.width;
        product.c = scores.data();
        loops.multiply(product);

        loops.softmaxBlock(scores.data(), keyCount, {largest.data() + at, sums.data() + at, shrink.data()});
        float *result = results.data() + at * s.width;
        if (!isFirst && std::ranges::any_of(shrink, [](float factor) { return factor != 1.0F; }))
            loops.scaleColumns(result, s.width, shrink.data());

        product.rows = s.width;
        product.depth = keyCount;
        product.a = v.data;
        product.aStride = v.stride;
        product.transposed = true;
        product.b = scores.data();
        product.c = result;
        product.accumulate = true;
        loops.multiply(product);
    }

    const VectorLoops &loops;
    const Shape s;
    const std::int64_t keyBlock;
    std::vector<float> queries; // [panels, width, panel]
    std::vector<float> results; // as queries, not yet divided by the sums
    std::vector<float> scores;  // [keyBlock, panel]
    std::vector<float> largest; // [panels, panel]
    std::vector<float> sums;
    std::vector<float> shrink; // [panel]
};

// As is, if the numbers of each position are neighbours.
Tensor withWholeRows(const Tensor &x)
{
    return x.stride(2) == 1 ? x : x.contiguous();
}

} // namespace

Tensor blockedAttention(const Tensor &q, const Tensor &k, const Tensor &v, std::int64_t heads)
{
    const Tensor fq = withWholeRows(q);
    const Tensor fk = withWholeRows(k);
    const Tensor fv = withWholeRows(v);
    const Tensor out = at::empty({q.size(0), q.size(1), v.size(2)}, v.options());
    const Shape shape{q.size(1), k.size(1), q.size(2) / heads};
    const VectorLoops &loops = vectorLoops();

    // Long blocks, unless some thread would then have nothing to do.
    std::int64_t panels = kPanelsOfTask;
    while (panels > 1 && q.size(0) * heads * (shape.queries / (panels * loops.panel)) < 4 * at::get_num_threads())
        panels /= 2;
    const std::int64_t step = panels * loops.panel;
    const std::int64_t blocks = (shape.queries + step - 1) / step;

    const auto head = [&](const Tensor &x, std::int64_t index) {
        return Rows{x.data_ptr<float>() + index / heads * x.stride(0) + index % heads * shape.width, x.stride(1)};
    };
    shareTasks(q.size(0) * heads * blocks, [&](SharedTasks &tasks) {
        AttentionTask task(shape, loops);
        for (std::int64_t i = 0; tasks.take(i);) {
            const std::int64_t index = i / blocks;
            const std::int64_t first = i % blocks * step;
            const Rows to = head(out, index);
            task.run(head(fq, index), head(fk, index), head(fv, index), const_cast<float *>(to.data), to.stride, first,
                     std::min(step, shape.queries - first));
        }
    });
    return out;
}

} // namespace calotype::diffusion
