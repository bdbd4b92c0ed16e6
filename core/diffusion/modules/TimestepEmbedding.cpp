#include "core/diffusion/modules/TimestepEmbedding.h"

#include <cmath>

namespace calotype::diffusion {

Tensor sinusoidalEmbedding(const Tensor &values, std::int64_t dim, bool cosFirst, double freqShift)
{
    const auto half = dim / 2;
    const auto options = at::TensorOptions().dtype(torch::kFloat32).device(values.device());
    Tensor exponent = torch::arange(half, options) * -std::log(10000.0);
    exponent = exponent / (static_cast<double>(half) - freqShift);
    const Tensor angles = values.to(torch::kFloat32).unsqueeze(1) * exponent.exp().unsqueeze(0);

    std::vector<Tensor> columns{angles.sin(), angles.cos()};
    if (cosFirst)
        std::swap(columns[0], columns[1]);
    if (dim % 2 != 0)
        columns.push_back(torch::zeros({values.size(0), 1}, options));
    return torch::cat(columns, -1);
}

TimestepEmbedding::TimestepEmbedding(const Weights &weights, std::int64_t in, std::int64_t out)
    : linear_1(weights.scope("linear_1"), in, out)
    , linear_2(weights.scope("linear_2"), out, out)
{
}

Tensor TimestepEmbedding::forward(const Tensor &x) const
{
    return linear_2.forward(at::silu(linear_1.forward(x)));
}

} // namespace calotype::diffusion
