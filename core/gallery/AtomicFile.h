#pragma once

#include "core/base/Result.h"

#include <QString>

#include <cstdint>
#include <span>

namespace calotype::gallery {

/// Writes a file whole or not at all: beside its place, then renamed over it. Makes its folder. Any thread.
/// @return DiskFull or Io with the path and the remedy; what was there before is then untouched
Result<void> writeAtomically(const QString &path, std::span<const std::uint8_t> bytes);

} // namespace calotype::gallery
