#pragma once

#include <QRectF>
#include <QSize>

namespace calotype::ui {

/// What of a picture is taken where it has another shape than the one that is to be made.
struct Placement {
    enum class Mode {
        Fill, ///< the largest part in the middle
        Fit,  ///< all of it; what it leaves free is painted anew
        Crop, ///< the part in the frame
    };

    Mode mode = Mode::Fill;
    /// In pixels of the picture; it may reach beyond it, and what is beyond is painted anew. Counts only with Crop.
    QRectF frame;

    bool operator==(const Placement &) const = default;
};

/// The part of the picture that a placement takes, in its pixels and of the shape of @p target. A Crop of another shape
/// keeps its middle and its area.
QRectF frameOf(const Placement &placement, const QSize &picture, const QSize &target);

/// @p frame, moved and scaled so that it is no speck, no more than four times the picture, and at least an eighth of the
/// smaller of both overlaps.
QRectF boundedFrame(QRectF frame, const QSize &picture);

/// Whether @p frame reaches beyond the picture by more than rounding.
bool reachesBeyond(const QRectF &frame, const QSize &picture);

/// Whether a picture has the shape of @p target, as near as whole pixels come to it: then there is nothing to place.
bool hasShapeOf(const QSize &picture, const QSize &target);

/// The size nearest to the picture's own that can be made: multiples of 8, within bounds, the shape kept where it is too
/// large or too small.
QSize ownSize(const QSize &picture);

} // namespace calotype::ui
