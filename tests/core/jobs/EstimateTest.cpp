#include "core/jobs/Estimate.h"

#include "core/engine/GenerationBackend.h"
#include "core/shared/DiskRoom.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <utility>
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

    /// SD 1.5 or SDXL from a file in half precision, on the processor.
    static ModelCost trueModel(bool isXl, MemoryMode memory)
    {
        ModelCost model;
        model.memory = memory;
        model.restsInFile = memory != MemoryMode::Fast;
        model.isXl = isXl;
        const qint64 bytes = model.restsInFile ? 2 : 4;
        const PartSizes numbers = isXl ? PartSizes{817'720'320, 2'567'463'684, 83'653'863}
                                       : PartSizes{123'060'480, 859'520'964, 83'653'863};
        model.weights = {numbers.text * bytes, numbers.unet * bytes, numbers.vae * bytes};
        return model;
    }

private Q_SLOTS:
    void memoryIsTheWeightsAndTheWorkOfOnePicture()
    {
        ModelCost model;
        model.isCard = true;
        model.weights.unet = 4'000'000'000;
        const qint64 work512 = estimateRun(request(512, 512), model, 0).memoryBytes - model.weights.unet;
        const qint64 work1024 = estimateRun(request(1024, 1024, 8), model, 0).memoryBytes - model.weights.unet;
        QVERIFY(work512 > 800'000'000 && work512 < 2'000'000'000);
        QCOMPARE(work1024, 4 * work512);
        model.loaded = true;
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, work512);
        model.bytesPerNumber = 2;
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, work512 / 2);
    }

    /// Peaks of `calotype generate` with models of the true shapes in half precision (tests/bench/README.md).
    void peaksAreWithinATenthOfWhatWasMeasured_data()
    {
        QTest::addColumn<bool>("isXl");
        QTest::addColumn<MemoryMode>("memory");
        QTest::addColumn<int>("side");
        QTest::addColumn<double>("measured"); // GiB
        QTest::newRow("SD 1.5, 256, fast") << false << MemoryMode::Fast << 256 << 4.63;
        QTest::newRow("SD 1.5, 256, balanced") << false << MemoryMode::Balanced << 256 << 2.06;
        QTest::newRow("SD 1.5, 256, low") << false << MemoryMode::Low << 256 << 2.06;
        QTest::newRow("SD 1.5, 512, fast") << false << MemoryMode::Fast << 512 << 5.56;
        QTest::newRow("SD 1.5, 512, balanced") << false << MemoryMode::Balanced << 512 << 2.29;
        QTest::newRow("SD 1.5, 512, low") << false << MemoryMode::Low << 512 << 2.10;
        QTest::newRow("SD 1.5, 640, balanced") << false << MemoryMode::Balanced << 640 << 2.37;
        QTest::newRow("SD 1.5, 768, balanced") << false << MemoryMode::Balanced << 768 << 3.99;
        QTest::newRow("SD 1.5, 1024, balanced") << false << MemoryMode::Balanced << 1024 << 4.25;
        QTest::newRow("SDXL, 512, balanced") << true << MemoryMode::Balanced << 512 << 5.57;
        QTest::newRow("SDXL, 768, balanced") << true << MemoryMode::Balanced << 768 << 6.00;
    }

    void peaksAreWithinATenthOfWhatWasMeasured()
    {
        QFETCH(bool, isXl);
        QFETCH(MemoryMode, memory);
        QFETCH(int, side);
        QFETCH(double, measured);
        const qint64 peak = estimateRun(request(side, side), trueModel(isXl, memory), 0).peakBytes;
        const double ratio = static_cast<double>(peak) / (measured * (1 << 30));
        QVERIFY2(ratio > 0.9 && ratio < 1.1, qPrintable(QString::number(ratio)));
    }

    void partsThatRestInTheFileAreNotCountedTogether()
    {
        const auto peak = [this](ModelCost model) { return estimateRun(request(512, 512), model, 0).peakBytes; };
        const ModelCost xl = trueModel(true, MemoryMode::Balanced);
        ModelCost longer = xl;
        longer.weights.text += 1'000'000'000;
        QCOMPARE(peak(longer), peak(xl)); // the UNet takes more, when the text encoders have left
        longer.weights.text += 9'000'000'000;
        QVERIFY(peak(longer) > peak(xl));
        ModelCost inMemory = xl;
        inMemory.restsInFile = false;
        QVERIFY(peak(inMemory) > peak(xl) + xl.weights.text / 2);
    }

    void samplingIsToldApartFromDecoding()
    {
        const RunEstimate small = estimateRun(request(512, 512), trueModel(false, MemoryMode::Balanced), 0);
        QCOMPARE(small.samplingPeakBytes, small.peakBytes); // the VAE's maps find room where the UNet's weights were
        const RunEstimate large = estimateRun(request(1024, 1024), trueModel(false, MemoryMode::Balanced), 0);
        QVERIFY(large.samplingPeakBytes < large.peakBytes - 500'000'000);
        const RunEstimate tiled = estimateRun(request(1024, 1024), trueModel(false, MemoryMode::Low), 0);
        QCOMPARE(tiled.samplingPeakBytes, tiled.peakBytes);
        QVERIFY(tiled.peakBytes < large.samplingPeakBytes);
    }

    void whatLiesInTheFileCountsAsFree()
    {
        for (const MemoryMode memory : {MemoryMode::Fast, MemoryMode::Balanced, MemoryMode::Low}) {
            ModelCost model = trueModel(false, memory);
            const RunEstimate fresh = estimateRun(request(512, 512), model, 0);
            QCOMPARE(fresh.memoryBytes, fresh.peakBytes);
            model.loaded = true;
            const RunEstimate loaded = estimateRun(request(512, 512), model, 0);
            QCOMPARE(loaded.peakBytes, fresh.peakBytes);
            const qint64 spared = fresh.memoryBytes - loaded.memoryBytes; // the program, and what does not rest
            QCOMPARE(spared > model.weights.total(), memory == MemoryMode::Fast);
            QVERIFY(spared > 0);
        }
    }

    void aLoadedModelTellsItsParts()
    {
        LoadedModel loaded;
        loaded.device = "cpu";
        loaded.dtype = "float32";
        loaded.memory = MemoryMode::Balanced;
        loaded.residentBytes = 2000;
        for (const auto &[name, parameters] : {std::pair{"text_encoder", 100}, {"text_encoder_2", 100}, {"unet", 700}, {"vae", 100}, {"tokenizer", 0}}) {
            ModelPart part;
            part.name = name;
            part.parameters = parameters;
            loaded.info.parts.push_back(part);
        }
        const ModelCost cost = costOf(loaded);
        QVERIFY(cost.weights == (PartSizes{400, 1400, 200}));
        QVERIFY(cost.restsInFile && cost.loaded && !cost.isCard);
        loaded.dtype = "bfloat16"; // converted
        QVERIFY(!costOf(loaded).restsInFile);
        loaded.device = "cuda:0";
        QVERIFY(costOf(loaded).isCard);
        QCOMPARE(costOf(loaded).bytesPerNumber, 2);
    }

    void tilesAreCountedWhereTheEngineWillChooseThem()
    {
        const auto work = [](VaeTiles tiles, qint64 freeBytes, MemoryMode memory = MemoryMode::Fast) {
            ModelCost model;
            model.loaded = true; // so that it is the work alone
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
        model.weights.unet = 4'000'000'000;
        const RunEstimate alone = estimateRun(request(512, 512), model, 0);
        model.freedBytes = 1'000'000'000;
        const RunEstimate inPlace = estimateRun(request(512, 512), model, 0);
        QCOMPARE(inPlace.memoryBytes, alone.memoryBytes - 1'000'000'000);
        QCOMPARE(inPlace.peakBytes, alone.memoryBytes);
        model.freedBytes = 9'000'000'000; // of a larger one: never less than the work
        QCOMPARE(estimateRun(request(512, 512), model, 0).memoryBytes, alone.memoryBytes - model.weights.unet);
        model.loaded = true;
        QCOMPARE(estimateRun(request(512, 512), model, 0).peakBytes, alone.memoryBytes);
        model.weights.unet = 0;
        QCOMPARE(estimateRun(request(512, 512), model, 0).peakBytes, qint64{0});
    }

    /// The maps that VaeDecoder holds at a time, as Stable Diffusion's has its channels: 512, 512, 256, 128 from the
    /// coarsest level to the finest, each level but the last ending with an enlargement to twice the side.
    void workCoversEveryPlaceOfTheDecoder()
    {
        ModelCost model;
        model.loaded = true;
        const qint64 work = estimateRun(request(512, 512), model, 0).memoryBytes;
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
        QVERIFY(freeFolderBytes(folder.path()) > 0);
        QVERIFY(freeDiskBytes(folder.filePath(QStringLiteral("not/yet/made"))) > 0);
        QCOMPARE(freeDiskBytes(QStringLiteral("/proc/self")), qint64{-1});
    }

    void theMachineTellsItsFreeMemory()
    {
        // No machine that this runs on has less than 16 MiB to give, or more than 1 PiB.
        QVERIFY(freeMemoryBytes() > qint64{16} << 20);
        QVERIFY(freeMemoryBytes() < qint64{1} << 50);
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
