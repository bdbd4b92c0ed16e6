#include "core/formats/ConfigFields.h"

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

namespace calotype::formats {

ConfigFields::ConfigFields(const nlohmann::json &json, std::string file)
    : m_json(json)
    , m_file(std::move(file))
{
    if (!json.is_object())
        throw Failure(ErrorCode::Damaged, m_file + " is damaged: it holds no JSON object.");
}

void ConfigFields::damaged(std::string_view name, std::string_view what) const
{
    throw Failure(ErrorCode::Damaged,
                  m_file + " is damaged: “" + std::string(name) + "” " + std::string(what) + ".");
}

void ConfigFields::unsupported(std::string_view name, std::string_view value) const
{
    throw Failure(ErrorCode::Unsupported, m_file + " asks for “" + std::string(name) + "” = " + std::string(value)
                                              + ", a kind of network that is not handled.");
}

const nlohmann::json *ConfigFields::find(const char *name) const
{
    const auto it = m_json.find(name);
    return it == m_json.end() || it->is_null() ? nullptr : &*it;
}

bool ConfigFields::isSet(const char *name) const
{
    return find(name) != nullptr;
}

std::int64_t ConfigFields::checked(const char *name, const nlohmann::json &value, std::int64_t least) const
{
    if (!value.is_number_integer())
        damaged(name, "is no whole number");
    // An unsigned value beyond the signed range would wrap around: bound it in its own type first.
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(kLargest))
        damaged(name, "is larger than " + std::to_string(kLargest));
    const auto number = value.get<std::int64_t>();
    if (number < least)
        damaged(name, "is " + std::to_string(number) + ", which is less than " + std::to_string(least));
    return number;
}

std::int64_t ConfigFields::integer(const char *name, std::int64_t fallback, std::int64_t least) const
{
    const auto *value = find(name);
    return value ? checked(name, *value, least) : fallback;
}

std::vector<std::int64_t> ConfigFields::perLevel(const char *name, std::size_t count, std::int64_t fallback,
                                                 std::int64_t least) const
{
    const auto *value = find(name);
    if (!value || !value->is_array())
        return std::vector<std::int64_t>(count, integer(name, fallback, least));
    auto list = integers(name, {}, least);
    if (list.size() != count)
        damaged(name, "has " + std::to_string(list.size()) + " entries for " + std::to_string(count) + " levels");
    return list;
}

std::vector<std::int64_t> ConfigFields::integers(const char *name, std::vector<std::int64_t> fallback,
                                                 std::int64_t least) const
{
    const auto *value = find(name);
    if (!value)
        return fallback;
    if (!value->is_array() || value->empty() || value->size() > kLongest)
        damaged(name, "is no list of 1 to " + std::to_string(kLongest) + " numbers");
    std::vector<std::int64_t> list;
    for (const auto &entry : *value)
        list.push_back(checked(name, entry, least));
    return list;
}

double ConfigFields::number(const char *name, double fallback) const
{
    const auto *value = find(name);
    if (!value)
        return fallback;
    if (!value->is_number())
        damaged(name, "is no number");
    const double number = value->get<double>();
    if (!(number >= 0 && number <= static_cast<double>(kLargest)))
        damaged(name, "is out of range");
    return number;
}

bool ConfigFields::flag(const char *name, bool fallback) const
{
    const auto *value = find(name);
    if (!value)
        return fallback;
    if (!value->is_boolean())
        damaged(name, "is neither true nor false");
    return value->get<bool>();
}

std::string ConfigFields::text(const char *name, std::string fallback) const
{
    const auto *value = find(name);
    if (!value)
        return fallback;
    if (!value->is_string())
        damaged(name, "is no text");
    return value->get<std::string>();
}

std::vector<std::string> ConfigFields::texts(const char *name, std::vector<std::string> fallback) const
{
    const auto *value = find(name);
    if (!value)
        return fallback;
    if (!value->is_array() || value->empty() || value->size() > kLongest)
        damaged(name, "is no list of 1 to " + std::to_string(kLongest) + " words");
    std::vector<std::string> list;
    for (const auto &entry : *value) {
        if (!entry.is_string())
            damaged(name, "has an entry that is no text");
        list.push_back(entry.get<std::string>());
    }
    return list;
}

void ConfigFields::expect(const char *name, const nlohmann::json &neutral) const
{
    const auto *value = find(name);
    if (!value)
        return;
    if (!value->is_array()) {
        if (*value != neutral)
            unsupported(name, value->dump());
        return;
    }
    for (const auto &entry : *value) {
        if (entry != neutral)
            unsupported(name, value->dump());
    }
}

} // namespace calotype::formats
