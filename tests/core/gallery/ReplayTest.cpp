#include "core/formats/RequestJson.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PictureRecord.h"
#include "core/gallery/Replay.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace calotype;
using namespace calotype::gallery;

namespace {

Image testImage(int shift = 0)
{
    Image image(16, 8);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(40 + i / 4 + static_cast<std::size_t>(shift));
    return image;
}

PictureOrigin testOrigin()
{
    PictureOrigin origin;
    origin.request.prompt = "一只橘猫";
    origin.request.seeds = {3, 4, 5};
    origin.request.steps = 12;
    origin.request.strength = 0.5;
    origin.request.parentHash = std::string(64, 'b');
    origin.request.preview = PreviewMethod::LatentRgb;
    origin.request.previewEvery = 3;
    origin.request.previewSeconds = 1.5;
    origin.request.initImage = std::make_shared<Image>(testImage(9));
    origin.run.modelName = "tiny";
    origin.run.modelPath = "/models/tiny.safetensors";
    origin.run.prediction = "v_prediction";
    origin.run.device = "cuda:1";
    origin.run.dtype = "float16";
    origin.run.memory = "low";
    origin.run.vaeTiles = "off";
    origin.run.engine = "libtorch 1.13.1";
    origin.run.sampler = "pndm"; // the model's own: the request names none
    origin.run.schedule = "default";
    origin.run.width = 16;
    origin.run.height = 8;
    origin.run.timesteps = {999, 500.5};
    origin.run.sigmas = {14.614646911621094, 0};
    origin.prediction = PredictionType::VPrediction;
    origin.seed = 4;
    origin.index = 1;
    origin.modelHash = std::string(64, 'a');
    return origin;
}

bool says(const ReplayOutcome &outcome, const char *word)
{
    for (const std::string &reason : outcome.reasons) {
        if (reason.find(word) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void planIsWhatWasRun_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"p.png", "p.jpg", "p.webp"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void planIsWhatWasRun()
    {
        QFETCH(QString, name);
        const ReplayPlan plan = saved(name, testOrigin());
        QCOMPARE(plan.model.path, std::string("/models/tiny.safetensors"));
        QCOMPARE(plan.model.device, std::string("cuda:1"));
        QCOMPARE(plan.model.dtype, std::string("float16"));
        QVERIFY(plan.model.memory == MemoryMode::Low);
        QVERIFY(plan.model.vaeTiles == VaeTiles::Off); // which that mode alone would not choose
        QVERIFY(plan.model.prediction == PredictionType::VPrediction);
        QCOMPARE(plan.index, 0); // alone, as its noise depends on its seed alone
        GenerationRequest expected = testOrigin().request;
        expected.seeds = {4};
        expected.initImage = nullptr;
        expected.preview = PreviewMethod::Off;
        expected.previewEvery = GenerationRequest().previewEvery;
        expected.previewSeconds = GenerationRequest().previewSeconds;
        QVERIFY(plan.request == expected);
        QCOMPARE(plan.origin.seed, std::int64_t{4});
        QCOMPARE(plan.origin.modelHash, std::string(64, 'a'));
        QCOMPARE(plan.origin.run.engine, std::string("libtorch 1.13.1"));
        QCOMPARE(plan.origin.run.sampler, std::string("pndm"));
        QCOMPARE(plan.origin.run.timesteps, testOrigin().run.timesteps);
        QCOMPARE(plan.origin.run.sigmas, testOrigin().run.sigmas);
        QCOMPARE(plan.origin.pixelHash, formats::pixelHash(testImage()));
        QCOMPARE(plan.origin.initImageHash, formats::pixelHash(testImage(9)));
    }

    void qualityIsNotedOfLossyFormatsAlone()
    {
        PictureOrigin origin = testOrigin();
        origin.quality = 60;
        QCOMPARE(saved(QStringLiteral("p.png"), origin).origin.quality, kLossyQuality);
        QCOMPARE(saved(QStringLiteral("p.jpg"), origin).origin.quality, 60);
    }

    void pictureOfABatchNeedsTheWholeBatch()
    {
        PictureOrigin origin = testOrigin();
        origin.request.noise = NoiseMode::Batch;
        const ReplayPlan plan = saved(QStringLiteral("p.png"), origin);
        QVERIFY(plan.request.seeds == origin.request.seeds);
        QCOMPARE(plan.index, 1);
    }

    void variationThatIsReadIsThatOfThePicture()
    {
        PictureOrigin origin = testOrigin();
        origin.request.noise = NoiseMode::Nv;
        origin.request.variation = Variation{4294967295, 0.25};
        const ReplayPlan plan = saved(QStringLiteral("p.png"), origin);
        QVERIFY(plan.request.noise == NoiseMode::Nv);
        QCOMPARE(plan.request.seeds, std::vector<std::int64_t>{4});
        QVERIFY((plan.request.variation == Variation{0, 0.25})); // of the second picture: behind the last comes the first
        // Cut down to the picture, as a result is kept, and written again, it is the same.
        PictureOrigin again = plan.origin;
        again.index = 1;
        QVERIFY((saved(QStringLiteral("q.png"), again).request.variation == Variation{0, 0.25}));
        const QString text = QString::fromStdString(parametersText(origin));
        QVERIFY2(text.contains(QLatin1String(", Variation seed: 0, Variation seed strength: 0.25, ")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String(", RNG: NV, ")), qPrintable(text));
        origin.request.variation->strength = 0;
        QVERIFY(parametersText(origin).find("Variation") == std::string::npos);
    }

    void recordThatIsReadIsWrittenTheSame()
    {
        PictureOrigin origin = testOrigin();
        origin.request.initImage = nullptr;
        origin.initImageHash = std::string(64, 'e');
        const std::string record = pictureRecord(origin, std::string(64, 'c'));
        QCOMPARE(pictureRecord(originFrom(record), std::string(64, 'c')), record);
    }

    void recordOfTheVersionBeforeIsRead()
    {
        PictureOrigin origin = testOrigin();
        origin.request.noise = NoiseMode::Batch;
        auto record = nlohmann::json::parse(pictureRecord(origin, std::string(64, 'c')));
        QCOMPARE(record["version"].get<int>(), 3);
        record["version"] = 2;
        record["request"].erase("noise");
        record["request"].erase("prompt_syntax");
        record["request"]["batch_noise"] = true;
        const PictureOrigin read = originFrom(record.dump());
        QVERIFY(read.request.noise == NoiseMode::Batch);
        QVERIFY(read.request.promptSyntax == PromptSyntax::Plain);
        QCOMPARE(read.index, 1);
    }

    void damagedRecordsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("damaged");
        QTest::newRow("no version") << QByteArray("{}") << QByteArray("version");
        QTest::newRow("another version") << QByteArray(R"({"version":1,"program":"Calotype 0.0"})") << QByteArray("Calotype 0.0");
        QTest::newRow("a version to come") << QByteArray(R"({"version":4,"program":"Calotype 9.9"})") << QByteArray("Calotype 9.9");
        QTest::newRow("no request") << QByteArray(R"({"version":2})") << QByteArray("request");
        QTest::newRow("steps") << QByteArray(R"({"version":2,"request":{"steps":"x"}})") << QByteArray("steps");
        QTest::newRow("seed") << QByteArray(R"({"version":2,"request":{},"seed":-1})") << QByteArray("seed");
        QTest::newRow("index") << QByteArray(R"({"version":2,"request":{},"seed":1,"index":1})") << QByteArray("index");
        QTest::newRow("size") << QByteArray(R"({"version":2,"request":{},"seed":1,"index":0,"resolved":{"width":99999}})") << QByteArray("resolved.width");
    }

    void damagedRecordsAreRefused()
    {
        QFETCH(QByteArray, record);
        QFETCH(QByteArray, word);
        try {
            (void)originFrom(record.toStdString());
        } catch (const Failure &failure) {
            QVERIFY2(failure.error().message.find(word.toStdString()) != std::string::npos, failure.error().message.c_str());
            return;
        }
        QFAIL("It was taken for sound.");
    }

    void pictureWithoutARecordIsRefused()
    {
        const QString path = m_dir->filePath(QStringLiteral("plain.png"));
        QImage image(4, 4, QImage::Format_RGB888);
        image.fill(Qt::red);
        QVERIFY(image.save(path));
        QCOMPARE(readReplay(path).error().code, ErrorCode::Unsupported);
        QCOMPARE(readReplay(m_dir->filePath(QStringLiteral("none.png"))).error().code, ErrorCode::NotFound);
    }

    void sourcesMustBeThoseThatWereUsed()
    {
        ReplayPlan plan = saved(QStringLiteral("p.png"), testOrigin());
        const auto right = std::make_shared<const Image>(testImage(9));
        const auto wrong = std::make_shared<const Image>(testImage(8));
        QCOMPARE(setReplaySources(plan, nullptr, nullptr).error().code, ErrorCode::WrongUse);
        QCOMPARE(setReplaySources(plan, wrong, nullptr).error().code, ErrorCode::WrongUse);
        QCOMPARE(setReplaySources(plan, right, right).error().code, ErrorCode::WrongUse); // there was no mask
        QVERIFY(setReplaySources(plan, right, nullptr).ok());
        QVERIFY(plan.request.initImage == right);
    }

    void outcomeTellsHowCloseAndWhyNot()
    {
        const ReplayPlan plan = saved(QStringLiteral("p.png"), testOrigin());
        PictureOrigin now = testOrigin();
        const auto same = compareReplay(plan, testImage(), now).value();
        QVERIFY(same.verdict == ReplayOutcome::Verdict::Identical);
        QVERIFY(same.reasons.empty());

        Image near = testImage();
        near.pixels[5] = static_cast<std::uint8_t>(near.pixels[5] + 2);
        const auto close = compareReplay(plan, near, now).value();
        QVERIFY(close.verdict == ReplayOutcome::Verdict::WithinTolerance);
        QCOMPARE(close.maxDifference, 2);
        QCOMPARE(close.meanDifference, 2.0 / 384);

        now.run.device = "cpu";
        now.run.dtype = "float32";
        now.run.memory = "balanced";
        now.run.vaeTiles = "on";
        now.run.engine = "libtorch 2.6.0";
        now.modelHash = std::string(64, 'd');
        const auto far = compareReplay(plan, testImage(20), now).value();
        QVERIFY(far.verdict == ReplayOutcome::Verdict::Different);
        QCOMPARE(far.maxDifference, 20);
        for (const char *word : {"cuda:1", "float16", "low memory", "tiles", "libtorch 2.6.0", "SHA-256"})
            QVERIFY2(says(far, word), word);
        QVERIFY(compareReplay(plan, Image(8, 8), now).value().verdict == ReplayOutcome::Verdict::Different);
    }

    void lossyFileIsComparedWithWhatItsFormatLeaves()
    {
        const ReplayPlan plan = saved(QStringLiteral("p.jpg"), testOrigin());
        QVERIFY(compareReplay(plan, testImage(), testOrigin()).value().verdict == ReplayOutcome::Verdict::Identical);
        const auto other = compareReplay(plan, testImage(60), testOrigin()).value();
        QVERIFY(other.verdict == ReplayOutcome::Verdict::Different);
    }

    void pixelsChangedAfterwardsAreNoticed()
    {
        const ReplayPlan plan = saved(QStringLiteral("p.png"), testOrigin());
        QVERIFY(savePicture(plan.path, testImage(30), testOrigin()).ok());
        const auto outcome = compareReplay(plan, testImage(1), testOrigin()).value();
        QVERIFY(says(outcome, "changed after it was saved"));
    }

private:
    ReplayPlan saved(const QString &name, const PictureOrigin &origin)
    {
        const QString path = m_dir->filePath(name);
        if (!savePicture(path, testImage(), origin).ok())
            qFatal("not saved");
        const auto plan = readReplay(path);
        if (!plan)
            qFatal("%s", plan.error().message.c_str());
        return plan.value();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

CALOTYPE_GUILESS_TEST(ReplayTest)
#include "ReplayTest.moc"
