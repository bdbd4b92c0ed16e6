#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <string>
#include <string_view>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::string_view kSoftware = "NovelAI";

// What it writes into a PNG as a text each; in a WebP and in the pixels all are one JSON object.
struct Record {
    std::string description;
    std::string source; // the model
    json comment; // the settings
};

std::optional<Record> recordInTexts(const PictureTexts &texts)
{
    const std::string *software = texts.find("Software");
    if (!software || !software->starts_with(kSoftware))
        return std::nullopt;
    const auto textOf = [&](std::string_view key) {
        const std::string *text = texts.find(key);
        return text ? *text : std::string();
    };
    auto comment = parseJsonText(textOf("Comment"));
    return Record{textOf("Description"), textOf("Source"), comment ? std::move(*comment) : json()};
}

std::optional<Record> recordInObject(const json &object)
{
    const std::string *software = textMember(&object, "Software");
    const json *comment = member(&object, "Comment");
    if (!software || !software->starts_with(kSoftware) || !comment)
        return std::nullopt;
    const auto textOf = [&](std::string_view key) {
        const std::string *text = textMember(&object, key);
        return text ? *text : std::string();
    };
    Record record{textOf("Description"), textOf("Source"), *comment};
    if (const auto *text = comment->get_ptr<const std::string *>()) {
        auto settings = parseJsonText(*text);
        record.comment = settings ? std::move(*settings) : json();
    }
    return record;
}

std::optional<Record> findRecord(const PictureTexts &texts)
{
    if (auto record = recordInTexts(texts))
        return record;
    for (const std::string *text : texts.records()) {
        const auto object = text->find(kSoftware) == std::string::npos ? std::nullopt : parseJsonText(*text);
        auto record = object ? recordInObject(*object) : std::nullopt;
        if (record)
            return record;
    }
    return std::nullopt;
}

void addCharacters(const json *comment, PictureInfo &info)
{
    const json *captions = member(member(member(comment, "v4_prompt"), "caption"), "char_captions");
    if (!captions || !captions->is_array())
        return;
    json characters = json::array();
    for (const json &entry : *captions) {
        const std::string *text = textMember(&entry, "char_caption");
        if (text && !text->empty())
            characters.push_back(*text);
    }
    if (!characters.empty())
        info.set("character_prompts", std::move(characters));
}

void addStrength(const json *comment, PictureInfo &info)
{
    const std::string *request = textMember(comment, "request_type");
    if (request && *request == "PromptGenerateRequest")
        return;
    setFraction(info, "strength", member(comment, "strength"));
    const PictureField *strength = info.find("strength");
    if (!request && strength && strength->state == FieldState::Restored)
        info.set("strength", json(strength->value), FieldState::Approximated,
            "Old NovelAI pictures have a strength even where they were made of words alone.");
}

} // namespace

std::optional<PictureInfo> parseNovelAi(const PictureTexts &texts)
{
    const auto record = findRecord(texts);
    if (!record)
        return std::nullopt;
    PictureInfo info;
    info.source = sources::kNovelAi;
    const json *comment = &record->comment;
    if (const std::string *prompt = textMember(comment, "prompt"))
        info.set("prompt", *prompt);
    else if (!record->description.empty())
        info.set("prompt", record->description);
    setText(info, "negative_prompt", member(comment, "uc"));
    setSteps(info, member(comment, "steps"));
    setText(info, "sampler", member(comment, "sampler"));
    setText(info, "schedule", member(comment, "noise_schedule"));
    setGuidance(info, "guidance", member(comment, "scale"));
    setSeedOf(info, member(comment, "seed"));
    setPixels(info, "width", member(comment, "width"));
    setPixels(info, "height", member(comment, "height"));
    addStrength(comment, info);
    addCharacters(comment, info);
    if (!record->source.empty())
        info.set("model", record->source);
    return info;
}

} // namespace calotype::formats
