#pragma once

#include "core/engine/GenerationBackend.h"

namespace calotype::app {

/// Opens the engine module that lies with this program; see openEngine().
BackendFactory engineFactory();

} // namespace calotype::app
