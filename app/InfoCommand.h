#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype info FILE [--json]`: what a picture says of its making, by any program. A picture that says nothing is no
/// failure; a file that is no picture is one. @return the exit status
int runInfo(const QStringList &arguments);

} // namespace calotype::app
