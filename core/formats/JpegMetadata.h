#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace calotype::formats {

// Bytes that one segment has room for.
inline constexpr std::size_t kMostExifInJpeg = 65527;
inline constexpr std::size_t kMostXmpInJpeg = 65504;

/// The same JPEG with an EXIF block and an XMP packet (each left out where empty) in place of those it had; all other
/// segments are kept.
/// Format: ITU-T T.81 annex B; Exif 2.32, section 4.7.2; XMP part 3, section 1.1.3.
/// @throws Failure Damaged if @p jpeg is no JPEG; Unsupported for a text that does not fit a segment (64 KB)
std::vector<std::uint8_t> withJpegMetadata(std::span<const std::uint8_t> jpeg, std::span<const std::uint8_t> exif, std::string_view xmp);

} // namespace calotype::formats
