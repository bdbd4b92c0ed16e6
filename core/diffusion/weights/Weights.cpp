#include "core/diffusion/weights/Weights.h"

#include "core/base/Error.h"
#include "core/diffusion/Cancel.h"
#include "core/diffusion/weights/NameMap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>

namespace calotype::diffusion {

namespace {

using formats::DType;
using formats::TensorFile;
using formats::TensorView;

torch::ScalarType scalarType(DType dtype)
{
    switch (dtype) {
    case DType::F64: return torch::kFloat64;
    case DType::F32: return torch::kFloat32;
    case DType::F16: return torch::kFloat16;
    case DType::BF16: return torch::kBFloat16;
    case DType::I64: return torch::kInt64;
    case DType::I32: return torch::kInt32;
    case DType::I16: return torch::kInt16;
    case DType::I8: return torch::kInt8;
    case DType::U8: return torch::kUInt8;
    case DType::Bool: return torch::kBool;
    }
    throw Failure(ErrorCode::Internal, "A tensor file yielded an unknown number format.");
}

// The tensor where it lies. The file's memory is mapped read-only and stays as long as the tensor does; bytes that no
// processor could load as numbers are moved to a place where it can.
Tensor attach(const TensorView &view, const std::shared_ptr<const TensorFile> &file)
{
    const auto type = scalarType(view.dtype);
    if (view.elements() == 0 || !view.data)
        return torch::empty(view.shape, type);
    if (reinterpret_cast<std::uintptr_t>(view.data) % formats::dtypeSize(view.dtype) != 0) {
        const Tensor moved = torch::empty({view.span()}, type);
        std::memcpy(moved.data_ptr(), view.data, moved.nbytes());
        return moved.as_strided(view.shape, view.strides);
    }
    return torch::from_blob(const_cast<std::byte *>(view.data), view.shape, view.strides, [file](void *) {}, type);
}

Tensor changed(const Tensor &tensor, MappedName::Change change)
{
    using Change = MappedName::Change;
    const auto third = [&](std::int64_t index) {
        if (tensor.dim() == 0 || tensor.size(0) % 3 != 0)
            return tensor; // the shape check names the fault
        const auto rows = tensor.size(0) / 3;
        return tensor.narrow(0, index * rows, rows);
    };
    switch (change) {
    case Change::None:
        return tensor;
    case Change::ToLinear:
        return tensor.dim() == 4 && tensor.size(2) == 1 && tensor.size(3) == 1 ? tensor.squeeze(3).squeeze(2) : tensor;
    case Change::Transpose:
        return tensor.dim() == 2 ? tensor.t() : tensor;
    case Change::FirstThird:
        return third(0);
    case Change::SecondThird:
        return third(1);
    case Change::LastThird:
        return third(2);
    }
    return tensor;
}

// In the order that moves fewer bytes. Numbers of double precision never travel: not every device knows them.
Tensor placed(const Tensor &tensor, const Weights::Options &options)
{
    if (!tensor.is_floating_point())
        return tensor.to(options.device);
    const bool widens = c10::elementSize(tensor.scalar_type()) < c10::elementSize(options.dtype);
    if (widens && options.narrowAtRest && options.device.is_cpu() && tensor.dim() > 1)
        return tensor;
    return widens ? tensor.to(options.device).to(options.dtype) : tensor.to(options.dtype).to(options.device);
}

std::string shapeText(at::IntArrayRef shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += i == 0 ? "" : ", ";
        text += shape[i] < 0 ? "any" : std::to_string(shape[i]);
    }
    return text + "]";
}

bool fits(at::IntArrayRef found, at::IntArrayRef expected)
{
    return found.size() == expected.size()
           && std::equal(found.begin(), found.end(), expected.begin(),
                         [](std::int64_t size, std::int64_t wanted) { return wanted < 0 || size == wanted; });
}

} // namespace

struct Weights::Table {
    struct Entry {
        Tensor tensor;
        std::size_t fileName; ///< index into fileNames
        std::size_t file;     ///< index into paths
    };

    torch::Device device = torch::kCPU;
    torch::ScalarType dtype = torch::kFloat32;
    std::int64_t bytes = 0;
    std::map<std::string, Entry, std::less<>> entries;
    std::vector<std::string> fileNames; ///< with their prefix
    std::set<std::size_t> taken;        ///< indices into fileNames
    std::vector<std::string> paths;
    Source source; ///< asked instead of entries, if set
};

Weights::Weights(Source source, torch::Device device, torch::ScalarType dtype)
    : m_table(std::make_shared<Table>())
{
    m_table->source = std::move(source);
    m_table->device = device;
    m_table->dtype = dtype;
}

Weights::Weights(const formats::PartSource &source, Options options)
    : m_table(std::make_shared<Table>())
{
    m_table->device = options.device;
    m_table->dtype = options.dtype;

    const auto bare = [&](const TensorView &view) { return view.name.substr(source.prefix.size()); };
    const auto belongs = [&](const TensorView &view) { return view.name.compare(0, source.prefix.size(), source.prefix) == 0; };
    std::vector<std::string> names;
    for (const auto &file : source.files) {
        for (const TensorView &view : file->tensors()) {
            if (belongs(view))
                names.push_back(bare(view));
        }
    }
    const NameMap nameMap(source.layout, names);

    for (const auto &file : source.files) {
        m_table->paths.push_back(file->path().filename().string());
        for (const TensorView &view : file->tensors()) {
            if (!belongs(view))
                continue;
            throwIfStopped(options.stop);
            const auto mapped = nameMap.map(bare(view));
            if (!mapped.empty()) {
                const Tensor tensor = placed(attach(view, file), options);
                if (tensor.data_ptr() == view.data)
                    file->readAhead(view);
                else
                    file->letGo(view);
                m_table->bytes += static_cast<std::int64_t>(tensor.nbytes());
                m_table->fileNames.push_back(view.name);
                for (const MappedName &target : mapped)
                    m_table->entries.try_emplace(
                        target.name, Table::Entry{changed(tensor, target.change), m_table->fileNames.size() - 1,
                                                  m_table->paths.size() - 1});
            }
            if (options.bytesRead)
                options.bytesRead(view.elements() * static_cast<std::int64_t>(formats::dtypeSize(view.dtype)));
        }
    }
}

Weights Weights::scope(std::string_view name) const
{
    Weights inner = *this;
    inner.m_prefix += std::string(name) + ".";
    return inner;
}

Weights Weights::scope(std::int64_t index) const
{
    return scope(std::to_string(index));
}

bool Weights::has(std::string_view name) const
{
    return m_table->source || m_table->entries.count(m_prefix + std::string(name)) > 0;
}

Tensor Weights::take(std::string_view name, at::IntArrayRef shape) const
{
    const Tensor tensor = takeOptional(name, shape);
    if (tensor.defined())
        return tensor;
    const std::string where = m_table->paths.empty() ? "The model" : "“" + m_table->paths.front() + "”";
    throw Failure(ErrorCode::Damaged,
                  fmt::format("{} has no tensor {}{} of shape {}; it is incomplete, or another kind of model.", where,
                              m_prefix, name, shapeText(shape)));
}

Tensor Weights::takeOptional(std::string_view name, at::IntArrayRef shape) const
{
    const std::string full = m_prefix + std::string(name);
    if (m_table->source)
        return m_table->source(full, shape).to(m_table->device, m_table->dtype);
    const auto found = m_table->entries.find(full);
    if (found == m_table->entries.end())
        return {};
    const Table::Entry &entry = found->second;
    const std::string &fileName = m_table->fileNames[entry.fileName];
    const std::string alias = fileName == full ? "" : fmt::format(" (in the file {})", fileName);
    if (!fits(entry.tensor.sizes(), shape))
        throw Failure(ErrorCode::Damaged,
                      fmt::format("The tensor {}{} of “{}” has shape {} where {} is expected; the file is damaged, or "
                                  "another kind of model.",
                                  full, alias, m_table->paths[entry.file], shapeText(entry.tensor.sizes()),
                                  shapeText(shape)));
    m_table->taken.insert(entry.fileName);
    return entry.tensor;
}

std::vector<std::string> Weights::untaken() const
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < m_table->fileNames.size(); ++i) {
        if (m_table->taken.count(i) == 0)
            names.push_back(m_table->fileNames[i]);
    }
    return names;
}

std::int64_t Weights::bytes() const
{
    return m_table->bytes;
}

torch::ScalarType Weights::dtype() const
{
    return m_table->dtype;
}

torch::Device Weights::device() const
{
    return m_table->device;
}

} // namespace calotype::diffusion
