#pragma once

#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace calotype::fuzz {

inline std::vector<std::byte> copyOf(const std::uint8_t *data, std::size_t size)
{
    const auto *bytes = reinterpret_cast<const std::byte *>(data);
    return {bytes, bytes + size};
}

/// Reads the first and the last number of every tensor, so that the sanitizer sees a view that leaves its memory, and
/// aborts where a name does not lead back to its tensor.
inline void touchTensors(const formats::TensorFile &file)
{
    volatile unsigned sum = 0;
    for (const formats::TensorView &view : file.tensors()) {
        if (file.find(view.name) != &view)
            std::abort();
        if (view.elements() == 0)
            continue;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < view.shape.size(); ++i)
            last += (view.shape[i] - 1) * view.strides[i];
        const auto size = formats::dtypeSize(view.dtype);
        const auto end = (static_cast<std::size_t>(last) + 1) * size;
        sum = sum + std::to_integer<unsigned>(view.data[0]) + std::to_integer<unsigned>(view.data[end - 1]);
        sum = sum + view.isContiguous();
    }
}

} // namespace calotype::fuzz
