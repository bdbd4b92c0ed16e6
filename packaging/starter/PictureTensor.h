#pragma once

#include "packaging/starter/Parameters.h"

#include <QImage>

#include <vector>

namespace calotype::starter {

/// Pictures of one size as [N, 3, H, W], uint8.
Tensor bytesOf(const std::vector<QImage> &pictures);

/// uint8 to float32 in -1..1, any shape.
inline Tensor toUnit(const Tensor &bytes)
{
    return bytes.to(torch::kFloat32).mul_(2.0 / 255.0).sub_(1.0);
}

/// One picture, [3, H, W] in -1..1, clamped, to Format_RGB888.
QImage toImage(const Tensor &picture);

/// Pictures in rows on one sheet, a two pixel gap between them.
QImage contactSheet(const std::vector<QImage> &pictures, int columns);

} // namespace calotype::starter
