#include "core/engine/PictureSeeds.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;

using Seeds = std::vector<std::int64_t>;

class PictureSeedsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void behindTheLastSeedComesTheFirst();
    void picturesHaveTheNextSeeds();
    void variationsShareTheSeed();
    void withoutStrengthThereIsNoVariation();
    void pictureAloneKeepsItsSeeds();
    void batchIsNotCutUp();
};

void PictureSeedsTest::behindTheLastSeedComesTheFirst()
{
    QCOMPARE(seedAfter(5, 3), std::int64_t{8});
    QCOMPARE(seedAfter(4294967295, 1), std::int64_t{0});
    QCOMPARE(seedAfter(4294967295, 200), std::int64_t{199});
    QCOMPARE(seedAfter(3, -4), std::int64_t{4294967295});
    QCOMPARE(seedAfter(3, 0), std::int64_t{3});
}

void PictureSeedsTest::picturesHaveTheNextSeeds()
{
    GenerationRequest request;
    setSeeds(request, 4294967294, 3);
    QCOMPARE(request.seeds, Seeds({4294967294, 4294967295, 0}));
    QVERIFY(!makesVariations(request));
}

void PictureSeedsTest::variationsShareTheSeed()
{
    GenerationRequest request;
    request.variation = Variation{4294967295, 0.5};
    setSeeds(request, 7, 3);
    QVERIFY(makesVariations(request));
    QCOMPARE(request.seeds, Seeds({7, 7, 7}));
    QVERIFY((variationOf(request, 0) == Variation{4294967295, 0.5}));
    QVERIFY((variationOf(request, 2) == Variation{1, 0.5}));
    request.noise = NoiseMode::Nv;
    QVERIFY((variationOf(request, 1) == Variation{0, 0.5}));
}

void PictureSeedsTest::withoutStrengthThereIsNoVariation()
{
    GenerationRequest request;
    request.variation = Variation{9, 0};
    setSeeds(request, 7, 2);
    QCOMPARE(request.seeds, Seeds({7, 8}));
    QVERIFY(!variationOf(request, 1));
    request.variation.reset();
    QVERIFY(!variationOf(request, 0));
}

void PictureSeedsTest::pictureAloneKeepsItsSeeds()
{
    GenerationRequest request;
    request.prompt = "a cat";
    request.variation = Variation{4294967294, 0.5};
    request.seeds = {7, 8, 9};
    const GenerationRequest alone = requestOfPicture(request, 2);
    GenerationRequest expected = request;
    expected.seeds = {9};
    expected.variation = Variation{0, 0.5};
    QVERIFY(alone == expected);
    QVERIFY(requestOfPicture(alone, 0) == alone);
}

void PictureSeedsTest::batchIsNotCutUp()
{
    GenerationRequest request;
    request.noise = NoiseMode::Batch;
    request.variation = Variation{9, 0.5};
    setSeeds(request, 7, 3);
    QCOMPARE(request.seeds, Seeds({7, 8, 9}));
    QVERIFY((variationOf(request, 2) == Variation{9, 0.5}));
    QVERIFY(requestOfPicture(request, 1) == request);
}

CALOTYPE_GUILESS_TEST(PictureSeedsTest)
#include "PictureSeedsTest.moc"
