#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"

#include <array>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

// No other program has these two together.
constexpr const char *kModel = "use_stable_diffusion_model";
constexpr const char *kSteps = "num_inference_steps";

constexpr std::array kKeys{"prompt",         "seed",   "negative_prompt", kSteps,          "guidance_scale",
                           "width",          "height", kModel,            "clip_skip",     "use_vae_model",
                           "sampler_name",   "tiling", "use_lora_model",  "lora_alpha",    "prompt_strength",
                           "scheduler_name", "use_face_correction"};

bool isOurs(const json &record)
{
    return record.is_object() && record.contains(kModel) && record.contains(kSteps);
}

// A PNG has a text for each value, in Python's words.
json recordOf(const PictureTexts &texts)
{
    json record = json::object();
    for (const char *key : kKeys) {
        if (const std::string *text = texts.find(key))
            record[key] = *text == "True" ? json(true) : *text == "False" ? json(false) : *text == "None" ? json() : json(*text);
    }
    return record;
}

// The file's name: the record has the path on the machine that made it.
void setFileName(PictureInfo &info, std::string_view name, const json *path)
{
    const auto *text = path ? path->get_ptr<const std::string *>() : nullptr;
    if (!text)
        return;
    const auto slash = text->find_last_of("/\\");
    std::string file = slash == std::string::npos ? *text : text->substr(slash + 1);
    if (!file.empty())
        info.set(name, std::move(file));
}

void addLoras(const json &record, PictureInfo &info)
{
    const json *files = member(&record, "use_lora_model");
    const json *weights = member(&record, "lora_alpha");
    json loras = json::array();
    const auto add = [&loras](const json &file, const json *weight) {
        if (const auto *name = file.get_ptr<const std::string *>(); name && !name->empty())
            loras.push_back(lora(*name, numberOf(weight)));
    };
    if (files && files->is_array()) {
        for (std::size_t i = 0; i < files->size(); ++i)
            add((*files)[i], weights && weights->is_array() && i < weights->size() ? &(*weights)[i] : nullptr);
    } else if (files) {
        add(*files, weights);
    }
    setLoras(info, std::move(loras));
}

PictureInfo fieldsOf(const json &record)
{
    PictureInfo info;
    info.source = sources::kEasyDiffusion;
    setText(info, "prompt", member(&record, "prompt"));
    setText(info, "negative_prompt", member(&record, "negative_prompt"));
    setSteps(info, member(&record, kSteps));
    setText(info, "sampler", member(&record, "sampler_name"));
    setText(info, "schedule", member(&record, "scheduler_name"));
    setGuidance(info, "guidance", member(&record, "guidance_scale"));
    setSeedOf(info, member(&record, "seed"));
    setPixels(info, "width", member(&record, "width"));
    setPixels(info, "height", member(&record, "height"));
    setFileName(info, "model", member(&record, kModel));
    setFileName(info, "vae", member(&record, "use_vae_model"));
    if (const json *skip = member(&record, "clip_skip"); skip && *skip == true)
        info.set("clip_skip", 2); // the program knows only this one
    setFraction(info, "strength", member(&record, "prompt_strength"));
    setFileName(info, "face_restoration", member(&record, "use_face_correction"));
    addLoras(record, info);
    return info;
}

} // namespace

std::optional<PictureInfo> parseEasyDiffusion(const PictureTexts &texts)
{
    if (const json record = recordOf(texts); isOurs(record))
        return fieldsOf(record);
    for (const std::string *text : texts.records()) {
        const auto record = text->find(kModel) == std::string::npos ? std::nullopt : parseJsonText(*text);
        if (record && isOurs(*record))
            return fieldsOf(*record);
    }
    return std::nullopt;
}

} // namespace calotype::formats
