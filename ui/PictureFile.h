#pragma once

#include "core/base/Result.h"

#include <QImage>
#include <QString>
#include <QStringList>

namespace calotype::ui {

/// Reads a picture file, turned as its EXIF orientation says. Any thread.
/// @return NotFound, or Damaged with the reader's reason
Result<QImage> readPicture(const QString &path);

/// Endings (lower case, without dot) of picture files that can be read, and of model files.
bool isPictureFile(const QString &path);
bool isModelFile(const QString &path);

/// A file dialog's filter: "Models (*.safetensors …)".
QString modelFileFilter();
QString pictureFileFilter();

} // namespace calotype::ui
