#pragma once

#include "core/models/Paths.h"

#include <chrono>

namespace calotype::app {

/// Where models::ModelHashes keeps the SHA-256 of this machine's models, for all commands and the window.
inline std::filesystem::path modelHashFile()
{
    return models::Paths::standard().state / "model-hashes.json";
}

/// What the pictures of a run wait for the model's hash together, once one is made: that none is lost counts for more than
/// the hash. Hashing begins with the run and is mostly over by then.
inline constexpr std::chrono::milliseconds kHashPatience{2000};

} // namespace calotype::app
