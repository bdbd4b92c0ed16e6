#pragma once

#include <spdlog/spdlog.h>

#include <filesystem>

namespace calotype {

/// Sends the program's log to stderr. @p level is a spdlog level name ("warn", "info", "debug", …);
/// the environment's CALOTYPE_LOG wins over it. Call once, from main.
void setUpLogging(const char *level);

/// From now on the log goes to FOLDER/calotype.log too; of full files, 2 MB long, the last three are kept. Where the
/// folder cannot be written to, the log says so and stays on stderr alone.
void logToFolder(const std::filesystem::path &folder);

/// @param level  as setUpLogging()'s; CALOTYPE_LOG still wins
void setLogLevel(const char *level);

} // namespace calotype
