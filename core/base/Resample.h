#pragma once

#include "core/base/Image.h"

namespace calotype {

/// @p image at @p width × @p height, by Lanczos-3 convolution that widens with the reduction (no aliasing), columns
/// first, rounded to 8 bits between the two passes: byte for byte what Pillow 9.4 makes of `resize(…, LANCZOS)`.
/// Straight alpha is multiplied in before and taken out after, so that clear pixels do not bleed.
/// The picture itself where the size is its own; an empty one where either is empty.
Image resized(const Image &image, int width, int height);

/// A part of a picture, in its pixels, which may be fractions; x and y are of the left upper corner.
struct PicturePart {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// The largest part in the middle of a picture that has the shape of @p width × @p height. All sizes are at least 1.
PicturePart centredPart(int pictureWidth, int pictureHeight, int width, int height);

/// @p part of @p image, scaled by Lanczos-3 to @p width × @p height. The part lies within the picture. Takes no more memory
/// than the larger of the two.
Image resizedPart(const Image &image, const PicturePart &part, int width, int height);

/// The centredPart() of @p image, scaled to @p width × @p height: the picture scaled until it covers the size, then cropped.
Image centreCropped(const Image &image, int width, int height);

/// RGB8 of any picture: grey is spread, transparency is laid over white.
Image toRgb(const Image &image);

/// Grey8 of any picture: (299 R + 587 G + 114 B) / 1000 (ITU-R BT.601) in 16-bit fixed point, as Pillow's mode L.
/// Alpha is not looked at.
Image toGrey(const Image &image);

} // namespace calotype
