#pragma once

#include <QStringList>

namespace calotype::app {

/// `calotype generate …`: makes pictures, saving each as soon as it is finished. Ctrl+C cancels between the blocks of
/// the network; finished pictures are kept. @return the exit status
int runGenerate(const QStringList &arguments);

} // namespace calotype::app
