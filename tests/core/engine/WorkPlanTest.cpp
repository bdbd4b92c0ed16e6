#include "core/engine/WorkPlan.h"

#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;

class WorkPlanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotFitIsDoneWithLess_data();
    void whatDoesNotFitIsDoneWithLess();
    void tilesTakeLess_data();
    void tilesTakeLess();
    void tilesHaveTheirWords();
};

void WorkPlanTest::whatDoesNotFitIsDoneWithLess_data()
{
    QTest::addColumn<int>("side"); // pixels
    QTest::addColumn<MemoryMode>("memory");
    QTest::addColumn<VaeTiles>("tiles");
    QTest::addColumn<int>("numberBytes");
    QTest::addColumn<double>("free"); // GB
    QTest::addColumn<bool>("inTurns");
    QTest::addColumn<bool>("vaeInTiles");
    const auto automatic = VaeTiles::Auto;
    QTest::newRow("nothing is known of the machine") << 1024 << MemoryMode::Balanced << automatic << 4 << 0.0 << false << false;
    QTest::newRow("512, much") << 512 << MemoryMode::Balanced << automatic << 4 << 8.0 << false << false;
    QTest::newRow("1024, much") << 1024 << MemoryMode::Balanced << automatic << 4 << 8.0 << false << false;
    QTest::newRow("1024, 4 GB") << 1024 << MemoryMode::Balanced << automatic << 4 << 4.0 << false << true;
    QTest::newRow("1024, 4 GB, but numbers of half the size") << 1024 << MemoryMode::Balanced << automatic << 2 << 4.0 << false << false;
    QTest::newRow("1024, 2.5 GB beside 2 in the file") << 1024 << MemoryMode::Balanced << automatic << 4 << 2.5 << true << true;
    QTest::newRow("low") << 512 << MemoryMode::Low << automatic << 4 << 64.0 << true << true;
    QTest::newRow("low, but never in tiles") << 512 << MemoryMode::Low << VaeTiles::Off << 4 << 64.0 << true << false;
    QTest::newRow("always in tiles") << 64 << MemoryMode::Fast << VaeTiles::On << 4 << 64.0 << false << true;
    QTest::newRow("never in tiles") << 1024 << MemoryMode::Balanced << VaeTiles::Off << 4 << 4.0 << false << false;
}

void WorkPlanTest::whatDoesNotFitIsDoneWithLess()
{
    QFETCH(int, side);
    QFETCH(MemoryMode, memory);
    QFETCH(VaeTiles, tiles);
    QFETCH(int, numberBytes);
    QFETCH(double, free);
    QFETCH(bool, inTurns);
    QFETCH(bool, vaeInTiles);
    WorkFacts facts;
    facts.width = facts.height = side;
    facts.memory = memory;
    facts.vaeTiles = tiles;
    facts.unetNumberBytes = facts.vaeNumberBytes = numberBytes;
    facts.unetBytes = 2'000'000'000;
    facts.restsInFile = true;
    facts.freeBytes = static_cast<std::int64_t>(free * 1e9);
    const WorkPlan plan = planWork(facts);
    QCOMPARE(plan.inTurns, inTurns);
    QCOMPARE(plan.vaeInTiles, vaeInTiles);
    facts.conditions = 1; // nothing to take in turns
    QCOMPARE(planWork(facts).inTurns, memory == MemoryMode::Low);
    QCOMPARE(planWork(facts).vaeInTiles, vaeInTiles);
}

void WorkPlanTest::tilesTakeLess_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("square") << 512 << 512;
    QTest::newRow("large") << 2048 << 2048;
    QTest::newRow("wide") << 1536 << 640;
}

// At the finest level of Stable Diffusion's decoder lie a map of 128 channels and, at a quarter of its area, one of 256.
void WorkPlanTest::tilesTakeLess()
{
    QFETCH(int, width);
    QFETCH(int, height);
    WorkFacts facts;
    facts.width = width;
    facts.height = height;
    const std::int64_t tiles = decodingBytes(facts, true);
    QVERIFY(tiles >= facts.width * facts.height * 192 * facts.vaeNumberBytes);
    QVERIFY(tiles * 2 < decodingBytes(facts, false));
}

void WorkPlanTest::tilesHaveTheirWords()
{
    for (const VaeTiles tiles : {VaeTiles::Auto, VaeTiles::On, VaeTiles::Off})
        QVERIFY(vaeTilesOf(vaeTilesName(tiles)) == tiles);
    for (const char *word : {"", "On", "yes", "always"})
        QVERIFY(!vaeTilesOf(word));
}

CALOTYPE_GUILESS_TEST(WorkPlanTest)
#include "WorkPlanTest.moc"
