#pragma once

#include <QImage>

#include <array>

namespace calotype::ui {

/// The colour of a mask over a picture, by its value: premultiplied ARGB.
const std::array<QRgb, 256> &maskColours();

/// A mask as it is laid over a picture. @param mask Grayscale8 @return ARGB32_Premultiplied
QImage maskTint(const QImage &mask);

} // namespace calotype::ui
