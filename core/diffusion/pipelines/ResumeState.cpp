#include "core/diffusion/pipelines/ResumeState.h"

#include "core/base/Error.h"
#include "core/formats/MappedFile.h"
#include "core/formats/SafetensorsFile.h"
#include "core/formats/SafetensorsWriter.h"
#include "core/formats/Sha256.h"

#include <charconv>
#include <cstring>
#include <memory>
#include <span>

namespace calotype::diffusion {

namespace {

using formats::DType;
using formats::TensorBytes;
using Metadata = std::map<std::string, std::string>;

constexpr const char *kFormat = "2"; ///< raised whenever a sampler carries other tensors, or a request is written otherwise
constexpr const char *kContent = "content"; ///< SHA-256 of all the rest
constexpr const char *kLatents = "latents";
constexpr std::string_view kSamplerPrefix = "sampler.";

[[noreturn]] void refuse(std::string detail)
{
    throw Failure(ErrorCode::Damaged, "The state of the interrupted picture is damaged; start the picture anew.",
                  std::move(detail));
}

/// Over everything but the tensors' order, which the file's format chooses.
std::string contentOf(const Metadata &metadata, const std::map<std::string, std::span<const std::byte>> &tensors)
{
    formats::Sha256 digest;
    for (const auto &[key, value] : metadata)
        digest.add(key + "=" + value + "\n");
    for (const auto &[name, bytes] : tensors) {
        digest.add(name + "\n");
        digest.add(bytes);
    }
    return digest.hex();
}

const std::string &word(const Metadata &metadata, const char *key)
{
    const auto found = metadata.find(key);
    if (found == metadata.end())
        refuse(std::string(key) + " is missing");
    return found->second;
}

int number(const Metadata &metadata, const char *key)
{
    const std::string &text = word(metadata, key);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        refuse(std::string(key) + " is no number");
    return value;
}

Tensor copyOf(const formats::TensorView &view, const std::vector<std::int64_t> &shape)
{
    if (view.shape != shape || !view.data || (view.dtype != DType::F32 && view.dtype != DType::F64))
        refuse(view.name + " is of another shape or type");
    Tensor tensor = torch::empty(view.shape, view.dtype == DType::F64 ? torch::kFloat64 : torch::kFloat32);
    std::memcpy(tensor.data_ptr(), view.data, tensor.nbytes());
    return tensor;
}

/// The file in @p bytes, whose content is what was written.
std::shared_ptr<const formats::TensorFile> checkedFile(std::span<const std::uint8_t> bytes)
{
    std::shared_ptr<const formats::TensorFile> file;
    try {
        const auto raw = std::as_bytes(bytes);
        file = formats::readSafetensors(formats::MappedFile::fromBytes("resume point", {raw.begin(), raw.end()}));
    } catch (const Failure &failure) {
        refuse(failure.error().message);
    }
    Metadata metadata = file->metadata();
    const std::string content = word(metadata, kContent);
    metadata.erase(kContent);
    std::map<std::string, std::span<const std::byte>> tensors;
    for (const formats::TensorView &view : file->tensors()) {
        const std::size_t elements = view.data ? static_cast<std::size_t>(view.elements()) : 0;
        tensors.emplace(view.name, std::span(view.data, elements * formats::dtypeSize(view.dtype)));
    }
    if (contentOf(metadata, tensors) != content)
        refuse("its content is not what was written");
    return file;
}

/// The real noise, but for the Brownian path, which is the same however often it is asked.
class DrawnAgain final : public StepNoise
{
public:
    DrawnAgain(StepNoise &noise, const Tensor &empty)
        : m_noise(noise)
        , m_empty(empty)
    {
    }

    Tensor next() override { return m_noise.next(); }
    Tensor brownian(double, double, double, double) override { return m_empty; }

private:
    StepNoise &m_noise;
    Tensor m_empty;
};

} // namespace

std::vector<std::uint8_t> ResumeState::toBytes(const RunIdentity &run) const
{
    std::vector<Tensor> kept; // contiguous, until they are written
    std::vector<TensorBytes> tensors;
    std::map<std::string, std::span<const std::byte>> content;
    const auto add = [&](const std::string &name, const Tensor &tensor) {
        kept.push_back(tensor.to(torch::kCPU).contiguous());
        const Tensor &flat = kept.back();
        const auto *data = static_cast<const std::byte *>(flat.data_ptr());
        const DType dtype = flat.scalar_type() == torch::kFloat64 ? DType::F64 : DType::F32;
        tensors.push_back({name, dtype, flat.sizes().vec(), std::span(data, flat.nbytes())});
        content.emplace(name, tensors.back().bytes);
    };
    add(kLatents, latents);
    for (const auto &[name, tensor] : sampler)
        add(std::string(kSamplerPrefix) + name, tensor);

    Metadata metadata{{"calotype_resume", kFormat},
                      {"request", run.request},
                      {"model", run.model},
                      {"device", run.device},
                      {"dtype", run.dtype},
                      {"image", std::to_string(image)},
                      {"evaluation", std::to_string(evaluation)},
                      {"vae_float32", vaeInFloat32 ? "1" : "0"}};
    metadata.emplace(kContent, contentOf(metadata, content));
    return formats::safetensorsOf(tensors, metadata);
}

ResumeState ResumeState::open(const ResumePoint &point, const Bounds &bounds, const RunIdentity &run,
                              const std::string &modelName)
{
    if (point.image < 0 || point.image >= bounds.images || point.image % bounds.shape.front() != 0) {
        throw Failure(ErrorCode::WrongUse, "The run cannot go on at picture " + std::to_string(std::int64_t{point.image} + 1)
                                               + " of " + std::to_string(bounds.images) + "; start it anew.");
    }
    if (point.bytes.empty() && point.step == 0) {
        ResumeState beginning;
        beginning.image = point.image;
        return beginning;
    }
    const auto file = checkedFile(point.bytes);
    const Metadata &metadata = file->metadata();
    if (word(metadata, "calotype_resume") != kFormat) {
        throw Failure(ErrorCode::Unsupported,
                      "The interrupted picture was begun by another version of the program; start the picture anew.");
    }
    run.requireSame({word(metadata, "request"), word(metadata, "model"), word(metadata, "device"), word(metadata, "dtype")},
                    modelName);

    ResumeState state;
    state.image = number(metadata, "image");
    state.evaluation = number(metadata, "evaluation");
    state.vaeInFloat32 = number(metadata, "vae_float32") != 0;
    for (const formats::TensorView &view : file->tensors()) {
        if (view.name == kLatents)
            state.latents = copyOf(view, bounds.shape);
        else if (view.name.starts_with(kSamplerPrefix))
            state.sampler.emplace(view.name.substr(kSamplerPrefix.size()), copyOf(view, bounds.shape));
        else
            refuse(view.name + " is not known");
    }
    if (state.image != point.image)
        refuse("it tells of two pictures");
    if (state.evaluation < 1 || state.evaluation > bounds.evaluations)
        refuse("it stands outside of its schedule");
    if (!state.latents.defined() || state.latents.scalar_type() != torch::kFloat32)
        refuse("it has no latents");
    return state;
}

void ResumeState::takeFrom(Scheduler &scheduler)
{
    sampler.clear();
    scheduler.visitState(StateVisitor([this](const std::string &name, Tensor &tensor) { sampler.emplace(name, tensor); }));
}

void ResumeState::giveTo(Scheduler &scheduler, StepNoise &noise, int begin) const
{
    const Tensor empty = torch::zeros_like(latents);
    DrawnAgain again(noise, empty);
    for (int i = begin; i < begin + evaluation; ++i) {
        scheduler.scaleModelInput(empty, i);
        scheduler.step(empty, i, empty, again);
    }

    std::size_t given = 0;
    scheduler.visitState(StateVisitor([&](const std::string &name, Tensor &tensor) {
        const auto found = sampler.find(name);
        if (found == sampler.end())
            refuse("the sampler's " + name + " is missing");
        if (found->second.sizes() != tensor.sizes() || found->second.scalar_type() != tensor.scalar_type())
            refuse("the sampler's " + name + " is of another shape or type");
        tensor = found->second;
        ++given;
    }));
    if (given != sampler.size())
        refuse("it holds more than the sampler carries");
}

} // namespace calotype::diffusion
