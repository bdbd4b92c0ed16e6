#include "core/base/Log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <cstdlib>

namespace calotype {

void setUpLogging(const char *level)
{
    auto logger = std::make_shared<spdlog::logger>("calotype", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern("%H:%M:%S.%e %^%l%$ %v");
    const char *wanted = std::getenv("CALOTYPE_LOG");
    logger->set_level(spdlog::level::from_str(wanted && *wanted ? wanted : level));
    spdlog::set_default_logger(std::move(logger));
}

} // namespace calotype
