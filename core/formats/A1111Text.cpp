#include "core/formats/A1111Text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace calotype::formats {

namespace {

std::string quoted(const std::string &value)
{
    if (value.find_first_of(",:\n") == std::string::npos)
        return value;
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

std::string shortestNumber(double value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

std::vector<std::pair<std::string, std::string>> a1111Settings(const A1111Values &values)
{
    std::vector<std::pair<std::string, std::string>> settings;
    const auto add = [&settings](const char *key, std::string value) {
        if (!value.empty())
            settings.emplace_back(key, std::move(value));
    };
    add("Steps", std::to_string(values.steps));
    add("Sampler", values.sampler);
    add("Schedule type", values.schedule);
    add("CFG scale", shortestNumber(values.guidance));
    add("Seed", std::to_string(values.seed));
    add("Size", std::to_string(values.width) + "x" + std::to_string(values.height));
    add("Model hash", values.modelHash);
    add("Model", values.model);
    add("VAE", values.vae);
    add("Denoising strength", values.strength ? shortestNumber(*values.strength) : "");
    add("Clip skip", values.clipSkip > 1 ? std::to_string(values.clipSkip) : "");
    add("RNG", values.rng);
    add("Eta", values.eta ? shortestNumber(*values.eta) : "");
    add("Version", values.version);
    return settings;
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
