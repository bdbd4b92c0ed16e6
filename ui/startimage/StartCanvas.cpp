#include "ui/startimage/StartCanvas.h"

#include "core/base/Resample.h"
#include "core/engine/Inpainting.h"
#include "ui/QtImage.h"
#include "ui/startimage/Placement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

namespace calotype::ui {

namespace {

constexpr double kAlike = 1.001; ///< resolutions that differ by less are one
constexpr double kMostPixels = 32e6; ///< of a mask that grows

/// Where @p part of @p area comes to lie on a canvas of @p size.
PixelRect placeOf(const QRectF &part, const QRectF &area, const QSize &size)
{
    const auto place = [](double from, double to, double begin, double length, int pixels) {
        const int first = static_cast<int>(std::lround((from - begin) / length * pixels));
        const int last = static_cast<int>(std::lround((to - begin) / length * pixels));
        const int left = std::clamp(first, 0, pixels - 1);
        return std::pair(left, std::clamp(last, left + 1, pixels) - left);
    };
    const auto [x, width] = place(part.left(), part.right(), area.left(), area.width(), size.width());
    const auto [y, height] = place(part.top(), part.bottom(), area.top(), area.height(), size.height());
    return {x, y, width, height};
}

/// White outside @p place, fading within some pixels inside it.
void maskOutside(Image &mask, const PixelRect &place)
{
    const int reach = std::max(8, std::min(mask.width, mask.height) / 16);
    const auto depth = [](int position, int from, int length, int end) {
        int deep = end; // an edge of the canvas is none to blend
        if (from > 0)
            deep = std::min(deep, position - from + 1);
        if (from + length < end)
            deep = std::min(deep, from + length - position);
        return std::max(0, deep);
    };
    for (int y = 0; y < mask.height; ++y) {
        const int down = depth(y, place.y, place.height, mask.height);
        for (int x = 0; x < mask.width; ++x) {
            const int deep = std::min(down, depth(x, place.x, place.width, mask.width));
            const auto value = static_cast<std::uint8_t>(255 * std::max(0, reach - deep) / reach);
            mask.row(y)[x] = std::max(mask.row(y)[x], value);
        }
    }
}

/// @p mask, which spans @p maskArea of the picture, as it lies over @p area, at @p size; black where it does not reach.
QImage laidOver(const Image &mask, const QRectF &maskArea, const QRectF &area, const QSize &size, bool soft)
{
    QImage out(size, QImage::Format_Grayscale8);
    out.fill(0);
    const QRectF common = maskArea.intersected(area);
    if (mask.isEmpty() || common.isEmpty())
        return out;
    const double across = mask.width / maskArea.width();
    const double down = mask.height / maskArea.height();
    const PicturePart met{(common.x() - maskArea.x()) * across, (common.y() - maskArea.y()) * down, common.width() * across,
                          common.height() * down};
    const PixelRect place = placeOf(common, area, size);
    const Image part = maskPart(mask, met, place.width, place.height, soft);
    for (int y = 0; y < part.height; ++y)
        std::copy_n(part.row(y), part.width, out.scanLine(place.y + y) + place.x);
    return out;
}

bool spans(const PaintedMask &painted, const QRectF &area)
{
    return !painted.isNull() && painted.area.adjusted(-0.5, -0.5, 0.5, 0.5).contains(area);
}

/// Pixels of a mask for one of the picture.
QSizeF densityOf(const QSize &pixels, const QRectF &area)
{
    return {pixels.width() / area.width(), pixels.height() / area.height()};
}

bool isFiner(const QSizeF &density, const QSizeF &than)
{
    return density.width() > than.width() * kAlike || density.height() > than.height() * kAlike;
}

/// The pixels of @p mask that @p part of the picture meets.
QRect pixelsOf(const QRectF &part, const PaintedMask &mask)
{
    const QSizeF density = densityOf(mask.pixels.size(), mask.area);
    const QRectF pixels((part.x() - mask.area.x()) * density.width(), (part.y() - mask.area.y()) * density.height(),
                        part.width() * density.width(), part.height() * density.height());
    return pixels.toAlignedRect() & mask.pixels.rect();
}

QRectF areaOf(const QRect &pixels, const QSize &size, const QRectF &area)
{
    const QSizeF density = densityOf(size, area);
    return {area.x() + pixels.x() / density.width(), area.y() + pixels.y() / density.height(),
            pixels.width() / density.width(), pixels.height() / density.height()};
}

/// The rows and columns in which two masks of one size differ.
QRect differingBox(const QImage &before, const QImage &now)
{
    if (before.size() != now.size())
        return now.rect();
    QRect box;
    for (int y = 0; y < now.height(); ++y) {
        const uchar *const was = before.constScanLine(y);
        const uchar *const is = now.constScanLine(y);
        if (std::memcmp(was, is, static_cast<std::size_t>(now.width())) == 0)
            continue;
        const auto first = std::mismatch(was, was + now.width(), is).first - was;
        int last = now.width() - 1;
        while (was[last] == is[last])
            --last;
        box |= QRect(static_cast<int>(first), y, last - static_cast<int>(first) + 1, 1);
    }
    return box;
}

/// Masks what lies beyond the picture, and was never on a canvas: neither on @p painted nor on @p canvas.
void maskBeyond(PaintedMask &mask, const QRectF &painted, const QRectF &canvas, const QSize &source)
{
    if (!reachesBeyond(mask.area, source))
        return;
    const std::array<QRect, 3> known{pixelsOf(QRectF(QPointF(), source), mask), pixelsOf(painted, mask), pixelsOf(canvas, mask)};
    for (int y = 0; y < mask.pixels.height(); ++y) {
        uchar *const row = mask.pixels.scanLine(y);
        for (int x = 0; x < mask.pixels.width(); ++x) {
            if (std::none_of(known.begin(), known.end(), [&](const QRect &part) { return part.contains(x, y); }))
                row[x] = 255;
        }
    }
}

/// @p painted on pixels that reach over @p area too and are as fine as @p density, as far as memory allows.
PaintedMask grown(const PaintedMask &painted, const QRectF &area, const QSizeF &density, const QSize &source)
{
    const QSizeF had = densityOf(painted.pixels.size(), painted.area);
    const QRectF all = painted.area.united(area);
    const QSizeF wished(all.width() * std::max(had.width(), density.width()), all.height() * std::max(had.height(), density.height()));
    const double pixels = static_cast<double>(painted.pixels.width()) * painted.pixels.height();
    if (spans(painted, area) && pixels > 0.9 * kMostPixels)
        return painted;
    const double most = std::max(kMostPixels, pixels);
    const double scale = std::min(1.0, std::sqrt(most / (wished.width() * wished.height())));
    const QSize size = (wished * scale).toSize().expandedTo({1, 1});
    PaintedMask out{maskOver(painted, all, size), all};
    maskBeyond(out, painted.area, area, source);
    return out;
}

} // namespace

StartCanvas makeCanvas(const Image &source, const QRectF &area, const QSize &size, const PaintedMask &painted)
{
    const QRectF whole(0, 0, source.width, source.height);
    const QRectF covered = area.intersected(whole);
    const bool beyond = reachesBeyond(area, whole.size().toSize());
    StartCanvas canvas;
    canvas.area = area;
    PixelRect place{0, 0, size.width(), size.height()};
    if (beyond && !covered.isEmpty())
        place = placeOf(covered, area, size);
    const PicturePart taken{covered.x(), covered.y(), covered.width(), covered.height()};
    const Image part = resizedPart(source, taken, place.width, place.height);
    canvas.picture = std::make_shared<const Image>(extended(part, place, size.width(), size.height()));

    canvas.byHand = maskOver(painted, area, size);
    Image mask = fromQImage(canvas.byHand);
    if (beyond && !spans(painted, area))
        maskOutside(mask, place);
    if (maskedBox(mask))
        canvas.mask = std::make_shared<const Image>(std::move(mask));
    return canvas;
}

QImage maskOver(const PaintedMask &painted, const QRectF &area, const QSize &size)
{
    if (painted.area == area && painted.pixels.size() == size)
        return painted.pixels;
    const Image mask = fromQImage(painted.pixels);
    return laidOver(mask, painted.area, area, size, isSoft(mask));
}

PaintedMask withChanges(PaintedMask painted, const QRectF &area, const QImage &before, const QImage &now, const QSize &source)
{
    const QSizeF density = densityOf(now.size(), area);
    const QSizeF had = painted.isNull() ? density : densityOf(painted.pixels.size(), painted.area);
    const PaintedMask canvas{now, area};
    if (painted.isNull() || (spans(canvas, painted.area) && !isFiner(had, density)))
        return canvas;
    if (!spans(painted, area) || isFiner(density, had))
        painted = grown(painted, area, density, source);

    const QRect changed = differingBox(before, now);
    if (changed.isEmpty())
        return painted;
    constexpr int kReach = 3; // of the filter
    const QRectF part = areaOf(changed.adjusted(-kReach, -kReach, kReach, kReach), now.size(), area);
    const QRect place = pixelsOf(part, painted);
    const QRectF placed = areaOf(place, painted.pixels.size(), painted.area);
    const Image maskBefore = fromQImage(before);
    const Image maskNow = fromQImage(now);
    const bool soft = isSoft(maskBefore) || isSoft(maskNow); // scaled alike, they differ only where something was changed
    const QImage was = laidOver(maskBefore, area, placed, place.size(), soft);
    const QImage is = laidOver(maskNow, area, placed, place.size(), soft);
    for (int y = 0; y < place.height(); ++y) {
        const uchar *const from = was.constScanLine(y);
        const uchar *const to = is.constScanLine(y);
        uchar *const out = painted.pixels.scanLine(place.top() + y) + place.left();
        for (int x = 0; x < place.width(); ++x) {
            if (from[x] != to[x])
                out[x] = to[x];
        }
    }
    return painted;
}

bool isMarked(const QImage &mask)
{
    const auto width = static_cast<std::size_t>(mask.width());
    for (int y = 0; y < mask.height(); ++y) {
        const uchar *const row = mask.constScanLine(y);
        if (row[0] != 0 || std::memcmp(row, row + 1, width - 1) != 0)
            return true;
    }
    return false;
}

} // namespace calotype::ui
