#include "app/EventLoopWatch.h"

#include "core/base/Log.h"

#include <utility>

namespace calotype::app {

EventLoopWatch::EventLoopWatch(Clock clock, Report report)
    : m_clock(std::move(clock))
    , m_report(std::move(report))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kInterval);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
}

void EventLoopWatch::start()
{
    m_timer.start();
}

void EventLoopWatch::beat()
{
    const Milliseconds now = m_clock();
    if (m_last && now - *m_last - kInterval > kMost)
        m_report(now - *m_last - kInterval);
    m_last = now;
}

bool EventLoopWatch::isWanted()
{
#ifdef NDEBUG
    return qEnvironmentVariableIsSet("CALOTYPE_WATCHDOG");
#else
    return true;
#endif
}

EventLoopWatch::Clock EventLoopWatch::steadyClock()
{
    return [] { return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()); };
}

void EventLoopWatch::warn(Milliseconds held)
{
    spdlog::warn("window: it was held up for {} ms", held.count());
}

} // namespace calotype::app
