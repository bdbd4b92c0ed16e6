#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/InvokeAiLegacy.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

// Version 4 names models "name", version 3 "model_name"; before the models had records, the text was the name.
const std::string *modelName(const json *model)
{
    return nameIn(model, {"name", "model_name"});
}

void addModels(const json *record, PictureInfo &info)
{
    const json *model = member(record, "model");
    if (const std::string *name = modelName(model))
        info.set("model", *name);
    if (const std::string *hash = textMember(model, "hash"))
        info.set("model_hash", *hash);
    if (const std::string *name = modelName(member(record, "vae")))
        info.set("vae", *name);
    if (const std::string *name = modelName(member(record, "refiner_model"))) {
        info.set("refiner", *name);
        setFraction(info, "refiner_switch_at", member(record, "refiner_start"));
    }
}

void addLoras(const json *record, PictureInfo &info)
{
    const json *entries = member(record, "loras");
    if (!entries || !entries->is_array())
        return;
    json loras = json::array();
    for (const json &entry : *entries) {
        const json *model = member(&entry, "model");
        const std::string *name = modelName(model ? model : member(&entry, "lora"));
        if (name)
            loras.push_back(lora(*name, numberOf(member(&entry, "weight"))));
    }
    setLoras(info, std::move(loras));
}

PictureInfo fieldsOf(const json &record)
{
    PictureInfo info;
    info.source = sources::kInvokeAi;
    setText(info, "prompt", member(&record, "positive_prompt"));
    setText(info, "negative_prompt", member(&record, "negative_prompt"));
    setSteps(info, member(&record, "steps"));
    setText(info, "sampler", member(&record, "scheduler"));
    setGuidance(info, "guidance", member(&record, "cfg_scale"));
    setGuidance(info, "distilled_guidance", member(&record, "guidance"));
    setSeedOf(info, member(&record, "seed"));
    setPixels(info, "width", member(&record, "width"));
    setPixels(info, "height", member(&record, "height"));
    setFraction(info, "strength", member(&record, "strength"));
    // It counts the layers left out: 0 is the others' 1, which is none.
    const auto skipped = integerOf(member(&record, "clip_skip"));
    if (skipped && *skipped > 0 && *skipped < 32)
        info.set("clip_skip", *skipped + 1);
    addModels(&record, info);
    addLoras(&record, info);
    return info;
}

} // namespace

std::optional<PictureInfo> parseInvokeAi(const PictureTexts &texts)
{
    if (const std::string *text = texts.find("invokeai_metadata")) {
        const auto record = parseJsonText(*text);
        if (record && record->is_object())
            return fieldsOf(*record);
    }
    return parseInvokeAiLegacy(texts);
}

} // namespace calotype::formats
