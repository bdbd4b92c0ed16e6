#include "core/jobs/Estimate.h"
#include "core/shared/DiskRoom.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace calotype;
using namespace calotype::jobs;

class EstimateTest : public QObject
{
    Q_OBJECT

private:
    static GenerationRequest request(int width, int height, int pictures = 1)
    {
        GenerationRequest request = tests::newJob("a", pictures).request;
        request.width = width;
        request.height = height;
        return request;
    }

private Q_SLOTS:
    void memoryIsTheWeightsAndTheWorkOfOnePicture()
    {
        ModelCost model;
        model.residentBytes = 4'000'000'000;
        const qint64 work512 = estimateRun(request(512, 512), model, 0).memoryBytes - model.residentBytes;
        const qint64 work1024 = estimateRun(request(1024, 1024, 8), model, 0).memoryBytes - model.residentBytes;
        // Plain libtorch took 1.8 GiB beside the weights at 512 × 512.
        QVERIFY(work512 > 900'000'000 && work512 < 2'000'000'000);
        QCOMPARE(work1024, 4 * work512);
        model.loaded = true;
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, work512);
        model.bytesPerNumber = 2;
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, work512 / 2);
    }

    void leanerMemoryModesTakeLess()
    {
        const auto peak = [](int side, MemoryMode memory) { // of SD 1.5 in half precision
            ModelCost model;
            model.memory = memory;
            model.restsInFile = memory != MemoryMode::Fast;
            model.residentBytes = model.restsInFile ? 2'130'000'000 : 4'260'000'000;
            const RunEstimate estimate = estimateRun(request(side, side), model, 0);
            model.loaded = true;
            const RunEstimate loaded = estimateRun(request(side, side), model, 0);
            const qint64 taken = model.restsInFile ? 0 : model.residentBytes; // what lies in the file counts as free
            return loaded.memoryBytes + taken == estimate.peakBytes ? estimate.peakBytes : -1;
        };
        QVERIFY(peak(512, MemoryMode::Fast) > 5'000'000'000);
        QVERIFY(peak(512, MemoryMode::Balanced) < 2'600'000'000); // the VAE's maps find room where the UNet's weights were
        QVERIFY(peak(512, MemoryMode::Low) > 2'130'000'000);
        QVERIFY(peak(512, MemoryMode::Low) < peak(512, MemoryMode::Balanced));
        QVERIFY(peak(1024, MemoryMode::Balanced) > 5'000'000'000);
        QVERIFY(peak(1024, MemoryMode::Low) < 3'000'000'000); // in tiles
    }

    void tilesAreCountedWhereTheEngineWillChooseThem()
    {
        const auto work = [](VaeTiles tiles, qint64 freeBytes, MemoryMode memory = MemoryMode::Fast) {
            ModelCost model;
            model.memory = memory;
            model.vaeTiles = tiles;
            model.freeBytes = freeBytes;
            return estimateRun(request(1024, 1024), model, 0).memoryBytes;
        };
        const qint64 whole = work(VaeTiles::Off, 0);
        const qint64 tiles = work(VaeTiles::On, 0);
        QVERIFY(tiles * 2 < whole);
        QCOMPARE(work(VaeTiles::Auto, 0), whole);
        QCOMPARE(work(VaeTiles::Auto, whole), whole);
        QCOMPARE(work(VaeTiles::Auto, whole - 1), tiles);
        QCOMPARE(work(VaeTiles::Off, whole - 1), whole);
        QCOMPARE(work(VaeTiles::Off, 0, MemoryMode::Low), whole);
    }

    void anOpenSizeIsTheModelsOwn()
    {
        ModelCost model;
        model.nativeWidth = model.nativeHeight = 1024;
        QCOMPARE(estimateRun(request(0, 0), model, 0).memoryBytes, estimateRun(request(1024, 1024), model, 0).memoryBytes);
    }

    void theDiskHoldsEveryPicture()
    {
        const qint64 one = estimateRun(request(512, 512), {}, 0).diskBytes;
        const qint64 ten = estimateRun(request(512, 512, 10), {}, 0).diskBytes;
        // As large as their pixels at the worst; the resume point is kept once.
        QVERIFY(one > 512 * 512 * 3);
        QVERIFY(ten - one > 9 * 512 * 512 * 3);
        QVERIFY(ten < 10 * one);
    }

    void timeCountsTheStepsThatRun()
    {
        GenerationRequest wanted = request(512, 512, 3);
        QCOMPARE(estimateRun(wanted, {}, 2.0).seconds, 3 * (20 + 1) * 2.0);
        QCOMPARE(stepsToRun(wanted, false), 60);
        wanted.initImage = tests::picture(512, 512, 3);
        wanted.strength = 0.5;
        QCOMPARE(estimateRun(wanted, {}, 2.0).seconds, 3 * (10 + 1) * 2.0);
        QCOMPARE(stepsToRun(wanted, true), 30);
        QCOMPARE(estimateRun(wanted, {}, 0).seconds, 0.0);
    }

    void aModelThatTakesAnothersPlaceNeedsTheDifference()
    {
        ModelCost model;
        model.residentBytes = 4'000'000'000;
        const RunEstimate alone = estimateRun(request(512, 512), model, 0);
        model.freedBytes = 1'000'000'000;
        const RunEstimate inPlace = estimateRun(request(512, 512), model, 0);
        QCOMPARE(inPlace.memoryBytes, alone.memoryBytes - 1'000'000'000);
        QCOMPARE(inPlace.peakBytes, alone.memoryBytes);
        model.freedBytes = 9'000'000'000; // of a larger one: never less than the work
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, alone.memoryBytes - model.residentBytes);
        model.loaded = true;
        QCOMPARE(estimateRun(request(512, 512), model, 0).peakBytes, alone.memoryBytes);
        model.residentBytes = 0;
        QCOMPARE(estimateRun(request(512, 512), model, 0).peakBytes, qint64{0});
    }

    /// The maps that VaeDecoder holds at a time, as Stable Diffusion's has its channels: 512, 512, 256, 128 from the
    /// coarsest level to the finest, each level but the last ending with an enlargement to twice the side.
    void workCoversEveryPlaceOfTheDecoder()
    {
        const qint64 work = estimateRun(request(512, 512), {}, 0).memoryBytes;
        const std::vector<qint64> channels{512, 512, 256, 128};
        for (std::size_t level = 0; level < channels.size(); ++level) {
            const qint64 scale = qint64{8} >> level; // pixels along an element of this level
            const qint64 map = channels[level] * 512 / scale * 512 / scale * 4;
            const qint64 before = channels[level > 0 ? level - 1 : 0] * 512 / scale * 512 / scale * 4;
            // A residual block's first convolution: its input, that normalised, and both its ends once more in its own order.
            QVERIFY(work >= before + before + map + before + map);
            if (level + 1 < channels.size()) // the enlargement: input, enlarged, output, and both in the convolution's order
                QVERIFY(work >= map + 4 * (4 * map));
        }
        // And no more than twice the most of them: a warning that comes for nothing is not read.
        QVERIFY(work <= 2 * (256 * 512 * 512 / 4 * 4 + 4 * 256 * 512 * 512 * 4LL));
    }

    void onlyAPartIsMadeAnewButTheWholeIsSaved()
    {
        GenerationRequest part = request(512, 512);
        part.initImage = tests::picture(1024, 2048, 3);
        part.mask = tests::picture(1024, 2048, 1);
        const qint64 whole = estimateRun(part, {}, 0).diskBytes;
        part.inpaintOnlyMasked = true;
        const RunEstimate estimate = estimateRun(part, {}, 0);
        QVERIFY(estimate.diskBytes > 1024 * 2048 * 3);
        QVERIFY(estimate.diskBytes > whole);
        QCOMPARE(estimate.memoryBytes, estimateRun(request(512, 512), {}, 0).memoryBytes);
    }

    void whatDoesNotFitIsSaid()
    {
        RunEstimate estimate;
        estimate.memoryBytes = 8'000'000'000;
        estimate.diskBytes = 1'000'000;
        QVERIFY(fitWarnings(estimate, {9'000'000'000, 2'000'000}).isEmpty());
        QCOMPARE(fitWarnings(estimate, {7'000'000'000, 2'000'000}).size(), 1);
        QVERIFY(fitWarnings(estimate, {7'000'000'000, 2'000'000}).at(0).contains(QLatin1String("memory")));
        QCOMPARE(fitWarnings(estimate, {9'000'000'000, 0}).size(), 1);
        QVERIFY(fitWarnings(estimate, {9'000'000'000, 0}).at(0).contains(QLatin1String("disk")));
        QCOMPARE(fitWarnings(estimate, {1, 0}).size(), 2);
    }

    void whatIsNotKnownIsNoWarning()
    {
        RunEstimate estimate;
        estimate.memoryBytes = 8'000'000'000;
        estimate.diskBytes = 8'000'000'000;
        QVERIFY(fitWarnings(estimate, {0, -1}).isEmpty());
        QVERIFY(fitWarnings(estimate, FreeRoom()).isEmpty());
    }

    void theRoomIsAskedWhereTheFolderWillBe()
    {
        const QTemporaryDir folder;
        const qint64 there = freeDiskBytes(folder.path());
        QVERIFY(there > 0);
        QVERIFY(freeDiskBytes(folder.filePath(QStringLiteral("not/yet/made"))) > 0);
        QCOMPARE(freeDiskBytes(QStringLiteral("/proc/self")), qint64{-1});

        const FreeRoom room = freeRoom(folder.path());
        QVERIFY(room.diskBytes > 0);
        // No machine that this runs on has less than 16 MiB to give, or more than 1 PiB.
        QVERIFY(room.memoryBytes > qint64{16} << 20);
        QVERIFY(room.memoryBytes < qint64{1} << 50);
    }

    void runsOfAnotherKindHaveAnotherSpeed()
    {
        const GenerationRequest base = request(512, 512);
        const QString key = speedKey(base, QStringLiteral("/m/a"), QStringLiteral("cpu")).text();
        QCOMPARE(speedKey(base, QStringLiteral("/m/a"), QStringLiteral("cpu")).text(), key);
        QVERIFY(speedKey(base, QStringLiteral("/m/b"), QStringLiteral("cpu")).text() != key);
        QVERIFY(speedKey(base, QStringLiteral("/m/a"), QStringLiteral("cuda:0")).text() != key);
        QVERIFY(speedKey(request(512, 768), QStringLiteral("/m/a"), QStringLiteral("cpu")).text() != key);
        GenerationRequest other = base;
        other.guidance = 1;
        QVERIFY(speedKey(other, QStringLiteral("/m/a"), QStringLiteral("cpu")).text() != key);
        other = base;
        other.sampler = "heun";
        QVERIFY(speedKey(other, QStringLiteral("/m/a"), QStringLiteral("cpu")).text() != key);
        other = base;
        other.steps = 50;
        other.prompt = "another";
        QCOMPARE(speedKey(other, QStringLiteral("/m/a"), QStringLiteral("cpu")).text(), key);
    }
};

CALOTYPE_GUILESS_TEST(EstimateTest)
#include "EstimateTest.moc"
