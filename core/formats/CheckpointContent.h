#pragma once

#include "core/formats/LoadedTensorFile.h"
#include "core/formats/PickleGraph.h"

#include <functional>
#include <span>

namespace calotype::formats {

/// Gives the little-endian bytes of a whole storage; they must live as long as the file.
/// @param elementSize  bytes of one number, for files whose byte order must be turned
using StorageBytes = std::function<std::span<const std::byte>(const PickleStorage &storage, std::size_t elementSize)>;

/// The tensors of a checkpoint's state dict, each checked to lie inside its storage, and the scalars beside it.
/// @throws Failure Damaged; Unsupported if there are no tensors
LoadedTensorFile::Content collectCheckpoint(const PickleGraph &graph, const StorageBytes &storageBytes, const std::string &file);

} // namespace calotype::formats
