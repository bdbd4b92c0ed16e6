#include "core/diffusion/schedulers/Prediction.h"

#include "core/base/Error.h"

#include <cmath>

namespace calotype::diffusion {

PredictionType predictionOf(const SchedulerConfig &config)
{
    if (config.predictionType == "epsilon")
        return PredictionType::Epsilon;
    if (config.predictionType == "v_prediction")
        return PredictionType::VPrediction;
    if (config.predictionType == "sample" || config.predictionType == "original_sample")
        return PredictionType::Sample;
    throw Failure(ErrorCode::Unsupported, "The scheduler configuration's prediction_type \"" + config.predictionType
                      + "\" is not known; epsilon, v_prediction and sample are.");
}

Decomposition decompose(PredictionType type, const Tensor &output, const Tensor &sample, float alpha, float sigma)
{
    switch (type) {
    case PredictionType::Epsilon: return {(sample - sigma * output) / alpha, output};
    case PredictionType::Sample: return {output, (sample - alpha * output) / sigma};
    case PredictionType::VPrediction: break;
    }
    return {alpha * sample - sigma * output, alpha * output + sigma * sample};
}

Tensor denoisedAtSigma(PredictionType type, const Tensor &output, const Tensor &sample, float sigma)
{
    switch (type) {
    case PredictionType::Epsilon: return sample - sigma * output;
    case PredictionType::Sample: return output;
    case PredictionType::VPrediction: break;
    }
    const float variance = sigma * sigma + 1.0f;
    return output * (-sigma / std::sqrt(variance)) + sample / variance;
}

SampleLimits SampleLimits::of(const SchedulerConfig &config, bool clipByDefault)
{
    SampleLimits limits;
    limits.threshold = config.thresholding.value_or(false);
    limits.thresholdRatio = config.dynamicThresholdingRatio.value_or(limits.thresholdRatio);
    limits.thresholdMax = config.sampleMaxValue.value_or(limits.thresholdMax);
    limits.clip = config.clipSample.value_or(clipByDefault);
    limits.clipRange = config.clipSampleRange.value_or(limits.clipRange);
    if (!(limits.thresholdRatio >= 0 && limits.thresholdRatio <= 1))
        throw Failure(ErrorCode::WrongUse,
                      "The scheduler configuration's dynamic_thresholding_ratio must lie between 0 and 1.");
    return limits;
}

Tensor SampleLimits::apply(const Tensor &x0) const
{
    if (threshold) {
        const Tensor wide = x0.scalar_type() == torch::kFloat64 ? x0 : x0.to(torch::kFloat32);
        const Tensor rows = wide.flatten(1);
        const Tensor bound = torch::quantile(rows.abs(), thresholdRatio, 1).clamp(1.0, thresholdMax).unsqueeze(1);
        const Tensor limited = torch::minimum(torch::maximum(rows, -bound), bound) / bound;
        return limited.reshape(x0.sizes()).to(x0.scalar_type());
    }
    return clip ? x0.clamp(-clipRange, clipRange) : x0;
}

} // namespace calotype::diffusion
