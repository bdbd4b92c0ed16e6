#pragma once

#include "ui/info/PictureWords.h"

namespace calotype::app {

/// What the picture at @p path says of its making, for the window: a ui::FieldReader. The parents are those of our own
/// record, each by the hash of its file, or of its pixels where the file's is not known. Any thread; throws nothing.
/// @return NotFound, Io, OutOfMemory; Internal for what should not happen
Result<ui::PictureWords> readPictureWords(const QString &path);

} // namespace calotype::app
