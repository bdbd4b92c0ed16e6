#include "core/formats/KindDefaults.h"

#include "core/base/Error.h"

namespace calotype::formats {

namespace {

ClipTextConfig openClip(std::int64_t width, std::int64_t layers, std::int64_t projection)
{
    ClipTextConfig config;
    config.hiddenSize = width;
    config.intermediateSize = 4 * width;
    config.layers = layers;
    config.heads = width / 64;
    config.activation = Activation::Gelu;
    config.projectionDim = projection;
    config.padId = 0;
    return config;
}

} // namespace

bool isXl(ModelKind kind)
{
    return kind == ModelKind::Sdxl || kind == ModelKind::SdxlRefiner;
}

void applyKindDefaults(ModelDescription &description)
{
    const ModelKind kind = description.info.kind;
    description.vae.scalingFactor = isXl(kind) ? 0.13025 : 0.18215;
    description.vae.forceUpcast = isXl(kind);
    description.usePenultimate = isXl(kind);
    description.forceZerosForEmptyPrompt = kind == ModelKind::Sdxl;
    description.text = kind == ModelKind::Sd2 ? openClip(1024, 23, 0) : ClipTextConfig{};
    description.text2.reset();
    if (isXl(kind))
        description.text2 = openClip(1280, 32, 1280);
    description.tokenizer.padId = description.text.padId;
    description.tokenizer2.padId = 0;
}

int usualSize(ModelKind kind, PredictionType prediction)
{
    if (isXl(kind))
        return 1024;
    return kind == ModelKind::Sd2 && prediction == PredictionType::VPrediction ? 768 : 512;
}

void requireKnownChannels(ModelDescription &description)
{
    const std::int64_t channels = description.unet.inChannels;
    description.info.inpainting = channels == 9;
    if (channels != 4 && channels != 9) {
        const char *use = channels == 5   ? " (a depth-guided model)"
                          : channels == 7 ? " (an upscaler)"
                          : channels == 8 ? " (an InstructPix2Pix model)"
                                          : "";
        throw Failure(ErrorCode::Unsupported, "“" + description.info.name + "” has a UNet with " + std::to_string(channels)
                                                  + " input channels" + use + "; only 4, and 9 for inpainting, are handled.");
    }
    if (description.unet.outChannels != 4)
        throw Failure(ErrorCode::Unsupported, "“" + description.info.name + "” has a UNet with "
                                                  + std::to_string(description.unet.outChannels)
                                                  + " output channels; only 4 are handled.");
}

} // namespace calotype::formats
