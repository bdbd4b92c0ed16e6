#pragma once

#include <QString>
#include <QStringList>

namespace calotype::app {

/// Runs @p program in the place of this one: in the same process, so that a sandbox, a terminal and the session's manager
/// still know it. Nothing of this program goes on, no destructor runs, and its open files but the standard streams are
/// closed; so call it when all is stored and every lock is let go.
/// @param words  without the program's name
/// @throws Failure Io where @p program cannot be run; this one goes on then
[[noreturn]] void startAnew(const QString &program, const QStringList &words);

} // namespace calotype::app
