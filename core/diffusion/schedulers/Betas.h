#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"

#include <vector>

namespace calotype::diffusion {

/// What is done about the last training timestep where the signal vanishes under zero-terminal-SNR betas.
enum class ZeroSnr {
    Exact,   ///< alpha-bar stays 0 there: for samplers that never divide by it
    Floored, ///< alpha-bar becomes 2^-24, so that its sigma (4096) is finite
};

/// The noise levels that a model was trained on, T = config.numTrainTimesteps of them. All values are float32 as the
/// reference computes them; the vectors hold the same values widened to double.
struct TrainingSchedule {
    Tensor betas;                      ///< [T], float32, CPU
    Tensor alphasCumprod;              ///< alpha-bar: [T], float32, CPU, falling
    std::vector<double> alphaBars;     ///< alphasCumprod
    std::vector<double> sigmas;        ///< sqrt((1 - alpha-bar) / alpha-bar), rising with t; infinite under Exact at T-1
    std::vector<double> logSigmas;     ///< natural logarithm of sigmas

    int size() const { return static_cast<int>(alphaBars.size()); }
};

/// The betas of config: trained_betas where given, else the named schedule. Before any zero-SNR rescaling.
/// @return [T], float32, CPU
/// @throws Failure Unsupported for a schedule of another name, WrongUse for bounds that are not in 0..1
Tensor makeBetas(const SchedulerConfig &config);

/// Shifts and stretches sqrt(alpha-bar) so that its last value is 0 and its first stays (Lin et al. 2023, algorithm 1).
/// @param betas [T], float32  @return [T], float32
Tensor rescaleZeroTerminalSnr(const Tensor &betas);

/// Betas, rescaled where the configuration asks for it, and all that follows from them.
/// @throws Failure as makeBetas
TrainingSchedule makeTrainingSchedule(const SchedulerConfig &config, ZeroSnr zeroSnr);

/// A float32 (or double) tensor of any shape as a flat vector of doubles.
std::vector<double> toDoubles(const Tensor &tensor);

} // namespace calotype::diffusion
