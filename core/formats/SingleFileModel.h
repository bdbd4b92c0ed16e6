#pragma once

#include "core/formats/ModelDescription.h"

namespace calotype::formats {

/// Describes a checkpoint in the original layout (all parts in one file), by the names and shapes of its tensors.
/// @param noteFaults  faults of single parts become warnings, and the part is missing
/// @throws Failure NotFound, Damaged, Unsupported — what the file is instead, where that can be told
ModelDescription describeSingleFile(const std::filesystem::path &path, std::optional<PredictionType> prediction,
                                    bool noteFaults);

/// A VAE's own file, or the VAE inside a checkpoint. As describeVae().
void describeVaeFile(const std::filesystem::path &path, VaeConfig &config, PartSource &source);

} // namespace calotype::formats
