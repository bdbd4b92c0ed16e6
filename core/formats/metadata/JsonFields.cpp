#include "core/formats/metadata/JsonFields.h"

#include "core/formats/metadata/A1111Fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::int64_t kMostSteps = 10'000;
constexpr std::int64_t kMostPixels = 65'536;
constexpr double kMostGuidance = 1'000;

std::string_view digitsAfter(std::string_view text, std::size_t &at)
{
    constexpr std::string_view digits = "0123456789";
    const std::size_t begin = std::min(text.find_first_of(digits, at), text.size());
    at = std::min(text.find_first_not_of(digits, begin), text.size());
    return text.substr(begin, at - begin);
}

} // namespace

const json *member(const json *object, std::string_view key)
{
    if (!object || !object->is_object())
        return nullptr;
    const auto found = object->find(std::string(key));
    return found == object->end() || found->is_null() ? nullptr : &*found;
}

const std::string *textMember(const json *object, std::string_view key)
{
    const json *value = member(object, key);
    return value ? value->get_ptr<const std::string *>() : nullptr;
}

const std::string *nameIn(const json *value, std::initializer_list<std::string_view> keys)
{
    if (value && value->is_string())
        return value->get_ptr<const std::string *>();
    for (const std::string_view key : keys) {
        const std::string *text = textMember(value, key);
        if (text && !text->empty())
            return text;
    }
    return nullptr;
}

void setText(PictureInfo &info, std::string_view name, const json *value)
{
    if (!value)
        return;
    if (value->is_string())
        info.set(name, *value);
    else
        info.set(name, *value, FieldState::Unavailable, "What stands there is no text.");
}

void setSteps(PictureInfo &info, const json *value)
{
    if (value)
        setInteger(info, "steps", *value, 1, kMostSteps);
}

void setPixels(PictureInfo &info, std::string_view name, const json *value)
{
    if (value)
        setInteger(info, name, *value, 1, kMostPixels);
}

void setGuidance(PictureInfo &info, std::string_view name, const json *value)
{
    if (value)
        setNumber(info, name, *value, -kMostGuidance, kMostGuidance);
}

void setFraction(PictureInfo &info, std::string_view name, const json *value)
{
    if (value)
        setNumber(info, name, *value, 0, 1);
}

void setSeedOf(PictureInfo &info, const json *value)
{
    if (value)
        setSeed(info, *value);
}

void setSize(PictureInfo &info, const json *value)
{
    if (!value)
        return;
    const auto *text = value->get_ptr<const std::string *>();
    if (!text)
        return;
    std::size_t at = 0;
    const std::string_view width = digitsAfter(*text, at);
    const std::string_view height = digitsAfter(*text, at);
    if (width.empty() || height.empty())
        return;
    setInteger(info, "width", std::string(width), 1, kMostPixels);
    setInteger(info, "height", std::string(height), 1, kMostPixels);
}

std::optional<double> numberOf(const json *value)
{
    if (!value)
        return std::nullopt;
    if (value->is_number())
        return value->get<double>();
    const auto *text = value->get_ptr<const std::string *>();
    if (!text)
        return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> integerOf(const json *value)
{
    const auto number = numberOf(value);
    if (!number || std::abs(*number) > 1e15 || std::floor(*number) != *number)
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

json lora(std::string_view name, std::optional<double> weight, std::string_view hash)
{
    json entry = {{"name", name}};
    if (weight)
        entry["weight"] = *weight;
    if (!hash.empty())
        entry["hash"] = hash;
    return entry;
}

void setLoras(PictureInfo &info, json loras)
{
    if (!loras.empty())
        info.set("loras", std::move(loras));
}

} // namespace calotype::formats
