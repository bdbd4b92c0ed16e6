#include "tests/bench/BenchTable.h"

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/FeedForward.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/ScaledDotProduct.h"
#include "core/diffusion/weights/Weights.h"

#include <cstdint>
#include <string>

namespace calotype::bench {

using namespace diffusion;

namespace {

Weights randomWeights()
{
    const auto make = [](const std::string &, at::IntArrayRef shape) -> Tensor { return at::randn(shape) * 0.05; };
    return {make, torch::kCPU, torch::kFloat32};
}

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
        const Tensor q = at::randn({s.batch, s.queries, s.heads * s.width});
        const Tensor k = at::randn({s.batch, s.keys, s.heads * s.width});
        const Tensor v = at::randn({s.batch, s.keys, s.heads * s.width});
        AttentionOptions options;
        options.heads = s.heads;
        const double gflop = 4e-9 * static_cast<double>(s.batch * s.heads * s.queries * s.keys * s.width);
        table.measure({"attention " + number(s.queries) + "x" + number(s.keys) + "x" + number(s.width) + " heads "
                           + number(s.batch * s.heads),
                       gflop, [&] { scaledDotProduct(q, k, v, options); }});
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
        const Conv2d conv(randomWeights(), s.in, s.out);
        const Tensor x = at::randn({s.batch, s.in, s.side, s.side});
        table.measure({name, 18e-9 * static_cast<double>(s.batch * s.in * s.out * s.side * s.side), [&] { conv.forward(x); }});
    }
}

void measureElementwise(BenchTable &table)
{
    for (const auto &[channels, side] : {std::pair<std::int64_t, std::int64_t>{320, 64}, {1280, 16}, {128, 512}}) {
        const GroupNorm norm(randomWeights(), channels, 32, 1e-5);
        const Tensor x = at::randn({side > 64 ? 1 : 2, channels, side, side});
        table.measure({"norm+silu " + number(channels) + " " + number(side) + "^2", 0, [&] { norm.forwardSilu(x); }});
    }
    for (const auto &[rows, width] : {std::pair<std::int64_t, std::int64_t>{4096, 320}, {1024, 640}, {256, 1280}}) {
        const FeedForward feed(randomWeights(), width);
        const Tensor x = at::randn({2, rows, width});
        const double gflop = 24e-9 * 2 * static_cast<double>(rows * width * width);
        table.measure({"feed-forward " + number(rows) + "x" + number(width), gflop, [&] { feed.forward(x); }});
    }
}

} // namespace

void measureKernels(BenchTable &table)
{
    measureAttention(table);
    measureConvolution(table);
    measureElementwise(table);
}

} // namespace calotype::bench
