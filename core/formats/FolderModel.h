#pragma once

#include "core/formats/ModelDescription.h"

namespace calotype::formats {

/// Describes a diffusers folder: model_index.json, and of each part config.json and weights.
/// @param noteFaults  faults of single parts become warnings, and the part is missing
/// @throws Failure NotFound, Damaged, Unsupported
ModelDescription describeFolder(const std::filesystem::path &folder, std::optional<PredictionType> prediction, bool noteFaults);

/// The VAE of a folder that is one (config.json) or has one (vae/). As describeVae().
void describeVaeFolder(const std::filesystem::path &folder, VaeConfig &config, PartSource &source);

} // namespace calotype::formats
