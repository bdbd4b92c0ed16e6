#include "core/engine/ModelInfo.h"

namespace calotype {

const char *modelKindName(ModelKind kind)
{
    switch (kind) {
    case ModelKind::Sd1: return "SD 1.x";
    case ModelKind::Sd2: return "SD 2.x";
    case ModelKind::Sdxl: return "SDXL";
    case ModelKind::SdxlRefiner: return "SDXL refiner";
    case ModelKind::Unknown: break;
    }
    return "unknown";
}

const char *modelFormatName(ModelFormat format)
{
    switch (format) {
    case ModelFormat::Folder: return "folder";
    case ModelFormat::Safetensors: return "safetensors";
    case ModelFormat::PickleZip: return "ckpt (zip)";
    case ModelFormat::PickleLegacy: return "ckpt (legacy)";
    case ModelFormat::Unknown: break;
    }
    return "unknown";
}

const char *predictionTypeName(PredictionType type)
{
    switch (type) {
    case PredictionType::VPrediction: return "v_prediction";
    case PredictionType::Sample: return "sample";
    case PredictionType::Epsilon: break;
    }
    return "epsilon";
}

PartSizes partParameters(const ModelInfo &info)
{
    PartSizes sizes;
    for (const ModelPart &part : info.parts) {
        if (part.name.starts_with("text_encoder"))
            sizes.text += part.parameters;
        else if (part.name == "unet")
            sizes.unet += part.parameters;
        else if (part.name == "vae")
            sizes.vae += part.parameters;
    }
    return sizes;
}

} // namespace calotype
