#pragma once

#include "core/base/Error.h"
#include "core/engine/GenerationResult.h"
#include "core/jobs/Estimate.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace calotype::app {

/// A picture on disk, and what it was made from.
struct SavedPicture {
    QString path;
    std::int64_t seed = 0;
    std::string prompt; ///< with its wildcards drawn
};

/// The JSON object of `calotype generate --json` when making pictures failed: error (code, message), and the files that
/// were finished before.
QString failureReport(const Error &error, const std::vector<SavedPicture> &files);

/// The JSON object of `calotype generate --json`: files, seconds by stage, peak memory (of all, of the time before the first
/// decoding, and what was expected of both), device, dtype, the resolved timesteps and sigmas, notes.
QString generateReport(const GenerationResult &result, const std::vector<SavedPicture> &files, double totalSeconds,
                       const jobs::RunEstimate &estimate);

} // namespace calotype::app
