#include "tests/support/TestMain.h"
#include "ui/preferences/PreferencesDialog.h"

#include "tests/ui/preferences/PreferencesBench.h"
#include "ui/Theme.h"

#include <QHeaderView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QSpinBox>

using namespace calotype;
using namespace calotype::tests;

class PreferencesDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void themeIsWornAtOnceAndTheMenuFollows();
    void threadsReachTheBackend();
    void devicePrecisionAndMemoryCountFromTheNextPicture();
    void environmentsDeviceCountsAndCannotBeChanged();
    void previewIsWhatThePictureIsAskedWith();
    void decoderIsFoundForTheModelsKind();
    void decoderThatIsNotWantedIsNoReasonToLoadAgain();
    void choicesAreKeptAndCanBeTakenBack();
    void stopWhileTheDecoderIsSoughtMakesNothing();
    void nothingIsClipped_data();
    void nothingIsClipped();
    void thereIsOneDialogAndAllOfItIsNamed();
};

void PreferencesDialogTest::themeIsWornAtOnceAndTheMenuFollows()
{
#ifdef Q_OS_MACOS
    QSKIP("On macOS the system dresses the program.");
#endif
    Bench bench;
    for (const QString &word : {QStringLiteral("dark"), QStringLiteral("light")}) {
        choose(bench.box("theme"), word);
        QCOMPARE(isDark(QApplication::palette()), word == QLatin1String("dark"));
        QVERIFY(bench.window->findChild<QAction *>(word)->isChecked());
    }
    bench.window->findChild<QAction *>(QStringLiteral("dark"))->trigger();
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(bench.box("theme")->currentData().toString(), QStringLiteral("dark"));
}

void PreferencesDialogTest::threadsReachTheBackend()
{
    Bench bench;
    auto *const threads = bench.part<QSpinBox>("threads");
    QCOMPARE(threads->value(), 0);
    QCOMPARE(threads->maximum(), threadsMost());
    bench.make();
    QCOMPARE(bench.script->threadsSet(), 0);
    threads->setValue(1);
    QTRY_COMPARE(bench.script->threadsSet(), 1);
    QCOMPARE(bench.store.value(QStringLiteral("compute/threads")).toInt(), 1);
}

void PreferencesDialogTest::devicePrecisionAndMemoryCountFromTheNextPicture()
{
    Bench bench;
    const ModelSpec first = bench.make();
    QCOMPARE(first.device, std::string("auto"));
    QCOMPARE(first.dtype, std::string("auto"));
    QVERIFY(!first.memory);
    QVERIFY(first.vaeTiles == VaeTiles::Auto);
    choose(bench.box("device"), QStringLiteral("cpu"));
    choose(bench.box("dtype"), QStringLiteral("bfloat16"));
    choose(bench.box("memory"), QStringLiteral("low"));
    choose(bench.box("vaeTiles"), QStringLiteral("off"));
    QCOMPARE(bench.script->loadCalls(), 1); // a change alone loads nothing
    const ModelSpec second = bench.make();
    QCOMPARE(second.device, std::string("cpu"));
    QCOMPARE(second.dtype, std::string("bfloat16"));
    QVERIFY(second.memory == MemoryMode::Low);
    QVERIFY(second.vaeTiles == VaeTiles::Off);
    QCOMPARE(bench.script->loadCalls(), 2);
    choose(bench.box("memory"), QStringLiteral("auto"));
    QVERIFY(!bench.make().memory);
    QVERIFY(!bench.part<QLabel>("deviceAdvice"));
}

void PreferencesDialogTest::environmentsDeviceCountsAndCannotBeChanged()
{
    Bench bench({{QStringLiteral("compute/device"), {QStringLiteral("cuda:1"), QStringLiteral("CALOTYPE_DEVICE")}}});
    bench.showPage(1);
    QVERIFY(!bench.box("device")->isEnabled());
    QCOMPARE(bench.box("device")->currentText(), QStringLiteral("cuda:1"));
    QVERIFY(bench.part<QLabel>("deviceAdvice")->isVisible());
    QVERIFY(bench.part<QLabel>("deviceAdvice")->text().contains(QStringLiteral("CALOTYPE_DEVICE")));
    QCOMPARE(bench.make().device, std::string("cuda:1"));
    choose(bench.box("dtype"), QStringLiteral("float16"));
    QVERIFY(!bench.store.contains(QStringLiteral("compute/device"))); // not kept
}

void PreferencesDialogTest::previewIsWhatThePictureIsAskedWith()
{
    Bench bench;
    for (const auto &[word, method] : {std::pair{"off", PreviewMethod::Off}, {"rgb", PreviewMethod::LatentRgb},
                                       {"taesd", PreviewMethod::Taesd}}) {
        choose(bench.box("method"), QLatin1String(word));
        bench.make();
        QVERIFY(bench.script->requests().back().preview == method);
    }
}

void PreferencesDialogTest::decoderIsFoundForTheModelsKind()
{
    Bench bench;
    QCOMPARE(bench.make().taesdPath, bench.decoder);
    bench.window->settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors"));
    QCOMPARE(bench.make().taesdPath, std::string());
    choose(bench.box("method"), QStringLiteral("rgb"));
    bench.window->settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
    QCOMPARE(bench.make().taesdPath, std::string());
}

void PreferencesDialogTest::decoderThatIsNotWantedIsNoReasonToLoadAgain()
{
    Bench bench;
    bench.make();
    choose(bench.box("method"), QStringLiteral("off"));
    bench.make();
    QCOMPARE(bench.script->loadCalls(), 1);
    choose(bench.box("dtype"), QStringLiteral("float32")); // loads anew in any case: then without it
    QCOMPARE(bench.make().taesdPath, std::string());
}

void PreferencesDialogTest::choicesAreKeptAndCanBeTakenBack()
{
    Bench bench;
    choose(bench.box("device"), QStringLiteral("cpu"));
    choose(bench.box("dtype"), QStringLiteral("float32"));
    choose(bench.box("method"), QStringLiteral("rgb"));
    choose(bench.box("theme"), QStringLiteral("dark"));
    bench.part<QSpinBox>("threads")->setValue(1);
    const Preferences again(bench.store);
    QCOMPARE(again.values().device, QStringLiteral("cpu"));
    QCOMPARE(again.values().dtype, QStringLiteral("float32"));
    QVERIFY(again.values().preview == PreviewMethod::LatentRgb);
    QVERIFY(again.values().theme == ColourScheme::Dark);
    QCOMPARE(again.values().threads, 1);

    for (QPushButton *const restore : bench.dialog()->findChildren<QPushButton *>(QStringLiteral("restoreDefaults")))
        restore->click();
    QVERIFY(bench.preferences().values() == PreferenceValues());
    QCOMPARE(bench.box("device")->currentData().toString(), QStringLiteral("auto"));
    QCOMPARE(bench.part<QSpinBox>("threads")->value(), 0);
    QVERIFY(Preferences(bench.store).values() == PreferenceValues());
}

void PreferencesDialogTest::stopWhileTheDecoderIsSoughtMakesNothing()
{
    Bench bench;
    bench.window->controller().generate();
    QCOMPARE(bench.window->controller().phase(), Phase::Preparing);
    bench.window->controller().stop();
    QCOMPARE(bench.window->controller().phase(), Phase::Idle);
    bench.make(); // its answer comes after the one that no longer counts
    QCOMPARE(bench.script->generateCalls(), 1);
}

void PreferencesDialogTest::nothingIsClipped_data()
{
    QTest::addColumn<int>("page");
    QTest::addColumn<bool>("overridden");
    for (int page = 0; page < 8; ++page) {
        QTest::newRow(qPrintable(QStringLiteral("page %1").arg(page))) << page << false;
        QTest::newRow(qPrintable(QStringLiteral("page %1, set by the environment").arg(page))) << page << true;
    }
}

void PreferencesDialogTest::nothingIsClipped()
{
    QFETCH(int, page);
    QFETCH(bool, overridden);
    PreferenceOverrides overrides;
    for (const PreferenceKey &key : preferenceTable()) {
        if (overridden && key.name != QLatin1String("shortcuts/changed"))
            overrides.insert(key.name, {key.read(PreferenceValues()), QStringLiteral("CALOTYPE_SOMETHING")});
    }
    Bench bench(overrides);
    bench.showPage(page);
    QVERIFY(QTest::qWaitForWindowExposed(bench.dialog()));
    for (const QWidget *const widget : bench.dialog()->findChildren<QWidget *>()) {
        const bool isPart = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()); // the style's own business
        if (!widget->isVisible() || isPart || widget->window() != bench.dialog())
            continue;
        const bool isHeader = qobject_cast<const QHeaderView *>(widget); // its minimum is that of any scrolled area
        const int needed = isHeader                       ? widget->sizeHint().height()
                           : widget->hasHeightForWidth() ? widget->heightForWidth(widget->width())
                                                         : widget->minimumSizeHint().height();
        QVERIFY2(widget->height() >= needed, qPrintable(QStringLiteral("%1 %2: %3 of %4 pixels")
                                                            .arg(QLatin1String(widget->metaObject()->className()),
                                                                 widget->objectName())
                                                            .arg(widget->height())
                                                            .arg(needed)));
    }
}

void PreferencesDialogTest::thereIsOneDialogAndAllOfItIsNamed()
{
    Bench bench;
    QVERIFY(bench.dialog()->isVisible());
    bench.dialog()->reject();
    QVERIFY(!bench.dialog()->isVisible());
    bench.window->findChild<QAction *>(QStringLiteral("preferences"))->trigger();
    QVERIFY(bench.dialog()->isVisible());
    QCOMPARE(bench.window->findChildren<PreferencesDialog *>().size(), 1);

    int seen = 0;
    for (QWidget *const widget : bench.dialog()->findChildren<QWidget *>()) {
        const bool isPart = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
                            || qobject_cast<const QKeySequenceEdit *>(widget->parentWidget());
        if (widget->focusPolicy() == Qt::NoFocus || isPart || widget->window() != bench.dialog())
            continue;
        QAccessibleInterface *const access = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(access);
        QVERIFY2(!access->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        ++seen;
    }
    QVERIFY(seen >= 40);
}

CALOTYPE_TEST(PreferencesDialogTest)
#include "PreferencesDialogTest.moc"
