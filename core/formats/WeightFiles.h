#pragma once

#include "core/formats/TensorFile.h"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// Finds and opens the weights of one part of a diffusers folder. Looked for in this order: safetensors before .bin,
/// plain before `.fp16`, one file before shards with an index.
/// @param stem     "diffusion_pytorch_model" or "model"
/// @param binStem  the same for .bin files: "diffusion_pytorch_model" or "pytorch_model"
/// @return all files of the first set found; empty if there is none
/// @throws Failure NotFound for a missing shard; Damaged for an index that lies or leads out of the folder; as openTensorFile()
std::vector<std::shared_ptr<const TensorFile>> openWeights(const std::filesystem::path &folder, std::string_view stem,
                                                           std::string_view binStem);

} // namespace calotype::formats
