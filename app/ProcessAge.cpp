#include "app/ProcessAge.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

#ifdef __linux__
#include <ctime>
#include <unistd.h>
#endif

namespace calotype::app {

namespace {

using Clock = std::chrono::steady_clock;

const Clock::time_point kInitialised = Clock::now();

std::optional<std::chrono::milliseconds> ageBySystem()
{
#ifdef __linux__
    std::ifstream in("/proc/self/stat");
    const std::string stat{std::istreambuf_iterator<char>(in), {}};
    const auto ticks = startTicks(stat);
    const long perSecond = sysconf(_SC_CLK_TCK);
    timespec sinceBoot{};
    if (!ticks || perSecond <= 0 || clock_gettime(CLOCK_BOOTTIME, &sinceBoot) != 0)
        return {};
    const std::int64_t now = std::int64_t{sinceBoot.tv_sec} * 1000 + sinceBoot.tv_nsec / 1'000'000;
    return std::chrono::milliseconds(now - *ticks * 1000 / perSecond);
#else
    return {};
#endif
}

} // namespace

std::optional<std::int64_t> startTicks(std::string_view stat)
{
    constexpr int kStart = 22;
    constexpr int kState = 3; // the first field behind the program's name, which may have blanks and brackets in it
    const auto nameEnd = stat.rfind(')');
    if (nameEnd == std::string_view::npos)
        return {};
    stat.remove_prefix(nameEnd + 1);
    for (int field = kState; field <= kStart; ++field) {
        const auto blank = stat.find(' ');
        if (blank == std::string_view::npos)
            return {};
        stat.remove_prefix(blank + 1);
    }
    std::int64_t ticks = 0;
    const auto [end, error] = std::from_chars(stat.data(), stat.data() + stat.size(), ticks);
    return error == std::errc() ? std::optional(ticks) : std::nullopt;
}

std::chrono::milliseconds processAge()
{
    return ageBySystem().value_or(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - kInitialised));
}

} // namespace calotype::app
