#pragma once

#include "ui/preferences/PreferenceOverrides.h"

#include <QStringList>

namespace calotype::app {

/// What the command line says of the window.
struct WindowOptions {
    QStringList files; ///< absolute paths
    ui::PreferenceOverrides overrides; ///< the environment's, and over them the command line's
};

/// @param words  without the program's name: files, and --device, --dtype, --memory, --vae-tiles and --threads with a value
///               each
/// @throws Failure WrongUse, naming the word
WindowOptions windowOptions(const QStringList &words);

} // namespace calotype::app
