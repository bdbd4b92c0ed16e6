#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/gallery/PictureMetadata.h"

#include <QString>

namespace calotype::gallery {

/// Writes @p image as a PNG with its provenance. The file appears whole or not at all: it is written beside its place
/// and renamed. Any thread.
/// @return DiskFull or Io with the path and the remedy
Result<void> savePicture(const QString &path, const Image &image, const PictureOrigin &origin);

/// Reads a picture file (PNG, JPEG, WebP, …) as RGB8, alpha laid over white, turned upright by its orientation.
/// @return NotFound, Damaged
Result<Image> readPicture(const QString &path);

} // namespace calotype::gallery
