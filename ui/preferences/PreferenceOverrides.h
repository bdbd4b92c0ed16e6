#pragma once

#include <QMap>
#include <QString>
#include <QVariant>

namespace calotype::ui {

/// What counts instead of a preference, and who says so.
struct PreferenceOverride {
    QVariant value;
    QString source; ///< "CALOTYPE_DEVICE", "--device"
};

/// By the preference's name.
using PreferenceOverrides = QMap<QString, PreferenceOverride>;

/// What the environment sets: CALOTYPE_DEVICE, CALOTYPE_THREADS, CALOTYPE_OUTPUT_DIR, CALOTYPE_LOG.
PreferenceOverrides environmentOverrides();

} // namespace calotype::ui
