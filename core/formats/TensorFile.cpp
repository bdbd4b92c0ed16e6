#include "core/formats/TensorFile.h"

#include "core/formats/FileFault.h"
#include "core/formats/LegacyCheckpoint.h"
#include "core/formats/MappedFile.h"
#include "core/formats/SafetensorsFile.h"
#include "core/formats/ZipCheckpoint.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

namespace calotype::formats {

namespace {

std::string_view opening(std::span<const std::byte> bytes, std::size_t longest)
{
    return {reinterpret_cast<const char *>(bytes.data()), std::min(bytes.size(), longest)};
}

TensorFileFormat detectFormat(std::span<const std::byte> bytes)
{
    const std::string_view start = opening(bytes, 9);
    if (start.starts_with("PK\x03\x04"))
        return TensorFileFormat::PickleZip;
    if (isLegacyCheckpoint(bytes))
        return TensorFileFormat::PickleLegacy;
    if (start.size() == 9 && start[8] == '{')
        return TensorFileFormat::Safetensors;
    return TensorFileFormat::Unknown;
}

/// Says what the file is instead, as far as its first bytes tell.
[[noreturn]] void failUnknown(const MappedFile &file)
{
    if (file.bytes().empty())
        failDamaged(file.name(), "it is empty");
    std::string start(opening(file.bytes(), 256));
    if (start.starts_with("version https://git-lfs.github.com/spec/"))
        failUnsupported(file.name(), "is only a Git LFS pointer; fetch the model itself with “git lfs pull” or download it in a browser");
    if (start.starts_with("GGUF"))
        failUnsupported(file.name(), "is a GGUF file, which is not supported; use the model's safetensors version");
    if (start.starts_with("\x80"))
        failUnsupported(file.name(), "is a Python pickle that torch.save did not write; use the model's safetensors version");
    std::transform(start.begin(), start.end(), start.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    start.erase(0, std::min(start.find_first_not_of("\xEF\xBB\xBF \t\r\n"), start.size()));
    for (const char *page : {"<!doctype", "<html", "<head", "<?xml", "<!--"}) {
        if (start.starts_with(page)) {
            failUnsupported(file.name(), "is a web page, not a model: the download led to a page, perhaps one that asks you to "
                                         "sign in; download the model file itself");
        }
    }
    failUnsupported(file.name(), "is no model file: it is neither safetensors nor a PyTorch checkpoint, or its first bytes are "
                                 "damaged; download it again, or choose another file");
}

} // namespace

const char *dtypeName(DType dtype)
{
    switch (dtype) {
    case DType::F64: return "F64";
    case DType::F32: return "F32";
    case DType::F16: return "F16";
    case DType::BF16: return "BF16";
    case DType::I64: return "I64";
    case DType::I32: return "I32";
    case DType::I16: return "I16";
    case DType::I8: return "I8";
    case DType::U8: return "U8";
    case DType::Bool: break;
    }
    return "BOOL";
}

std::size_t dtypeSize(DType dtype)
{
    switch (dtype) {
    case DType::F64:
    case DType::I64: return 8;
    case DType::F32:
    case DType::I32: return 4;
    case DType::F16:
    case DType::BF16:
    case DType::I16: return 2;
    case DType::I8:
    case DType::U8:
    case DType::Bool: break;
    }
    return 1;
}

std::optional<std::int64_t> shapeBytes(const std::vector<std::int64_t> &shape, DType dtype)
{
    auto bytes = static_cast<std::int64_t>(dtypeSize(dtype));
    bool isEmpty = false;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(bytes, std::max<std::int64_t>(size, 1), &bytes))
            return std::nullopt;
        isEmpty = isEmpty || size == 0;
    }
    return isEmpty ? 0 : bytes;
}

std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t> &shape)
{
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t stride = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = stride;
        stride *= std::max<std::int64_t>(shape[i], 1);
    }
    return strides;
}

std::int64_t TensorView::elements() const
{
    std::int64_t product = 1;
    for (const std::int64_t size : shape)
        product *= size;
    return product;
}

std::int64_t TensorView::span() const
{
    if (elements() == 0)
        return 0;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < shape.size(); ++i)
        last += (shape[i] - 1) * strides[i];
    return last + 1;
}

bool TensorView::isContiguous() const
{
    if (elements() == 0)
        return true;
    std::int64_t expected = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] == 1)
            continue;
        if (strides[i] != expected)
            return false;
        expected *= shape[i];
    }
    return true;
}

const TensorView *TensorFile::find(std::string_view name) const
{
    const auto &all = tensors();
    const auto found = std::find_if(all.begin(), all.end(), [&](const TensorView &tensor) { return tensor.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool TensorFile::isUnchanged() const
{
    return true;
}

void TensorFile::readAhead(const TensorView &) const
{
}

void TensorFile::letGo(const TensorView &) const
{
}

TensorFileFormat detectTensorFile(const std::filesystem::path &path)
{
    return detectFormat(MappedFile::open(path)->bytes());
}

std::shared_ptr<const TensorFile> openTensorFile(const std::filesystem::path &path)
{
    return openTensorFile(MappedFile::open(path));
}

std::shared_ptr<const TensorFile> openTensorFile(std::shared_ptr<const MappedFile> file)
{
    switch (detectFormat(file->bytes())) {
    case TensorFileFormat::Safetensors: return readSafetensors(std::move(file));
    case TensorFileFormat::PickleZip: return readZipCheckpoint(std::move(file));
    case TensorFileFormat::PickleLegacy: return readLegacyCheckpoint(std::move(file));
    case TensorFileFormat::Unknown: break;
    }
    failUnknown(*file);
}

} // namespace calotype::formats
