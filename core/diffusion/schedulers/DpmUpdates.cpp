#include "core/diffusion/schedulers/DpmUpdates.h"

#include "core/base/Error.h"

#include <cmath>

namespace calotype::diffusion {

namespace {

/// What each tensor is multiplied with in one step.
struct StepWeights {
    float sample = 0;
    float d0 = 0;
    float d1Half = 0;  ///< midpoint rule
    float d1Exact = 0; ///< integral of the exponential against the linear term
    float d2 = 0;      ///< the same against the quadratic term
    float noise = 0;
};

StepWeights dataOdeWeights(const DpmLevel &base, const DpmLevel &target, float h)
{
    const float decay = std::exp(-h) - 1.0F;
    StepWeights w;
    w.sample = target.sigma / base.sigma;
    w.d0 = -(target.alpha * decay);
    w.d1Half = 0.5F * w.d0;
    w.d1Exact = target.alpha * (decay / h + 1.0F);
    w.d2 = -(target.alpha * ((decay + h) / (h * h) - 0.5F));
    return w;
}

StepWeights noiseOdeWeights(const DpmLevel &base, const DpmLevel &target, float h)
{
    const float growth = std::exp(h) - 1.0F;
    StepWeights w;
    w.sample = target.alpha / base.alpha;
    w.d0 = -(target.sigma * growth);
    w.d1Half = 0.5F * w.d0;
    w.d1Exact = -(target.sigma * (growth / h - 1.0F));
    w.d2 = -(target.sigma * ((growth - h) / (h * h) - 0.5F));
    return w;
}

StepWeights dataSdeWeights(const DpmLevel &base, const DpmLevel &target, float h)
{
    const float spread = 1.0F - std::exp(-2.0F * h);
    StepWeights w;
    w.sample = target.sigma / base.sigma * std::exp(-h);
    w.d0 = target.alpha * spread;
    w.d1Half = 0.5F * w.d0;
    w.d1Exact = target.alpha * (spread / (-2.0F * h) + 1.0F);
    // The half is added, so that the weight vanishes with h, as in k-diffusion. diffusers subtracts it: there the weight
    // tends to -alpha, and third order comes out worse than second.
    w.d2 = target.alpha * ((spread - 2.0F * h) / (4.0F * h * h) + 0.5F);
    w.noise = target.sigma * std::sqrt(spread);
    return w;
}

StepWeights noiseSdeWeights(const DpmLevel &base, const DpmLevel &target, float h)
{
    const float growth = std::exp(h) - 1.0F;
    StepWeights w;
    w.sample = target.alpha / base.alpha;
    w.d0 = -2.0F * (target.sigma * growth);
    w.d1Half = 0.5F * w.d0;
    w.d1Exact = -2.0F * (target.sigma * (growth / h - 1.0F));
    w.d2 = -2.0F * (target.sigma * ((growth - h) / (h * h) - 0.5F));
    w.noise = target.sigma * std::sqrt(std::exp(2.0F * h) - 1.0F);
    return w;
}

StepWeights stepWeights(DpmAlgorithm algorithm, const DpmLevel &base, const DpmLevel &target)
{
    const float h = target.lambda - base.lambda;
    switch (algorithm) {
    case DpmAlgorithm::Data: return dataOdeWeights(base, target, h);
    case DpmAlgorithm::Noise: return noiseOdeWeights(base, target, h);
    case DpmAlgorithm::SdeData: return dataSdeWeights(base, target, h);
    case DpmAlgorithm::SdeNoise: return noiseSdeWeights(base, target, h);
    }
    return {};
}

} // namespace

DpmAlgorithm dpmAlgorithm(const std::string &word)
{
    if (word == "dpmsolver++" || word == "deis")
        return DpmAlgorithm::Data;
    if (word == "dpmsolver")
        return DpmAlgorithm::Noise;
    if (word == "sde-dpmsolver++")
        return DpmAlgorithm::SdeData;
    if (word == "sde-dpmsolver")
        return DpmAlgorithm::SdeNoise;
    throw Failure(ErrorCode::WrongUse,
                  "The DPM solvers have no algorithm type \"" + word
                      + "\"; use dpmsolver++, sde-dpmsolver++, dpmsolver or sde-dpmsolver.");
}

DpmSolverType dpmSolverType(const std::string &word)
{
    if (word == "heun")
        return DpmSolverType::Heun;
    if (word == "midpoint" || word == "logrho" || word == "bh1" || word == "bh2")
        return DpmSolverType::Midpoint;
    throw Failure(ErrorCode::WrongUse,
                  "The DPM solvers have no solver type \"" + word + "\"; use midpoint or heun.");
}

DpmLevel DpmLevel::at(double noiseToSignal)
{
    const auto ratio = static_cast<float>(noiseToSignal);
    DpmLevel level;
    level.alpha = 1.0F / std::sqrt(ratio * ratio + 1.0F);
    level.sigma = ratio * level.alpha;
    level.lambda = std::log(level.alpha) - std::log(level.sigma);
    return level;
}

Tensor dpmIntegrate(DpmAlgorithm algorithm, const DpmLevel &base, const DpmLevel &target,
                    const DpmDifferences &differences, const Tensor &sample, const Tensor &noise)
{
    if (target.lambda == base.lambda)
        return sample;
    const StepWeights w = stepWeights(algorithm, base, target);
    Tensor result = sample * w.sample + differences.d0 * w.d0;
    if (differences.d1.defined())
        result = result + differences.d1 * (differences.exactSlope ? w.d1Exact : w.d1Half);
    if (differences.d2.defined())
        result = result + differences.d2 * w.d2;
    if (isStochastic(algorithm))
        result = result + noise * w.noise;
    return result;
}

DpmDifferences multistepDifferences(DpmSolverType solver, const std::vector<Tensor> &outputs,
                                    const std::vector<DpmLevel> &levels, const DpmLevel &target)
{
    DpmDifferences d;
    d.d0 = outputs[0];
    d.exactSlope = solver == DpmSolverType::Heun || levels.size() > 2;
    if (levels.size() < 2)
        return d;

    const float h = target.lambda - levels[0].lambda;
    const float r0 = (levels[0].lambda - levels[1].lambda) / h;
    const Tensor recent = (outputs[0] - outputs[1]) * (1.0F / r0);
    if (levels.size() == 2) {
        d.d1 = recent;
        return d;
    }

    const float r1 = (levels[1].lambda - levels[2].lambda) / h;
    const Tensor bend = recent - (outputs[1] - outputs[2]) * (1.0F / r1);
    d.d1 = recent + bend * (r0 / (r0 + r1));
    d.d2 = bend * (1.0F / (r0 + r1));
    return d;
}

DpmDifferences singlestepDifferences(DpmSolverType solver, const std::vector<Tensor> &outputs,
                                     const std::vector<DpmLevel> &levels, const DpmLevel &target)
{
    const std::size_t oldest = levels.size() - 1;
    DpmDifferences d;
    d.d0 = outputs[oldest];
    d.exactSlope = solver == DpmSolverType::Heun || levels.size() > 2;
    if (oldest == 0)
        return d;

    const float start = levels[oldest].lambda;
    const float h = target.lambda - start;
    const float r0 = (levels[0].lambda - start) / h;
    const Tensor far = (outputs[0] - outputs[oldest]) * (1.0F / r0);
    if (oldest == 1 || solver == DpmSolverType::Midpoint) {
        d.d1 = far;
        return d;
    }

    const float r1 = (levels[1].lambda - start) / h;
    const Tensor near = (outputs[1] - outputs[oldest]) * (1.0F / r1);
    d.d1 = (near * r0 - far * r1) / (r0 - r1);
    d.d2 = (far - near) * 2.0F / (r0 - r1);
    return d;
}

} // namespace calotype::diffusion
