#pragma once

#include <spdlog/spdlog.h>

namespace calotype {

/// Sends the program's log to stderr. @p level is a spdlog level name ("warn", "info", "debug", …);
/// the environment's CALOTYPE_LOG wins over it. Call once, from main.
void setUpLogging(const char *level);

} // namespace calotype
