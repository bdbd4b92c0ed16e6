#include "app/Composition.h"

#include "core/engine/EngineModule.h"

#include <QCoreApplication>

namespace calotype::app {

BackendFactory engineFactory()
{
    return [programDir = QCoreApplication::applicationDirPath().toStdString()] { return openEngine(programDir); };
}

} // namespace calotype::app
