#include "core/engine/SamplerTable.h"
#include "tests/support/TestMain.h"
#include "ui/ActionButton.h"
#include "ui/GenerationSettings.h"
#include "ui/ModelOptions.h"
#include "ui/ModelOptionsPicker.h"
#include "ui/NumberField.h"
#include "ui/SamplerPicker.h"
#include "ui/SeedPicker.h"
#include "ui/SizePicker.h"
#include "ui/VariationPicker.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// Chooses an item as a user does.
void choose(QComboBox *box, const QString &id)
{
    const int item = box->findData(id);
    QVERIFY2(item >= 0, qPrintable(id));
    box->setCurrentIndex(item);
    Q_EMIT box->activated(item);
}

} // namespace

class PickersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void presetSetsThePairAndBringsTheStepsIntoItsRange();
    void markedButtonHasTheColourOfTheTheme();
    void anotherSamplerMakesThePresetCustom();
    void impossibleSchedulesAreDisabledWithTheReason();
    void aSamplerWithoutTheScheduleFallsBackToTheDefault();
    void shapesKeepTheModelsArea_data();
    void shapesKeepTheModelsArea();
    void modelSizeIsTakenOverAndCanBeChosenAgain();
    void swapTurnsTheSize();
    void writingASeedFixesIt();
    void noSeedIsShownBeforeOneWasDrawn();
    void whatBecomesOfTheSeedIsChosen();
    void variationIsFoldedUntilItIsWanted();
    void variationIsWrittenDrawnAndWeighed();
    void eachNoiseHasItsAdvice();
    void modelOptionsAreThoseOfTheChosenModel();
};

void PickersTest::presetSetsThePairAndBringsTheStepsIntoItsRange()
{
    GenerationSettings settings;
    SamplerPicker picker(settings);
    auto *const box = picker.findChild<QComboBox *>(QStringLiteral("preset"));
    auto *const advice = picker.findChild<QLabel *>(QStringLiteral("presetAdvice"));
    for (const PresetInfo &preset : presets()) {
        settings.setSteps(200);
        choose(box, QString::fromUtf8(preset.id.data(), static_cast<qsizetype>(preset.id.size())));
        QCOMPARE(settings.values().sampler.toStdString(), std::string(preset.sampler));
        QCOMPARE(settings.values().schedule.toStdString(), std::string(preset.schedule));
        QCOMPARE(settings.values().steps, preset.optimalStepsMax);
        QVERIFY(advice->text().contains(QString::number(preset.optimalStepsMin)));
        QVERIFY(advice->text().contains(QString::fromStdString(std::string(preset.bestFor))));
    }
}

void PickersTest::anotherSamplerMakesThePresetCustom()
{
    GenerationSettings settings;
    SamplerPicker picker(settings);
    auto *const preset = picker.findChild<QComboBox *>(QStringLiteral("preset"));
    choose(preset, QStringLiteral("dpm_pp_2m_karras"));
    QCOMPARE(preset->currentData().toString(), QStringLiteral("dpm_pp_2m_karras"));
    choose(picker.findChild<QComboBox *>(QStringLiteral("sampler")), QStringLiteral("unipc"));
    QCOMPARE(preset->currentData().toString(), QString());
    QCOMPARE(settings.values().sampler, QStringLiteral("unipc"));
}

void PickersTest::impossibleSchedulesAreDisabledWithTheReason()
{
    GenerationSettings settings;
    SamplerPicker picker(settings);
    auto *const box = picker.findChild<QComboBox *>(QStringLiteral("schedule"));
    auto *const items = qobject_cast<QStandardItemModel *>(box->model());
    QVERIFY(items);
    int impossible = 0;
    for (const SamplerInfo &sampler : samplers()) {
        settings.setSampler(QString::fromStdString(std::string(sampler.id)));
        for (int row = 0; row < box->count(); ++row) {
            const Result<void> pair = checkPair(sampler.id, box->itemData(row).toString().toStdString());
            QCOMPARE(items->item(row)->isEnabled(), pair.ok());
            if (!pair) {
                ++impossible;
                QCOMPARE(box->itemData(row, Qt::ToolTipRole).toString(), QString::fromStdString(pair.error().message));
            }
        }
    }
    QVERIFY(impossible > 0);
}

void PickersTest::aSamplerWithoutTheScheduleFallsBackToTheDefault()
{
    GenerationSettings settings;
    SamplerPicker picker(settings);
    settings.setSampler(QStringLiteral("dpmpp_2m"));
    settings.setSchedule(QStringLiteral("karras"));
    QVERIFY(!checkPair("ddim", "karras").ok());
    choose(picker.findChild<QComboBox *>(QStringLiteral("sampler")), QStringLiteral("ddim"));
    QCOMPARE(settings.values().sampler, QStringLiteral("ddim"));
    QCOMPARE(settings.values().schedule, QStringLiteral("default"));
}

void PickersTest::shapesKeepTheModelsArea_data()
{
    QTest::addColumn<QSize>("shape");
    QTest::addColumn<QSize>("native");
    QTest::addColumn<QSize>("size");
    QTest::newRow("square, SD 1") << QSize(1, 1) << QSize(512, 512) << QSize(512, 512);
    QTest::newRow("2 : 3, SD 1") << QSize(2, 3) << QSize(512, 512) << QSize(448, 640);
    QTest::newRow("16 : 9, XL") << QSize(16, 9) << QSize(1024, 1024) << QSize(1344, 768);
    QTest::newRow("3 : 2, XL") << QSize(3, 2) << QSize(1024, 1024) << QSize(1280, 832);
}

void PickersTest::shapesKeepTheModelsArea()
{
    QFETCH(QSize, shape);
    QFETCH(QSize, native);
    QFETCH(QSize, size);
    QCOMPARE(SizePicker::shapeSize(shape.width(), shape.height(), native), size);
}

void PickersTest::modelSizeIsTakenOverAndCanBeChosenAgain()
{
    GenerationSettings settings;
    SizePicker picker(settings);
    auto *const shape = picker.findChild<QComboBox *>(QStringLiteral("shape"));
    auto *const width = picker.findChild<QSpinBox *>(QStringLiteral("width"));
    picker.setNativeSize({1024, 1024});
    QCOMPARE(settings.values().width, 1024);
    QCOMPARE(shape->currentIndex(), 0);
    width->setValue(700);
    QCOMPARE(settings.values().width, 704);
    QCOMPARE(width->value(), 704); // what the bounds made of it is what is shown
    QVERIFY(!settings.values().modelSize);
    QCOMPARE(shape->currentIndex(), shape->count() - 1);
    picker.setNativeSize({512, 512});
    QCOMPARE(settings.values().width, 704);
    shape->setCurrentIndex(0);
    Q_EMIT shape->activated(0);
    QCOMPARE(settings.values().width, 512);
    QVERIFY(settings.values().modelSize);
}

void PickersTest::swapTurnsTheSize()
{
    GenerationSettings settings;
    SizePicker picker(settings);
    settings.setSize(768, 512);
    picker.findChild<QToolButton *>(QStringLiteral("swapSize"))->click();
    QCOMPARE(settings.values().width, 512);
    QCOMPARE(settings.values().height, 768);
}

void PickersTest::writingASeedFixesIt()
{
    GenerationSettings settings;
    SeedPicker picker(settings);
    auto *const field = picker.findChild<QLineEdit *>(QStringLiteral("seed"));
    QTest::keyClicks(field, QStringLiteral("4x2"));
    QCOMPARE(settings.values().seed, 42);
    QVERIFY(settings.values().fixedSeed);
    QCOMPARE(picker.findChild<QComboBox *>(QStringLiteral("nextSeed"))->currentData().toString(), QStringLiteral("fixed"));
    field->clear();
    QTest::keyClicks(field, QStringLiteral("9999999999"));
    QCOMPARE(settings.values().seed, qint64{bounds::kSeedMax});
    QCOMPARE(field->text(), QString::number(bounds::kSeedMax));
}

void PickersTest::noSeedIsShownBeforeOneWasDrawn()
{
    GenerationSettings settings;
    SeedPicker picker(settings);
    auto *const field = picker.findChild<QLineEdit *>(QStringLiteral("seed"));
    QCOMPARE(field->text(), QString());
    settings.setFixedSeed(true);
    QCOMPARE(field->text(), QStringLiteral("0"));
    settings.setFixedSeed(false);
    settings.setSeed(7);
    QCOMPARE(field->text(), QStringLiteral("7"));
}

void PickersTest::whatBecomesOfTheSeedIsChosen()
{
    GenerationSettings settings;
    SeedPicker picker(settings);
    auto *const box = picker.findChild<QComboBox *>(QStringLiteral("nextSeed"));
    QCOMPARE(box->currentData().toString(), QStringLiteral("random"));
    const struct {
        const char *id;
        bool fixed;
        int step;
    } rows[] = {{"increment", true, 1}, {"decrement", true, -1}, {"fixed", true, 0}, {"increment", true, 1}, {"random", false, 0}};
    for (const auto &row : rows) {
        choose(box, QString::fromLatin1(row.id));
        QCOMPARE(settings.values().fixedSeed, row.fixed);
        QCOMPARE(settings.values().seedStep, row.step);
        QCOMPARE(box->currentData().toString(), QString::fromLatin1(row.id));
    }
    // A seed that is written while it counts up is where it goes on from.
    choose(box, QStringLiteral("increment"));
    QTest::keyClicks(picker.findChild<QLineEdit *>(QStringLiteral("seed")), QStringLiteral("7"));
    QCOMPARE(settings.values().seedStep, 1);
}

void PickersTest::variationIsFoldedUntilItIsWanted()
{
    GenerationSettings settings;
    VariationPicker picker(settings);
    auto *const fold = picker.findChild<QToolButton *>(QStringLiteral("variationFold"));
    auto *const body = picker.findChild<QWidget *>(QStringLiteral("variationBody"));
    QVERIFY(body->isHidden());
    QTest::keyClick(fold, Qt::Key_Space);
    QVERIFY(!body->isHidden());
    QTest::keyClick(fold, Qt::Key_Space);
    QVERIFY(body->isHidden());
    settings.setVariationStrength(0.2); // of a picture whose settings are used
    QVERIFY(!body->isHidden());
    QTest::keyClick(fold, Qt::Key_Space);
    settings.setSteps(11);
    QVERIFY(body->isHidden()); // it stays as it was put
}

void PickersTest::variationIsWrittenDrawnAndWeighed()
{
    GenerationSettings settings;
    VariationPicker picker(settings);
    auto *const seed = picker.findChild<QLineEdit *>(QStringLiteral("variationSeed"));
    seed->clear();
    QTest::keyClicks(seed, QStringLiteral("9999999999"));
    QCOMPARE(settings.values().variationSeed, qint64{bounds::kSeedMax});
    QCOMPARE(seed->text(), QString::number(bounds::kSeedMax));
    auto *const dice = picker.findChild<QToolButton *>(QStringLiteral("variationDice"));
    QSet<qint64> drawn;
    for (int i = 0; i < 4; ++i) {
        dice->click();
        drawn.insert(settings.values().variationSeed);
        QCOMPARE(seed->text(), QString::number(settings.values().variationSeed));
    }
    QVERIFY(drawn.size() > 1);
    auto *const strength = picker.findChild<NumberField *>(QStringLiteral("variationStrength"));
    strength->box()->setValue(0.35);
    QCOMPARE(settings.values().variationStrength, 0.35);
    settings.setVariationStrength(0.6);
    QCOMPARE(strength->value(), 0.6);
}

void PickersTest::eachNoiseHasItsAdvice()
{
    GenerationSettings settings;
    VariationPicker picker(settings);
    auto *const box = picker.findChild<QComboBox *>(QStringLiteral("noiseMode"));
    auto *const advice = picker.findChild<QLabel *>(QStringLiteral("noiseAdvice"));
    QSet<QString> sentences;
    for (const NoiseMode mode : {NoiseMode::Batch, NoiseMode::Nv, NoiseMode::PerImage}) {
        const int item = box->findData(static_cast<int>(mode));
        QVERIFY(item >= 0);
        box->setCurrentIndex(item);
        Q_EMIT box->activated(item);
        QVERIFY(settings.values().noise == mode);
        QVERIFY(!advice->isHidden());
        sentences.insert(advice->text());
    }
    QCOMPARE(sentences.size(), 3);
    settings.setNoise(NoiseMode::Nv);
    QCOMPARE(box->currentData().toInt(), static_cast<int>(NoiseMode::Nv));
}

void PickersTest::modelOptionsAreThoseOfTheChosenModel()
{
    const QTemporaryDir dir;
    const QString a = QStringLiteral("/models/a.safetensors");
    const QString b = QStringLiteral("/models/b.safetensors");
    GenerationSettings settings;
    settings.setModelPath(a);
    const auto openStore = [&dir] { return std::make_unique<QSettings>(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat); };
    auto store = openStore();
    auto options = std::make_unique<ModelOptions>(*store);
    {
        ModelOptionsPicker picker(settings, *options);
        auto *const body = picker.findChild<QWidget *>(QStringLiteral("modelOptionsBody"));
        auto *const box = picker.findChild<QComboBox *>(QStringLiteral("prediction"));
        auto *const vae = picker.findChild<QLineEdit *>(QStringLiteral("vae"));
        auto *const clear = picker.findChild<QToolButton *>(QStringLiteral("clearVae"));
        QVERIFY(body->isHidden());
        QTest::keyClick(picker.findChild<QToolButton *>(QStringLiteral("modelOptionsFold")), Qt::Key_Space);
        QVERIFY(!body->isHidden());
        QCOMPARE(box->currentIndex(), 0);
        QVERIFY(!clear->isEnabled());

        for (const PredictionType type : {PredictionType::Epsilon, PredictionType::Sample, PredictionType::VPrediction}) {
            const int item = box->findData(static_cast<int>(type));
            QVERIFY(item > 0);
            box->setCurrentIndex(item);
            Q_EMIT box->activated(item);
            QVERIFY(options->of(a).prediction == type);
        }
        QSignalSpy wanted(&picker, &ModelOptionsPicker::chooseVaeRequested);
        picker.findChild<QToolButton *>(QStringLiteral("chooseVae"))->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.front().front().toString(), a);
        options->setVae(a, QStringLiteral("/vaes/soft.safetensors"));
        QCOMPARE(vae->text(), QStringLiteral("soft.safetensors"));
        QVERIFY(clear->isEnabled());

        settings.setModelPath(b);
        QCOMPARE(box->currentIndex(), 0);
        QCOMPARE(vae->text(), QString());
        options->setVae(b, QStringLiteral("/vaes/hard"));
        clear->click();
        QVERIFY(options->of(b) == ModelOption());
    }
    // The next session finds them, of the one model alone.
    options.reset();
    store.reset();
    store = openStore();
    options = std::make_unique<ModelOptions>(*store);
    ModelSpec spec;
    spec.path = b.toStdString();
    const ModelSpec untouched = spec;
    options->apply(spec);
    QVERIFY(spec == untouched);
    spec.path = a.toStdString();
    options->apply(spec);
    QVERIFY(spec.prediction == PredictionType::VPrediction);
    QCOMPARE(spec.vaePath, std::string("/vaes/soft.safetensors"));
    settings.setModelPath(a);
    const ModelOptionsPicker picker(settings, *options);
    QVERIFY(!picker.findChild<QWidget *>(QStringLiteral("modelOptionsBody"))->isHidden());
}

void PickersTest::markedButtonHasTheColourOfTheTheme()
{
    QAction action(QStringLiteral("Generate"));
    ActionButton button(&action);
    button.setMarked(true);
    const QPalette before = QApplication::palette();
    QPalette theme = before;
    theme.setColor(QPalette::Highlight, QColor(200, 40, 20));
    QApplication::setPalette(theme); // as the program does between making its window and showing it
    button.show();
    const QColor shown = button.palette().color(QPalette::Active, QPalette::Button);
    QApplication::setPalette(before);
    QCOMPARE(shown, QColor(200, 40, 20).darker(125));
}

CALOTYPE_TEST(PickersTest)
#include "PickersTest.moc"
