#include "core/diffusion/pipelines/Networks.h"

#include "core/base/Error.h"
#include "core/base/Log.h"
#include "core/diffusion/Cancel.h"
#include "core/diffusion/weights/Weights.h"

#include <nlohmann/json.hpp>

namespace calotype::diffusion {

namespace {

using formats::ModelDescription;
using formats::PartSource;

// Reads parts one after another and adds up what they cost.
class PartReader
{
public:
    PartReader(torch::Device device, const LoadSink &progress, std::int64_t total, const std::stop_token &stop)
        : m_device(device)
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
        options.stop = m_stop;
        options.bytesRead = [this](std::int64_t bytes) {
            m_state.bytesDone += bytes;
            report();
        };
        const Weights weights(source, options);
        auto network = std::make_unique<Network>(config, weights);
        const auto untaken = weights.untaken();
        if (!untaken.empty())
            spdlog::debug("{}: {} tensors of the file were not needed, the first is {}", part, untaken.size(), untaken.front());
        return network;
    }

    std::int64_t bytesDone() const { return m_state.bytesDone; }

private:
    void report() const
    {
        if (m_progress)
            m_progress(m_state);
    }

    torch::Device m_device;
    const LoadSink &m_progress;
    std::stop_token m_stop;
    LoadProgress m_state;
};

void requirePart(const ModelDescription &description, const PartSource &source, const char *name)
{
    if (source.present)
        return;
    std::string message = "“" + description.info.name + "” has no " + name + "; ";
    message += std::string_view(name) == "vae" ? "choose a VAE file for it (--vae)."
                                               : "a picture needs one: choose a complete model.";
    throw Failure(ErrorCode::Unsupported, message);
}

// Bytes of a part's tensors in its files, those under its prefix alone.
std::int64_t bytesOf(const PartSource &source)
{
    std::int64_t bytes = 0;
    for (const auto &file : source.files) {
        for (const auto &tensor : file->tensors()) {
            if (tensor.name.rfind(source.prefix, 0) == 0)
                bytes += tensor.elements() * static_cast<std::int64_t>(formats::dtypeSize(tensor.dtype));
        }
    }
    return bytes;
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

std::unique_ptr<Networks> loadNetworks(const ModelSpec &spec, const DeviceChoice &choice, const LoadSink &progress,
                                       const std::stop_token &stop)
{
    if (progress)
        progress({LoadStep::FindFiles, 0, 0});
    ModelDescription description = formats::describeModel(spec.path, spec.prediction);
    if (!spec.vaePath.empty())
        formats::describeVae(spec.vaePath, description.vae, description.vaeSource);
    auto networks = buildNetworks(std::move(description), choice, progress, stop);
    networks->vaePath = spec.vaePath;
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
    networks->dtype = scalarType(choice.dtype);
    networks->vaeDtype = description.vae.forceUpcast ? torch::kFloat32 : networks->dtype;
    networks->tokenizer = makeTokenizer(description.tokenizer);
    if (description.text2)
        networks->tokenizer2 = makeTokenizer(description.tokenizer2);

    std::int64_t total = bytesOf(description.textSource) + bytesOf(description.unetSource) + bytesOf(description.vaeSource);
    if (description.text2)
        total += bytesOf(description.text2Source);
    PartReader reader(networks->device, progress, total, stop);
    networks->text = reader.read<ClipTextEncoder>("text_encoder", description.textSource, description.text, networks->dtype);
    if (description.text2) {
        networks->text2
            = reader.read<ClipTextEncoder>("text_encoder_2", description.text2Source, *description.text2, networks->dtype);
    }
    networks->unet = reader.read<UNet>("unet", description.unetSource, description.unet, networks->dtype);
    networks->vae = reader.read<Autoencoder>("vae", description.vaeSource, description.vae, networks->vaeDtype);
    for (const LoadStep step : {LoadStep::WeightsComplete, LoadStep::MoveToDevice}) { // each was placed as it was read
        throwIfStopped(stop);
        if (progress)
            progress({step, reader.bytesDone(), total});
    }
    networks->description = std::move(description);
    return networks;
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
