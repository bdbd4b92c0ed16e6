#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <string>
#include <string_view>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::string_view kParameters = "sui_image_params";

// The hash that it noted for the model of one kind ("model", "loras", …); any model of that kind if @p name is empty.
std::string_view hashOf(const json &record, std::string_view param, std::string_view name)
{
    const json *models = member(&record, "sui_models");
    if (!models || !models->is_array())
        return {};
    for (const json &model : *models) {
        const std::string *kind = textMember(&model, "param");
        const std::string *file = textMember(&model, "name");
        const std::string *hash = textMember(&model, "hash");
        const bool isNamed = name.empty() || (file && file->starts_with(name));
        if (kind && *kind == param && hash && isNamed)
            return *hash;
    }
    return {};
}

// Names and weights are two lists of one length.
void addLoras(const json &record, const json *parameters, PictureInfo &info)
{
    const json *names = member(parameters, "loras");
    const json *weights = member(parameters, "loraweights");
    if (!names || !names->is_array())
        return;
    json loras = json::array();
    for (std::size_t i = 0; i < names->size() && i < 1000; ++i) {
        const auto *name = (*names)[i].get_ptr<const std::string *>();
        if (!name || name->empty())
            continue;
        const bool hasWeight = weights && weights->is_array() && i < weights->size();
        const auto weight = numberOf(hasWeight ? &(*weights)[i] : nullptr);
        loras.push_back(lora(*name, weight, hashOf(record, "loras", *name)));
    }
    setLoras(info, std::move(loras));
}

// The refiner takes the last part of the steps, and may enlarge first.
void addRefiner(const json *parameters, PictureInfo &info)
{
    if (const std::string *name = textMember(parameters, "refinermodel"); name && *name != "(Use Base)")
        info.set("refiner", *name);
    const auto part = numberOf(member(parameters, "refinercontrolpercentage"));
    if (info.find("refiner") && part && *part >= 0 && *part <= 1)
        info.set("refiner_switch_at", 1 - *part);
    if (const json *factor = member(parameters, "refinerupscale"))
        setNumber(info, "hires_upscale", *factor, 0.05, 64);
}

PictureInfo fieldsOf(const json &record, const json *parameters)
{
    PictureInfo info;
    info.source = sources::kSwarmUi;
    setText(info, "prompt", member(parameters, "prompt"));
    setText(info, "negative_prompt", member(parameters, "negativeprompt"));
    setSteps(info, member(parameters, "steps"));
    setText(info, "sampler", member(parameters, "sampler"));
    setText(info, "schedule", member(parameters, "scheduler"));
    setGuidance(info, "guidance", member(parameters, "cfgscale"));
    setGuidance(info, "distilled_guidance", member(parameters, "fluxguidancescale"));
    setSeedOf(info, member(parameters, "seed"));
    setPixels(info, "width", member(parameters, "width"));
    setPixels(info, "height", member(parameters, "height"));
    setText(info, "model", member(parameters, "model"));
    if (const std::string_view hash = hashOf(record, "model", {}); !hash.empty())
        info.set("model_hash", hash);
    setText(info, "vae", member(parameters, "vae"));
    setFraction(info, "strength", member(parameters, "initimagecreativity"));
    setFraction(info, "variation_seed_strength", member(parameters, "variationseedstrength"));
    // Counted from the end: −1 is the last layer.
    const auto layer = integerOf(member(parameters, "clipstopatlayer"));
    if (layer && *layer <= -1 && *layer > -32)
        info.set("clip_skip", -*layer);
    addLoras(record, parameters, info);
    addRefiner(parameters, info);
    return info;
}

} // namespace

std::optional<PictureInfo> parseSwarmUi(const PictureTexts &texts)
{
    for (const std::string *text : texts.records()) {
        if (text->find(kParameters) == std::string::npos)
            continue;
        const auto record = parseJsonText(*text);
        const json *parameters = record ? member(&*record, kParameters) : nullptr;
        if (parameters && parameters->is_object())
            return fieldsOf(*record, parameters);
    }
    return std::nullopt;
}

} // namespace calotype::formats
