#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// A diffusers scheduler_config.json as a value. Fields carry the names of the reference; an absent optional means that
/// the file is silent and the sampler's own default holds (the reference classes differ in some).
struct SchedulerConfig {
    std::string className; ///< "_class_name": the model's own scheduler; may be empty
    int numTrainTimesteps = 1000;
    double betaStart = 0.0001;
    double betaEnd = 0.02;
    std::string betaSchedule = "linear"; ///< "linear", "scaled_linear", "squaredcos_cap_v2"
    std::vector<double> trainedBetas;
    std::string predictionType = "epsilon"; ///< "epsilon", "v_prediction", "sample"
    bool rescaleBetasZeroSnr = false;
    std::optional<std::string> timestepSpacing; ///< "linspace", "leading", "trailing"
    std::optional<int> stepsOffset;
    std::optional<bool> clipSample;
    std::optional<double> clipSampleRange;
    std::optional<bool> setAlphaToOne;
    std::optional<bool> thresholding;
    std::optional<double> dynamicThresholdingRatio;
    std::optional<double> sampleMaxValue;
    std::optional<bool> useKarrasSigmas;
    std::optional<bool> useExponentialSigmas;
    std::optional<bool> useBetaSigmas;
    std::optional<bool> useLuLambdas;
    bool useAysSigmas = false; ///< not a reference field: Align Your Steps (Sabour et al. 2024)
    bool aysIsXl = false;      ///< which of the published tables
    std::optional<double> sigmaMin, sigmaMax, sigmaData;
    std::optional<std::string> interpolationType; ///< "linear", "log_linear"
    std::optional<std::string> finalSigmasType;   ///< "zero", "sigma_min"
    std::optional<std::string> timestepType;      ///< "discrete", "continuous"
    std::optional<std::string> sigmaSchedule;     ///< EDM: "karras", "exponential"
    std::optional<std::string> algorithmType, solverType, varianceType;
    std::optional<int> solverOrder;
    std::optional<bool> lowerOrderFinal, eulerAtFinal, skipPrkSteps, predictX0;
    std::vector<int> disableCorrector;
    std::optional<int> originalInferenceSteps;
    std::optional<double> timestepScaling; ///< LCM
    std::optional<double> lambdaMinClipped;
    std::optional<int> noiseSamplerSeed; ///< DPM++ SDE: seed of the Brownian tree; absent: the picture's own

    /// @throws Failure Damaged naming the field whose type or word is wrong
    static SchedulerConfig fromJson(const nlohmann::json &json);
};

} // namespace calotype::diffusion
