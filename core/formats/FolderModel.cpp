#include "core/formats/FolderModel.h"

#include "core/base/Error.h"
#include "core/engine/GenerationRequest.h"
#include "core/formats/ConfigFields.h"
#include "core/formats/KindDefaults.h"
#include "core/formats/NetworkConfigs.h"
#include "core/formats/PartFaults.h"
#include "core/formats/PartSummary.h"
#include "core/formats/PredictionFinding.h"
#include "core/formats/TokenizerFiles.h"
#include "core/formats/WeightFiles.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>

namespace calotype::formats {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kBuiltInVocabulary = 49408;
constexpr std::int64_t kLargestSide = 1024; // of latents: 8192 pixels

bool isFile(const fs::path &path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

std::string shown(const fs::path &path)
{
    return "“" + path.string() + "”";
}

// Reads one folder, part by part. The description grows in the order of the functions.
class FolderReader
{
public:
    FolderReader(const fs::path &folder, bool noteFaults)
        : m_folder(folder)
        , m_faults(m_model.info, noteFaults)
    {
        m_model.info.path = folder.string();
        m_model.info.name = modelName(folder);
        m_model.info.format = ModelFormat::Folder;
        m_model.info.sizeBytes = sizeOnDisk(folder);
    }

    ModelDescription read(std::optional<PredictionType> prediction)
    {
        readIndex();
        readUNet();
        applyKindDefaults(m_model);
        if (isXl(m_model.info.kind))
            m_model.forceZerosForEmptyPrompt
                = ConfigFields(m_index, shown(m_folder / "model_index.json"))
                      .flag("force_zeros_for_empty_prompt", m_model.forceZerosForEmptyPrompt);
        if (m_model.info.kind != ModelKind::SdxlRefiner)
            m_faults.attempt([&] { readText("text_encoder", m_model.text, m_model.textSource); });
        if (m_model.text2)
            m_faults.attempt([&] { readText("text_encoder_2", *m_model.text2, m_model.text2Source); });
        m_faults.attempt([&] {
            if (isFile(m_folder / "vae" / "config.json"))
                describeVaeFolder(m_folder / "vae", m_model.vae, m_model.vaeSource);
        });
        addParts();
        readTokenizers();
        m_faults.attempt([&] { readScheduler(); });
        finish(prediction);
        return std::move(m_model);
    }

private:
    void readIndex()
    {
        const fs::path path = m_folder / "model_index.json";
        if (!isFile(path))
            throw Failure(ErrorCode::NotFound, shown(m_folder) + " has no model_index.json, so it is no model's folder; choose "
                                               "the folder that has one, or a model file.");
        m_index = readJsonFile(path);
        m_className = ConfigFields(m_index, shown(path)).text("_class_name", "");
        if (const auto unet = className("unet"); unet != "UNet2DConditionModel")
            throw Failure(ErrorCode::Unsupported,
                          shown(m_folder) + " is a " + (m_className.empty() ? "pipeline of no name" : m_className)
                              + ", a kind of model that is not handled; SD 1.x, SD 2.x and SDXL are.");
    }

    // The class that the index gives for a part; "" where it has none.
    std::string className(const char *part) const
    {
        const auto it = m_index.find(part);
        if (it == m_index.end() || !it->is_array() || it->size() != 2 || !(*it)[1].is_string())
            return {};
        return (*it)[1].get<std::string>();
    }

    void readUNet()
    {
        ModelInfo &info = m_model.info;
        const fs::path config = m_folder / "unet" / "config.json";
        bool known = false;
        m_faults.attempt([&] {
            if (!isFile(config))
                return;
            m_model.unet = readUNetConfig(readJsonFile(config), shown(config));
            known = true;
            requireKnownChannels(m_model);
        });
        const bool xl = known ? m_model.unet.additionTimeEmbedDim > 0 : m_className.find("XL") != std::string::npos;
        if (xl)
            info.kind = className("text_encoder").empty() ? ModelKind::SdxlRefiner : ModelKind::Sdxl;
        else
            info.kind = known && m_model.unet.linearProjection ? ModelKind::Sd2 : ModelKind::Sd1;
        if (!known)
            m_model.unet.sampleSize = 0;
        else
            m_faults.attempt([&] { open("unet", "diffusion_pytorch_model", "diffusion_pytorch_model", m_model.unetSource); });
    }

    void open(const char *part, const char *stem, const char *binStem, PartSource &source)
    {
        source.files = openWeights(m_folder / part, stem, binStem);
        source.present = !source.files.empty();
    }

    void readText(const char *part, ClipTextConfig &config, PartSource &source)
    {
        const fs::path path = m_folder / part / "config.json";
        if (!isFile(path))
            return;
        config = readClipTextConfig(readJsonFile(path), shown(path), className(part) == "CLIPTextModelWithProjection");
        open(part, "model", "pytorch_model", source);
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

    void readTokenizers()
    {
        const bool sd2 = m_model.info.kind == ModelKind::Sd2;
        if (m_model.info.kind != ModelKind::SdxlRefiner)
            readTokenizerOf("tokenizer", m_model.text, sd2 ? 0 : m_model.text.vocabSize - 1, m_model.tokenizer);
        if (m_model.text2)
            readTokenizerOf("tokenizer_2", *m_model.text2, 0, m_model.tokenizer2);
    }

    void readTokenizerOf(const char *part, const ClipTextConfig &text, std::int64_t usualPad, TokenizerSource &source)
    {
        m_faults.attempt([&] { source = readTokenizer(m_folder / part, text, usualPad); });
        ModelPart summary;
        summary.name = part;
        summary.present = !source.vocab.empty();
        if (summary.present)
            summary.files = {source.vocab.string(), source.merges.string()};
        else if (text.vocabSize == kBuiltInVocabulary)
            m_model.info.warnings.push_back(std::string("The folder has no ") + part
                                            + " files; the built-in CLIP vocabulary is used.");
        else
            m_model.info.missing.push_back(part);
        m_model.info.parts.push_back(std::move(summary));
    }

    void readScheduler()
    {
        const fs::path path = m_folder / "scheduler" / "scheduler_config.json";
        ModelPart part;
        part.name = "scheduler";
        part.present = isFile(path);
        if (part.present)
            part.files = {path.string()};
        m_model.info.parts.push_back(part);
        if (!part.present)
            return;
        auto config = readJsonFile(path);
        const ConfigFields fields(config, shown(path));
        const auto word = fields.text("prediction_type", "");
        if (!word.empty()) {
            const auto type = predictionFromWord(word);
            if (!type)
                fields.unsupported("prediction_type", "“" + word + "”");
            m_model.info.prediction = *type;
            m_model.info.predictionSource = "configuration";
        } else {
            m_model.info.predictionSource = "default"; // the reference's schedulers': epsilon
        }
        m_scheduler = std::move(config);
    }

    void finish(std::optional<PredictionType> prediction)
    {
        ModelInfo &info = m_model.info;
        if (m_scheduler.is_null()) {
            const bool v = info.kind == ModelKind::Sd2;
            info.prediction = v ? PredictionType::VPrediction : PredictionType::Epsilon;
            info.predictionSource = v ? "heuristic" : "default";
            info.warnings.push_back(std::string("The folder has no usable scheduler configuration; the usual one of ")
                                    + modelKindName(info.kind) + " is used, with " + predictionTypeName(info.prediction)
                                    + (prediction ? " unless chosen otherwise." : "; choose the prediction type if pictures are noise."));
        }
        if (prediction) {
            info.prediction = *prediction;
            info.predictionSource = "user";
        }
        if (m_scheduler.is_null()) {
            m_model.schedulerConfigJson = usualScheduler(info.kind, info.prediction, false);
        } else {
            m_scheduler["prediction_type"] = predictionTypeName(info.prediction);
            m_model.schedulerConfigJson = m_scheduler.dump();
        }
        // Every VAE of these kinds has eight pixels to a latent; absurd sizes are taken for unknown.
        std::int64_t &side = m_model.unet.sampleSize;
        if (side < 1 || side > kLargestSide)
            side = usualSize(info.kind, info.prediction) / 8;
        info.nativeWidth = info.nativeHeight = static_cast<int>(side * 8);
        info.advice = readAdvice();
    }

    // A row of red, green and blue for each channel, and one for the constant.
    static LatentColours latentColours(const json &rows)
    {
        const auto numbers = rows.get<std::vector<std::array<float, 3>>>();
        LatentColours colours;
        if (numbers.size() != colours.rgbOfChannel.size() + 1)
            throw Failure(ErrorCode::Damaged, "its latent_rgb has not five rows");
        std::copy_n(numbers.begin(), colours.rgbOfChannel.size(), colours.rgbOfChannel.begin());
        colours.constant = numbers.back();
        return colours;
    }

    // A damaged or absurd advice is none: pictures can be made without it.
    ModelAdvice readAdvice()
    {
        ModelAdvice advice;
        const fs::path path = m_folder / "calotype.json";
        if (!isFile(path))
            return advice;
        try {
            const json content = readJsonFile(path);
            if (!content.is_object())
                throw Failure(ErrorCode::Damaged, "it is no JSON object");
            if (const auto steps = content.find("steps"); steps != content.end())
                advice.steps = steps->get<int>();
            if (const auto guidance = content.find("guidance"); guidance != content.end())
                advice.guidance = guidance->get<double>();
            if (const auto prompts = content.find("example_prompts"); prompts != content.end())
                advice.examplePrompts = prompts->get<std::vector<std::string>>();
            if (advice.steps.value_or(1) < 1 || advice.steps.value_or(1) > bounds::kStepsMax
                || !(advice.guidance.value_or(1) >= 0 && advice.guidance.value_or(1) <= bounds::kGuidanceMax))
                throw Failure(ErrorCode::Damaged, "its steps or guidance are out of bounds");
            if (const auto rows = content.find("latent_rgb"); rows != content.end())
                m_model.latentColours = latentColours(*rows);
        } catch (const std::exception &fault) {
            m_model.info.warnings.push_back(shown(path) + " is passed over: " + fault.what());
            return {};
        }
        return advice;
    }

    fs::path m_folder;
    ModelDescription m_model;
    PartFaults m_faults;
    json m_index;
    json m_scheduler;
    std::string m_className;
};

} // namespace

ModelDescription describeFolder(const fs::path &folder, std::optional<PredictionType> prediction, bool noteFaults)
{
    return FolderReader(folder, noteFaults).read(prediction);
}

void describeVaeFolder(const fs::path &folder, VaeConfig &config, PartSource &source)
{
    const fs::path inner = isFile(folder / "config.json") ? folder : folder / "vae";
    const fs::path path = inner / "config.json";
    if (!isFile(path))
        throw Failure(ErrorCode::NotFound, shown(folder) + " has no config.json of a VAE; choose a VAE's folder or file.");
    const VaeConfig read = readVaeConfig(readJsonFile(path), shown(path), config);
    PartSource found;
    found.files = openWeights(inner, "diffusion_pytorch_model", "diffusion_pytorch_model");
    found.present = !found.files.empty();
    config = read;
    source = std::move(found);
}

} // namespace calotype::formats
