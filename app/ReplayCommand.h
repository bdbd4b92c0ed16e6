#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype replay FILE [--json] [--out FILE] …`: makes a picture of ours again from what its file says, and compares.
/// @return the exit status: 0 where it came out identical or within tolerance, 1 where it did not or cannot be made
int runReplay(const QStringList &arguments);

} // namespace calotype::app
