#pragma once

#include "core/engine/GenerationBackend.h"
#include "ui/desktop/Desktop.h"

#include <memory>

namespace calotype::app {

/// Opens the engine module that lies with this program; see openEngine().
BackendFactory engineFactory();

/// The desktop that this program runs on; one that does nothing where nobody answers.
std::unique_ptr<ui::Desktop> makeDesktop();

} // namespace calotype::app
