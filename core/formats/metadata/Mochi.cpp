#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"

#include <array>
#include <map>

namespace calotype::formats {

namespace {

constexpr std::string_view kPrompt = "Include in Image: ";
constexpr std::string_view kNegative = "Exclude from Image";
constexpr std::array<std::string_view, 10> kKeys{kNegative,  "Model",     "Steps",           "Guidance Scale", "Seed",
                                                 "Size",     "Upscaler",  "Scheduler",       "ML Compute Unit", "Generator"};

using Values = std::map<std::string_view, std::string>;

// From behind: a prompt may hold "; Steps: 3" of its own, but what the program writes comes after it, each key once.
Values split(std::string_view text)
{
    constexpr std::string_view kBetween = "; ";
    Values values;
    std::size_t end = text.size();
    for (auto at = text.rfind(kBetween); at != std::string_view::npos && !values.contains(kNegative);
         at = at == 0 ? std::string_view::npos : text.rfind(kBetween, at - 1)) {
        const std::string_view part = text.substr(at + kBetween.size(), end - at - kBetween.size());
        for (const std::string_view key : kKeys) {
            if (!part.starts_with(key) || !part.substr(key.size()).starts_with(": ") || values.contains(key))
                continue;
            values.emplace(key, part.substr(key.size() + 2));
            end = at;
            break;
        }
    }
    values.emplace(kPrompt, text.substr(kPrompt.size(), end - kPrompt.size()));
    return values;
}

} // namespace

std::optional<PictureInfo> parseMochi(const PictureTexts &texts)
{
    const std::string *text = texts.findFirst({"EXIF ImageDescription", "XMP dc:description"});
    if (!text || !text->starts_with(kPrompt))
        return std::nullopt;
    const Values values = split(*text);
    PictureInfo info;
    info.source = sources::kMochi;
    const auto with = [&values](std::string_view key, const auto &set) {
        if (const auto found = values.find(key); found != values.end() && !found->second.empty())
            set(nlohmann::json(found->second));
    };
    using Json = const nlohmann::json &;
    with(kPrompt, [&](Json value) { setText(info, "prompt", &value); });
    with(kNegative, [&](Json value) { setText(info, "negative_prompt", &value); });
    with("Model", [&](Json value) { setText(info, "model", &value); });
    with("Steps", [&](Json value) { setSteps(info, &value); });
    with("Guidance Scale", [&](Json value) { setGuidance(info, "guidance", &value); });
    with("Seed", [&](Json value) { setSeedOf(info, &value); });
    with("Size", [&](Json value) { setSize(info, &value); });
    with("Scheduler", [&](Json value) { setText(info, "sampler", &value); });
    with("Generator", [&](Json value) { setText(info, "version", &value); });
    return info;
}

} // namespace calotype::formats
