#pragma once

#include "core/models/Paths.h"

namespace calotype::app {

/// Where models::ModelHashes keeps the SHA-256 of this machine's models, for all commands and the window.
inline std::filesystem::path modelHashFile()
{
    return models::Paths::standard().state / "model-hashes.json";
}

} // namespace calotype::app
