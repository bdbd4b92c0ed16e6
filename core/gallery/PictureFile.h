#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/gallery/PictureMetadata.h"

#include <QImage>
#include <QString>

namespace calotype::gallery {

/// Writes @p image with its provenance, in the format of the path's ending (see pictureFormat()). The file appears whole
/// or not at all: it is written beside its place and renamed. Any thread; an encoder takes its time, so best not the GUI's.
/// @return DiskFull or Io with the path and the remedy; as encodePicture()
Result<void> savePicture(const QString &path, const Image &image, const PictureOrigin &origin);

/// The same without a word of what made it.
/// @param quality  1 to 100, of a lossy format
Result<void> savePixels(const QString &path, const Image &image, int quality);

/// How much of what a file says of its making went along into another format.
enum class Carried {
    All,
    Part, ///< a JPEG has room for 64 KB only
};

/// Writes the picture of a file anew, in the format of the ending of @p to (see pictureFormat()) and with the loss of
/// kLossyQuality, transparency laid over white. What the file says of its making goes along word for word, in the form of
/// that format: our record, whose pixel hash stays that of the picture as it was made, the web UI's text or what stands in
/// its place, the digital source type, the graphs of ComfyUI and InvokeAI. Where that is damaged or cannot be used, it goes
/// along as it is. Any thread.
/// @return NotFound, Damaged, Io, DiskFull; as decodePicture() and encodePixels()
Result<Carried> convertPicture(const QString &from, const QString &to);

/// Reads a picture file (PNG, JPEG, WebP, …), turned upright by its orientation. What the file is, is told by its
/// content. Any thread.
/// @return NotFound, Damaged; Unsupported for what is no ordinary file, and for more than 16384 × 16384 pixels
Result<QImage> decodePicture(const QString &path);

/// As decodePicture(), as RGB8 with alpha laid over white.
Result<Image> readPicture(const QString &path);

} // namespace calotype::gallery
