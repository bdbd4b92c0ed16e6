#pragma once

#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

#include <span>

namespace calotype::formats {

/// Whether the bytes begin as torch.save began its files before 1.6: with a pickle of its magic number.
bool isLegacyCheckpoint(std::span<const std::byte> bytes);

/// Reads a checkpoint of that form: pickles of the magic number, the protocol version, facts of the machine, the
/// object, and the list of storage keys; then each storage as its count (int64) and its numbers, little-endian.
/// @throws Failure Damaged, Unsupported
std::shared_ptr<const TensorFile> readLegacyCheckpoint(std::shared_ptr<const MappedFile> file);

} // namespace calotype::formats
