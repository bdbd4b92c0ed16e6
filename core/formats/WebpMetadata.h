#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// The same WebP, as an extended file, with an EXIF block and an XMP packet (each left out where empty) in place of those
/// it had; all other chunks are kept.
/// Format: RFC 9649, section 2.7.
/// @throws Failure Damaged if @p webp is no WebP
std::vector<std::uint8_t> withWebpMetadata(std::span<const std::uint8_t> webp, std::span<const std::uint8_t> exif, std::string_view xmp);

} // namespace calotype::formats
