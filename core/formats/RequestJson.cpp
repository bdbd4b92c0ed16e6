#include "core/formats/RequestJson.h"

#include "core/base/Error.h"
#include "core/formats/Sha256.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<PreviewMethod, const char *>, 3> kPreviews{{
    {PreviewMethod::Off, "off"},
    {PreviewMethod::LatentRgb, "latent_rgb"},
    {PreviewMethod::Taesd, "taesd"},
}};

constexpr std::array<std::pair<NoiseMode, const char *>, 3> kNoises{{
    {NoiseMode::PerImage, "per_image"},
    {NoiseMode::Batch, "batch"},
    {NoiseMode::Nv, "nv"},
}};

constexpr std::array<std::pair<PromptSyntax, const char *>, 2> kSyntaxes{{
    {PromptSyntax::Plain, "plain"},
    {PromptSyntax::Weighted, "a1111"},
}};

constexpr std::array<PredictionType, 3> kPredictions{PredictionType::Epsilon, PredictionType::VPrediction, PredictionType::Sample};

// Typed reading of one stored object. What is absent or null leaves the value as it is.
class StoredFields
{
public:
    StoredFields(const json &object, std::string what, std::string path = {})
        : m_object(object)
        , m_what(std::move(what))
        , m_path(std::move(path))
    {
        if (!object.is_object())
            throw Failure(ErrorCode::Damaged, "The stored " + m_what + (m_path.empty() ? "" : "'s “" + m_path + "”")
                                                  + " is no JSON object, so it cannot be used.");
    }

    void read(const char *name, std::string &value) const
    {
        if (const json *field = find(name))
            value = text(name, *field);
    }
    void read(const char *name, std::optional<std::string> &value) const
    {
        if (const json *field = find(name))
            value = text(name, *field);
    }
    void read(const char *name, bool &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        if (!field->is_boolean())
            damaged(name, "true or false");
        value = field->get<bool>();
    }
    void read(const char *name, double &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        if (!field->is_number() || !std::isfinite(field->get<double>()))
            damaged(name, "a number");
        value = field->get<double>();
    }
    void read(const char *name, int &value) const
    {
        if (const json *field = find(name))
            value = integer(name, *field);
    }
    void read(const char *name, std::int64_t &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        if (!isInt64(*field))
            damaged(name, "a whole number");
        value = field->get<std::int64_t>();
    }
    void read(const char *name, std::optional<Variation> &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        const StoredFields object(*field, m_what, name);
        Variation variation;
        object.read("seed", variation.seed);
        object.read("strength", variation.strength);
        value = variation;
    }
    void read(const char *name, std::pair<int, int> &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        if (!field->is_array() || field->size() != 2)
            damaged(name, "a list of two whole numbers");
        value = {integer(name, (*field)[0]), integer(name, (*field)[1])};
    }
    void read(const char *name, std::optional<std::pair<int, int>> &value) const
    {
        if (!find(name))
            return;
        std::pair<int, int> pair;
        read(name, pair);
        value = pair;
    }
    void read(const char *name, std::vector<std::int64_t> &value) const
    {
        const json *field = find(name);
        if (!field)
            return;
        if (!field->is_array())
            damaged(name, "a list of whole numbers");
        std::vector<std::int64_t> numbers;
        for (const json &number : *field) {
            if (!isInt64(number))
                damaged(name, "a list of whole numbers");
            numbers.push_back(number.get<std::int64_t>());
        }
        value = std::move(numbers);
    }

    /// The digest in the object @p name, or "" where there is none.
    std::string imageHash(const char *name) const
    {
        const json *field = find(name);
        if (!field)
            return {};
        const StoredFields image(*field, m_what, name);
        std::string hash;
        image.read("sha256", hash);
        if (!isSha256(hash))
            image.damaged("sha256", "a SHA-256 in hexadecimal");
        return hash;
    }

    [[noreturn]] void damaged(const char *name, const char *wanted) const
    {
        const std::string path = m_path.empty() ? name : m_path + "." + name;
        throw Failure(ErrorCode::Damaged, "“" + path + "” of the stored " + m_what + " is not " + wanted + ", so it cannot be used.");
    }

private:
    const json *find(const char *name) const
    {
        const auto field = m_object.find(name);
        return field == m_object.end() || field->is_null() ? nullptr : &*field;
    }

    std::string text(const char *name, const json &field) const
    {
        if (!field.is_string())
            damaged(name, "a text");
        return field.get<std::string>();
    }

    static bool isInt64(const json &field)
    {
        if (field.is_number_unsigned())
            return field.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
        return field.is_number_integer();
    }

    int integer(const char *name, const json &field) const
    {
        if (!isInt64(field) || !std::in_range<int>(field.get<std::int64_t>()))
            damaged(name, "a whole number");
        return field.get<int>();
    }

    const json &m_object;
    std::string m_what;
    std::string m_path; // of the object in its parent
};

template<typename T>
void putIf(json &object, const char *name, const std::optional<T> &value)
{
    if (value)
        object[name] = *value;
}

void putIf(json &object, const char *name, const std::string &value)
{
    if (!value.empty())
        object[name] = value;
}

void putImage(json &object, const char *name, const Image *image)
{
    if (image)
        object[name] = {{"width", image->width}, {"height", image->height}, {"sha256", pixelHash(*image)}};
}

template<typename Value, std::size_t Count>
const char *wordOf(const std::array<std::pair<Value, const char *>, Count> &words, Value wanted)
{
    for (const auto &[value, word] : words) {
        if (value == wanted)
            return word;
    }
    return words.front().second;
}

/// Reads one of @p words. @param choices  named where it is none of them
template<typename Value, std::size_t Count>
void readWord(const StoredFields &fields, const char *name, const std::array<std::pair<Value, const char *>, Count> &words,
              const char *choices, Value &value)
{
    std::optional<std::string> found;
    fields.read(name, found);
    if (!found)
        return;
    for (const auto &[candidate, word] : words) {
        if (*found == word) {
            value = candidate;
            return;
        }
    }
    fields.damaged(name, choices);
}

} // namespace

json toJson(const GenerationRequest &request)
{
    json object{
        {"prompt", request.prompt},
        {"sampler", request.sampler},
        {"schedule", request.schedule},
        {"steps", request.steps},
        {"guidance", request.guidance},
        {"guidance_rescale", request.guidanceRescale},
        {"eta", request.eta},
        {"width", request.width},
        {"height", request.height},
        {"clip_skip", request.clipSkip},
        {"seeds", request.seeds},
        {"prompt_syntax", wordOf(kSyntaxes, request.promptSyntax)},
        {"noise", wordOf(kNoises, request.noise)},
        {"strength", request.strength},
        {"crop_top_left", request.cropTopLeft},
        {"preview", wordOf(kPreviews, request.preview)},
        {"keep_latents", request.keepLatents},
        {"keep_step_latents", request.keepStepLatents},
    };
    if (request.previewEvery != 1)
        object["preview_every"] = request.previewEvery;
    if (request.previewSeconds > 0)
        object["preview_seconds"] = request.previewSeconds;
    putIf(object, "negative_prompt", request.negativePrompt);
    putIf(object, "prompt_2", request.prompt2);
    putIf(object, "negative_prompt_2", request.negativePrompt2);
    putIf(object, "original_size", request.originalSize);
    putIf(object, "target_size", request.targetSize);
    if (request.variation)
        object["variation"] = {{"seed", request.variation->seed}, {"strength", request.variation->strength}};
    putIf(object, "parent_sha256", request.parentHash);
    if (request.inpaintOnlyMasked) {
        object["inpaint_only_masked"] = true;
        object["mask_padding"] = request.maskPadding;
    }
    putImage(object, "init_image", request.initImage.get());
    putImage(object, "mask", request.mask.get());
    return object;
}

GenerationRequest requestFromJson(const json &object)
{
    const StoredFields fields(object, "request");
    GenerationRequest request;
    fields.read("prompt", request.prompt);
    fields.read("negative_prompt", request.negativePrompt);
    fields.read("prompt_2", request.prompt2);
    fields.read("negative_prompt_2", request.negativePrompt2);
    readWord(fields, "prompt_syntax", kSyntaxes, "“plain” or “a1111”", request.promptSyntax);
    fields.read("sampler", request.sampler);
    fields.read("schedule", request.schedule);
    fields.read("steps", request.steps);
    fields.read("guidance", request.guidance);
    fields.read("guidance_rescale", request.guidanceRescale);
    fields.read("eta", request.eta);
    fields.read("width", request.width);
    fields.read("height", request.height);
    fields.read("clip_skip", request.clipSkip);
    fields.read("seeds", request.seeds);
    if (request.seeds.empty())
        fields.damaged("seeds", "a list of whole numbers with at least one in it");
    bool wasBatch = false; // as it was written before there were more than two kinds
    fields.read("batch_noise", wasBatch);
    request.noise = wasBatch ? NoiseMode::Batch : NoiseMode::PerImage;
    readWord(fields, "noise", kNoises, "“per_image”, “batch” or “nv”", request.noise);
    fields.read("variation", request.variation);
    fields.read("strength", request.strength);
    fields.read("inpaint_only_masked", request.inpaintOnlyMasked);
    fields.read("mask_padding", request.maskPadding);
    fields.read("original_size", request.originalSize);
    fields.read("target_size", request.targetSize);
    fields.read("crop_top_left", request.cropTopLeft);
    fields.read("preview_every", request.previewEvery);
    fields.read("preview_seconds", request.previewSeconds);
    fields.read("keep_latents", request.keepLatents);
    fields.read("keep_step_latents", request.keepStepLatents);

    fields.read("parent_sha256", request.parentHash);
    if (!request.parentHash.empty() && !isSha256(request.parentHash))
        fields.damaged("parent_sha256", "a SHA-256 in hexadecimal");

    readWord(fields, "preview", kPreviews, "“off”, “latent_rgb” or “taesd”", request.preview);
    return request;
}

RequestImages requestImages(const json &object)
{
    const StoredFields fields(object, "request");
    return {fields.imageHash("init_image"), fields.imageHash("mask")};
}

json toJson(const ModelSpec &spec)
{
    json object{{"path", spec.path}, {"device", spec.device}, {"dtype", spec.dtype}};
    if (spec.prediction)
        object["prediction"] = predictionTypeName(*spec.prediction);
    putIf(object, "vae_path", spec.vaePath);
    putIf(object, "taesd_path", spec.taesdPath);
    if (spec.memory)
        object["memory"] = memoryModeName(*spec.memory);
    if (spec.vaeTiles != VaeTiles::Auto)
        object["vae_tiles"] = vaeTilesName(spec.vaeTiles);
    return object;
}

ModelSpec modelSpecFromJson(const json &object)
{
    const StoredFields fields(object, "model");
    ModelSpec spec;
    fields.read("path", spec.path);
    fields.read("device", spec.device);
    fields.read("dtype", spec.dtype);
    fields.read("vae_path", spec.vaePath);
    fields.read("taesd_path", spec.taesdPath);
    std::optional<std::string> memory;
    fields.read("memory", memory);
    if (memory) {
        spec.memory = memoryModeOf(*memory);
        if (!spec.memory)
            fields.damaged("memory", "“fast”, “balanced” or “low”");
    }
    std::optional<std::string> tiles;
    fields.read("vae_tiles", tiles);
    if (tiles) {
        const auto chosen = vaeTilesOf(*tiles);
        if (!chosen)
            fields.damaged("vae_tiles", "“auto”, “on” or “off”");
        spec.vaeTiles = *chosen;
    }
    std::optional<std::string> word;
    fields.read("prediction", word);
    if (!word)
        return spec;
    for (const PredictionType type : kPredictions) {
        if (*word == predictionTypeName(type))
            spec.prediction = type;
    }
    if (!spec.prediction)
        fields.damaged("prediction", "“epsilon”, “v_prediction” or “sample”");
    return spec;
}

std::string pixelHash(const Image &image)
{
    return sha256(std::as_bytes(std::span(image.pixels)));
}

} // namespace calotype::formats
