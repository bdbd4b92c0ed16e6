#include "packaging/starter/Parameters.h"

#include "core/base/Error.h"
#include "core/formats/SafetensorsWriter.h"
#include "core/gallery/AtomicFile.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <cstring>

namespace calotype::starter {

namespace {

bool endsWith(const std::string &text, std::string_view end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

formats::DType dtypeOf(torch::ScalarType type)
{
    switch (type) {
    case torch::kFloat32: return formats::DType::F32;
    case torch::kFloat16: return formats::DType::F16;
    case torch::kInt64: return formats::DType::I64;
    default: throw Failure(ErrorCode::Internal, "A checkpoint holds float32, float16 and int64 tensors only.");
    }
}

} // namespace

Parameters::Parameters(std::string prefix, torch::Device device, std::uint64_t seed)
    : m_prefix(std::move(prefix))
    , m_device(device)
    , m_generator(at::make_generator<at::CPUGeneratorImpl>(seed))
{
}

diffusion::Weights Parameters::weights(torch::ScalarType dtype)
{
    return diffusion::Weights([this](const std::string &name, at::IntArrayRef shape) { return make(name, shape); },
                              m_device, dtype);
}

// Biases zero, norms one, matrices uniform with the variance 1 / fan-in (LeCun et al. 1998); the last layer of each
// residual branch zero, so that every block begins as the identity (Goyal et al. 2017).
Tensor Parameters::make(const std::string &name, at::IntArrayRef shape)
{
    if (const auto found = m_tensors.find(m_prefix + name); found != m_tensors.end())
        return found->second;

    const auto uniform = [&](double bound) { return (torch::rand(shape, m_generator) * 2.0 - 1.0) * bound; };
    Tensor tensor;
    if (endsWith(name, "_embedding.weight"))
        tensor = torch::randn(shape, m_generator) * 0.02;
    else if (endsWith(name, ".bias"))
        tensor = torch::zeros(shape);
    else if (shape.size() == 1)
        tensor = torch::ones(shape);
    else if (endsWith(name, "conv2.weight") || endsWith(name, "proj_out.weight") || name == "conv_out.weight")
        tensor = torch::zeros(shape);
    else {
        double fanIn = 1;
        for (std::size_t i = 1; i < shape.size(); ++i)
            fanIn *= static_cast<double>(shape[i]);
        tensor = uniform(std::sqrt(3.0 / fanIn));
    }
    tensor = tensor.to(m_device).set_requires_grad(true);
    m_tensors.emplace(m_prefix + name, tensor);
    return tensor;
}

void saveTensors(const std::filesystem::path &path, const Tensors &tensors,
                 const std::map<std::string, std::string> &metadata)
{
    std::vector<Tensor> held; // keeps the memory that the spans show
    std::vector<formats::TensorBytes> list;
    for (const auto &[name, tensor] : tensors) {
        held.push_back(tensor.detach().to(torch::kCPU).contiguous());
        const Tensor &plain = held.back();
        list.push_back({name, dtypeOf(plain.scalar_type()), plain.sizes().vec(),
                        {static_cast<const std::byte *>(plain.data_ptr()), plain.nbytes()}});
    }
    if (auto saved = gallery::writeAtomically(QString::fromStdString(path.string()), formats::safetensorsOf(list, metadata)); !saved)
        throw Failure(saved.error());
}

Tensors loadTensors(const std::filesystem::path &path)
{
    Tensors out;
    const auto file = formats::openTensorFile(path);
    for (const auto &view : file->tensors()) {
        const auto type = view.dtype == formats::DType::F32   ? torch::kFloat32
                          : view.dtype == formats::DType::F16 ? torch::kFloat16
                                                              : torch::kInt64;
        Tensor tensor = torch::empty(view.shape, type);
        if (view.elements() > 0)
            std::memcpy(tensor.data_ptr(), view.data, tensor.nbytes());
        out.emplace(view.name, tensor);
    }
    return out;
}

} // namespace calotype::starter
