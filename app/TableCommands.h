#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype samplers|schedules|presets [--json]`: the engine's tables. Thread: main. @return the exit status
int runSamplers(const QStringList &arguments);
int runSchedules(const QStringList &arguments);
int runPresets(const QStringList &arguments);

} // namespace calotype::app
