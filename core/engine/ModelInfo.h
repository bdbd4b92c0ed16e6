#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace calotype {

enum class ModelKind { Unknown, Sd1, Sd2, Sdxl, SdxlRefiner };
enum class ModelFormat { Unknown, Folder, Safetensors, PickleZip, PickleLegacy };
enum class PredictionType { Epsilon, VPrediction, Sample };

/// "SD 1.x", "SD 2.x", "SDXL", …
const char *modelKindName(ModelKind kind);
/// "folder", "safetensors", "ckpt (zip)", "ckpt (legacy)"
const char *modelFormatName(ModelFormat format);
/// "epsilon", "v_prediction", "sample"
const char *predictionTypeName(PredictionType type);

/// One part of a model: text_encoder, text_encoder_2, unet, vae, tokenizer, scheduler.
struct ModelPart {
    std::string name;
    bool present = false;
    std::string dtype;             ///< of most of its bytes: "F16", "F32", …; "" for parts without tensors
    std::int64_t sizeBytes = 0;    ///< of its tensors
    std::int64_t parameters = 0;   ///< number of elements
    std::vector<std::string> files;
};

/// Numbers, or bytes, of a model's networks: each works while the others wait.
struct PartSizes {
    std::int64_t text = 0; ///< of both text encoders
    std::int64_t unet = 0;
    std::int64_t vae = 0;

    std::int64_t total() const { return text + unet + vae; }
    bool operator==(const PartSizes &) const = default;
};

/// What the makers of a model advise, where its folder says so in calotype.json.
struct ModelAdvice {
    std::optional<int> steps;       ///< sampling steps
    std::optional<double> guidance; ///< guidance scale
    std::vector<std::string> examplePrompts;

    bool operator==(const ModelAdvice &) const = default;
};

/// What a model file or folder says of itself, found without loading it.
struct ModelInfo {
    std::string path;
    std::string name; ///< file or folder name without its ending
    ModelKind kind = ModelKind::Unknown;
    ModelFormat format = ModelFormat::Unknown;
    bool inpainting = false; ///< UNet with 9 input channels
    std::vector<ModelPart> parts;
    std::string dtype;           ///< of the UNet
    std::int64_t sizeBytes = 0;  ///< on disk, recursive for folders
    std::int64_t parameters = 0; ///< of all parts
    PredictionType prediction = PredictionType::Epsilon;
    std::string predictionSource; ///< "configuration", "metadata", "heuristic", "default", "user"
    int nativeWidth = 512;
    int nativeHeight = 512;
    ModelAdvice advice;
    bool hasEma = false;                ///< a second, averaged set of UNet weights lies in the file
    std::vector<std::string> missing;   ///< parts that a picture needs and that are not there
    std::vector<std::string> warnings;  ///< plain sentences
};

/// Numbers of its networks.
PartSizes partParameters(const ModelInfo &info);

} // namespace calotype
