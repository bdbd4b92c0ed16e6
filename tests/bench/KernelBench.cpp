#include "tests/bench/BenchTable.h"

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/FeedForward.h"
#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/ScaledDotProduct.h"
#include "core/diffusion/modules/WorkProfile.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>
#include <string>
#include <utility>

namespace calotype::bench {

using namespace diffusion;

namespace {

Weights randomWeights(const BenchTable &table)
{
    const auto make = [](const std::string &, at::IntArrayRef shape) -> Tensor { return at::randn(shape) * 0.05; };
    return {make, table.device(), table.dtype()};
}

// Pixels and channels of the transformers at 512 × 512, SD 1.5's; the last two are SDXL's too.
constexpr std::pair<std::int64_t, std::int64_t> kSequences[] = {{4096, 320}, {1024, 640}, {256, 1280}};

std::string number(std::int64_t n)
{
    return std::to_string(n);
}

void measureAttention(BenchTable &table)
{
    struct Shape {
        std::int64_t batch, queries, keys, heads, width;
    };
    constexpr Shape kShapes[] = {
        {2, 4096, 4096, 8, 40}, {2, 1024, 1024, 8, 80}, {2, 256, 256, 8, 160},  {2, 64, 64, 8, 160}, // SD 1.5 at 512
        {2, 4096, 77, 8, 40},   {2, 1024, 77, 8, 80},   {2, 1024, 1024, 10, 64},                     // and SDXL's
        {1, 4096, 4096, 1, 512},                                                                     // the VAE's at 512
    };
    for (const Shape &s : kShapes) {
        const Tensor q = table.random({s.batch, s.queries, s.heads * s.width});
        const Tensor k = table.random({s.batch, s.keys, s.heads * s.width});
        const Tensor v = table.random({s.batch, s.keys, s.heads * s.width});
        AttentionOptions options;
        options.heads = s.heads;
        table.measure({"attention " + number(s.queries) + "x" + number(s.keys) + "x" + number(s.width) + " heads "
                           + number(s.batch * s.heads),
                       [&] { scaledDotProduct(q, k, v, options); }});
    }
}

void measureConvolution(BenchTable &table)
{
    struct Shape {
        std::int64_t batch, in, out, side;
    };
    constexpr Shape kShapes[] = {
        {2, 320, 320, 64},   {2, 960, 320, 64},  {2, 640, 640, 32},  {2, 1920, 640, 32}, {2, 1280, 1280, 16},
        {2, 2560, 1280, 16}, {2, 1280, 1280, 8}, {2, 2560, 1280, 8}, // SD 1.5 at 512
        {1, 512, 512, 64},   {1, 512, 512, 256}, {1, 256, 256, 512}, {1, 128, 128, 512}, // the VAE's at 512
        {2, 64, 64, 64},     {2, 32, 32, 64},    // where Winograd begins to pay
    };
    for (const Shape &s : kShapes) {
        const std::string name = "conv 3x3 " + number(s.in) + ">" + number(s.out) + " " + number(s.side) + "^2 x" + number(s.batch);
        if (!table.wants(name))
            continue;
        const Conv2d conv(randomWeights(table), s.in, s.out);
        const Tensor x = table.random({s.batch, s.in, s.side, s.side});
        table.measure({name, [&] { conv.forward(x); }});
    }
}

void measureElementwise(BenchTable &table)
{
    for (const auto &[channels, side] : {std::pair<std::int64_t, std::int64_t>{320, 64}, {1280, 16}, {128, 512}}) {
        const GroupNorm norm(randomWeights(table), channels, 32, 1e-5);
        const Tensor x = table.random({side > 64 ? 1 : 2, channels, side, side});
        table.measure({"norm+silu " + number(channels) + " " + number(side) + "^2", [&] { norm.forwardSilu(x); }});
    }
    for (const auto &[rows, width] : kSequences) {
        const Tensor both = table.random({2, rows, 8 * width});
        table.measure({"geglu " + number(rows) + "x" + number(4 * width), [&] { gated(both); }});
    }
}

void measureLinear(BenchTable &table)
{
    for (const auto &[rows, width] : kSequences) {
        const Tensor x = table.random({2, rows, width});
        const std::string size = number(rows) + "x" + number(width);
        const Linear linear(randomWeights(table), width, width);
        table.measure({"linear " + size + ">" + number(width), [&] { linear.forward(x); }});
        const FeedForward feed(randomWeights(table), width);
        table.measure({"feed-forward " + size, [&] { feed.forward(x); }});
    }
    const Tensor prompt = table.random({2, 77, 768}); // where our own begins to pay
    const Linear keys(randomWeights(table), 768, 320);
    table.measure({"linear 77x768>320", [&] { keys.forward(prompt); }});
}

} // namespace

void measureKernels(BenchTable &table)
{
    measureAttention(table);
    measureConvolution(table);
    measureLinear(table);
    measureElementwise(table);
}

} // namespace calotype::bench
