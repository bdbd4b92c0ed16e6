#pragma once

#include "ui/preferences/PreferenceOverrides.h"

#include <QStringList>

namespace calotype::app {

/// What the command line says of the window.
struct WindowOptions {
    QStringList files; ///< absolute paths
    QStringList kept; ///< the words that are no files, as they were given
    ui::PreferenceOverrides overrides; ///< the environment's, and over them the command line's
};

/// @param words  without the program's name: files, and --device, --dtype, --memory, --vae-tiles and --threads with a value
///               each
/// @throws Failure WrongUse, naming the word
WindowOptions windowOptions(const QStringList &words);

/// The words that start the program as it was started, but for the files.
/// @param given  all that it was started with
/// @param left   those of them that the window system's own options left, and that @p options were read from
QStringList wordsToStartAnew(const QStringList &given, const QStringList &left, const WindowOptions &options);

} // namespace calotype::app
