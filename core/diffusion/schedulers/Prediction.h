#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/engine/ModelInfo.h"

namespace calotype::diffusion {

/// The prediction type of the configuration.
/// @throws Failure Unsupported for another word than epsilon, v_prediction, sample (or original_sample)
PredictionType predictionOf(const SchedulerConfig &config);

/// What a network's output says of the clean picture and of the noise in x_t = alpha x0 + sigma eps.
struct Decomposition {
    Tensor x0;
    Tensor epsilon;
};

/// Variance-preserving convention: alpha = sqrt(alpha-bar), sigma = sqrt(1 - alpha-bar), both as float32.
/// v is alpha eps - sigma x0 (Salimans & Ho 2022, appendix D).
/// @param output  the network's, [N, 4, h, w]  @param sample  x_t of that shape
Decomposition decompose(PredictionType type, const Tensor &output, const Tensor &sample, float alpha, float sigma);

/// Variance-exploding convention, x = x0 + sigma eps, the network having seen x / sqrt(sigma^2 + 1).
/// @return x0 in the shape of @p sample
Tensor denoisedAtSigma(PredictionType type, const Tensor &output, const Tensor &sample, float sigma);

/// How predicted clean samples are kept in range, with the reference's common defaults.
struct SampleLimits {
    bool threshold = false;
    double thresholdRatio = 0.995;
    double thresholdMax = 1.0;
    bool clip = false;
    double clipRange = 1.0;

    /// @param clipByDefault  what a silent clip_sample means for the class
    /// @throws Failure WrongUse for a ratio outside 0..1
    static SampleLimits of(const SchedulerConfig &config, bool clipByDefault);

    /// Dynamic thresholding where set (Saharia et al. 2022, section 2.3: per picture, never tighter than 1), else
    /// clipping where set, else @p x0 itself. [N, …], dtype kept.
    Tensor apply(const Tensor &x0) const;
};

} // namespace calotype::diffusion
