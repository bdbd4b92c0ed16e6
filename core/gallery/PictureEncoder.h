#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/gallery/PictureMetadata.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace calotype::gallery {

enum class PictureFormat {
    Png,  ///< lossless
    Jpeg, ///< lossy; transparency is laid over white
    Webp, ///< lossy
};

/// By the path's ending, in any case: jpg and jpeg, webp; all else is PNG.
PictureFormat pictureFormat(const QString &path);

/// The pixels alone as a file's bytes. The same picture gives the same bytes with the same libraries.
/// @param image    of 1, 3 or 4 channels
/// @param quality  1 to 100, of a lossy format
/// @return Unsupported where Qt's plugin for the format is not there, Internal
Result<QByteArray> encodePixels(const Image &image, PictureFormat format, int quality = kLossyQuality);

/// A picture as its file's bytes, with all that its origin says: the web UI's text and our record (in a PNG as text
/// chunks, else as EXIF UserComment and in the XMP packet), and an XMP packet with the IPTC's digital source type.
/// @return as encodePixels(); Unsupported for texts too long for the format
Result<std::vector<std::uint8_t>> encodePicture(const Image &image, PictureFormat format, const PictureOrigin &origin);

} // namespace calotype::gallery
