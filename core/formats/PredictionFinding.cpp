#include "core/formats/PredictionFinding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace calotype::formats {

namespace {

constexpr long long kStepsOfBase512 = 875000; // SD 2.0 base
constexpr long long kStepsOf768 = 110000;     // SD 2.1

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

std::string entry(const TensorFile &file, const char *key)
{
    const auto it = file.metadata().find(key);
    return it == file.metadata().end() ? std::string() : it->second;
}

PredictionFinding guessSd2(const TensorFile &file)
{
    const auto steps = std::strtoll(entry(file, "global_step").c_str(), nullptr, 10);
    PredictionFinding finding{PredictionType::VPrediction, "heuristic", false, {}};
    if (steps == kStepsOfBase512)
        finding.type = PredictionType::Epsilon;
    else if (steps != kStepsOf768)
        finding.warning = "The file does not say what its SD 2 network predicts; v_prediction (768-pixel models) is assumed. If "
                          "pictures are noise, choose epsilon (512-pixel models) as the prediction type.";
    return finding;
}

} // namespace

std::optional<PredictionType> predictionFromWord(std::string_view word)
{
    const std::string text = lower(word);
    if (text == "epsilon" || text == "eps")
        return PredictionType::Epsilon;
    if (text == "v" || text == "v_prediction" || text == "v-prediction" || text == "v_pred" || text == "vpred")
        return PredictionType::VPrediction;
    if (text == "sample" || text == "x0")
        return PredictionType::Sample;
    return std::nullopt;
}

PredictionFinding findPrediction(const TensorFile &file, ModelKind kind, bool inpainting)
{
    PredictionFinding finding;
    const std::string said = entry(file, "modelspec.prediction_type");
    const bool zeroSnr = lower(entry(file, "ss_zero_terminal_snr")) == "true" || file.find("ztsnr") != nullptr;
    if (const auto type = predictionFromWord(said)) {
        finding = {*type, "metadata", zeroSnr, {}};
    } else if (file.find("v_pred") || zeroSnr) {
        // Zero terminal SNR leaves no signal to tell epsilon from: such models predict v (Lin et al. 2023, section 3.3).
        finding = {PredictionType::VPrediction, "metadata", zeroSnr, {}};
    } else if (kind == ModelKind::Sd2 && inpainting) {
        finding = {PredictionType::Epsilon, "heuristic", false, {}}; // the published one was made from the 512-pixel base
    } else if (kind == ModelKind::Sd2) {
        finding = guessSd2(file);
    }
    if (!said.empty() && !predictionFromWord(said))
        finding.warning = "The file says that it predicts “" + said + "”, which is not known; "
                          + predictionTypeName(finding.type) + " is assumed.";
    return finding;
}

std::string usualScheduler(ModelKind kind, PredictionType prediction, bool zeroSnr)
{
    nlohmann::json json{
        {"beta_start", 0.00085},       {"beta_end", 0.012},    {"beta_schedule", "scaled_linear"},
        {"num_train_timesteps", 1000}, {"steps_offset", 1},    {"clip_sample", false},
        {"set_alpha_to_one", false},   {"trained_betas", nullptr},
        {"timestep_spacing", zeroSnr ? "trailing" : "leading"},
        {"prediction_type", predictionTypeName(prediction)},
    };
    if (kind == ModelKind::Sdxl || kind == ModelKind::SdxlRefiner) {
        json["_class_name"] = "EulerDiscreteScheduler";
        json["interpolation_type"] = "linear";
        json["use_karras_sigmas"] = false;
    } else if (kind == ModelKind::Sd2 || zeroSnr) {
        json["_class_name"] = "DDIMScheduler"; // PNDM knows no rescaled betas
    } else {
        json["_class_name"] = "PNDMScheduler";
        json["skip_prk_steps"] = true;
    }
    if (zeroSnr)
        json["rescale_betas_zero_snr"] = true;
    return json.dump();
}

} // namespace calotype::formats
