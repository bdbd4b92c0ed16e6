#pragma once

#include "core/diffusion/Torch.h"

#include <string>
#include <vector>

namespace calotype::diffusion {

/// Which equation a DPM solver integrates: the noise prediction ("dpmsolver", Lu et al. 2022, arXiv 2206.00927) or the
/// data prediction ("dpmsolver++", Lu et al. 2022, arXiv 2211.01095), as an ODE or as an SDE.
enum class DpmAlgorithm { Noise, Data, SdeNoise, SdeData };

/// How the second derivative term is estimated.
enum class DpmSolverType { Midpoint, Heun };

inline bool predictsData(DpmAlgorithm algorithm)
{
    return algorithm == DpmAlgorithm::Data || algorithm == DpmAlgorithm::SdeData;
}

inline bool isStochastic(DpmAlgorithm algorithm)
{
    return algorithm == DpmAlgorithm::SdeNoise || algorithm == DpmAlgorithm::SdeData;
}

/// @param word  "dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++"; DEIS's "deis" reads as "dpmsolver++"
/// @throws Failure WrongUse for any other
DpmAlgorithm dpmAlgorithm(const std::string &word);

/// @param word  "midpoint" or "heun"; the words of UniPC and DEIS ("bh1", "bh2", "logrho") read as "midpoint"
/// @throws Failure WrongUse for any other
DpmSolverType dpmSolverType(const std::string &word);

/// A noise level of the variance-preserving process: x = alpha * x0 + sigma * noise, lambda = log(alpha / sigma).
/// float32 throughout, as the reference's tables.
struct DpmLevel {
    float alpha = 1;
    float sigma = 0;
    float lambda = 0; ///< infinite where sigma is 0

    /// @param noiseToSignal  the schedule's sigma: sigma / alpha
    static DpmLevel at(double noiseToSignal);
};

/// Estimates of the integrand's value and of its first and second derivative at the start of a step.
/// An undefined tensor stands for an order that is not used.
struct DpmDifferences {
    Tensor d0, d1, d2;
    bool exactSlope = false; ///< weigh d1 by its exact integral (Heun and third order), not by the midpoint rule
};

/// One integration from @p base to @p target: the exponential integrator of the papers, to the order of the highest
/// difference that is defined.
/// @param sample  x at @p base, float32
/// @param noise   unit Gaussian of the sample's shape for the SDE algorithms, else undefined
/// @return x at @p target; @p sample itself where the levels are the same
Tensor dpmIntegrate(DpmAlgorithm algorithm, const DpmLevel &base, const DpmLevel &target,
                    const DpmDifferences &differences, const Tensor &sample, const Tensor &noise);

/// Backward differences for a multistep solver.
/// @param outputs  converted network outputs, newest first, at least @p levels.size()
/// @param levels   their noise levels, newest first; the order is their number, 1..3
/// @param target   level that the step goes to
DpmDifferences multistepDifferences(DpmSolverType solver, const std::vector<Tensor> &outputs,
                                    const std::vector<DpmLevel> &levels, const DpmLevel &target);

/// Differences for a singlestep solver, whose step begins at the oldest of the levels.
/// Parameters as for multistepDifferences(). The third order's midpoint variant has no d2.
DpmDifferences singlestepDifferences(DpmSolverType solver, const std::vector<Tensor> &outputs,
                                     const std::vector<DpmLevel> &levels, const DpmLevel &target);

} // namespace calotype::diffusion
