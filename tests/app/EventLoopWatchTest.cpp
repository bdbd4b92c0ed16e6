#include "app/EventLoopWatch.h"

#include "tests/support/TestMain.h"

#include <QtTest>

#include <vector>

using namespace calotype::app;
using namespace std::chrono_literals;

class EventLoopWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heldLoopIsTold()
    {
        auto now = 5000ms;
        std::vector<std::chrono::milliseconds> told;
        EventLoopWatch watch([&] { return now; }, [&](std::chrono::milliseconds held) { told.push_back(held); });
        watch.beat(); // the first one tells nothing
        for (const auto passed : {10ms, 12ms, 60ms, 61ms, 10ms, 310ms}) {
            now += passed;
            watch.beat();
        }
        QCOMPARE(told, (std::vector<std::chrono::milliseconds>{51ms, 300ms}));
    }

    void theLoopBeats()
    {
        int beats = 0;
        EventLoopWatch watch([&] { return (++beats) * 100ms; }, [](std::chrono::milliseconds) {});
        watch.start();
        QTRY_VERIFY(beats >= 3);
    }
};

CALOTYPE_GUILESS_TEST(EventLoopWatchTest)
#include "EventLoopWatchTest.moc"
