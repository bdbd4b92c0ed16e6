#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <string>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

void addLoras(const json *details, PictureInfo &info)
{
    const json *entries = member(details, "loras");
    if (!entries || !entries->is_array())
        return;
    json loras = json::array();
    for (const json &entry : *entries) {
        const std::string *file = textMember(&entry, "file");
        if (file && !file->empty())
            loras.push_back(lora(*file, numberOf(member(&entry, "weight"))));
    }
    setLoras(info, std::move(loras));
}

PictureInfo fieldsOf(const json &record)
{
    PictureInfo info;
    info.source = sources::kDrawThings;
    setText(info, "prompt", member(&record, "c"));
    setText(info, "negative_prompt", member(&record, "uc"));
    setSteps(info, member(&record, "steps"));
    if (const std::string *sampler = textMember(&record, "sampler"))
        setSampler(info, *sampler);
    setGuidance(info, "guidance", member(&record, "scale"));
    setSeedOf(info, member(&record, "seed"));
    setSize(info, member(&record, "size"));
    setText(info, "model", member(&record, "model"));
    setFraction(info, "strength", member(&record, "strength"));
    const auto skip = integerOf(member(&record, "clip_skip"));
    if (skip && *skip >= 1 && *skip < 32)
        info.set("clip_skip", *skip);
    // Newer versions add everything that they know of the picture.
    const json *details = member(&record, "v2");
    addLoras(details, info);
    if (const std::string *refiner = textMember(details, "refinerModel"); refiner && !refiner->empty()) {
        info.set("refiner", *refiner);
        setFraction(info, "refiner_switch_at", member(details, "refinerStart"));
    }
    return info;
}

} // namespace

std::optional<PictureInfo> parseDrawThings(const PictureTexts &texts)
{
    const std::string *text = texts.find("XMP exif:UserComment");
    const auto record = text ? parseJsonText(*text) : std::nullopt;
    if (!record || !textMember(&*record, "c"))
        return std::nullopt;
    return fieldsOf(*record);
}

} // namespace calotype::formats
