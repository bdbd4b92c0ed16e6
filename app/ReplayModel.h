#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/gallery/Replay.h"

#include <functional>
#include <string>
#include <vector>

namespace calotype::models {
class ModelCatalog;
class ModelHashes;
}

namespace calotype::app {

/// What a picture is to be made again with.
struct ReplayModel {
    ModelSpec spec;
    std::string hash;    ///< SHA-256 of the model as it lies there now; "" where the picture does not say its own
    std::string vaeHash; ///< likewise of spec.vaePath
    std::vector<std::string> notes; ///< plain sentences: where it was found instead
};

/// Finds the model that made a picture: at its path; where none, or another one, lies there, the one with its SHA-256 in
/// the catalog; else what lies at the path after all, or the one of its name. Models whose hash is not kept yet are read
/// whole for it, those of that name first.
/// @param reading  called with the path of each model that is read
/// @throws Failure NotFound naming the model or the VAE
ReplayModel findReplayModel(const gallery::ReplayPlan &plan, const models::ModelCatalog &catalog, models::ModelHashes &hashes,
                            const std::function<void(const std::string &path)> &reading);

} // namespace calotype::app
