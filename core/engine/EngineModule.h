#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"

#include <memory>
#include <string>
#include <vector>

namespace calotype {

/// Raised whenever a type that crosses the module's door changes. A module of another version is not used.
inline constexpr int kEngineInterfaceVersion = 6;

/// What an engine module exports under the name `calotype_engine` (a function returning a pointer to it).
struct EngineEntry {
    int interfaceVersion;
    const char *name; ///< "libtorch 1.13.1"
    /// Makes the backend; the caller owns it and destroys it before the module is closed.
    GenerationBackend *(*create)();
};

/// Opens the first engine module that loads: `calotype-engine-cuda`, then `calotype-engine`, looked for beside
/// @p programDir and in its `../lib/calotype`; or the file that CALOTYPE_ENGINE names, and then no other. Takes up to a second:
/// call it on the generation thread. The module stays open until the process ends (libtorch cannot be unloaded).
/// @return EngineMissing with what was tried
Result<std::unique_ptr<GenerationBackend>> openEngine(const std::string &programDir);

} // namespace calotype
