#pragma once

#include "core/base/Image.h"
#include "core/base/Resample.h"

#include <optional>

namespace calotype {

/// Whole pixels; x and y are of the left upper corner.
struct PixelRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    int right() const { return x + width; }
    int bottom() const { return y + height; }
    bool operator==(const PixelRect &) const = default;
};

/// What of a picture is made anew when only its masked part is, and where that lies in what the network works on.
struct MaskedRegion {
    PixelRect source; ///< within the picture
    /// The place of source, scaled, on the canvas of the request's size: all of it, unless the picture is too small for a
    /// region of the request's shape. Then the rest of the canvas continues the edges of the region.
    PixelRect canvas;

    bool operator==(const MaskedRegion &) const = default;
};

/// The smallest box around all pixels that are not 0. @param mask grey8 @return nothing for a mask of zeros
std::optional<PixelRect> maskedBox(const Image &mask);

/// Whether some pixel is to be painted anew (>= 128). @param mask grey8
bool marksAnything(const Image &mask);

/// Whether some pixel is neither 0 nor 255. @param mask grey8
bool isSoft(const Image &mask);

/// @p part of the grey8 @p mask at @p width × @p height, as resizedPart() scales it.
/// @param soft  isSoft() of the mask, or of those that it is compared with; without, it goes on saying yes or no alone: where
/// the scaled one has a half and more it is white, else black
Image maskPart(const Image &mask, const PicturePart &part, int width, int height, bool soft);

/// The box @p masked with @p padding pixels around it, cut to the picture, then widened to the shape of @p canvasWidth ×
/// @p canvasHeight as far as the picture reaches: evenly to both sides, and past an edge of the picture to the other side.
MaskedRegion maskedRegion(const PixelRect &masked, int padding, int pictureWidth, int pictureHeight, int canvasWidth,
                          int canvasHeight);

/// The pixels of @p part, which lies within @p image.
Image cropped(const Image &image, const PixelRect &part);

/// @p part at @p place of a canvas of @p width × @p height. Around it its edges go on, ever more blurred with the way: a
/// beginning for what is to be painted there. @param place within the canvas, of the size of @p part
Image extended(const Image &part, const PixelRect &place, int width, int height);

/// The region of @p picture on the canvas of @p width × @p height, as extended().
Image regionPicture(const Image &picture, const MaskedRegion &region, int width, int height);

/// The region of the grey8 @p mask on the canvas of @p width × @p height: 255 over every cell of 8 × 8 pixels, which is one
/// number of the latents, that a pixel >= 128 of it reaches into, else 0. So nothing that is marked gets lost, however thin.
Image regionMask(const Image &mask, const MaskedRegion &region, int width, int height);

/// The region of @p canvas laid back into @p picture as far as the mask m lets it: (picture · (255 − m) + canvas · m) / 255,
/// rounded. Bytes outside the region and where m is 0 are those of @p picture.
/// @param canvas  channels as @p picture @param mask  grey8, of the size of @p picture
Image withRegion(Image picture, const Image &canvas, const MaskedRegion &region, const Image &mask);

} // namespace calotype
