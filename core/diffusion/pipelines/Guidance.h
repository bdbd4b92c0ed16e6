#pragma once

#include "core/diffusion/Torch.h"

#include <vector>

namespace calotype::diffusion {

/// Classifier-free guidance (Ho & Salimans 2022): uncond + scale · (cond − uncond).
Tensor guided(const Tensor &uncond, const Tensor &cond, double scale);

/// Several prompts as one (Liu et al. 2022): uncond + Σ weightᵢ · (condᵢ − uncond).
/// @pre as many weights as conds
Tensor composed(const Tensor &uncond, const std::vector<Tensor> &conds, const std::vector<double> &weights);

/// Pulls the standard deviation of @p guided towards that of @p cond (Lin et al. 2023, section 3.4).
/// @param amount  0 (nothing) to 1 (wholly)
Tensor rescaleGuidance(const Tensor &guided, const Tensor &cond, double amount);

/// The clean latents that the network's answer amounts to, for previews: x0 from the scaled input s, which every
/// sampler lays on the variance-preserving path, and ᾱ(t), interpolated for fractional timesteps.
/// @param alphasCumprod  ᾱ of each training timestep, [1000], float32, CPU
Tensor denoisedEstimate(const Tensor &scaledInput, const Tensor &output, double timestep, const Tensor &alphasCumprod,
                        const std::string &predictionType);

} // namespace calotype::diffusion
