#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype models [list | inspect PATH] [--json]`. Reads headers only. @return the exit status
int runModels(const QStringList &arguments);

} // namespace calotype::app
