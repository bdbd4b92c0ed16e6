#include "ui/startimage/Placement.h"

#include "core/base/Resample.h"
#include "core/engine/GenerationRequest.h"

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kLeastSide = 16;
constexpr double kMostTimes = 4;
constexpr double kLeastOverlap = 1.0 / 8;
constexpr double kRounding = 0.01;

/// The largest frame within the picture, in its middle.
QRectF filling(const QSize &picture, const QSize &target)
{
    const PicturePart part = centredPart(picture.width(), picture.height(), target.width(), target.height());
    return {part.x, part.y, part.width, part.height};
}

QRectF fitting(const QSize &picture, const QSize &target)
{
    const QSizeF size = QSizeF(target).scaled(picture, Qt::KeepAspectRatioByExpanding);
    return {(picture.width() - size.width()) / 2, (picture.height() - size.height()) / 2, size.width(), size.height()};
}

} // namespace

QRectF frameOf(const Placement &placement, const QSize &picture, const QSize &target)
{
    switch (placement.mode) {
    case Placement::Mode::Fill: return filling(picture, target);
    case Placement::Mode::Fit: return fitting(picture, target);
    case Placement::Mode::Crop: break;
    }
    const double area = placement.frame.width() * placement.frame.height();
    if (!(area > 0) || !std::isfinite(area))
        return filling(picture, target);
    const double shape = static_cast<double>(target.width()) / target.height();
    QRectF frame(0, 0, std::sqrt(area * shape), std::sqrt(area / shape));
    frame.moveCenter(placement.frame.center());
    return boundedFrame(frame, picture);
}

QRectF boundedFrame(QRectF frame, const QSize &picture)
{
    const double smaller = std::min(frame.width(), frame.height());
    const double most = kMostTimes * std::max(picture.width(), picture.height());
    const double larger = std::max(frame.width(), frame.height());
    double scale = std::max(1.0, kLeastSide / smaller);
    scale = std::min(scale, std::max(most, kLeastSide) / larger);
    const QPointF centre = frame.center();
    frame.setSize(frame.size() * scale);
    frame.moveCenter(centre);
    const double across = kLeastOverlap * std::min<double>(frame.width(), picture.width());
    const double down = kLeastOverlap * std::min<double>(frame.height(), picture.height());
    frame.moveLeft(std::clamp(frame.left(), across - frame.width(), picture.width() - across));
    frame.moveTop(std::clamp(frame.top(), down - frame.height(), picture.height() - down));
    return frame;
}

bool reachesBeyond(const QRectF &frame, const QSize &picture)
{
    return frame.left() < -kRounding || frame.top() < -kRounding || frame.right() > picture.width() + kRounding
           || frame.bottom() > picture.height() + kRounding;
}

bool hasShapeOf(const QSize &picture, const QSize &target)
{
    const qint64 across = static_cast<qint64>(picture.width()) * target.height();
    const qint64 down = static_cast<qint64>(picture.height()) * target.width();
    return std::abs(across - down) < std::max(target.width(), target.height());
}

QSize ownSize(const QSize &picture)
{
    const double longer = std::max(1, std::max(picture.width(), picture.height()));
    const double shorter = std::max(1, std::min(picture.width(), picture.height()));
    double scale = std::max(1.0, bounds::kSizeMin / shorter);
    scale = std::min(scale, bounds::kSizeMax / longer);
    const auto side = [scale](int pixels) {
        const int rounded = static_cast<int>(std::lround(pixels * scale / bounds::kSizeStep)) * bounds::kSizeStep;
        return std::clamp(rounded, bounds::kSizeMin, bounds::kSizeMax);
    };
    return {side(picture.width()), side(picture.height())};
}

} // namespace calotype::ui
