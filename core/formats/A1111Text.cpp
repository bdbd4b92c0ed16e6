#include "core/formats/A1111Text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <concepts>

namespace calotype::formats {

namespace {

std::string quoted(const std::string &value)
{
    if (value.find_first_of(",:\n") == std::string::npos)
        return value;
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string sizeText(int width, int height)
{
    return std::to_string(width) + "x" + std::to_string(height);
}

std::string joinedHashes(const std::vector<std::pair<std::string, std::string>> &hashes)
{
    std::string text;
    for (const auto &[name, hash] : hashes)
        text += (text.empty() ? "" : ", ") + name + ": " + hash;
    return text;
}

// Pairs in order; what has no value is left out.
class SettingsList
{
public:
    void add(const char *key, std::string value)
    {
        if (!value.empty())
            m_pairs.emplace_back(key, std::move(value));
    }
    void add(const char *key, const std::optional<double> &value)
    {
        if (value)
            add(key, shortestNumber(*value));
    }
    template<std::integral Whole>
    void add(const char *key, const std::optional<Whole> &value)
    {
        if (value)
            add(key, std::to_string(*value));
    }

    std::vector<std::pair<std::string, std::string>> taken() && { return std::move(m_pairs); }

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

} // namespace

std::string shortestNumber(double value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

std::vector<std::pair<std::string, std::string>> a1111Settings(const A1111Values &values)
{
    SettingsList list;
    list.add("Steps", std::to_string(values.steps));
    list.add("Sampler", values.sampler);
    list.add("Schedule type", values.schedule);
    list.add("CFG scale", shortestNumber(values.guidance));
    list.add("Seed", std::to_string(values.seed));
    list.add("Size", sizeText(values.width, values.height));
    list.add("Model hash", values.modelHash);
    list.add("Model", values.model);
    list.add("VAE hash", values.vaeHash);
    list.add("VAE", values.vae);
    list.add("Variation seed", values.variationSeed);
    list.add("Variation seed strength", values.variationStrength);
    list.add("Seed resize from", values.seedResizeFrom);
    list.add("Denoising strength", values.strength);
    list.add("Clip skip", values.clipSkip > 1 ? std::to_string(values.clipSkip) : "");
    list.add("ENSD", values.seedDelta);
    list.add("Init image hash", values.initImageHash);
    list.add("RNG", values.rng);
    list.add("Tiling", values.tiling ? "True" : "");
    list.add("Mask mode", values.mask.mode);
    list.add("Mask blur", values.mask.blur);
    list.add("Inpaint area", values.mask.area);
    list.add("Masked area padding", values.mask.padding);
    list.add("Masked content", values.mask.content);
    list.add("Hires sampler", values.hires.sampler);
    list.add("Hires prompt", values.hires.prompt);
    list.add("Hires negative prompt", values.hires.negativePrompt);
    list.add("Hires upscale", values.hires.upscale);
    list.add("Hires resize", values.hires.upscale || values.hires.width == 0 ? "" : sizeText(values.hires.width, values.hires.height));
    list.add("Hires steps", values.hires.steps > 0 ? std::to_string(values.hires.steps) : "");
    list.add("Hires upscaler", values.hires.upscaler);
    list.add("Lora hashes", joinedHashes(values.loraHashes));
    list.add("Refiner", values.refiner);
    list.add("Refiner switch at", values.refinerSwitchAt);
    list.add("Eta", values.eta);
    list.add("Version", values.version);
    return std::move(list).taken();
}

std::string a1111Text(const A1111Parameters &parameters)
{
    std::string text = parameters.prompt + "\nNegative prompt: " + parameters.negativePrompt + "\n";
    bool first = true;
    for (const auto &[key, value] : parameters.settings) {
        if (!first)
            text += ", ";
        first = false;
        text += key == value ? key : key + ": " + quoted(value);
    }
    return text;
}

} // namespace calotype::formats
