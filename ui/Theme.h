#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

#include <optional>

class QApplication;

namespace calotype::ui {

/// Which of the two palettes the program wears.
enum class ColourScheme { System, Light, Dark };

/// "system", "light", "dark"; anything else is System.
ColourScheme colourSchemeOf(const QString &word);
QString colourSchemeWord(ColourScheme scheme);

/// Paper and ink, with the sepia of an old print for what is chosen.
QPalette themePalette(bool dark);

/// Dresses the program: Fusion with one of our palettes; System takes the one that the desktop wishes for, or, where it
/// does not say, the one that its own palette is nearer to. On macOS the native style is left alone.
/// @param wishesDark  what the desktop says
void applyTheme(QApplication &app, ColourScheme scheme, std::optional<bool> wishesDark = {});

/// The program's icon, from pictures of its own: it needs no plugin.
QIcon appIcon();

bool isDark(const QPalette &palette);
/// Text that steps back: labels and advice. Readable on Window and on Base.
QColor subduedText(const QPalette &palette);
/// Behind the picture: a shade deeper than the window.
QColor canvasColour(const QPalette &palette);
/// A thin line between two surfaces.
QColor hairline(const QPalette &palette);

} // namespace calotype::ui
