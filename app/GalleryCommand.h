#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype gallery [list | search TEXT | reindex [DIR…]] [--json]`: the index that the window's gallery shows.
/// @return the exit status
int runGallery(const QStringList &arguments);

} // namespace calotype::app
