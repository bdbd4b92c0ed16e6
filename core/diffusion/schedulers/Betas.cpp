#include "core/diffusion/schedulers/Betas.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace calotype::diffusion {

namespace {

constexpr double kMaxCosineBeta = 0.999;
constexpr double kSmallestAlphaBar = 1.0 / 16777216.0; // 2^-24, the least half-precision number

double cosineAlphaBar(double t)
{
    const double c = std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2);
    return c * c;
}

/// Nichol & Dhariwal 2021, eq. 17, with the betas capped.
Tensor cosineBetas(int count)
{
    std::vector<double> betas;
    betas.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double from = static_cast<double>(i) / count;
        const double to = static_cast<double>(i + 1) / count;
        betas.push_back(std::min(1 - cosineAlphaBar(to) / cosineAlphaBar(from), kMaxCosineBeta));
    }
    return torch::tensor(betas, torch::kFloat64).to(torch::kFloat32);
}

Tensor toFloatTensor(const std::vector<float> &values)
{
    return torch::tensor(values, torch::kFloat32);
}

/// The reference's float32 linspace: each half counted from its own end, with fused multiply-add. libtorch's own gives
/// other last bits from release to release and from processor to processor.
std::vector<float> floatLinspace(double first, double last, int count)
{
    const auto from = static_cast<float>(first);
    const auto to = static_cast<float>(last);
    const float step = count > 1 ? (to - from) / static_cast<float>(count - 1) : 0.0f;
    std::vector<float> out;
    for (int i = 0; i < count; ++i)
        out.push_back(i < count / 2 ? std::fma(step, static_cast<float>(i), from)
                                    : std::fma(-step, static_cast<float>(count - 1 - i), to));
    if (count == 1)
        out.front() = from;
    return out;
}

/// Running product of 1 - beta: accumulated in double, each value rounded to float32.
Tensor alphaBarsOf(const Tensor &betas)
{
    const Tensor alphas = (1.0 - betas).contiguous();
    const float *data = alphas.data_ptr<float>();
    std::vector<float> out;
    double product = 1;
    for (std::int64_t i = 0; i < alphas.numel(); ++i) {
        product *= static_cast<double>(data[i]);
        out.push_back(static_cast<float>(product));
    }
    return toFloatTensor(out);
}

void checkBounds(const SchedulerConfig &config)
{
    if (config.numTrainTimesteps < 1 || config.numTrainTimesteps > 100000)
        throw Failure(ErrorCode::WrongUse, "The scheduler configuration's num_train_timesteps is "
                          + std::to_string(config.numTrainTimesteps) + "; it must lie in 1..100000.");
    const auto inside = [](double beta) { return beta >= 0 && beta < 1; };
    if (!inside(config.betaStart) || !inside(config.betaEnd))
        throw Failure(ErrorCode::WrongUse,
                      "The scheduler configuration's beta_start and beta_end must lie between 0 and 1.");
}

} // namespace

std::vector<double> toDoubles(const Tensor &tensor)
{
    const Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
    const double *data = flat.data_ptr<double>();
    return {data, data + flat.numel()};
}

Tensor makeBetas(const SchedulerConfig &config)
{
    if (!config.trainedBetas.empty())
        return torch::tensor(config.trainedBetas, torch::kFloat64).to(torch::kFloat32);

    checkBounds(config);
    const auto count = config.numTrainTimesteps;
    if (config.betaSchedule == "linear")
        return toFloatTensor(floatLinspace(config.betaStart, config.betaEnd, count));
    if (config.betaSchedule == "scaled_linear")
        return toFloatTensor(floatLinspace(std::sqrt(config.betaStart), std::sqrt(config.betaEnd), count)).square();
    if (config.betaSchedule == "squaredcos_cap_v2")
        return cosineBetas(count);
    throw Failure(ErrorCode::Unsupported, "The scheduler configuration's beta_schedule \"" + config.betaSchedule
                      + "\" is not known; linear, scaled_linear and squaredcos_cap_v2 are.");
}

Tensor rescaleZeroTerminalSnr(const Tensor &betas)
{
    const Tensor roots = alphaBarsOf(betas).sqrt();
    const Tensor first = roots[0];
    const Tensor last = roots[-1];
    const Tensor bars = ((roots - last) * (first / (first - last))).square();
    const Tensor ratios = bars.slice(0, 1) / bars.slice(0, 0, -1);
    return 1 - torch::cat({bars.slice(0, 0, 1), ratios});
}

TrainingSchedule makeTrainingSchedule(const SchedulerConfig &config, ZeroSnr zeroSnr)
{
    TrainingSchedule out;
    out.betas = makeBetas(config);
    if (config.rescaleBetasZeroSnr)
        out.betas = rescaleZeroTerminalSnr(out.betas);
    out.alphasCumprod = alphaBarsOf(out.betas);
    if (config.rescaleBetasZeroSnr && zeroSnr == ZeroSnr::Floored)
        out.alphasCumprod[-1] = kSmallestAlphaBar;
    const Tensor sigmas = ((1 - out.alphasCumprod) / out.alphasCumprod).sqrt();
    out.alphaBars = toDoubles(out.alphasCumprod);
    out.sigmas = toDoubles(sigmas);
    out.logSigmas = toDoubles(sigmas.log());
    return out;
}

} // namespace calotype::diffusion
