#include "core/diffusion/pipelines/Networks.h"

#include "core/base/Error.h"
#include "core/base/Log.h"
#include "core/diffusion/Cancel.h"
#include "core/diffusion/Device.h"
#include "core/diffusion/weights/Weights.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace calotype::diffusion {

namespace {

using formats::ModelDescription;
using formats::PartSource;

bool liesInFile(const DeviceChoice &choice)
{
    return choice.device == "cpu" && choice.memory != MemoryMode::Fast;
}

// Reads parts one after another and adds up what they cost.
class PartReader
{
public:
    PartReader(const DeviceChoice &choice, const LoadSink &progress, std::int64_t total, const std::stop_token &stop)
        : m_device(choice.device)
        , m_narrowAtRest(liesInFile(choice))
        , m_progress(progress)
        , m_stop(stop)
    {
        m_state.step = LoadStep::ReadWeights;
        m_state.bytesTotal = total;
        report();
    }

    template<typename Network, typename Config>
    std::unique_ptr<Network> read(const char *part, const PartSource &source, const Config &config, torch::ScalarType dtype)
    {
        Weights::Options options;
        options.device = m_device;
        options.dtype = dtype;
        options.narrowAtRest = m_narrowAtRest;
        options.stop = m_stop;
        options.bytesRead = [this](std::int64_t bytes) {
            m_state.bytesDone += bytes;
            report();
        };
        const Weights weights(source, options);
        auto network = std::make_unique<Network>(config, weights);
        m_weightBytes += weights.bytes();
        const auto untaken = weights.untaken();
        if (!untaken.empty())
            spdlog::debug("{}: {} tensors of the file were not needed, the first is {}", part, untaken.size(), untaken.front());
        return network;
    }

    std::int64_t bytesDone() const { return m_state.bytesDone; }
    std::int64_t weightBytes() const { return m_weightBytes; }

private:
    void report() const
    {
        if (m_progress)
            m_progress(m_state);
    }

    torch::Device m_device;
    bool m_narrowAtRest;
    const LoadSink &m_progress;
    std::stop_token m_stop;
    LoadProgress m_state;
    std::int64_t m_weightBytes = 0;
};

void readTextEncoders(PartReader &reader, const ModelDescription &description, Networks &networks)
{
    networks.text = reader.read<ClipTextEncoder>("text_encoder", description.textSource, description.text, networks.dtype);
    if (description.text2) {
        networks.text2
            = reader.read<ClipTextEncoder>("text_encoder_2", description.text2Source, *description.text2, networks.dtype);
    }
}

void requirePart(const ModelDescription &description, const PartSource &source, const char *name)
{
    if (source.present)
        return;
    std::string message = "“" + description.info.name + "” has no " + name + "; ";
    message += std::string_view(name) == "vae" ? "choose a VAE file for it (--vae)."
                                               : "a picture needs one: choose a complete model.";
    throw Failure(ErrorCode::Unsupported, message);
}

using NumberSize = std::function<std::size_t(formats::DType)>;

// Bytes of a model's tensors, those of its parts alone, where a number of each format takes as many as @p sizeOf says.
std::int64_t bytesOf(const ModelDescription &description, const NumberSize &sizeOf)
{
    std::int64_t bytes = 0;
    for (const PartSource *source :
         {&description.textSource, &description.text2Source, &description.unetSource, &description.vaeSource}) {
        for (const auto &file : source->files) {
            for (const auto &tensor : file->tensors()) {
                if (tensor.name.starts_with(source->prefix))
                    bytes += tensor.elements() * static_cast<std::int64_t>(sizeOf(tensor.dtype));
            }
        }
    }
    return bytes;
}

MemoryMode memoryModeFor(const ModelDescription &description, const DeviceChoice &choice, std::int64_t freeBytes)
{
    const std::size_t full = c10::elementSize(scalarType(choice.dtype));
    const bool staysInFile = choice.device == "cpu";
    MemoryFacts facts;
    facts.fullBytes = bytesOf(description, [full](formats::DType) { return full; });
    facts.restBytes = bytesOf(description, [full, staysInFile](formats::DType dtype) {
        return staysInFile ? std::min(full, formats::dtypeSize(dtype)) : full;
    });
    facts.freeBytes = freeBytes;
    return chooseMemoryMode(facts);
}

std::unique_ptr<ClipTokenizer> makeTokenizer(const formats::TokenizerSource &source)
{
    ClipTokenizer::Options options;
    options.maxLength = source.maxLength;
    options.padId = source.padId;
    auto vocabulary = source.vocab.empty() ? ClipVocabulary::builtIn() : ClipVocabulary::fromFiles(source.vocab, source.merges);
    return std::make_unique<ClipTokenizer>(std::move(vocabulary), options);
}

} // namespace

torch::ScalarType scalarType(std::string_view dtype)
{
    if (dtype == "float16")
        return torch::kFloat16;
    if (dtype == "bfloat16")
        return torch::kBFloat16;
    return torch::kFloat32;
}

std::unique_ptr<Networks> loadNetworks(const ModelSpec &spec, DeviceChoice choice, std::int64_t freeBytes,
                                       const LoadSink &progress, const std::stop_token &stop)
{
    if (progress)
        progress({LoadStep::FindFiles, 0, 0});
    ModelDescription description = formats::describeModel(spec.path, spec.prediction);
    if (!spec.vaePath.empty())
        formats::describeVae(spec.vaePath, description.vae, description.vaeSource);
    choice.memory = spec.memory ? *spec.memory : memoryModeFor(description, choice, freeBytes);
    auto networks = buildNetworks(std::move(description), choice, progress, stop);
    networks->vaePath = spec.vaePath;
    networks->vaeTiles = spec.vaeTiles;
    return networks;
}

std::unique_ptr<Networks> buildNetworks(ModelDescription description, const DeviceChoice &choice, const LoadSink &progress,
                                        const std::stop_token &stop)
{
    throwIfStopped(stop);
    if (description.info.kind == ModelKind::SdxlRefiner) {
        throw Failure(ErrorCode::Unsupported, "“" + description.info.name
                                                  + "” is an SDXL refiner, which cannot make pictures alone; choose an SDXL base model.");
    }
    requirePart(description, description.unetSource, "unet");
    requirePart(description, description.textSource, "text_encoder");
    if (description.text2)
        requirePart(description, description.text2Source, "text_encoder_2");
    requirePart(description, description.vaeSource, "vae");

    auto networks = std::make_unique<Networks>();
    networks->scheduler = SchedulerConfig::fromJson(nlohmann::json::parse(description.schedulerConfigJson));
    networks->device = torch::Device(choice.device);
    networks->choice = choice;
    networks->freeBytes = [device = choice.device] { return freeMemoryBytes(device); };
    networks->dtype = scalarType(choice.dtype);
    networks->vaeDtype = description.vae.forceUpcast ? torch::kFloat32 : networks->dtype;
    networks->tokenizer = makeTokenizer(description.tokenizer);
    if (description.text2)
        networks->tokenizer2 = makeTokenizer(description.tokenizer2);

    const std::int64_t total = bytesOf(description, formats::dtypeSize);
    PartReader reader(choice, progress, total, stop);
    readTextEncoders(reader, description, *networks);
    const std::int64_t before = reader.weightBytes();
    networks->unet = reader.read<UNet>("unet", description.unetSource, description.unet, networks->dtype);
    networks->unetBytes = reader.weightBytes() - before;
    networks->vae = reader.read<Autoencoder>("vae", description.vaeSource, description.vae, networks->vaeDtype);
    for (const LoadStep step : {LoadStep::WeightsComplete, LoadStep::MoveToDevice}) { // each was placed as it was read
        throwIfStopped(stop);
        if (progress)
            progress({step, reader.bytesDone(), total});
    }
    networks->weightBytes = reader.weightBytes();
    networks->description = std::move(description);
    return networks;
}

void needTextEncoders(Networks &networks, const std::stop_token &stop)
{
    if (networks.text && (networks.text2 || !networks.isXl()))
        return;
    const LoadSink silent;
    PartReader reader(networks.choice, silent, 0, stop);
    readTextEncoders(reader, networks.description, networks);
}

void requireUnchangedFiles(const formats::ModelDescription &description)
{
    for (const PartSource *part :
         {&description.unetSource, &description.vaeSource, &description.textSource, &description.text2Source}) {
        for (const auto &file : part->files) {
            if (!file->isUnchanged())
                throw Failure(ErrorCode::Damaged, "The model file “" + file->path().string()
                                                      + "” was changed on disk since it was loaded; load the model again.");
        }
    }
}

WorkPlan planRun(const Networks &networks, int width, int height, int conditions)
{
    WorkFacts facts;
    facts.conditions = conditions;
    facts.width = width;
    facts.height = height;
    facts.memory = networks.choice.memory;
    facts.vaeTiles = networks.vaeTiles;
    facts.unetNumberBytes = static_cast<std::int64_t>(c10::elementSize(networks.dtype));
    facts.vaeNumberBytes = static_cast<std::int64_t>(c10::elementSize(networks.vaeDtype));
    facts.unetBytes = networks.unetBytes;
    facts.restsInFile = restsInFile(networks.choice.device, networks.choice.dtype, networks.choice.memory);
    facts.isCard = networks.device.is_cuda();
    facts.isXl = networks.isXl();
    facts.freeBytes = networks.freeBytes();
    return planWork(facts);
}

void leaveTextEncoders(Networks &networks)
{
    if (networks.isLow()) {
        networks.text.reset();
        networks.text2.reset();
    }
    rest(networks, networks.description.textSource);
    rest(networks, networks.description.text2Source);
}

void rest(const Networks &networks, const PartSource &part)
{
    if (!liesInFile(networks.choice))
        return;
    for (const auto &file : part.files) {
        for (const formats::TensorView &tensor : file->tensors()) {
            if (tensor.name.starts_with(part.prefix))
                file->letGo(tensor);
        }
    }
}

void loadPreviewDecoder(Networks &networks, const std::string &path, const std::stop_token &stop)
{
    const PartSource source = formats::describeTinyVae(path);
    Weights::Options options;
    options.device = networks.device;
    options.dtype = networks.dtype;
    options.stop = stop;
    networks.taesd = std::make_unique<AutoencoderTiny>(Weights(source, options));
}

void reloadVaeInFloat32(Networks &networks, const std::stop_token &stop)
{
    Weights::Options options;
    options.device = networks.device;
    options.dtype = torch::kFloat32;
    options.stop = stop;
    const Weights weights(networks.description.vaeSource, options);
    networks.vae = std::make_unique<Autoencoder>(networks.description.vae, weights);
    networks.vaeDtype = torch::kFloat32;
}

} // namespace calotype::diffusion
