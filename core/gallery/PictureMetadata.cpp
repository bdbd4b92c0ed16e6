#include "core/gallery/PictureMetadata.h"

#include "core/engine/SamplerTable.h"
#include "core/formats/A1111Text.h"

#include <nlohmann/json.hpp>

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

std::string a1111(const PictureOrigin &origin)
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
    values.model = origin.run.modelName;
    const auto slash = origin.run.vaePath.find_last_of('/');
    values.vae = slash == std::string::npos ? origin.run.vaePath : origin.run.vaePath.substr(slash + 1);
    if (request.initImage)
        values.strength = request.strength;
    values.clipSkip = request.clipSkip;
    values.rng = "CPU";
    if (request.eta > 0)
        values.eta = request.eta;
    values.version = "Calotype " CALOTYPE_VERSION;
    return formats::a1111Text({request.prompt, request.negativePrompt.value_or(""), formats::a1111Settings(values)});
}

nlohmann::json requestJson(const PictureOrigin &origin)
{
    const GenerationRequest &request = origin.request;
    nlohmann::json json{
        {"prompt", request.prompt},
        {"sampler", origin.run.sampler},
        {"schedule", origin.run.schedule},
        {"steps", request.steps},
        {"guidance", request.guidance},
        {"guidance_rescale", request.guidanceRescale},
        {"eta", request.eta},
        {"width", origin.run.width},
        {"height", origin.run.height},
        {"clip_skip", request.clipSkip},
        {"seed", origin.seed},
    };
    if (request.negativePrompt)
        json["negative_prompt"] = *request.negativePrompt;
    if (request.prompt2)
        json["prompt_2"] = *request.prompt2;
    if (request.negativePrompt2)
        json["negative_prompt_2"] = *request.negativePrompt2;
    if (request.batchNoise) {
        json["batch_noise"] = true;
        json["batch_seed"] = request.seeds.front();
        json["batch_size"] = request.seeds.size();
        json["batch_index"] = origin.index;
    }
    if (request.initImage)
        json["strength"] = request.strength;
    json["mode"] = request.mask ? "inpaint" : request.initImage ? "img2img" : "txt2img";
    return json;
}

} // namespace

PictureOrigin pictureOrigin(const GenerationRequest &request, const GeneratedImage &picture)
{
    PictureOrigin origin;
    origin.request = request;
    if (picture.run)
        origin.run = *picture.run;
    origin.seed = picture.seed;
    origin.index = picture.index;
    return origin;
}

std::vector<std::pair<std::string, std::string>> pictureTexts(const PictureOrigin &origin, const QByteArray &pixelHash)
{
    const nlohmann::json own{
        {"version", 1},
        {"program", "Calotype " CALOTYPE_VERSION},
        {"request", requestJson(origin)},
        {"model", {{"name", origin.run.modelName}, {"prediction_type", origin.run.prediction}}},
        {"device", origin.run.device},
        {"dtype", origin.run.dtype},
        {"timesteps", origin.run.timesteps},
        {"sigmas", origin.run.sigmas},
        {"pixels_sha256", pixelHash.toStdString()},
    };
    return {{"parameters", a1111(origin)},
            {kCalotypeKey, own.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}};
}

} // namespace calotype::gallery
