#pragma once

#include "ui/preferences/PreferenceValues.h"

#include <QStringList>

class QSettings;

namespace calotype::ui {

/// The version of the keys' names and meanings. 1 had no version in its file, and the theme under "window/theme"; 2 had the
/// first page under "general/", which did not come back from every kind of file.
inline constexpr int kPreferencesVersion = 3;

/// What a settings file says.
struct ReadPreferences {
    PreferenceValues values;
    QStringList notes; ///< sentences for the user: what could not be read, and where the file as it was is kept
};

/// Reads, and brings an older file to this version. Where values are damaged or the file is of a newer version, a copy
/// of it is kept beside it, and the defaults stand in for what could not be read.
ReadPreferences readPreferences(QSettings &store);

/// Keeps what differs from the defaults.
void writePreferences(QSettings &store, const PreferenceValues &values);

} // namespace calotype::ui
