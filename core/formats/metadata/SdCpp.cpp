#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::string_view kMark = "Version: stable-diffusion.cpp";
constexpr std::string_view kJsonKey = ", SDCPP: {";

struct Parts {
    std::string_view text;    ///< of the web UI's kind
    std::optional<json> rest; ///< the JSON at its end, which is not quoted
};

// Nothing where the last line does not name the program.
std::optional<Parts> split(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.remove_suffix(1);
    const auto lastBreak = text.rfind('\n');
    const std::size_t lastLine = lastBreak == std::string_view::npos ? 0 : lastBreak + 1;
    const auto key = text.find(kJsonKey, lastLine);
    Parts parts;
    parts.text = text.substr(0, key);
    if (key != std::string_view::npos)
        parts.rest = parseJsonText(text.substr(key + kJsonKey.size() - 1));
    else if (text.find(kMark, lastLine) == std::string_view::npos)
        return std::nullopt;
    return parts;
}

// "euler_a karras": the schedule behind the blank.
void setSamplerAndSchedule(const std::string &both, PictureInfo &info)
{
    const auto blank = both.find(' ');
    info.set("sampler", both.substr(0, blank));
    info.set("sampler_raw", both);
    if (blank == std::string::npos) {
        std::erase_if(info.fields, [](const PictureField &field) { return field.name == "schedule"; });
        return;
    }
    info.set("schedule", both.substr(blank + 1));
}

void take(json &other, std::string_view key, PictureInfo &info, std::string_view field, double most)
{
    const auto found = other.find(std::string(key));
    if (found == other.end())
        return;
    setNumber(info, field, *found, -most, most);
    other.erase(found);
}

// What this program's line says otherwise than the web UI's.
void mendFields(const A1111Record &record, PictureInfo &info)
{
    json other = json::object();
    if (const PictureField *field = info.find("other"))
        other = field->value;
    take(other, "Guidance", info, "distilled_guidance", 1000);
    if (const std::string *upscaler = record.find("Hires upscale")) { // its name; the factor has a key of its own
        std::erase_if(info.fields, [](const PictureField &field) { return field.name == "hires_upscale"; });
        info.set("hires_upscaler", *upscaler);
    }
    take(other, "Hires scale", info, "hires_upscale", 10'000);
    if (const std::string *sampler = record.find("Sampler"); sampler && !sampler->empty())
        setSamplerAndSchedule(*sampler, info);
    std::erase_if(info.fields, [](const PictureField &field) { return field.name == "other"; });
    if (!other.empty())
        info.set("other", std::move(other));
}

// The program keeps floats, and 0.8 comes out as 0.800000011920929: the shortest number that is the same float.
double asMeant(double value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(value)).ptr;
    double meant = value;
    std::from_chars(text.data(), end, meant);
    return meant;
}

void addFromJson(const json &rest, PictureInfo &info)
{
    const json *models = member(&rest, "models");
    if (!info.find("model")) {
        if (const std::string *model = nameIn(models && models->is_object() ? models : nullptr, {"model", "diffusion_model"}))
            info.set("model", *model);
    }
    const json *sigmas = member(member(&rest, "sampling"), "custom_sigmas");
    const auto isNumber = [](const json &value) { return value.is_number(); };
    if (sigmas && sigmas->is_array() && !sigmas->empty() && std::all_of(sigmas->begin(), sigmas->end(), isNumber))
        info.set("custom_sigmas", *sigmas);
    const json *files = member(&rest, "loras");
    json loras = json::array();
    for (const json &entry : files && files->is_array() ? *files : json::array()) {
        const std::string *name = textMember(&entry, "name");
        const auto weight = numberOf(member(&entry, "multiplier"));
        if (name)
            loras.push_back(lora(*name, weight ? std::optional(asMeant(*weight)) : std::nullopt));
    }
    setLoras(info, std::move(loras));
}

} // namespace

std::optional<PictureInfo> parseSdCpp(const PictureTexts &texts)
{
    PictureInfo info;
    info.source = sources::kSdCpp;
    for (const std::string *text : texts.records()) {
        const auto parts = split(*text);
        if (!parts)
            continue;
        const A1111Record record = splitA1111Text(parts->text);
        addA1111Fields(record, info);
        mendFields(record, info);
        if (parts->rest)
            addFromJson(*parts->rest, info);
        return info;
    }
    // Only this program's comments begin so; one without settings was cut off at the longest that a JPEG holds.
    if (const std::string *text = texts.find("JPEG COM parameters")) {
        const A1111Record record = splitA1111Text(*text);
        const char *note = "The comment was cut off at 64 KB, so what stood behind is lost.";
        info.set(record.negativePrompt.empty() ? "prompt" : "negative_prompt",
                 record.negativePrompt.empty() ? record.prompt : record.negativePrompt, FieldState::Approximated, note);
        if (!record.negativePrompt.empty())
            info.set("prompt", record.prompt);
        return info;
    }
    return std::nullopt;
}

} // namespace calotype::formats
