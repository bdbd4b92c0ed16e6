#pragma once

#include "core/base/Image.h"

#include <QImage>

#include <memory>

namespace calotype::ui {

/// A QImage over the pixels of @p image, without a copy; it keeps them alive. A null image for null and for empty.
QImage asQImage(std::shared_ptr<const Image> image);

/// RGB8, RGBA8 (straight) where @p image has transparency, or grey8 where it is grey.
Image fromQImage(const QImage &image);

} // namespace calotype::ui
