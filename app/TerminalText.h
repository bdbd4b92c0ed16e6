#pragma once

#include <QString>

namespace calotype::app {

/// Foreign text on one line of a terminal: control characters, line separators and marks that turn the direction of
/// writing are written as escapes ("\n", "\x1b", "\u202e"), so that they can do nothing there. A backslash stays itself.
QString forTerminal(const QString &text);

} // namespace calotype::app
