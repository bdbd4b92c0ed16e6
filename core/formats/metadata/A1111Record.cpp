#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonText.h"

#include <algorithm>
#include <cctype>

namespace calotype::formats {

namespace {

constexpr std::string_view kNegative = "Negative prompt:";
constexpr std::size_t kFewestSettings = 3;
constexpr std::size_t kMostSettings = 1000;

std::string_view stripped(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n\v\f");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

bool isWordCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) || c == '_';
}

bool isKeyCharacter(char c)
{
    return isWordCharacter(c) || c == ' ' || c == '-' || c == '/';
}

// What stands in front of the colon, as far back as the characters of a key go.
std::string_view keyBefore(std::string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0 && isKeyCharacter(text[begin - 1]))
        --begin;
    while (begin < text.size() && !isWordCharacter(text[begin]))
        ++begin;
    return text.substr(begin);
}

// The length of the quoted text that @p rest begins with, quotes included, if a comma or the end follows; else 0.
std::size_t quotedLength(std::string_view rest)
{
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '\\')
            ++at;
        else if (rest[at] == '"')
            return at > 1 && (at + 1 == rest.size() || rest[at + 1] == ',') ? at + 1 : 0;
    }
    return 0;
}

// Of a list of numbers, [7.5, 3.0, ]: its length, brackets included, if a comma or the end follows; else 0.
std::size_t listLength(std::string_view rest)
{
    const auto end = rest.find_first_not_of("0123456789+-.e, ", 1);
    const bool isList = end != std::string_view::npos && rest[end] == ']' && (end + 1 == rest.size() || rest[end + 1] == ',');
    return isList ? end + 1 : 0;
}

std::string unquoted(std::string_view value)
{
    if (const auto json = parseJsonText(value); json && json->is_string())
        return json->get<std::string>();
    return std::string(value);
}

// Takes the value off @p rest, with the comma behind it.
std::string takeValue(std::string_view &rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    std::size_t length = 0;
    std::string value;
    if (rest.starts_with('"') && (length = quotedLength(rest)) > 0) {
        value = unquoted(rest.substr(0, length));
    } else {
        if (!rest.starts_with('[') || (length = listLength(rest)) == 0)
            length = std::min(rest.find(','), rest.size());
        value = std::string(stripped(rest.substr(0, length)));
    }
    rest.remove_prefix(std::min(length + 1, rest.size()));
    return value;
}

} // namespace

const std::string *A1111Record::find(std::string_view key) const
{
    const auto found = std::find_if(settings.begin(), settings.end(), [key](const auto &pair) { return pair.first == key; });
    return found == settings.end() ? nullptr : &found->second;
}

std::vector<std::pair<std::string, std::string>> splitSettingsLine(std::string_view line)
{
    std::vector<std::pair<std::string, std::string>> settings;
    std::string_view rest = line;
    while (settings.size() < kMostSettings) {
        const auto colon = rest.find(':');
        if (colon == std::string_view::npos)
            break;
        const std::string_view key = keyBefore(rest.substr(0, colon));
        rest.remove_prefix(colon + 1);
        if (key.size() >= 2)
            settings.emplace_back(key, takeValue(rest));
    }
    return settings;
}

A1111Record splitA1111Text(std::string_view text)
{
    A1111Record record;
    text = stripped(text);
    const auto lastBreak = text.rfind('\n');
    const std::string_view lastLine = lastBreak == std::string_view::npos ? text : text.substr(lastBreak + 1);
    record.settings = splitSettingsLine(lastLine);
    if (record.settings.size() >= kFewestSettings)
        text = lastBreak == std::string_view::npos ? std::string_view() : text.substr(0, lastBreak);
    else
        record.settings.clear();

    std::string *part = &record.prompt;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = stripped(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.starts_with(kNegative)) {
            part = &record.negativePrompt;
            line = stripped(line.substr(kNegative.size()));
        }
        if (!part->empty())
            *part += '\n';
        *part += line;
    }
    return record;
}

} // namespace calotype::formats
