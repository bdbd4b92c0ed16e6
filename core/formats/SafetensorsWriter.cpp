#include "core/formats/SafetensorsWriter.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cstring>

namespace calotype::formats {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");

std::vector<std::uint8_t> safetensorsOf(const std::string &name, std::span<const std::int64_t> shape,
                                        std::span<const float> values)
{
    const nlohmann::json header{
        {name,
         {{"dtype", "F32"},
          {"shape", std::vector<std::int64_t>(shape.begin(), shape.end())},
          {"data_offsets", {0, values.size_bytes()}}}}};
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // data begins aligned

    std::vector<std::uint8_t> bytes(8 + text.size() + values.size_bytes());
    const std::uint64_t length = text.size();
    std::memcpy(bytes.data(), &length, 8);
    std::memcpy(bytes.data() + 8, text.data(), text.size());
    if (!values.empty())
        std::memcpy(bytes.data() + 8 + text.size(), values.data(), values.size_bytes());
    return bytes;
}

} // namespace calotype::formats
