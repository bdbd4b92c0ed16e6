#pragma once

#include "core/formats/metadata/PictureTexts.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace calotype::formats {

/// Adds the texts of an EXIF block: TIFF bytes, with or without `Exif\0\0` before them. Broken blocks give what can be
/// read safely. Looks at IFD0 and its Exif directory, once each.
void addExifTexts(std::span<const std::byte> exif, PictureTexts &texts);

/// A UserComment's text. Its first eight bytes may name the encoding; under UNICODE the byte order is judged by the
/// text, since writers differ (piexif: always big-endian; ImageSharp: little-endian).
/// @param littleEndian  the order of the TIFF around it, for texts that leave both open
std::string decodeUserComment(std::string_view bytes, bool littleEndian);

} // namespace calotype::formats
