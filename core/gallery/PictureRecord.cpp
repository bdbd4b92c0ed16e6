#include "core/gallery/PictureRecord.h"

#include "core/base/Error.h"
#include "core/engine/PictureSeeds.h"
#include "core/formats/RequestJson.h"

#include <nlohmann/json.hpp>

#include <QtGlobal>

#include <algorithm>

namespace calotype::gallery {

namespace {

using nlohmann::json;

constexpr int kVersion = 3;
constexpr int kOldestVersion = 2; // its requests say batch_noise, and nothing of prompt_syntax
constexpr std::size_t kMostSteps = 100000;

void putIf(json &object, const char *name, const std::string &value)
{
    if (!value.empty())
        object[name] = value;
}

json requestPart(const PictureOrigin &origin)
{
    const GenerationRequest request = requestOfPicture(origin.request, origin.indexInRequest());
    json object = formats::toJson(request);
    for (const char *notOfThePicture : {"preview", "preview_every", "preview_seconds", "keep_latents", "keep_step_latents"})
        object.erase(notOfThePicture);
    if (!request.initImage && !origin.initImageHash.empty())
        object["init_image"] = {{"sha256", origin.initImageHash}};
    if (!request.mask && !origin.maskHash.empty())
        object["mask"] = {{"sha256", origin.maskHash}};
    if (!origin.isEdit())
        object.erase("strength");
    return object;
}

json modelPart(const PictureOrigin &origin)
{
    json object{{"name", origin.run.modelName}, {"prediction_type", origin.run.prediction}};
    putIf(object, "path", origin.run.modelPath);
    putIf(object, "sha256", origin.modelHash);
    putIf(object, "vae_path", origin.run.vaePath);
    putIf(object, "vae_sha256", origin.vaeHash);
    if (origin.prediction)
        object["prediction_choice"] = predictionTypeName(*origin.prediction);
    return object;
}

json parentsPart(const PictureOrigin &origin, const formats::RequestImages &images)
{
    json parents = json::array();
    if (origin.isEdit()) {
        json parent = json::object();
        putIf(parent, "sha256", origin.request.parentHash);
        putIf(parent, "pixels_sha256", images.initImage);
        parents.push_back(std::move(parent));
    }
    return parents;
}

// Reads what may be absent and must else be of its kind.
class Reader
{
public:
    Reader(const json &object, std::string path)
        : m_object(object)
        , m_path(std::move(path))
    {
        if (!object.is_object())
            damaged("");
    }

    std::string text(const char *name) const
    {
        const json *field = find(name);
        if (!field)
            return {};
        if (!field->is_string())
            damaged(name);
        return field->get<std::string>();
    }

    std::int64_t integer(const char *name, std::int64_t most) const
    {
        const json *field = find(name);
        if (!field || !field->is_number_integer() || (field->is_number_unsigned() && field->get<std::uint64_t>() > std::uint64_t(most))
            || field->get<std::int64_t>() < 0)
            damaged(name);
        return field->get<std::int64_t>();
    }

    std::vector<double> numbers(const char *name) const
    {
        const json *field = find(name);
        if (!field)
            return {};
        const auto isNumber = [](const json &value) { return value.is_number(); };
        if (!field->is_array() || field->size() > kMostSteps || !std::all_of(field->begin(), field->end(), isNumber))
            damaged(name);
        return field->get<std::vector<double>>();
    }

    Reader object(const char *name) const
    {
        static const json none = json::object();
        const json *field = find(name);
        return {field ? *field : none, m_path + name + "."};
    }

    const json &required(const char *name) const
    {
        const json *field = find(name);
        if (!field)
            damaged(name);
        return *field;
    }

    [[noreturn]] void damaged(const std::string &name) const
    {
        const std::string path = name.empty() ? m_path.substr(0, m_path.size() - (m_path.empty() ? 0 : 1)) : m_path + name;
        throw Failure(ErrorCode::Damaged, path.empty() ? "What Calotype wrote into this picture is damaged; it cannot be used."
                                                       : "“" + path + "” of what Calotype wrote into this picture is missing or "
                                                                      "damaged, so it cannot be used.");
    }

private:
    const json *find(const char *name) const
    {
        const auto field = m_object.find(name);
        return field == m_object.end() || field->is_null() ? nullptr : &*field;
    }

    const json &m_object;
    std::string m_path;
};

void readModel(const Reader &model, PictureOrigin &origin)
{
    origin.run.modelName = model.text("name");
    origin.run.modelPath = model.text("path");
    origin.run.prediction = model.text("prediction_type");
    origin.run.vaePath = model.text("vae_path");
    origin.modelHash = model.text("sha256");
    origin.vaeHash = model.text("vae_sha256");
    if (const std::string choice = model.text("prediction_choice"); !choice.empty())
        origin.prediction = formats::modelSpecFromJson({{"prediction", choice}}).prediction;
}

} // namespace

std::string pictureRecord(const PictureOrigin &origin, const std::string &pixelHash)
{
    const json request = requestPart(origin);
    json libraries{{"qt", origin.qtVersion.empty() ? qVersion() : origin.qtVersion}};
    putIf(libraries, "engine", origin.run.engine);
    json record{
        {"version", kVersion},
        {"program", origin.program.empty() ? "Calotype " CALOTYPE_VERSION : origin.program},
        {"libraries", libraries},
        {"mode", origin.request.mask || !origin.maskHash.empty() ? "inpaint" : origin.isEdit() ? "img2img" : "txt2img"},
        {"request", request},
        {"seed", origin.seed},
        {"index", origin.request.noise == NoiseMode::Batch ? origin.index : 0},
        {"resolved",
         {{"sampler", origin.run.sampler},
          {"schedule", origin.run.schedule},
          {"width", origin.run.width},
          {"height", origin.run.height}}},
        {"model", modelPart(origin)},
        {"device", origin.run.device},
        {"dtype", origin.run.dtype},
        {"timesteps", origin.run.timesteps},
        {"sigmas", origin.run.sigmas},
        {"parents", parentsPart(origin, formats::requestImages(request))},
        {"pixels_sha256", pixelHash},
    };
    putIf(record, "memory", origin.run.memory);
    putIf(record, "vae_tiles", origin.run.vaeTiles);
    if (origin.quality != kLossyQuality)
        record["quality"] = origin.quality;
    return record.dump(-1, ' ', false, json::error_handler_t::replace);
}

PictureOrigin originFrom(std::string_view record)
{
    const json object = json::parse(record, nullptr, false);
    const Reader reader(object, {});
    const std::int64_t version = reader.integer("version", INT32_MAX);
    if (version < kOldestVersion || version > kVersion) {
        throw Failure(ErrorCode::Unsupported,
                      "This picture was saved by another version of Calotype (" + reader.text("program")
                          + "), in a way that this one cannot read; use that version.");
    }
    PictureOrigin origin;
    origin.request = formats::requestFromJson(reader.required("request"));
    const formats::RequestImages images = formats::requestImages(reader.required("request"));
    origin.initImageHash = images.initImage;
    origin.maskHash = images.mask;
    origin.seed = reader.integer("seed", INT64_MAX);
    origin.index = static_cast<int>(reader.integer("index", INT32_MAX));
    if (static_cast<std::size_t>(origin.index) >= origin.request.seeds.size())
        reader.damaged("index");
    origin.program = reader.text("program");
    const Reader libraries = reader.object("libraries");
    origin.qtVersion = libraries.text("qt");
    origin.run.engine = libraries.text("engine");
    readModel(reader.object("model"), origin);
    const Reader resolved = reader.object("resolved");
    origin.run.sampler = resolved.text("sampler");
    origin.run.schedule = resolved.text("schedule");
    origin.run.width = static_cast<int>(resolved.integer("width", bounds::kSizeMax));
    origin.run.height = static_cast<int>(resolved.integer("height", bounds::kSizeMax));
    origin.run.device = reader.text("device");
    origin.run.dtype = reader.text("dtype");
    origin.run.memory = reader.text("memory");
    origin.run.vaeTiles = reader.text("vae_tiles");
    origin.run.timesteps = reader.numbers("timesteps");
    origin.run.sigmas = reader.numbers("sigmas");
    origin.pixelHash = reader.text("pixels_sha256");
    if (object.contains("quality"))
        origin.quality = static_cast<int>(reader.integer("quality", 100));
    return origin;
}

std::string recordAmong(const std::map<std::string, std::string> &texts)
{
    for (const char *key : {kCalotypeKey, "XMP calotype:record"}) {
        if (const auto text = texts.find(key); text != texts.end())
            return text->second;
    }
    return {};
}

} // namespace calotype::gallery
