#pragma once

#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace calotype::app {

/// Tells where an event loop was held up for more than 50 ms, by a timer of 10 ms whose beats come late then. On the
/// loop's thread.
class EventLoopWatch final
{
public:
    using Milliseconds = std::chrono::milliseconds;
    using Clock = std::function<Milliseconds()>; ///< since whenever, and never back
    using Report = std::function<void(Milliseconds held)>;

    explicit EventLoopWatch(Clock clock = steadyClock(), Report report = warn);

    void start();
    /// By the timer.
    void beat();

    /// In debug builds, and where CALOTYPE_WATCHDOG is set.
    static bool isWanted();

private:
    static Clock steadyClock();
    static void warn(Milliseconds held); ///< into the log

    static constexpr Milliseconds kInterval{10};
    static constexpr Milliseconds kMost{50};

    Clock m_clock;
    Report m_report;
    std::optional<Milliseconds> m_last;
    QTimer m_timer;
};

} // namespace calotype::app
