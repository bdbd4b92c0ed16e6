#include "tests/support/TestMain.h"
#include "ui/GenerationSettings.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>

using namespace calotype;
using namespace calotype::ui;

class GenerationSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameValueIsNoChange();
    void valuesAreBroughtWithinTheirBounds();
    void sizesAreWholeMultiplesOfEight();
    void modelSizeIsFollowedUntilAnotherIsSet();
    void advisedSamplingIsFollowedUntilAnotherIsSet();
    void oneEditTellsOnceOfEverythingThatChanged();
    void storedValuesComeBack();
    void ofTheStoredValuesTheModelAloneComesBackIfWished();
    void nonsenseInTheStoreBecomesSomethingPossible();
};

void GenerationSettingsTest::sameValueIsNoChange()
{
    GenerationSettings settings;
    settings.setPrompt(QStringLiteral("a"));
    QSignalSpy changes(&settings, &GenerationSettings::changed);
    settings.setPrompt(QStringLiteral("a"));
    settings.setSteps(settings.values().steps);
    settings.setValues(settings.values());
    QCOMPARE(changes.count(), 0);
    settings.setPrompt(QStringLiteral("b"));
    QCOMPARE(changes.count(), 1);
}

void GenerationSettingsTest::valuesAreBroughtWithinTheirBounds()
{
    GenerationSettings settings;
    settings.setSteps(0);
    QCOMPARE(settings.values().steps, 1);
    settings.setSteps(100000);
    QCOMPARE(settings.values().steps, bounds::kStepsMax);
    settings.setGuidance(-1);
    QCOMPARE(settings.values().guidance, 0.0);
    settings.setGuidance(std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(settings.values().guidance, 7.5);
    settings.setClipSkip(0);
    QCOMPARE(settings.values().clipSkip, 1);
    settings.setClipSkip(100);
    QCOMPARE(settings.values().clipSkip, bounds::kClipSkipMax);
    settings.setStrength(7);
    QCOMPARE(settings.values().strength, 1.0);
    settings.setSeed(bounds::kSeedMax + 1);
    QCOMPARE(settings.values().seed, qint64{bounds::kSeedMax});
    settings.setVariationSeed(-1);
    QCOMPARE(settings.values().variationSeed, 0);
    settings.setVariationStrength(1.5);
    QCOMPARE(settings.values().variationStrength, 1.0);
    settings.setSeedStep(1); // a seed that is drawn anew has nowhere to go on from
    QCOMPARE(settings.values().seedStep, 0);
    settings.setFixedSeed(true);
    settings.setSeedStep(-7);
    QCOMPARE(settings.values().seedStep, -1);
    settings.setCount(0);
    QCOMPARE(settings.values().count, 1);
    settings.setSchedule({});
    QCOMPARE(settings.values().schedule, QStringLiteral("default"));
}

void GenerationSettingsTest::sizesAreWholeMultiplesOfEight()
{
    GenerationSettings settings;
    settings.setSize(515, 517);
    QCOMPARE(settings.values().width, 512);
    QCOMPARE(settings.values().height, 520);
    settings.setSize(1, 1000000);
    QCOMPARE(settings.values().width, bounds::kSizeMin);
    QCOMPARE(settings.values().height, bounds::kSizeMax);
}

void GenerationSettingsTest::modelSizeIsFollowedUntilAnotherIsSet()
{
    GenerationSettings settings;
    settings.offerModelSize(1024, 1024);
    QCOMPARE(settings.values().width, 1024);
    QVERIFY(settings.values().modelSize);
    settings.setSize(640, 384);
    settings.offerModelSize(512, 512);
    QCOMPARE(settings.values().width, 640);
    QCOMPARE(settings.values().height, 384);
}

void GenerationSettingsTest::advisedSamplingIsFollowedUntilAnotherIsSet()
{
    GenerationSettings settings;
    settings.offerModelSampling(20, 4.0);
    QCOMPARE(settings.values().steps, 20);
    QCOMPARE(settings.values().guidance, 4.0);
    settings.offerModelSampling({}, {}); // a model without advice
    QCOMPARE(settings.values().steps, GenerationValues().steps);
    QCOMPARE(settings.values().guidance, GenerationValues().guidance);
    settings.setSteps(33);
    settings.offerModelSampling(20, 4.0);
    QCOMPARE(settings.values().steps, 33);
    QCOMPARE(settings.values().guidance, GenerationValues().guidance);
}

void GenerationSettingsTest::oneEditTellsOnceOfEverythingThatChanged()
{
    GenerationSettings settings;
    QSignalSpy changes(&settings, &GenerationSettings::changed);
    QSignalSpy sizes(&settings, &GenerationSettings::sizeChanged);
    QSignalSpy models(&settings, &GenerationSettings::modelPathChanged);
    GenerationValues values;
    values.width = 768;
    values.modelPath = QStringLiteral("/m");
    settings.setValues(values);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(sizes.count(), 1);
    QCOMPARE(models.count(), 1);
}

void GenerationSettingsTest::storedValuesComeBack()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("s.ini"));
    GenerationValues values;
    values.prompt = QStringLiteral("two\nlines, “ünïcode” 🌿; [section] = %20");
    values.negativePrompt = QStringLiteral("x");
    values.modelPath = QStringLiteral("/models/a b.safetensors");
    values.sampler = QStringLiteral("euler");
    values.schedule = QStringLiteral("karras");
    values.steps = 31;
    values.guidance = 3.25;
    values.clipSkip = 2;
    values.width = 640;
    values.height = 384;
    values.modelSize = false;
    values.fixedSeed = true;
    values.seed = bounds::kSeedMax;
    values.seedStep = -1;
    values.noise = NoiseMode::Nv;
    values.variationSeed = 17;
    values.variationStrength = 0.4;
    values.count = 9;
    values.strength = 0.3;
    {
        QSettings store(file, QSettings::IniFormat);
        GenerationSettings settings;
        settings.setValues(values);
        settings.store(store);
    }
    const QSettings store(file, QSettings::IniFormat);
    GenerationSettings settings;
    settings.restore(store);
    QVERIFY(settings.values() == values);
}

void GenerationSettingsTest::ofTheStoredValuesTheModelAloneComesBackIfWished()
{
    const QTemporaryDir dir;
    QSettings store(dir.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    store.setValue(QStringLiteral("create/imageFolder"), QStringLiteral("/pictures")); // somebody else's
    GenerationSettings settings;
    settings.setModelPath(QStringLiteral("/models/a.safetensors"));
    const GenerationValues fresh = settings.values();
    settings.setPrompt(QStringLiteral("a fern"));
    settings.setSize(640, 384);
    settings.setSteps(31);
    settings.store(store);
    const auto restored = [&store](GenerationSettings::Kept kept) {
        GenerationSettings next;
        next.restore(store, kept);
        return next.values();
    };
    QVERIFY(restored(GenerationSettings::Kept::Model) == fresh);
    QVERIFY(restored(GenerationSettings::Kept::All) == settings.values());
    settings.store(store, GenerationSettings::Kept::Model);
    QVERIFY(restored(GenerationSettings::Kept::All) == fresh);
    QCOMPARE(store.allKeys(), QStringList({QStringLiteral("create/imageFolder"), QStringLiteral("create/model")}));
}

void GenerationSettingsTest::nonsenseInTheStoreBecomesSomethingPossible()
{
    const QTemporaryDir dir;
    QSettings store(dir.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    store.setValue(QStringLiteral("create/steps"), QStringLiteral("many"));
    store.setValue(QStringLiteral("create/width"), -5);
    store.setValue(QStringLiteral("create/guidance"), QStringLiteral("nan"));
    store.setValue(QStringLiteral("create/schedule"), QString());
    store.setValue(QStringLiteral("create/noise"), QStringLiteral("pink"));
    GenerationSettings settings;
    settings.restore(store);
    QCOMPARE(settings.values().steps, 1);
    QCOMPARE(settings.values().width, bounds::kSizeMin);
    QCOMPARE(settings.values().guidance, 7.5);
    QCOMPARE(settings.values().schedule, QStringLiteral("default"));
    QVERIFY(settings.values().noise == NoiseMode::PerImage);
}

CALOTYPE_GUILESS_TEST(GenerationSettingsTest)
#include "GenerationSettingsTest.moc"
