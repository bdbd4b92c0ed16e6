#pragma once

#include "core/base/Image.h"

#include <cstddef>
#include <optional>
#include <span>

namespace calotype::app {

/// Decodes a picture with Qt's plugins to RGBA8, for formats::readPictureInfo(). Any thread.
/// @return nothing where no plugin reads it, and for more than 100 million pixels
std::optional<Image> decodePixels(std::span<const std::byte> bytes);

} // namespace calotype::app
