#include "core/formats/SingleFileModel.h"

#include "core/base/Error.h"
#include "core/formats/ForeignFile.h"
#include "core/formats/KindDefaults.h"
#include "core/formats/NetworkShapes.h"
#include "core/formats/PartFaults.h"
#include "core/formats/PartSummary.h"
#include "core/formats/PredictionFinding.h"

#include <algorithm>

namespace calotype::formats {

namespace {

constexpr const char *kUNet = "model.diffusion_model.";
constexpr const char *kVae = "first_stage_model.";
constexpr const char *kClip = "cond_stage_model.transformer.";            // SD 1
constexpr const char *kOpenClip = "cond_stage_model.model.";              // SD 2
constexpr const char *kXlClip = "conditioner.embedders.0.transformer.";   // SDXL, first
constexpr const char *kXlOpenClip = "conditioner.embedders.1.model.";     // SDXL, second
constexpr const char *kRefinerClip = "conditioner.embedders.0.model.";    // SDXL refiner's only one
constexpr const char *kEma = "model_ema.diffusion_model";                 // further names lack their dots

// OpenCLIP's ViT-H has 24 layers, of which SD 2 uses 23. Files converted back from diffusers lack the last one.
constexpr std::int64_t kViTHWidth = 1024;
constexpr std::int64_t kUsedViTHLayers = 23;

// Reads one file, part by part. The description grows in the order of the functions.
class SingleFileReader
{
public:
    SingleFileReader(const std::filesystem::path &path, bool noteFaults)
        : m_faults(m_model.info, noteFaults)
    {
        ModelInfo &info = m_model.info;
        info.path = path.string();
        info.name = modelName(path);
        info.sizeBytes = sizeOnDisk(path);
        switch (detectTensorFile(path)) {
        case TensorFileFormat::Safetensors: info.format = ModelFormat::Safetensors; break;
        case TensorFileFormat::PickleZip: info.format = ModelFormat::PickleZip; break;
        case TensorFileFormat::PickleLegacy: info.format = ModelFormat::PickleLegacy; break;
        case TensorFileFormat::Unknown: break; // openTensorFile() says what is wrong
        }
        m_file = openTensorFile(path);
        m_fileName = path.filename().string();
    }

    ModelDescription read(std::optional<PredictionType> prediction)
    {
        readUNet();
        applyKindDefaults(m_model);
        m_faults.attempt([&] { readText(); });
        m_faults.attempt([&] { readVae(); });
        m_faults.attempt([&] { deriveAddedConditioning(); });
        addParts();
        resolvePrediction(prediction);
        return std::move(m_model);
    }

private:
    TensorNames names(const char *prefix, const char *part) const
    {
        return TensorNames(*m_file, prefix, std::string("The ") + part + " in “" + m_fileName + "”");
    }

    PartSource source(const char *prefix, NameLayout layout) const
    {
        return PartSource{true, layout, prefix, {m_file}};
    }

    bool isRefiner() const
    {
        return names(kRefinerClip, "text encoder").has("token_embedding.weight")
               && names(kXlClip, "text encoder").isEmpty();
    }

    void readUNet()
    {
        const auto unet = names(kUNet, "UNet");
        if (!unet.has("input_blocks.0.0.weight"))
            throwForeignFile(*m_file);
        refuseVariants(*m_file);
        m_model.unet = unetFromShapes(unet);
        requireKnownChannels(m_model);
        m_model.unetSource = source(kUNet, NameLayout::Original);

        ModelInfo &info = m_model.info;
        if (m_model.unet.additionInputDim > 0)
            info.kind = isRefiner() ? ModelKind::SdxlRefiner : ModelKind::Sdxl;
        else
            info.kind = m_model.unet.linearProjection ? ModelKind::Sd2 : ModelKind::Sd1;
        const auto &tensors = m_file->tensors();
        info.hasEma = std::any_of(tensors.begin(), tensors.end(), [](const auto &t) { return t.name.starts_with(kEma); });
    }

    void readText()
    {
        switch (m_model.info.kind) {
        case ModelKind::Sd1: readClip(kClip); break;
        case ModelKind::Sd2:
            if (readOpenClip(kOpenClip, m_model.text, m_model.textSource)) {
                ClipTextConfig &text = m_model.text;
                text.layers = text.hiddenSize == kViTHWidth ? std::min(text.layers, kUsedViTHLayers)
                                                            : std::max<std::int64_t>(1, text.layers - 1);
                text.projectionDim = 0; // there, but not used
            }
            break;
        case ModelKind::SdxlRefiner: readOpenClip(kRefinerClip, *m_model.text2, m_model.text2Source); break;
        default:
            m_faults.attempt([&] { readClip(kXlClip); });
            readOpenClip(kXlOpenClip, *m_model.text2, m_model.text2Source);
        }
        for (auto [config, tokenizer] : {std::pair(&m_model.text, &m_model.tokenizer),
                                         std::pair(m_model.text2 ? &*m_model.text2 : nullptr, &m_model.tokenizer2)}) {
            if (!config)
                continue;
            tokenizer->padId = config->padId;
            tokenizer->maxLength = config->maxPositions;
        }
    }

    void readClip(const char *prefix)
    {
        const auto text = names(prefix, "text encoder");
        if (text.isEmpty())
            return;
        m_model.text = clipFromShapes(text);
        m_model.textSource = source(prefix, NameLayout::Diffusers);
    }

    bool readOpenClip(const char *prefix, ClipTextConfig &config, PartSource &into)
    {
        const auto text = names(prefix, "text encoder");
        if (text.isEmpty())
            return false;
        config = openClipFromShapes(text);
        into = source(prefix, NameLayout::OpenClip);
        return true;
    }

    void readVae()
    {
        const auto vae = names(kVae, "VAE");
        if (vae.isEmpty())
            return;
        m_model.vae = vaeFromShapes(vae, NameLayout::Original, m_model.vae);
        m_model.vaeSource = source(kVae, NameLayout::Original);
    }

    // SDXL's time ids, six of them (the refiner's five), are embedded and put beside the pooled text.
    void deriveAddedConditioning()
    {
        if (!isXl(m_model.info.kind))
            return;
        const std::int64_t ids = m_model.info.kind == ModelKind::SdxlRefiner ? 5 : 6;
        UNetConfig &unet = m_model.unet;
        const std::int64_t rest = unet.additionInputDim - m_model.text2->projectionDim;
        if (rest <= 0 || rest % ids != 0)
            names(kUNet, "UNet").damaged("its added conditioning does not match the second text encoder");
        unet.additionTimeEmbedDim = rest / ids;
    }

    void addParts()
    {
        auto &parts = m_model.info.parts;
        if (m_model.info.kind != ModelKind::SdxlRefiner)
            parts.push_back(summarisePart("text_encoder", m_model.textSource));
        if (m_model.text2)
            parts.push_back(summarisePart("text_encoder_2", m_model.text2Source));
        parts.push_back(summarisePart("unet", m_model.unetSource));
        parts.push_back(summarisePart("vae", m_model.vaeSource));
        summariseModel(m_model.info);
    }

    void resolvePrediction(std::optional<PredictionType> prediction)
    {
        ModelInfo &info = m_model.info;
        PredictionFinding finding = findPrediction(*m_file, info.kind, info.inpainting);
        if (prediction)
            finding = {*prediction, "user", finding.zeroSnr, {}};
        info.prediction = finding.type;
        info.predictionSource = finding.source;
        if (!finding.warning.empty())
            info.warnings.push_back(finding.warning);
        // In half precision the attention of the SD 2 models that predict v overflows.
        m_model.unet.upcastAttention = info.kind == ModelKind::Sd2 && info.prediction == PredictionType::VPrediction;
        info.nativeWidth = info.nativeHeight = usualSize(info.kind, info.prediction);
        m_model.unet.sampleSize = info.nativeWidth / 8;
        m_model.schedulerConfigJson = usualScheduler(info.kind, info.prediction, finding.zeroSnr);
    }

    ModelDescription m_model;
    PartFaults m_faults;
    std::shared_ptr<const TensorFile> m_file;
    std::string m_fileName;
};

} // namespace

ModelDescription describeSingleFile(const std::filesystem::path &path, std::optional<PredictionType> prediction,
                                    bool noteFaults)
{
    return SingleFileReader(path, noteFaults).read(prediction);
}

void describeVaeFile(const std::filesystem::path &path, VaeConfig &config, PartSource &source)
{
    const auto file = openTensorFile(path);
    const std::string what = "The VAE in “" + path.filename().string() + "”";
    PartSource found{true, NameLayout::Original, file->find("first_stage_model.encoder.conv_in.weight") ? kVae : "", {file}};
    const TensorNames names(*file, found.prefix, what);
    if (!names.has("encoder.conv_in.weight") || !names.has("decoder.conv_in.weight"))
        throw Failure(ErrorCode::Unsupported, "“" + path.filename().string() + "” holds no VAE; choose a VAE's file or folder.");
    if (names.hasBelow("encoder.down_blocks."))
        found.layout = NameLayout::Diffusers;
    config = vaeFromShapes(names, found.layout, config);
    source = std::move(found);
}

} // namespace calotype::formats
