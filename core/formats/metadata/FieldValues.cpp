#include "core/formats/metadata/A1111Fields.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr const char *kNoNumber = "What stands there is no number.";
constexpr const char *kOutOfRange = "The number is out of range.";

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The whole text as a JSON integer or float. Infinities and what a double cannot hold are not numbers here.
std::optional<json> parsedNumber(std::string_view text)
{
    text = trimmed(text);
    const char *end = text.data() + text.size();
    if (text.starts_with('-')) {
        std::int64_t value = 0;
        if (const auto r = std::from_chars(text.data(), end, value); r.ec == std::errc() && r.ptr == end)
            return json(value);
    } else {
        std::uint64_t value = 0;
        if (const auto r = std::from_chars(text.data(), end, value); r.ec == std::errc() && r.ptr == end)
            return json(value);
    }
    double value = 0;
    const auto r = std::from_chars(text.data(), end, value);
    if (r.ec != std::errc() || r.ptr != end || !std::isfinite(value))
        return std::nullopt;
    return json(value);
}

std::optional<json> asNumber(const json &value)
{
    if (const auto *text = value.get_ptr<const std::string *>())
        return parsedNumber(*text);
    if (!value.is_number() || (value.is_number_float() && !std::isfinite(value.get<double>())))
        return std::nullopt;
    return value;
}

// 20.0 as 20.
std::optional<json> asInteger(const json &number)
{
    if (number.is_number_integer())
        return number;
    const double value = number.get<double>();
    if (value != std::floor(value) || std::abs(value) > 9e15)
        return std::nullopt;
    return json(static_cast<std::int64_t>(value));
}

bool isBetween(const json &integer, std::int64_t least, std::uint64_t most)
{
    if (integer.is_number_unsigned()) {
        const auto value = integer.get<std::uint64_t>();
        return value <= most && (least <= 0 || value >= static_cast<std::uint64_t>(least));
    }
    const auto value = integer.get<std::int64_t>();
    return value >= least && (value < 0 || static_cast<std::uint64_t>(value) <= most);
}

} // namespace

void setInteger(PictureInfo &info, std::string_view name, const json &value, std::int64_t least, std::uint64_t most)
{
    const auto number = asNumber(value);
    const auto integer = number ? asInteger(*number) : std::nullopt;
    if (!integer)
        info.set(name, value, FieldState::Unavailable, number ? kOutOfRange : kNoNumber);
    else if (!isBetween(*integer, least, most))
        info.set(name, value, FieldState::Unavailable, kOutOfRange);
    else
        info.set(name, *integer);
}

void setNumber(PictureInfo &info, std::string_view name, const json &value, double least, double most)
{
    const auto number = asNumber(value);
    const bool isInside = number && number->get<double>() >= least && number->get<double>() <= most;
    if (isInside)
        info.set(name, *number);
    else
        info.set(name, value, FieldState::Unavailable, number ? kOutOfRange : kNoNumber);
}

void setSeed(PictureInfo &info, const json &value)
{
    setInteger(info, "seed", value, 0, UINT64_MAX);
}

void setSampler(PictureInfo &info, std::string_view name)
{
    for (const std::string_view schedule : {" Karras", " Exponential", " Polyexponential"}) {
        if (name.size() > schedule.size() && name.ends_with(schedule)) {
            info.set("sampler", std::string(name.substr(0, name.size() - schedule.size())));
            info.set("schedule", std::string(schedule.substr(1)));
            info.set("sampler_raw", std::string(name));
            return;
        }
    }
    info.set("sampler", std::string(name));
}

json loraTags(std::string_view prompt)
{
    constexpr std::string_view kStart = "<lora:";
    constexpr std::size_t kLongest = 512;
    constexpr std::size_t kMost = 1000;
    json loras = json::array();
    for (auto at = prompt.find(kStart); at != std::string_view::npos && loras.size() < kMost;
         at = prompt.find(kStart, at + 1)) {
        std::string_view tag = prompt.substr(at + kStart.size(), kLongest);
        const auto end = tag.find_first_of("><\n");
        if (end == std::string_view::npos || tag[end] != '>')
            continue;
        tag = tag.substr(0, end);
        const auto colon = tag.find(':');
        const std::string_view name = tag.substr(0, colon);
        std::string_view weightText = colon == std::string_view::npos ? "1" : tag.substr(colon + 1);
        weightText = weightText.substr(0, weightText.find(':'));
        const auto weight = parsedNumber(weightText);
        if (!name.empty() && weight)
            loras.push_back({{"name", std::string(name)}, {"weight", *weight}});
    }
    return loras;
}

} // namespace calotype::formats
