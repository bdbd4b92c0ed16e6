#include "core/diffusion/pipelines/Guidance.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

Tensor guided(const Tensor &uncond, const Tensor &cond, double scale)
{
    return uncond + scale * (cond - uncond);
}

Tensor composed(const Tensor &uncond, const std::vector<Tensor> &conds, const std::vector<double> &weights)
{
    Tensor sum = uncond;
    for (std::size_t i = 0; i < conds.size(); ++i)
        sum = sum + weights[i] * (conds[i] - uncond);
    return sum;
}

Tensor rescaleGuidance(const Tensor &guided, const Tensor &cond, double amount)
{
    const std::vector<std::int64_t> dims{1, 2, 3};
    const Tensor deviationCond = cond.std(dims, /*unbiased=*/true, /*keepdim=*/true);
    const Tensor deviationGuided = guided.std(dims, true, true);
    const Tensor rescaled = guided * (deviationCond / deviationGuided);
    return amount * rescaled + (1.0 - amount) * guided;
}

Tensor denoisedEstimate(const Tensor &scaledInput, const Tensor &output, double timestep, const Tensor &alphasCumprod,
                        const std::string &predictionType)
{
    if (predictionType == "sample")
        return output;
    const auto last = static_cast<double>(alphasCumprod.size(0) - 1);
    const double t = std::clamp(timestep, 0.0, last);
    const float *table = alphasCumprod.data_ptr<float>();
    const auto below = static_cast<std::int64_t>(std::floor(t));
    const auto above = std::min(below + 1, alphasCumprod.size(0) - 1);
    const double alpha = table[below] + (t - static_cast<double>(below)) * (table[above] - table[below]);
    const double signal = std::sqrt(alpha);
    const double noise = std::sqrt(1.0 - alpha);
    if (predictionType == "v_prediction")
        return signal * scaledInput - noise * output;
    return (scaledInput - noise * output) / std::max(signal, 1e-4);
}

} // namespace calotype::diffusion
