#include "core/formats/metadata/InvokeAiLegacy.h"

#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

void append(std::string &text, std::string_view part)
{
    part = trimmed(part);
    if (!text.empty() && !part.empty())
        text += ' ';
    text += part;
}

void setPrompts(
    PictureInfo &info, std::string_view whole, FieldState state = FieldState::Restored, std::string_view note = {})
{
    std::string prompt, negative;
    bool hasNegative = false;
    while (!whole.empty()) {
        const std::size_t open = whole.find('[');
        const std::size_t close = open == std::string_view::npos ? open : whole.find(']', open);
        if (close == std::string_view::npos)
            break;
        hasNegative = true;
        append(prompt, whole.substr(0, open));
        append(negative, whole.substr(open + 1, close - open - 1));
        whole.remove_prefix(close + 1);
    }
    append(prompt, whole);
    info.set("prompt", prompt, state, std::string(note));
    if (hasNegative)
        info.set("negative_prompt", negative, state, std::string(note));
}

// A text, or a list of weighted texts.
void addPrompt(const json *prompt, PictureInfo &info)
{
    if (prompt && prompt->is_string()) {
        setPrompts(info, *prompt->get_ptr<const std::string *>());
    } else if (prompt && prompt->is_array()) {
        std::string joined;
        for (const json &part : *prompt) {
            if (const std::string *text = nameIn(&part, {"prompt"}))
                append(joined, *text);
        }
        const bool isOne = prompt->size() <= 1;
        setPrompts(info, joined, isOne ? FieldState::Restored : FieldState::Approximated,
            isOne ? "" : "The prompt has several parts with weights of their own, which are left out.");
    }
}

PictureInfo fieldsOf(const json &record)
{
    PictureInfo info;
    info.source = sources::kInvokeAi;
    const json *image = member(&record, "image");
    const json *images = member(&record, "images");
    if (!image && images && images->is_array() && !images->empty())
        image = &images->front();
    addPrompt(member(image, "prompt"), info);
    setSteps(info, member(image, "steps"));
    setText(info, "sampler", member(image, "sampler"));
    setGuidance(info, "guidance", member(image, "cfg_scale"));
    setSeedOf(info, member(image, "seed"));
    setPixels(info, "width", member(image, "width"));
    setPixels(info, "height", member(image, "height"));
    setFraction(info, "strength", member(image, "strength"));
    setText(info, "model", member(&record, "model_weights"));
    setText(info, "model_hash", member(&record, "model_hash"));
    return info;
}

// The value of the switch -X, which may stand close to it or after a blank; texts in quotes are passed over.
std::string_view valueOf(std::string_view switches, char letter)
{
    bool isQuoted = false;
    for (std::size_t at = 0; at + 1 < switches.size(); ++at) {
        if (switches[at] == '"')
            isQuoted = !isQuoted;
        const bool begins = at == 0 || kBlank.find(switches[at - 1]) != std::string_view::npos;
        if (isQuoted || !begins || switches[at] != '-' || switches[at + 1] != letter)
            continue;
        const std::string_view rest
            = switches.substr(std::min(switches.find_first_not_of(kBlank, at + 2), switches.size()));
        return rest.substr(0, rest.find_first_of(kBlank));
    }
    return {};
}

// Where the prompt's closing quote stands: the first before a switch or the end.
std::size_t closingQuote(std::string_view line)
{
    for (std::size_t at = line.find('"', 1); at != std::string_view::npos; at = line.find('"', at + 1)) {
        const std::string_view rest = trimmed(line.substr(at + 1, 64));
        if (line[at - 1] != '\\' && (rest.empty() || rest.front() == '-'))
            return at;
    }
    return std::string_view::npos;
}

std::optional<PictureInfo> fieldsOfLine(std::string_view line)
{
    line = trimmed(line);
    const std::size_t close = line.starts_with('"') ? closingQuote(line) : std::string_view::npos;
    if (close == std::string_view::npos)
        return std::nullopt;
    PictureInfo info;
    info.source = sources::kInvokeAi;
    setPrompts(info, line.substr(1, close - 1));
    const std::string_view switches = line.substr(close + 1);
    const auto take = [&](char letter, const auto &set) {
        const std::string_view text = valueOf(switches, letter);
        const json value = std::string(text);
        if (!text.empty())
            set(&value);
    };
    take('s', [&](const json *value) { setSteps(info, value); });
    take('A', [&](const json *value) { setText(info, "sampler", value); });
    take('C', [&](const json *value) { setGuidance(info, "guidance", value); });
    take('S', [&](const json *value) { setSeedOf(info, value); });
    take('W', [&](const json *value) { setPixels(info, "width", value); });
    take('H', [&](const json *value) { setPixels(info, "height", value); });
    take('f', [&](const json *value) { setFraction(info, "strength", value); });
    return info;
}

} // namespace

std::optional<PictureInfo> parseInvokeAiLegacy(const PictureTexts &texts)
{
    if (const std::string *text = texts.find("sd-metadata")) {
        const auto record = parseJsonText(*text);
        if (record && record->is_object())
            return fieldsOf(*record);
    }
    const std::string *line = texts.find("Dream");
    return line ? fieldsOfLine(*line) : std::nullopt;
}

} // namespace calotype::formats
