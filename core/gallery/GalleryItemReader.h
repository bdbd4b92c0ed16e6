#pragma once

#include "core/base/Result.h"
#include "core/gallery/GalleryTypes.h"

#include <QString>

namespace calotype::gallery {

/// Reads what the index keeps of a picture: what the file says of its making, by any program, its size, its SHA-256. The
/// pixels are not decoded, so the difference hash stays unknown. Any thread; reads the whole file.
/// @return NotFound, Io; Damaged for what is no picture; Unsupported for what is no ordinary file, or for over 1 GiB
Result<GalleryItem> readGalleryItem(const QString &path);

} // namespace calotype::gallery
