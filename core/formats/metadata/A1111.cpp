#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"

#include <cctype>

namespace calotype::formats {

namespace {

// `{"`: of another program, perhaps damaged. A prompt may begin with a brace, too: `{red|blue} cat`.
bool looksLikeJson(const std::string &text)
{
    constexpr const char *kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string::npos || text[first] != '{')
        return false;
    const auto second = text.find_first_not_of(kBlank, first + 1);
    return second != std::string::npos && (text[second] == '"' || text[second] == '}');
}

// Text of unknown origin must have settings that nothing else has.
bool hasKnownSettings(const A1111Record &record)
{
    int known = 0;
    for (const std::string_view key : {"Steps", "Sampler", "CFG scale", "Seed", "Size"})
        known += record.find(key) != nullptr;
    return known >= 2;
}

std::string_view programOf(const A1111Record &record)
{
    const std::string *version = record.find("Version");
    if (version && version->starts_with("Calotype"))
        return sources::kCalotype;
    if (version && *version == "ComfyUI")
        return sources::kComfyUi;
    const bool isForge = version && version->size() > 1 && (*version)[0] == 'f'
                         && std::isdigit(static_cast<unsigned char>((*version)[1]));
    if (isForge || record.find("Distilled CFG Scale") || record.find("Diffusion in Low Bits"))
        return sources::kForge;
    return sources::kA1111;
}

PictureInfo infoOf(const A1111Record &record)
{
    PictureInfo info;
    info.source = programOf(record);
    addA1111Fields(record, info);
    return info;
}

} // namespace

std::optional<PictureInfo> parseA1111(const PictureTexts &texts)
{
    const std::string *own = texts.find("parameters");
    for (const std::string *text : texts.records()) {
        const A1111Record record = splitA1111Text(*text);
        if (hasKnownSettings(record) || (text == own && !looksLikeJson(*text)))
            return infoOf(record);
    }
    if (texts.find("postprocessing")) { // enlarged only
        PictureInfo info;
        info.source = sources::kA1111;
        return info;
    }
    return std::nullopt;
}

} // namespace calotype::formats
