#include "core/gallery/PictureMetadata.h"

#include "core/engine/PictureSeeds.h"
#include "core/engine/SamplerTable.h"
#include "core/formats/A1111Text.h"

namespace calotype::gallery {

namespace {

// The web UI's word for a schedule: its own names where it has one, else ours.
std::string scheduleLabel(const std::string &id)
{
    if (id == "default")
        return "Automatic";
    if (id == "trailing")
        return "SGM Uniform";
    if (id == "linspace")
        return "Normal";
    const auto schedule = findSchedule(id);
    return schedule ? std::string(schedule.value()->name) : id;
}

std::string samplerLabel(const std::string &id)
{
    const auto sampler = findSampler(id);
    return sampler ? std::string(sampler.value()->name) : id;
}

// The web UI shows the first ten digits of a model's hash.
std::string shortHash(const std::string &hash)
{
    return hash.substr(0, 10);
}

} // namespace

PictureOrigin pictureOrigin(const GenerationRequest &request, const GeneratedImage &picture, const ModelSpec &spec)
{
    PictureOrigin origin;
    origin.request = request;
    if (picture.run)
        origin.run = *picture.run;
    origin.prediction = spec.prediction;
    origin.seed = picture.seed;
    origin.index = picture.index;
    return origin;
}

std::string parametersText(const PictureOrigin &origin)
{
    const GenerationRequest &request = origin.request;
    formats::A1111Values values;
    values.steps = request.steps;
    values.sampler = samplerLabel(origin.run.sampler);
    values.schedule = scheduleLabel(origin.run.schedule);
    values.guidance = request.guidance;
    values.seed = origin.seed;
    values.width = origin.run.width;
    values.height = origin.run.height;
    values.modelHash = shortHash(origin.modelHash);
    values.model = origin.run.modelName;
    values.vaeHash = shortHash(origin.vaeHash);
    const auto slash = origin.run.vaePath.find_last_of('/');
    values.vae = slash == std::string::npos ? origin.run.vaePath : origin.run.vaePath.substr(slash + 1);
    if (origin.isEdit())
        values.strength = request.strength;
    values.clipSkip = request.clipSkip;
    if (const auto variation = variationOf(request, origin.indexInRequest())) {
        values.variationSeed = variation->seed;
        values.variationStrength = variation->strength;
    }
    values.rng = request.noise == NoiseMode::Nv ? "NV" : "CPU";
    if (request.eta > 0)
        values.eta = request.eta;
    values.version = origin.program.empty() ? "Calotype " CALOTYPE_VERSION : origin.program;
    return formats::a1111Text({request.prompt, request.negativePrompt.value_or(""), formats::a1111Settings(values)});
}

} // namespace calotype::gallery
