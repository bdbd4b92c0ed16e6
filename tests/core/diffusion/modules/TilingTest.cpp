#include "core/diffusion/modules/Tiling.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Resampling.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

class TilingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tilesCoverTheSideAndEndAtItsEdge_data();
    void tilesCoverTheSideAndEndAtItsEdge();
    void aMapWithoutReachIsUnchanged_data();
    void aMapWithoutReachIsUnchanged();
    void neighboursFadeIntoEachOther();
    void overlapThatLeavesNoTileIsRefused();
};

void TilingTest::tilesCoverTheSideAndEndAtItsEdge_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("tile");
    QTest::addColumn<int>("overlap");
    QTest::addColumn<QList<int>>("starts");
    QTest::newRow("smaller than a tile") << 5 << 8 << 2 << QList<int>{0};
    QTest::newRow("just a tile") << 8 << 8 << 2 << QList<int>{0};
    QTest::newRow("even") << 20 << 8 << 2 << QList<int>{0, 6, 12};
    QTest::newRow("the last one moves back") << 17 << 8 << 2 << QList<int>{0, 6, 9};
    QTest::newRow("no overlap") << 16 << 8 << 0 << QList<int>{0, 8};
}

void TilingTest::tilesCoverTheSideAndEndAtItsEdge()
{
    QFETCH(int, size);
    QFETCH(int, tile);
    QFETCH(int, overlap);
    QFETCH(QList<int>, starts);
    const auto found = tileStarts(size, tile, overlap);
    QCOMPARE(QList<int>(found.begin(), found.end()), starts);
}

void TilingTest::aMapWithoutReachIsUnchanged_data()
{
    QTest::addColumn<int>("inputScale");
    QTest::addColumn<int>("outputScale");
    QTest::addColumn<int>("overlap");
    QTest::newRow("enlarging") << 1 << 4 << 3;
    QTest::newRow("shrinking") << 4 << 1 << 3;
    QTest::newRow("deep overlap") << 1 << 2 << 5;
    QTest::newRow("no overlap") << 1 << 4 << 0;
}

// A map whose every output element depends on one input element only must not show that it saw tiles.
void TilingTest::aMapWithoutReachIsUnchanged()
{
    QFETCH(int, inputScale);
    QFETCH(int, outputScale);
    QFETCH(int, overlap);
    torch::manual_seed(3);
    const Tensor input = torch::randn({2, 3, 13 * inputScale, 17 * inputScale});
    const auto map = [&](const Tensor &x) {
        return upsampleNearest(x, x.size(2) / inputScale * outputScale, x.size(3) / inputScale * outputScale) * 2 + 1;
    };
    int calls = 0;
    const Tensor tiled = mapInTiles(input, {6, overlap, inputScale, outputScale}, [&](const Tensor &x) {
        ++calls;
        return map(x);
    });
    QVERIFY(calls > 4);
    COMPARE_TENSORS(tiled, map(input), 2e-6);
}

// Two tiles that disagree: what lies between them goes from one to the other in even steps.
void TilingTest::neighboursFadeIntoEachOther()
{
    float value = 0;
    const Tensor out = mapInTiles(torch::zeros({1, 1, 4, 12}), {8, 4, 1, 1}, [&](const Tensor &x) {
        const Tensor tile = torch::full_like(x, value);
        value += 1;
        return tile;
    });
    const Tensor expected = torch::tensor({0.0, 0.0, 0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0, 1.0, 1.0});
    COMPARE_TENSORS(out[0][0], expected.expand({4, 12}), 1e-6);
}

void TilingTest::overlapThatLeavesNoTileIsRefused()
{
    QVERIFY_THROWS_EXCEPTION(Failure, tileStarts(100, 8, 8));
    QVERIFY_THROWS_EXCEPTION(Failure, tileStarts(100, 8, -1));
}

CALOTYPE_GUILESS_TEST(TilingTest)
#include "TilingTest.moc"
