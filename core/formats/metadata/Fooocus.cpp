#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::string_view kNoVae = "Default (model)";
constexpr std::string_view kNoModel = "None";

// [[name, weight, hash], …]; old versions have only lora_combined_1: "name : weight".
json lorasOf(const json &record)
{
    json loras = json::array();
    const json *entries = member(&record, "loras");
    for (std::size_t i = 0; entries && entries->is_array() && i < entries->size(); ++i) {
        const json &entry = (*entries)[i];
        if (!entry.is_array() || entry.size() < 2 || !entry[0].is_string())
            continue;
        const auto *hash = entry.size() > 2 ? entry[2].get_ptr<const std::string *>() : nullptr;
        loras.push_back(lora(*entry[0].get_ptr<const std::string *>(), numberOf(&entry[1]),
            hash ? std::string_view(*hash) : std::string_view()));
    }
    for (int i = 1; !entries && i <= 16; ++i) {
        const std::string *text = textMember(&record, "lora_combined_" + std::to_string(i));
        const std::size_t colon = text ? text->rfind(" : ") : std::string::npos;
        if (colon == std::string::npos)
            continue;
        const json weight = text->substr(colon + 3);
        loras.push_back(lora(text->substr(0, colon), numberOf(&weight)));
    }
    return loras;
}

PictureInfo fieldsOf(const json &record)
{
    PictureInfo info;
    info.source = sources::kFooocus;
    setText(info, "prompt", member(&record, "prompt"));
    setText(info, "negative_prompt", member(&record, "negative_prompt"));
    setSteps(info, member(&record, "steps"));
    setText(info, "sampler", member(&record, "sampler"));
    setText(info, "schedule", member(&record, "scheduler"));
    setGuidance(info, "guidance", member(&record, "guidance_scale"));
    setSeedOf(info, member(&record, "seed"));
    setSize(info, member(&record, "resolution"));
    setText(info, "model", member(&record, "base_model"));
    setText(info, "model_hash", member(&record, "base_model_hash"));
    const auto skip = integerOf(member(&record, "clip_skip"));
    if (skip && *skip >= 1 && *skip < 32)
        info.set("clip_skip", *skip);
    if (const std::string *vae = textMember(&record, "vae"); vae && *vae != kNoVae)
        info.set("vae", *vae);
    if (const std::string *refiner = textMember(&record, "refiner_model"); refiner && *refiner != kNoModel) {
        info.set("refiner", *refiner);
        setFraction(info, "refiner_switch_at", member(&record, "refiner_switch"));
        if (const std::string *hash = textMember(&record, "refiner_model_hash"))
            info.set("refiner_hash", *hash);
    }
    setLoras(info, lorasOf(record));
    return info;
}

bool isRecord(const json &record)
{
    const std::string *scheme = textMember(&record, "metadata_scheme");
    return (scheme && *scheme == "fooocus") || (member(&record, "base_model") && member(&record, "prompt"));
}

// "name: value, name: value"; names may hold colons.
std::vector<std::pair<std::string, std::string>> pairsOf(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find(", "));
        text.remove_prefix(std::min(text.size(), pair.size() + 2));
        const std::size_t colon = pair.rfind(": ");
        if (colon != std::string_view::npos)
            pairs.emplace_back(pair.substr(0, colon), pair.substr(colon + 2));
    }
    return pairs;
}

// Both lists have the LoRAs in one order.
json lorasOf(const std::string *hashes, const std::string *weights)
{
    const auto hashed = pairsOf(hashes ? *hashes : "");
    const auto weighted = pairsOf(weights ? *weights : "");
    json loras = json::array();
    for (std::size_t i = 0; i < hashed.size() && i < 1000; ++i) {
        const bool isSame = i < weighted.size() && weighted[i].first == hashed[i].first;
        const json weight = isSame ? json(weighted[i].second) : json();
        loras.push_back(lora(hashed[i].first, numberOf(&weight), hashed[i].second));
    }
    return loras;
}

// The text above the settings has the styles' words too; the user's own stand among the settings.
PictureInfo fieldsOf(A1111Record record)
{
    const auto take = [&](std::string_view key) -> std::optional<std::string> {
        const std::string *value = record.find(key);
        return value ? std::optional(*value) : std::nullopt;
    };
    const auto prompt = take("Raw prompt");
    const auto negative = take("Raw negative prompt");
    const auto schedule = take("Scheduler");
    json loras = lorasOf(record.find("Lora hashes"), record.find("Lora weights"));
    // Said already, or nothing of the picture's.
    const auto isDone = [](const auto &setting) {
        const std::string &key = setting.first;
        return key == "Version" || key == "Lora hashes" || key == "Lora weights" || key == "Scheduler"
            || key == "Raw prompt" || key == "Raw negative prompt" || (key == "VAE" && setting.second == kNoVae);
    };
    std::erase_if(record.settings, isDone);

    PictureInfo info;
    addA1111Fields(record, info);
    info.source = sources::kFooocus;
    if (prompt)
        info.set("prompt", *prompt);
    if (negative)
        info.set("negative_prompt", *negative);
    if (schedule && !info.find("schedule"))
        info.set("schedule", *schedule);
    setLoras(info, std::move(loras));
    return info;
}

} // namespace

std::optional<PictureInfo> parseFooocus(const PictureTexts &texts)
{
    const std::string *scheme = texts.findFirst({"fooocus_scheme", "EXIF 0x927C"});
    for (const std::string *text : texts.records()) {
        if (text->starts_with('{')) {
            const auto record = parseJsonText(*text);
            if (record && isRecord(*record))
                return fieldsOf(*record);
            continue;
        }
        A1111Record record = splitA1111Text(*text);
        const std::string *version = record.find("Version");
        const bool isNamed = (scheme && *scheme == "a1111") || (version && version->starts_with("Fooocus"));
        if (isNamed && !record.settings.empty())
            return fieldsOf(std::move(record));
    }
    return std::nullopt;
}

} // namespace calotype::formats
