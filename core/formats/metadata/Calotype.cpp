#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"

#include <cstdint>

namespace calotype::formats {

namespace {

using nlohmann::json;

// The one seed of the picture, or of a request that made one picture.
const json *seedOf(const json *record, const json *request)
{
    if (const json *seed = member(request, "seed"))
        return seed;
    if (const json *seed = member(record, "seed"))
        return seed;
    const json *seeds = member(request, "seeds");
    return seeds && seeds->is_array() && seeds->size() == 1 ? &seeds->front() : nullptr;
}

// A request writes 0 for the model's own size and "" for its own sampler; then the line beside it knows.
bool isOpen(const json *value)
{
    return value && (*value == 0 || *value == "");
}

// Pictures that share one generator come back together: from the first one's seed, and as many.
void addNoise(const json *request, PictureInfo &info)
{
    const std::string *noise = textMember(request, "noise");
    const json *wasBatch = member(request, "batch_noise"); // records of version 2
    if (noise)
        info.set("rng", *noise == "nv" ? "NV" : "CPU");
    if (noise ? *noise != "batch" : !wasBatch || *wasBatch != true)
        return;
    const json *seeds = member(request, "seeds");
    if (seeds && seeds->is_array() && !seeds->empty() && seeds->front().is_number_integer())
        info.set("batch_noise", json{{"seed", seeds->front()}, {"count", seeds->size()}});
    else
        info.set("rng", "CPU", FieldState::Approximated, "One generator made several pictures; from which seed is not told.");
}

void addRequest(const json &record, PictureInfo &info)
{
    const json *request = member(&record, "request");
    const auto field = [&](const char *key) -> const json * {
        const json *value = member(request, key);
        return isOpen(value) ? nullptr : value;
    };
    setText(info, "prompt", member(request, "prompt"));
    setText(info, "negative_prompt", member(request, "negative_prompt"));
    if (const std::string *syntax = textMember(request, "prompt_syntax"))
        info.set("prompt_syntax", *syntax);
    setText(info, "sampler", field("sampler"));
    setText(info, "schedule", field("schedule"));
    setSteps(info, field("steps"));
    setGuidance(info, "guidance", member(request, "guidance"));
    setSeedOf(info, seedOf(&record, request));
    setPixels(info, "width", field("width"));
    setPixels(info, "height", field("height"));
    if (const json *skip = field("clip_skip"))
        setInteger(info, "clip_skip", *skip, 1, 100);
    if (const json *eta = field("eta"))
        setNumber(info, "eta", *eta, 0, 10'000);
    addNoise(request, info);
    if (const json *variation = member(request, "variation")) {
        if (const json *seed = member(variation, "seed"))
            setInteger(info, "variation_seed", *seed, 0, UINT64_MAX);
        setFraction(info, "variation_seed_strength", member(variation, "strength"));
    }
    const std::string *mode = textMember(request, "mode");
    if (member(request, "init_image") || (mode && *mode != "txt2img"))
        setFraction(info, "strength", member(request, "strength"));
    if (const std::string *model = nameIn(member(&record, "model"), {"name"}))
        info.set("model", *model);
}

} // namespace

std::optional<PictureInfo> parseCalotype(const PictureTexts &texts)
{
    const std::string *text = texts.findFirst({"calotype", "XMP calotype:record"});
    if (!text)
        return std::nullopt;
    const auto record = parseJsonText(*text);
    if (!record || !record->is_object() || !member(&*record, "request"))
        return std::nullopt;
    PictureInfo info;
    if (auto line = parseA1111(texts))
        info = std::move(*line);
    info.source = sources::kCalotype;
    addRequest(*record, info);
    return info;
}

} // namespace calotype::formats
