#pragma once

#include "core/base/Image.h"

namespace calotype {

/// @p image at @p width × @p height, by Lanczos-3 convolution that widens with the reduction (no aliasing), columns
/// first, rounded to 8 bits between the two passes: byte for byte what Pillow 9.4 makes of `resize(…, LANCZOS)`.
/// Straight alpha is multiplied in before and taken out after, so that clear pixels do not bleed.
/// The picture itself where the size is its own; an empty one where either is empty.
Image resized(const Image &image, int width, int height);

/// The largest centred part of @p image with the shape of @p width × @p height, scaled by Lanczos-3 to that size:
/// the picture scaled until it covers the size, then cropped. Takes no more memory than the larger of the two.
Image centreCropped(const Image &image, int width, int height);

/// The part of @p image from (@p x, @p y) on, @p partWidth × @p partHeight of its pixels, which may be fractions, scaled by
/// Lanczos-3 to @p width × @p height. The part lies within the picture.
Image resizedPart(const Image &image, double x, double y, double partWidth, double partHeight, int width, int height);

/// RGB8 of any picture: grey is spread, transparency is laid over white.
Image toRgb(const Image &image);

/// Grey8 of any picture: (299 R + 587 G + 114 B) / 1000 (ITU-R BT.601) in 16-bit fixed point, as Pillow's mode L.
/// Alpha is not looked at.
Image toGrey(const Image &image);

} // namespace calotype
