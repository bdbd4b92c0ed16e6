#include "tests/support/TestMain.h"
#include "ui/gallery/FolderRefresh.h"

#include <QGuiApplication>
#include <QTest>

#include <chrono>

using namespace calotype::ui;
using namespace std::chrono_literals;

namespace {

/// Counts looks, by a clock that goes only as it is told.
struct Looking {
    std::chrono::milliseconds now = 1h;
    int looks = 0;
    FolderRefresh refresh{[this] { ++looks; }, nullptr, [this] { return now; }};
};

/// As the desktop tells it.
void becomeActive()
{
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationInactive);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationActive);
}

} // namespace

class FolderRefreshTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comingBackLooksAgain();
    void comingBackSoonLooksNoMore();
    void lookUnderWayIsWaitedFor();
    void firstLookIsWaitedForToo();
};

void FolderRefreshTest::comingBackLooksAgain()
{
    Looking folders;
    folders.refresh.done();
    folders.now += FolderRefresh::kPause;
    QCOMPARE(folders.looks, 0);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationInactive);
    QCOMPARE(folders.looks, 0);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationActive);
    QCOMPARE(folders.looks, 1);
    folders.refresh.done();
    folders.now += FolderRefresh::kPause;
    becomeActive();
    QCOMPARE(folders.looks, 2);
}

void FolderRefreshTest::comingBackSoonLooksNoMore()
{
    Looking folders;
    folders.refresh.look(); // asked for, however soon
    QCOMPARE(folders.looks, 1);
    folders.now += FolderRefresh::kPause;
    folders.refresh.done(); // the pause counts from here
    folders.now += FolderRefresh::kPause - 1ms;
    becomeActive();
    QCOMPARE(folders.looks, 1);
    folders.now += 1ms;
    becomeActive();
    QCOMPARE(folders.looks, 2);
}

void FolderRefreshTest::lookUnderWayIsWaitedFor()
{
    Looking folders;
    folders.refresh.look();
    QCOMPARE(folders.looks, 1);
    folders.now += FolderRefresh::kLongestLook - 1ms;
    becomeActive();
    QCOMPARE(folders.looks, 1);
    folders.now += 1ms; // its end may never be told
    becomeActive();
    QCOMPARE(folders.looks, 2);
    becomeActive();
    QCOMPARE(folders.looks, 2);
}

void FolderRefreshTest::firstLookIsWaitedForToo()
{
    Looking folders; // whoever made it has just begun to look
    folders.now += FolderRefresh::kLongestLook - 1ms;
    becomeActive();
    QCOMPARE(folders.looks, 0);
    folders.refresh.done();
    folders.now += FolderRefresh::kPause;
    becomeActive();
    QCOMPARE(folders.looks, 1);
}

CALOTYPE_TEST(FolderRefreshTest)
#include "FolderRefreshTest.moc"
