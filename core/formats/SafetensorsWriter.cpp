#include "core/formats/SafetensorsWriter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace calotype::formats {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");

std::vector<std::uint8_t> safetensorsOf(std::span<const TensorBytes> tensors,
                                        const std::map<std::string, std::string> &metadata)
{
    std::vector<const TensorBytes *> sorted;
    for (const TensorBytes &tensor : tensors)
        sorted.push_back(&tensor);
    std::sort(sorted.begin(), sorted.end(), [](const auto *a, const auto *b) {
        // Wide elements first, so that each lies at a multiple of its size.
        const auto wide = dtypeSize(a->dtype), other = dtypeSize(b->dtype);
        return wide != other ? wide > other : a->name < b->name;
    });

    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t size = 0;
    for (const TensorBytes *tensor : sorted) {
        header[tensor->name] = {{"dtype", dtypeName(tensor->dtype)},
                                {"shape", tensor->shape},
                                {"data_offsets", {size, size + tensor->bytes.size()}}};
        size += tensor->bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // data begins aligned

    std::vector<std::uint8_t> file(8 + text.size() + size);
    const std::uint64_t length = text.size();
    std::memcpy(file.data(), &length, 8);
    std::memcpy(file.data() + 8, text.data(), text.size());
    auto *out = file.data() + 8 + text.size();
    for (const TensorBytes *tensor : sorted) {
        if (!tensor->bytes.empty())
            std::memcpy(out, tensor->bytes.data(), tensor->bytes.size());
        out += tensor->bytes.size();
    }
    return file;
}

std::vector<std::uint8_t> safetensorsOf(const std::string &name, std::span<const std::int64_t> shape,
                                        std::span<const float> values)
{
    const TensorBytes tensor{name, DType::F32, {shape.begin(), shape.end()}, std::as_bytes(values)};
    return safetensorsOf(std::span(&tensor, 1));
}

} // namespace calotype::formats
