#pragma once

#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"

#include <string>
#include <vector>

namespace calotype::diffusion {

/// How timesteps are spread over the training range (Lin et al. 2023, table 2).
enum class Spacing { Linspace, Leading, Trailing };

/// @param fallback  what a silent configuration means for the class
/// @throws Failure WrongUse for another word than linspace, leading, trailing
Spacing spacingOf(const SchedulerConfig &config, Spacing fallback);

/// numpy's linspace: @p count doubles from @p first to @p last, both included; {first} for one.
std::vector<double> linspace(double first, double last, int count);

/// Whether a class takes whole timesteps or (Euler and its kin, linspace only) fractional ones in float32.
enum class Rounding { Whole, Fractional };

/// Falling timesteps of DDIM, DDPM, PNDM, Euler, LMS, Heun, DPM2: linspace over 0..T-1 with @p steps points; leading
/// i * (T / steps) + offset; trailing T, T - T/steps, … less 1. Ties go to the even number.
/// @throws Failure WrongUse if steps is not in 1..T, or if a timestep falls outside 0..T-1
std::vector<double> spacedTimesteps(Spacing spacing, int trainTimesteps, int steps, int offset, Rounding rounding);

/// Falling whole timesteps of DPM-Solver, UniPC, DEIS: as above, but linspace and leading lay out steps + 1 points and
/// leave the lowest out. @param last  the highest allowed timestep plus one (lambda_min_clipped), T where nothing is cut
/// @throws Failure as above
std::vector<double> multistepTimesteps(Spacing spacing, int trainTimesteps, int last, int steps, int offset);

/// The shape of the noise levels that the configuration asks for in place of the training ones.
enum class SigmaShape { Training, Karras, Exponential, Beta, Ays, Lu };

/// @throws Failure WrongUse if more than one is asked for
SigmaShape sigmaShapeOf(const SchedulerConfig &config);

/// @p steps falling noise levels of @p shape, without a final one. All in double.
/// Karras et al. 2022, eq. 5, rho 7; exponential: even in log sigma; beta: quantiles of Beta(0.6, 0.6) (Lee et al.
/// 2024); Align Your Steps (Sabour et al. 2024): the published table, log-linearly interpolated, bounds not used;
/// Lu: even in log-SNR, as exponential is (Lu et al. 2022).
/// @param shape  anything but Training
/// @param isXl   which Align Your Steps table
std::vector<double> shapedSigmas(SigmaShape shape, double sigmaMin, double sigmaMax, int steps, bool isXl = false);

/// The published Align Your Steps tables: ten sigmas (the final 0 left out) and their timesteps, for SD 1.5 and SDXL.
const std::vector<double> &aysSigmas(bool isXl);
const std::vector<double> &aysTimesteps(bool isXl);

/// numpy's interp of the training sigmas at fractional timestep @p t, clamped to the table's ends.
double sigmaAt(double t, const std::vector<double> &sigmas);

/// The fractional timestep of @p sigma: linear in log sigma between the table's neighbours, clamped to its ends.
/// @param logSigmas  of the training schedule, rising
double timestepOf(double sigma, const std::vector<double> &logSigmas);
/// timestepOf() for each.
std::vector<double> timestepsOf(const std::vector<double> &sigmas, const std::vector<double> &logSigmas);

/// @p value rounded to the nearest float, for tables that the reference keeps in float32.
inline double asFloat(double value) { return static_cast<double>(static_cast<float>(value)); }
std::vector<double> asFloats(std::vector<double> values);

/// The final noise level: 0 for "zero", the training schedule's lowest for "sigma_min"; silent means zero.
/// @throws Failure WrongUse for another word
double finalSigma(const SchedulerConfig &config, const TrainingSchedule &training);

} // namespace calotype::diffusion
