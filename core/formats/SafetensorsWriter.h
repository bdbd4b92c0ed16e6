#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace calotype::formats {

/// A safetensors file with one float32 tensor, as bytes.
/// @pre values.size() is the product of @p shape
std::vector<std::uint8_t> safetensorsOf(const std::string &name, std::span<const std::int64_t> shape,
                                        std::span<const float> values);

} // namespace calotype::formats
