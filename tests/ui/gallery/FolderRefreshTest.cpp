#include "tests/support/TestMain.h"
#include "ui/gallery/FolderRefresh.h"

#include <QGuiApplication>
#include <QTest>

#include <chrono>

using namespace calotype::ui;
using namespace std::chrono_literals;

namespace {

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
    void endThatIsNeverToldIsNotWaitedForForEver();
};

void FolderRefreshTest::comingBackLooksAgain()
{
    int looks = 0;
    FolderRefresh refresh([&looks] { ++looks; }, 0ms);
    QCOMPARE(looks, 0);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationInactive);
    QCOMPARE(looks, 0);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationActive);
    QCOMPARE(looks, 1);
    refresh.done();
    becomeActive();
    QCOMPARE(looks, 2);
}

void FolderRefreshTest::comingBackSoonLooksNoMore()
{
    int looks = 0;
    FolderRefresh refresh([&looks] { ++looks; }, 1h);
    becomeActive(); // whoever made it has just looked
    QCOMPARE(looks, 0);
    refresh.look(); // asked for
    QCOMPARE(looks, 1);
    refresh.done();
    becomeActive();
    QCOMPARE(looks, 1);
    refresh.look();
    QCOMPARE(looks, 2);
}

void FolderRefreshTest::endThatIsNeverToldIsNotWaitedForForEver()
{
    int looks = 0;
    FolderRefresh refresh([&looks] { ++looks; }, 10ms);
    refresh.look();
    QTRY_VERIFY((becomeActive(), looks == 2));
}

CALOTYPE_TEST(FolderRefreshTest)
#include "FolderRefreshTest.moc"
