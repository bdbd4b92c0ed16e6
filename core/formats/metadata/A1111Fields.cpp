#include "core/formats/metadata/A1111Fields.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMostPixels = 65'536;
constexpr std::uint64_t kMostSteps = 10'000;
constexpr double kMostGuidance = 1'000;

enum class Kind { Text, Steps, Whole, Seed, Guidance, Fraction, Factor, Flag, Size, Hashes, ModelWithHash, Sampler, Ours };

struct Setting {
    std::string_view key;
    std::string_view field;
    Kind kind;
};

// Ours: read elsewhere, together with others.
constexpr std::array kSettings{
    Setting{"Steps", "steps", Kind::Steps},
    Setting{"Sampler", "sampler", Kind::Sampler},
    Setting{"Schedule type", "schedule", Kind::Text},
    Setting{"CFG scale", "guidance", Kind::Guidance},
    Setting{"Distilled CFG Scale", "distilled_guidance", Kind::Guidance},
    Setting{"Seed", "seed", Kind::Seed},
    Setting{"Size", "", Kind::Size},
    Setting{"Model", "model", Kind::Text},
    Setting{"Model hash", "model_hash", Kind::Text},
    Setting{"VAE", "vae", Kind::Text},
    Setting{"VAE hash", "vae_hash", Kind::Text},
    Setting{"Clip skip", "clip_skip", Kind::Whole},
    Setting{"Denoising strength", "strength", Kind::Fraction},
    Setting{"Hires upscale", "hires_upscale", Kind::Factor},
    Setting{"Hires resize", "hires_", Kind::Size},
    Setting{"Hires steps", "hires_steps", Kind::Steps},
    Setting{"Hires upscaler", "hires_upscaler", Kind::Text},
    Setting{"Hires sampler", "hires_sampler", Kind::Text},
    Setting{"Hires prompt", "hires_prompt", Kind::Text},
    Setting{"Hires negative prompt", "hires_negative_prompt", Kind::Text},
    Setting{"Hires CFG Scale", "hires_guidance", Kind::Guidance},
    Setting{"Eta", "eta", Kind::Factor},
    Setting{"ENSD", "ensd", Kind::Seed},
    Setting{"RNG", "rng", Kind::Text},
    Setting{"Tiling", "tiling", Kind::Flag},
    Setting{"Variation seed", "variation_seed", Kind::Seed},
    Setting{"Variation seed strength", "variation_seed_strength", Kind::Fraction},
    Setting{"Seed resize from", "seed_resize_from", Kind::Text},
    Setting{"Refiner", "refiner", Kind::ModelWithHash},
    Setting{"Refiner switch at", "refiner_switch_at", Kind::Fraction},
    Setting{"Mask blur", "mask_blur", Kind::Factor},
    Setting{"Inpaint area", "inpaint_area", Kind::Text},
    Setting{"Masked area padding", "masked_area_padding", Kind::Factor},
    Setting{"Masked content", "masked_content", Kind::Text},
    Setting{"Init image hash", "init_image_hash", Kind::Text},
    Setting{"TI hashes", "ti_hashes", Kind::Hashes},
    Setting{"Lora hashes", "loras", Kind::Ours},
    Setting{"First pass size", "", Kind::Ours},
    Setting{"Face restoration", "face_restoration", Kind::Text},
    Setting{"User", "user", Kind::Text},
    Setting{"Version", "version", Kind::Text},
};

const Setting *findSetting(std::string_view key)
{
    for (const Setting &setting : kSettings) {
        if (setting.key == key)
            return &setting;
    }
    return nullptr;
}

// "512x768" as both edges; false if it is no size.
bool setSize(PictureInfo &info, std::string_view prefix, const std::string &text)
{
    const auto cross = text.find('x');
    const std::string width = std::string(prefix) + "width";
    const std::string height = std::string(prefix) + "height";
    if (cross == std::string::npos)
        return false;
    setInteger(info, width, text.substr(0, cross), 1, kMostPixels);
    setInteger(info, height, text.substr(cross + 1), 1, kMostPixels);
    return true;
}

// "name: 12hex, other: 12hex"
json hashesByName(std::string_view text)
{
    json hashes = json::object();
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view entry = text.substr(0, comma);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        entry.remove_prefix(std::min(entry.find_first_not_of(' '), entry.size()));
        const auto colon = entry.rfind(':');
        if (colon == std::string_view::npos || colon == 0)
            continue;
        std::string_view hash = entry.substr(colon + 1);
        hash.remove_prefix(std::min(hash.find_first_not_of(' '), hash.size()));
        hashes[std::string(entry.substr(0, colon))] = std::string(hash);
    }
    return hashes;
}

// "sd_xl_refiner_1.0 [7440042bbd]"
void setModelWithHash(PictureInfo &info, std::string_view field, std::string_view text)
{
    const auto open = text.rfind(" [");
    if (open != std::string_view::npos && text.ends_with(']')) {
        info.set(std::string(field) + "_hash", std::string(text.substr(open + 2, text.size() - open - 3)));
        text = text.substr(0, open);
    }
    info.set(field, std::string(text));
}

void setField(const Setting &setting, const std::string &value, PictureInfo &info)
{
    switch (setting.kind) {
    case Kind::Text:
        info.set(setting.field, value);
        break;
    case Kind::Steps:
        setInteger(info, setting.field, value, setting.field == "hires_steps" ? 0 : 1, kMostSteps);
        break;
    case Kind::Whole:
        setInteger(info, setting.field, value, 1, 100);
        break;
    case Kind::Seed:
        setInteger(info, setting.field, value, 0, UINT64_MAX);
        break;
    case Kind::Guidance:
        setNumber(info, setting.field, value, -kMostGuidance, kMostGuidance);
        break;
    case Kind::Fraction:
        setNumber(info, setting.field, value, 0, 1);
        break;
    case Kind::Factor:
        setNumber(info, setting.field, value, 0, 10'000);
        break;
    case Kind::Flag:
        info.set(setting.field, value == "True" || value == "true");
        break;
    case Kind::Size:
        if (!setSize(info, setting.field, value))
            info.set(std::string(setting.field) + "width", value, FieldState::Unavailable, "What stands there is no size.");
        break;
    case Kind::Hashes:
        info.set(setting.field, hashesByName(value));
        break;
    case Kind::ModelWithHash:
        setModelWithHash(info, setting.field, value);
        break;
    case Kind::Sampler:
    case Kind::Ours:
        break;
    }
}

void addLoras(const A1111Record &record, PictureInfo &info)
{
    json loras = loraTags(record.prompt);
    if (const std::string *text = record.find("Lora hashes")) {
        const json hashes = hashesByName(*text);
        for (json &lora : loras) {
            if (const auto hash = hashes.find(lora["name"].get_ref<const std::string &>()); hash != hashes.end())
                lora["hash"] = *hash;
        }
    }
    if (!loras.empty())
        info.set("loras", std::move(loras));
}

// In 2022 "Size" was the large picture and "First pass size" the one it was made from; 0x0 left that to the program.
void restoreFirstPass(const A1111Record &record, PictureInfo &info)
{
    const std::string *first = record.find("First pass size");
    const std::string *whole = record.find("Size");
    if (!first || !whole || *first == "0x0")
        return;
    setSize(info, "", *first);
    setSize(info, "hires_", *whole);
}

} // namespace

void addA1111Fields(const A1111Record &record, PictureInfo &info)
{
    info.set("prompt", record.prompt);
    info.set("negative_prompt", record.negativePrompt);
    json other = json::object();
    for (const auto &[key, value] : record.settings) {
        const Setting *setting = findSetting(key);
        if (!setting)
            other[key] = value;
        else if (!value.empty())
            setField(*setting, value, info);
    }
    if (const std::string *sampler = record.find("Sampler"); sampler && !sampler->empty()) {
        if (record.find("Schedule type"))
            info.set("sampler", *sampler);
        else
            setSampler(info, *sampler);
    }
    restoreFirstPass(record, info);
    addLoras(record, info);
    if (!other.empty())
        info.set("other", std::move(other));
}

} // namespace calotype::formats
