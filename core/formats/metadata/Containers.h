#pragma once

#include "core/formats/metadata/PictureTexts.h"

#include <cstddef>
#include <span>

namespace calotype::formats {

/// The texts of a PNG, JPEG, WebP, GIF or AVIF, told apart by their first bytes; none for anything else. Damaged parts
/// are passed over. Time is linear in the size; at most 8 MiB of text are inflated. Text hidden in the pixels is not
/// looked for: see StealthText.h.
PictureTexts readPictureTexts(std::span<const std::byte> bytes);

/// tEXt, zTXt, iTXt (before and after the picture data), XMP and eXIf.
void addPngTexts(std::span<const std::byte> png, PictureTexts &texts);
/// The segments before the picture data: EXIF, XMP, comments.
void addJpegTexts(std::span<const std::byte> jpeg, PictureTexts &texts);
/// The EXIF and XMP chunks. The size in the RIFF header is not trusted.
void addWebpTexts(std::span<const std::byte> webp, PictureTexts &texts);
/// Comments, before, between and behind the frames.
void addGifTexts(std::span<const std::byte> gif, PictureTexts &texts);
/// The Exif and XMP items of an AVIF or HEIF (ISO/IEC 23008-12), as far as they lie in the file by offset.
void addAvifTexts(std::span<const std::byte> avif, PictureTexts &texts);

} // namespace calotype::formats
