#pragma once

#include "core/engine/GenerationBackend.h"
#include "ui/preferences/PreferenceValues.h"

#include <QString>

#include <vector>

namespace calotype::ui {

/// What helps others to see what goes wrong: versions, system, devices, preferences. No path and no prompt is in it:
/// of folders, their number. In English, as those who read it may speak another language than the user.
/// @param engine  "libtorch 1.13.1"; "" where it was not opened
QString diagnostics(const QString &engine, const std::vector<DeviceInfo> &devices, const PreferenceValues &values);

} // namespace calotype::ui
