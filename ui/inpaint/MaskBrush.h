#pragma once

#include <QImage>
#include <QPointF>
#include <QRect>

namespace calotype::ui {

/// What a mask is painted with.
struct MaskBrush {
    double diameter = 64; ///< pixels of the mask
    double softness = 0.25; ///< 0: a sharp edge, 1: it fades from the middle on
    bool erases = false;

    bool operator==(const MaskBrush &) const = default;
};

/// The pixels that a stroke of the brush from @p from to @p to can change, within @p size.
QRect strokeBounds(const MaskBrush &brush, const QPointF &from, const QPointF &to, const QSize &size);

/// Draws the brush from @p from to @p to, in pixels of @p mask (the middle of the first one is at 0.5). A pixel takes the
/// stronger of what it was and the brush: a stroke over itself changes nothing.
/// @param mask  Grayscale8
/// @return what was looked at, as strokeBounds()
QRect paintStroke(QImage &mask, const MaskBrush &brush, const QPointF &from, const QPointF &to);

} // namespace calotype::ui
