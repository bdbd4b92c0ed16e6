#pragma once

#include "core/formats/ModelDescription.h"

#include <string>

namespace calotype::formats {

/// Adds up a part's tensors: those of its files whose names start with its prefix. Whole numbers (position ids) count as
/// bytes, not as parameters.
ModelPart summarisePart(std::string name, const PartSource &source);

/// Enters the parts' totals, the UNet's dtype and what is missing into @p info.
void summariseModel(ModelInfo &info);

/// Bytes on disk; of a folder, all files below it. 0 where nothing can be read.
std::int64_t sizeOnDisk(const std::filesystem::path &path);

/// File or folder name without the ending of a model file.
std::string modelName(const std::filesystem::path &path);

/// The path as given, without a trailing slash; a folder for its own model_index.json.
std::filesystem::path modelPath(const std::filesystem::path &path);

} // namespace calotype::formats
