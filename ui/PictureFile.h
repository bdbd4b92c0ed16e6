#pragma once

#include <QString>

namespace calotype::ui {

/// Whether a dropped or named file is taken for a picture, or for a model file or folder: by its ending, and a model
/// folder by its model_index.json.
bool isPictureFile(const QString &path);
bool isModelFile(const QString &path);

/// A file dialog's filter: "Models (*.safetensors …)".
QString modelFileFilter();
QString pictureFileFilter();

} // namespace calotype::ui
