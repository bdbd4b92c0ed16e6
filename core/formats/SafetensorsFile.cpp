#include "core/formats/SafetensorsFile.h"

#include "core/formats/FileFault.h"
#include "core/formats/LoadedTensorFile.h"
#include "core/formats/SafetensorsHeader.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace calotype::formats {

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;

std::uint64_t littleEndian64(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
        value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

/// The header's text: its length is checked before a byte of it is looked at.
std::string_view headerText(const MappedFile &file)
{
    const auto bytes = file.bytes();
    if (bytes.size() < kLengthBytes)
        failDamaged(file.name(), "it ends after " + std::to_string(bytes.size()) + " bytes, before its header");
    const std::uint64_t length = littleEndian64(bytes);
    if (length > kLongestHeader)
        failDamaged(file.name(), "its header claims " + std::to_string(length) + " bytes, more than the 100 MB that the format allows");
    if (length > bytes.size() - kLengthBytes) {
        failDamaged(file.name(), "its header claims " + std::to_string(length) + " bytes but only "
                                     + std::to_string(bytes.size() - kLengthBytes) + " follow");
    }
    return {reinterpret_cast<const char *>(bytes.data()) + kLengthBytes, static_cast<std::size_t>(length)};
}

std::optional<DType> dtypeFromName(std::string_view name)
{
    for (const DType dtype : {DType::F64, DType::F32, DType::F16, DType::BF16, DType::I64, DType::I32, DType::I16, DType::I8,
                              DType::U8, DType::Bool}) {
        if (name == dtypeName(dtype))
            return dtype;
    }
    return std::nullopt;
}

/// Checks one entry against itself and the size of the data, and makes its view.
TensorView toView(SafetensorsEntry &&entry, std::span<const std::byte> data, const std::string &file)
{
    const std::string who = "tensor " + inQuotes(entry.name);
    const std::optional<DType> dtype = dtypeFromName(entry.dtype);
    if (!dtype) {
        failUnsupported(file, "stores " + who + " as " + inQuotes(entry.dtype)
                                  + ", a number format that is not supported; use a float16 or float32 version of the model");
    }
    if (entry.begin > entry.end)
        failDamaged(file, who + " ends at byte " + std::to_string(entry.end) + ", before its start at " + std::to_string(entry.begin));
    if (entry.end > data.size())
        failDamaged(file, who + " ends at byte " + std::to_string(entry.end) + " but the file has " + std::to_string(data.size()));

    TensorView view;
    for (const std::uint64_t size : entry.shape) {
        if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            failDamaged(file, who + " claims an impossible shape");
        view.shape.push_back(static_cast<std::int64_t>(size));
    }
    const std::optional<std::int64_t> size = shapeBytes(view.shape, *dtype);
    if (!size)
        failDamaged(file, who + " claims an impossible shape");
    const auto bytes = static_cast<std::uint64_t>(*size);
    if (bytes != entry.end - entry.begin) {
        failDamaged(file, who + " needs " + std::to_string(bytes) + " bytes by its shape but has "
                              + std::to_string(entry.end - entry.begin));
    }
    view.name = std::move(entry.name);
    view.dtype = *dtype;
    view.strides = rowMajorStrides(view.shape);
    view.data = bytes == 0 ? nullptr : data.data() + entry.begin;
    return view;
}

} // namespace

std::shared_ptr<const TensorFile> readSafetensors(std::shared_ptr<const MappedFile> file)
{
    const std::string &name = file->name();
    const std::string_view text = headerText(*file);
    const auto data = file->bytes().subspan(kLengthBytes + text.size());
    SafetensorsHeader header = parseSafetensorsHeader(text, name);

    std::stable_sort(header.entries.begin(), header.entries.end(), [](const auto &a, const auto &b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    LoadedTensorFile::Content content;
    content.tensors.reserve(header.entries.size());
    std::uint64_t reached = 0;
    for (SafetensorsEntry &entry : header.entries) {
        const std::uint64_t begin = entry.begin;
        const std::uint64_t end = entry.end;
        content.tensors.push_back(toView(std::move(entry), data, name));
        const std::string &tensor = content.tensors.back().name;
        if (begin < reached)
            failDamaged(name, "tensor " + inQuotes(tensor) + " overlaps the one before it at byte " + std::to_string(begin));
        if (begin > reached) {
            failDamaged(name, "bytes " + std::to_string(reached) + " to " + std::to_string(begin) + " before tensor "
                                  + inQuotes(tensor) + " belong to no tensor");
        }
        reached = end;
    }
    if (reached != data.size()) {
        failDamaged(name, "its tensors end at byte " + std::to_string(reached) + " but the file has "
                              + std::to_string(data.size()));
    }
    content.metadata = std::move(header.metadata);
    return std::make_shared<LoadedTensorFile>(std::move(file), std::move(content));
}

} // namespace calotype::formats
