#pragma once

#include "core/base/Result.h"

#include <QString>

#include <cstdint>
#include <span>

namespace calotype::gallery {

/// What to say of a file that could not be written: DiskFull where the disk is, else Io with @p reason. Any thread.
Error writeError(const QString &path, const QString &reason);

/// Looks, before any work is done, whether a file can be put at @p path: what is there already is an ordinary file, and
/// the folder, or the nearest one above it that exists, may be written to. Makes nothing. Any thread.
/// @return Io with the path and the remedy
Result<void> checkWritable(const QString &path);

/// Writes a file whole or not at all: beside its place, then renamed over it. Makes its folder. Any thread.
/// @return DiskFull or Io with the path and the remedy; what was there before is then untouched
Result<void> writeAtomically(const QString &path, std::span<const std::uint8_t> bytes);

} // namespace calotype::gallery
