#pragma once

#include "core/formats/TensorFile.h"
#include "core/engine/ModelInfo.h"

#include <optional>
#include <string>
#include <string_view>

namespace calotype::formats {

/// What a UNet predicts, and where that is known from.
struct PredictionFinding {
    PredictionType type = PredictionType::Epsilon;
    std::string source = "default"; ///< as ModelInfo::predictionSource
    bool zeroSnr = false;           ///< trained with betas rescaled to zero terminal SNR
    std::string warning;            ///< a sentence where this is a guess
};

/// "epsilon", "eps", "v", "v_prediction", "v-prediction", "sample", in any case; nothing for other words.
std::optional<PredictionType> predictionFromWord(std::string_view word);

/// Looks for what a single file says: its metadata (`modelspec.prediction_type`, `ss_zero_terminal_snr`), the marker
/// tensors `v_pred` and `ztsnr`, and for SD 2 the step count of its training: 875000 is 2.0 at 512 pixels (epsilon), all
/// else is taken for a 768-pixel model (v_prediction), as the reference's converter does.
PredictionFinding findPrediction(const TensorFile &file, ModelKind kind, bool inpainting);

/// The scheduler configuration that a kind of model was published with, as scheduler_config.json's text.
std::string usualScheduler(ModelKind kind, PredictionType prediction, bool zeroSnr);

} // namespace calotype::formats
