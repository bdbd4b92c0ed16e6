#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace calotype::formats {

/// One chunk of a PNG; views into its bytes.
struct PngChunk {
    std::string_view type;
    std::span<const std::uint8_t> data;
    std::span<const std::uint8_t> whole; ///< length, type, data and checksum

    bool checksumHolds() const;
};

inline constexpr std::size_t kPngSignatureSize = 8;

bool isPng(std::span<const std::uint8_t> bytes);

/// Calls @p visit for each whole chunk until it says stop (false). Ends at IEND, at the end, or where a length runs past
/// it. @pre isPng(png)
void forEachPngChunk(std::span<const std::uint8_t> png, const std::function<bool(const PngChunk &)> &visit);

std::uint32_t bigEndian32(std::span<const std::uint8_t, 4> bytes);

} // namespace calotype::formats
