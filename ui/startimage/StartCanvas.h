#pragma once

#include "core/base/Image.h"

#include <QImage>
#include <QRectF>
#include <QSize>

#include <memory>

namespace calotype::ui {

/// A mask that was painted by hand, and where it lies.
struct PaintedMask {
    QImage pixels; ///< Grayscale8; null: none
    QRectF area;   ///< that it spans, in pixels of the picture that the start comes from

    bool isNull() const { return pixels.isNull(); }
};

/// A part of a picture at the size at which it is worked on, with what is to be painted anew of it.
struct StartCanvas {
    std::shared_ptr<const Image> picture; ///< RGB8
    std::shared_ptr<const Image> mask;    ///< grey8 of the same size; null where nothing is masked
    QRectF area;                          ///< the part, in pixels of the source; it may reach beyond it
    QImage byHand;                        ///< Grayscale8: what of the mask was painted, without what the placement adds
};

/// The part @p area of @p source at @p size. Where the part reaches beyond the source, its edges go on and are masked, with
/// a soft border into the picture, unless @p painted was painted there already. Any thread.
StartCanvas makeCanvas(const Image &source, const QRectF &area, const QSize &size, const PaintedMask &painted);

/// @p painted as it lies over @p area, at @p size; black where it does not reach. Grayscale8. One of black and white alone
/// stays so, and a soft one soft.
QImage maskOver(const PaintedMask &painted, const QRectF &area, const QSize &size);

/// @p painted with what was changed on a canvas over it: where @p now differs from @p before, both Grayscale8 of one size
/// over @p area. The rest stays as it was, in its own resolution, and the mask grows to span @p area too.
/// @param source  the picture; what of it neither mask spans is not masked, what lies beyond it is
PaintedMask withChanges(PaintedMask painted, const QRectF &area, const QImage &before, const QImage &now, const QSize &source);

/// Whether some pixel of the Grayscale8 @p mask is not 0.
bool isMarked(const QImage &mask);

} // namespace calotype::ui
