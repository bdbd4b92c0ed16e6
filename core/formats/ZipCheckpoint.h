#pragma once

#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

namespace calotype::formats {

/// Reads a checkpoint as torch.save has written it since 1.6: a zip archive of NAME/data.pkl and the storages
/// NAME/data/0, NAME/data/1, … Views point into the map; only a file of the other byte order is copied.
/// @throws Failure Damaged, Unsupported
std::shared_ptr<const TensorFile> readZipCheckpoint(std::shared_ptr<const MappedFile> file);

} // namespace calotype::formats
