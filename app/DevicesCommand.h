#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype devices [--json]`: what the engine can run on, the best first. Opens the engine. @return the exit status
int runDevices(const QStringList &arguments);

} // namespace calotype::app
