#pragma once

#include "core/formats/TensorFile.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace calotype::formats {

/// A dense, row-major tensor to be written.
struct TensorBytes {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes; ///< shapeBytes(shape, dtype) of them, little-endian
};

/// A safetensors file, as bytes; wide elements come first, then the order is that of the names.
/// @pre the names differ and each tensor has as many bytes as its shape says
std::vector<std::uint8_t> safetensorsOf(std::span<const TensorBytes> tensors,
                                        const std::map<std::string, std::string> &metadata = {});

/// The same of one float32 tensor.
/// @pre values.size() is the product of @p shape
std::vector<std::uint8_t> safetensorsOf(const std::string &name, std::span<const std::int64_t> shape,
                                        std::span<const float> values);

} // namespace calotype::formats
