#include "core/base/Log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <cstdlib>

namespace calotype {

namespace {

constexpr std::size_t kFileBytes = 2 << 20;
constexpr std::size_t kFilesKept = 3;

} // namespace

void setUpLogging(const char *level)
{
    auto logger = std::make_shared<spdlog::logger>("calotype", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern("%H:%M:%S.%e %^%l%$ %v");
    spdlog::set_default_logger(std::move(logger));
    setLogLevel(level);
}

void logToFolder(const std::filesystem::path &folder)
{
    try {
        std::filesystem::create_directories(folder);
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>((folder / "calotype.log").string(), kFileBytes,
                                                                           kFilesKept);
        sink->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
        spdlog::default_logger()->sinks().push_back(std::move(sink));
        spdlog::default_logger()->flush_on(spdlog::level::info);
    } catch (const std::exception &fault) {
        spdlog::warn("log: nothing can be written into {}: {}", folder.string(), fault.what());
    }
}

void setLogLevel(const char *level)
{
    const char *wanted = std::getenv("CALOTYPE_LOG");
    spdlog::default_logger()->set_level(spdlog::level::from_str(wanted && *wanted ? wanted : level));
}

} // namespace calotype
