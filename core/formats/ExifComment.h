#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// An EXIF block (a big-endian TIFF with one directory) whose UserComment is @p text: UNICODE and UTF-16, as the web UI
/// writes it. What is no UTF-8 becomes U+FFFD.
/// @param graphs  each in a tag of its own, as ComfyUI writes them (`prompt:{…}`): from the camera's model downwards, one
///                for each that is not empty
/// Format: CIPA DC-008 (Exif 2.32), sections 4.5 and 4.6.5.
std::vector<std::uint8_t> exifWithComment(std::string_view text, const std::vector<std::string> &graphs = {});

} // namespace calotype::formats
