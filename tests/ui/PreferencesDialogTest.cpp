#include "ui/PreferencesDialog.h"

#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"
#include "tests/ui/FakeSink.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/MainWindow.h"
#include "ui/Preferences.h"
#include "ui/Theme.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;
using Phase = GenerationController::Phase;

namespace {

/// Chooses an item as a user does.
void choose(QComboBox *box, const QString &word)
{
    const int item = box->findData(word);
    QVERIFY2(item >= 0, qPrintable(word));
    box->setCurrentIndex(item);
    Q_EMIT box->activated(item);
}

/// A window over a scripted backend, with its preferences open.
struct Bench {
    explicit Bench(const QString &deviceOverride = {})
        : store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , catalog({{}, {std::filesystem::path(CALOTYPE_TEST_DATA) / "models"}, {}})
        , manager(tests::FakeBackend::factory(script))
        , window({manager, catalog, sink, store, {}, dir.path(), dir.filePath(QStringLiteral("queue.db")), deviceOverride,
                  [this](ModelKind kind) { return kind == ModelKind::Sd1 ? decoder : std::string(); }})
    {
        window.show();
        window.findChild<QAction *>(QStringLiteral("preferences"))->trigger();
        window.settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
        window.settings().setPrompt(QStringLiteral("a fern"));
        window.settings().setSteps(1);
    }

    PreferencesDialog *dialog() const { return window.findChild<PreferencesDialog *>(); }
    template<typename Part>
    Part *part(const char *name) const
    {
        return dialog()->findChild<Part *>(QLatin1String(name));
    }
    QComboBox *box(const char *name) const { return part<QComboBox>(name); }

    /// Makes one picture. @return how its model was loaded
    ModelSpec make()
    {
        const std::size_t before = sink.saved().size();
        window.controller().generate();
        const bool done = QTest::qWaitFor(
            [&] { return sink.saved().size() == before + 1 && window.controller().phase() == Phase::Idle; });
        return done ? sink.saved().back().model : ModelSpec{"nothing was made", {}, {}, {}, {}, {}};
    }

    QTemporaryDir dir;
    QSettings store;
    models::ModelCatalog catalog;
    std::shared_ptr<tests::FakeScript> script = std::make_shared<tests::FakeScript>();
    std::string decoder = "/models/taesd.safetensors";
    tests::FakeSink sink;
    models::ModelManager manager;
    MainWindow window;
};

} // namespace

class PreferencesDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void themeIsWornAtOnceAndTheMenuFollows();
    void threadsReachTheBackend();
    void deviceAndPrecisionCountFromTheNextPicture();
    void environmentsDeviceCountsAndCannotBeChanged();
    void previewIsWhatThePictureIsAskedWith();
    void decoderIsFoundForTheModelsKind();
    void decoderThatIsNotWantedIsNoReasonToLoadAgain();
    void choicesAreKeptAndCanBeTakenBack();
    void keptNonsenseIsBroughtWithinBounds();
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
        QVERIFY(bench.window.findChild<QAction *>(word)->isChecked());
    }
    bench.window.findChild<QAction *>(QStringLiteral("dark"))->trigger();
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(bench.box("theme")->currentData().toString(), QStringLiteral("dark"));
}

void PreferencesDialogTest::threadsReachTheBackend()
{
    Bench bench;
    auto *const threads = bench.part<QSpinBox>("threads");
    QCOMPARE(threads->value(), 0);
    QCOMPARE(threads->maximum(), Preferences::threadsMost());
    bench.make();
    QCOMPARE(bench.script->threadsSet(), 0);
    threads->setValue(1);
    QTRY_COMPARE(bench.script->threadsSet(), 1);
    QCOMPARE(bench.store.value(QStringLiteral("compute/threads")).toInt(), 1);
}

void PreferencesDialogTest::deviceAndPrecisionCountFromTheNextPicture()
{
    Bench bench;
    const ModelSpec first = bench.make();
    QCOMPARE(first.device, std::string("auto"));
    QCOMPARE(first.dtype, std::string("auto"));
    choose(bench.box("device"), QStringLiteral("cpu"));
    choose(bench.box("dtype"), QStringLiteral("bfloat16"));
    QCOMPARE(bench.script->loadCalls(), 1); // a change alone loads nothing
    const ModelSpec second = bench.make();
    QCOMPARE(second.device, std::string("cpu"));
    QCOMPARE(second.dtype, std::string("bfloat16"));
    QCOMPARE(bench.script->loadCalls(), 2);
    QVERIFY(!bench.part<QLabel>("deviceAdvice")->isVisible());
}

void PreferencesDialogTest::environmentsDeviceCountsAndCannotBeChanged()
{
    Bench bench(QStringLiteral("cuda:1"));
    QVERIFY(!bench.box("device")->isEnabled());
    QCOMPARE(bench.box("device")->currentText(), QStringLiteral("cuda:1"));
    QVERIFY(bench.part<QLabel>("deviceAdvice")->isVisible());
    QVERIFY(bench.part<QLabel>("deviceAdvice")->text().contains(QStringLiteral("CALOTYPE_DEVICE")));
    QCOMPARE(bench.make().device, std::string("cuda:1"));
    choose(bench.box("dtype"), QStringLiteral("float16"));
    QCOMPARE(bench.store.value(QStringLiteral("compute/device")).toString(), QStringLiteral("auto")); // not kept
}

void PreferencesDialogTest::previewIsWhatThePictureIsAskedWith()
{
    Bench bench;
    for (const auto &[word, method] : {std::pair{"off", PreviewMethod::Off}, {"rgb", PreviewMethod::LatentRgb},
                                       {"taesd", PreviewMethod::Taesd}}) {
        choose(bench.box("previewMethod"), QLatin1String(word));
        bench.make();
        QVERIFY(bench.script->requests().back().preview == method);
    }
}

void PreferencesDialogTest::decoderIsFoundForTheModelsKind()
{
    Bench bench;
    QCOMPARE(bench.make().taesdPath, bench.decoder);
    bench.window.settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors"));
    QCOMPARE(bench.make().taesdPath, std::string());
    choose(bench.box("previewMethod"), QStringLiteral("rgb"));
    bench.window.settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
    QCOMPARE(bench.make().taesdPath, std::string());
}

void PreferencesDialogTest::decoderThatIsNotWantedIsNoReasonToLoadAgain()
{
    Bench bench;
    bench.make();
    choose(bench.box("previewMethod"), QStringLiteral("off"));
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
    choose(bench.box("previewMethod"), QStringLiteral("rgb"));
    choose(bench.box("theme"), QStringLiteral("dark"));
    bench.part<QSpinBox>("threads")->setValue(1);
    const Preferences again(bench.store);
    QCOMPARE(again.values().device, QStringLiteral("cpu"));
    QCOMPARE(again.values().dtype, QStringLiteral("float32"));
    QVERIFY(again.values().preview == PreviewMethod::LatentRgb);
    QVERIFY(again.values().theme == ColourScheme::Dark);
    QCOMPARE(again.values().threads, 1);

    bench.part<QPushButton>("restoreDefaults")->click();
    QVERIFY(bench.window.preferences().values() == PreferenceValues());
    QCOMPARE(bench.box("device")->currentData().toString(), QStringLiteral("auto"));
    QCOMPARE(bench.part<QSpinBox>("threads")->value(), 0);
    QVERIFY(Preferences(bench.store).values() == PreferenceValues());
}

void PreferencesDialogTest::keptNonsenseIsBroughtWithinBounds()
{
    const QTemporaryDir dir;
    QSettings store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    store.setValue(QStringLiteral("compute/threads"), 1000000);
    store.setValue(QStringLiteral("compute/device"), QString());
    store.setValue(QStringLiteral("window/theme"), QStringLiteral("plaid"));
    store.setValue(QStringLiteral("preview/method"), 7);
    const Preferences preferences(store);
    QCOMPARE(preferences.values().threads, Preferences::threadsMost());
    QCOMPARE(preferences.values().device, QStringLiteral("auto"));
    QVERIFY(preferences.values().theme == ColourScheme::System);
    QVERIFY(preferences.values().preview == PreviewMethod::Taesd);
}

void PreferencesDialogTest::stopWhileTheDecoderIsSoughtMakesNothing()
{
    Bench bench;
    bench.window.controller().generate();
    QCOMPARE(bench.window.controller().phase(), Phase::Preparing);
    bench.window.controller().stop();
    QCOMPARE(bench.window.controller().phase(), Phase::Idle);
    bench.make(); // its answer comes after the one that no longer counts
    QCOMPARE(bench.script->generateCalls(), 1);
}

void PreferencesDialogTest::nothingIsClipped_data()
{
    QTest::addColumn<QString>("deviceOverride");
    QTest::newRow("the device is chosen here") << QString();
    QTest::newRow("the device is set by the environment") << QStringLiteral("cpu");
}

void PreferencesDialogTest::nothingIsClipped()
{
    QFETCH(QString, deviceOverride);
    Bench bench(deviceOverride);
    QVERIFY(QTest::qWaitForWindowExposed(bench.dialog()));
    for (const QWidget *const widget : bench.dialog()->findChildren<QWidget *>()) {
        const bool isPart = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()); // the style's own business
        if (!widget->isVisible() || isPart || widget->window() != bench.dialog())
            continue;
        const int needed = widget->hasHeightForWidth() ? widget->heightForWidth(widget->width())
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
    bench.window.findChild<QAction *>(QStringLiteral("preferences"))->trigger();
    QVERIFY(bench.dialog()->isVisible());
    QCOMPARE(bench.window.findChildren<PreferencesDialog *>().size(), 1);

    int seen = 0;
    for (QWidget *const widget : bench.dialog()->findChildren<QWidget *>()) {
        const bool isPart = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget());
        if (widget->focusPolicy() == Qt::NoFocus || isPart || widget->window() != bench.dialog())
            continue;
        QAccessibleInterface *const access = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(access);
        QVERIFY2(!access->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        ++seen;
    }
    QVERIFY(seen >= 7);
}

QTEST_MAIN(PreferencesDialogTest)
#include "PreferencesDialogTest.moc"
