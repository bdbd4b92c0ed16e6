#include "tests/support/TestMain.h"
#include "ui/preferences/PreferencePage.h"

#include "core/base/Log.h"
#include "core/gallery/ThumbnailCache.h"
#include "tests/support/PictureFixtures.h"
#include "tests/ui/preferences/PreferencesBench.h"
#include "ui/Language.h"
#include "ui/MessageBar.h"
#include "ui/Theme.h"
#include "ui/WindowPages.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/preferences/FolderListEdit.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMessageBox>
#include <QScopeGuard>
#include <QSpinBox>
#include <QTreeWidget>

#include <chrono>

using namespace calotype;
using namespace calotype::tests;

/// What each page's preferences do, at once.
class PreferencePagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemsColoursAreFollowed();
    void anotherLanguageOffersToStartAnew();
    void startingAnewAsksWhileAPictureIsMade_data();
    void startingAnewAsksWhileAPictureIsMade();
    void devicesAreListedAndTested();
    void deviceThatVanishedIsToldOf();
    void idleMinutesReachTheManager();
    void modelFoldersCountAtOnce();
    void lookingAgainFindsNewModels();
    void outputRulesReachTheSink();
    void previewPaceIsAskedFor();
    void logLevelIsSetAtOnce();
    void shortcutIsChangedUnlessItIsTaken();
    void machineStaysAwakeAndTheEndIsTold();
    void whatWentWrongIsToldToWhoIsElsewhere();
    void endIsHeardByWhoIsElsewhere();
    void sessionIsForgottenAtOnce();
    void trashIsAskedForIfWished();
    void watchedFolderIsInTheGallery();
    void roomOfSmallPicturesIsBoundedAndCleared();
    void allPagesAreReset();
    void diagnosticsAreCopied();
    void diagnosticsOfABrokenEngineNameNoPath();
};

void PreferencePagesTest::systemsColoursAreFollowed()
{
#ifdef Q_OS_MACOS
    QSKIP("On macOS the system dresses the program.");
#endif
    Bench bench;
    for (const bool dark : {true, false}) {
        bench.desktop.dark = dark;
        Q_EMIT bench.desktop.darkWishChanged();
        QCOMPARE(isDark(QApplication::palette()), dark);
    }
    choose(bench.box("theme"), QStringLiteral("light"));
    bench.desktop.dark = true;
    Q_EMIT bench.desktop.darkWishChanged();
    QVERIFY(!isDark(QApplication::palette())); // the user's choice counts
}

void PreferencePagesTest::anotherLanguageOffersToStartAnew()
{
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    Bench bench;
    choose(bench.box("language"), QStringLiteral("de"));
    QVERIFY(bench.button("startAnew")->isHidden()); // nobody here could do it
    int starts = 0;
    bench.services.startAnew = [&starts] { ++starts; };
    bench.open();
    QVERIFY(bench.button("startAnew")->isVisible()); // as it was chosen the last time
    choose(bench.box("language"), QStringLiteral("en"));
    QVERIFY(bench.button("startAnew")->isHidden());
    choose(bench.box("language"), QStringLiteral("de"));
    QVERIFY(bench.button("startAnew")->isVisible());
    bench.window->settings().setPrompt(QStringLiteral("a moss"));
    bench.button("startAnew")->click();
    QVERIFY(!bench.window->isVisible());
    QCOMPARE(starts, 1);
    QCOMPARE(bench.store.value(QStringLiteral("create/prompt")).toString(), QStringLiteral("a moss"));
}

void PreferencePagesTest::startingAnewAsksWhileAPictureIsMade_data()
{
    QTest::addColumn<bool>("closes");
    QTest::newRow("close") << true;
    QTest::newRow("keep open") << false;
}

void PreferencePagesTest::startingAnewAsksWhileAPictureIsMade()
{
    QFETCH(bool, closes);
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    Bench bench;
    int starts = 0;
    bench.services.startAnew = [&starts] { ++starts; };
    bench.open();
    choose(bench.box("language"), QStringLiteral("de"));
    bench.script->stepGate.close();
    bench.window->controller().generate();
    QTRY_COMPARE(bench.window->controller().phase(), Phase::Running);
    bench.button("startAnew")->click();
    QVERIFY(bench.window->isVisible());
    QCOMPARE(starts, 0);
    auto *const question = bench.window->findChild<QMessageBox *>(QStringLiteral("closeQuestion"));
    QVERIFY(question);
    const auto role = closes ? QMessageBox::AcceptRole : QMessageBox::RejectRole;
    for (QAbstractButton *const button : question->buttons()) {
        if (question->buttonRole(button) == role) {
            button->click();
            break;
        }
    }
    QTRY_COMPARE(bench.window->isVisible(), !closes);
    QCOMPARE(starts, closes ? 1 : 0);
    if (!closes) {
        bench.window->closeWithoutAsking(); // later, for another reason
        QVERIFY(!bench.window->isVisible());
        QCOMPARE(starts, 0);
    }
    bench.window.reset();
    QTRY_VERIFY(!bench.manager.isGenerating());
}

void PreferencePagesTest::devicesAreListedAndTested()
{
    Bench bench;
    bench.script->setDevices({{"cuda:0", "A card", 8'000'000'000, 6'000'000'000}, {"cpu", "A processor", 4'000'000'000, 1'000'000'000}});
    bench.showPage(1);
    QTRY_VERIFY(bench.box("device")->findData(QStringLiteral("cuda:0")) > 0);
    const QString card = bench.box("device")->itemText(bench.box("device")->findData(QStringLiteral("cuda:0")));
    QVERIFY2(card.contains(QStringLiteral("A card")) && card.contains(QLocale().formattedDataSize(6'000'000'000, 1, QLocale::DataSizeSIFormat)),
             qPrintable(card));
    QPushButton *const test = bench.button("testDevice");
    auto *const result = bench.part<QLabel>("testResult");
    test->click();
    QTRY_VERIFY2(result->text().startsWith(QStringLiteral("Works: ")), qPrintable(result->text()));
    bench.script->failNextTest({ErrorCode::Unsupported, "It computes wrongly.", {}});
    test->click();
    QTRY_COMPARE(result->text(), QStringLiteral("It computes wrongly."));
    bench.script->testGate.close();
    test->click();
    test->click(); // cancels
    QTRY_VERIFY(result->text().contains(QStringLiteral("cancelled")));
}

void PreferencePagesTest::deviceThatVanishedIsToldOf()
{
    Bench bench; // which has a processor alone
    bench.preferences().set(QStringLiteral("compute/device"), QStringLiteral("cuda:1"));
    auto *const message = bench.window->findChild<MessageBar *>();
    QTRY_VERIFY2(message->text().contains(QStringLiteral("cuda:1")), qPrintable(message->text()));
    QCOMPARE(bench.make().device, std::string("auto"));
    QCOMPARE(bench.preferences().values().device, QStringLiteral("cuda:1")); // it may come back
    bench.preferences().set(QStringLiteral("compute/device"), QStringLiteral("cpu"));
    QCOMPARE(bench.make().device, std::string("cpu"));
}

void PreferencePagesTest::modelFoldersCountAtOnce()
{
    Bench bench;
    auto *const list = bench.part<FolderListEdit>("modelFolders");
    const QString folder = QStringLiteral(CALOTYPE_TEST_DATA "/models");
    QVERIFY(!list->folders().contains(folder));
    list->addFolder(folder);
    QCOMPARE(bench.preferences().values().modelFolders, QStringList{folder});
    QCOMPARE(bench.catalog.added(), std::vector<std::filesystem::path>{folder.toStdString()});
    list->addFolder(bench.dir.path()); // the program's own, which stands there already
    const QString more = bench.dir.filePath(QStringLiteral("more"));
    list->addFolder(more);
    list->findChild<QPushButton *>(QStringLiteral("moveUp"))->click();
    QCOMPARE(list->folders(), (QStringList{more, folder}));
    QCOMPARE(bench.catalog.added(), (std::vector<std::filesystem::path>{more.toStdString(), folder.toStdString()}));
    list->findChild<QPushButton *>(QStringLiteral("removeFolder"))->click();
    QCOMPARE(bench.preferences().values().modelFolders, QStringList{folder});
    bench.preferences().set(QStringLiteral("models/folders"), QStringList());
    QVERIFY(bench.catalog.added().empty());
}

void PreferencePagesTest::idleMinutesReachTheManager()
{
    Bench bench;
    QCOMPARE(bench.manager.idleUnload(), std::chrono::minutes(PreferenceValues().idleMinutes));
    bench.part<QSpinBox>("idleMinutes")->setValue(7);
    QCOMPARE(bench.manager.idleUnload(), std::chrono::minutes(7));
    bench.open(); // the next session
    QCOMPARE(bench.manager.idleUnload(), std::chrono::minutes(7));
    bench.part<QSpinBox>("idleMinutes")->setValue(0);
    QCOMPARE(bench.manager.idleUnload(), std::chrono::minutes(0));
}

void PreferencePagesTest::lookingAgainFindsNewModels()
{
    Bench bench;
    const QString folder = bench.dir.filePath(QStringLiteral("more"));
    QVERIFY(QDir().mkpath(folder));
    const auto put = [&folder](const char *name) {
        return QFile::copy(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors"), folder + u'/' + QLatin1String(name));
    };
    auto *const box = bench.window->findChild<QComboBox *>(QStringLiteral("model"));
    const auto lists = [box](const char *name) { return box->findText(QLatin1String(name), Qt::MatchStartsWith) >= 0; };
    QVERIFY(put("first.safetensors"));
    bench.part<FolderListEdit>("modelFolders")->addFolder(folder);
    QTRY_VERIFY(lists("first"));
    QVERIFY(put("second.safetensors"));
    QVERIFY(!lists("second"));
    bench.button("rescanModels")->click();
    QTRY_VERIFY(lists("second"));
    QVERIFY(lists("first"));
}

void PreferencePagesTest::outputRulesReachTheSink()
{
    Bench bench;
    QCOMPARE(bench.sink.rules().folder, bench.dir.filePath(QStringLiteral("pictures"))); // the standard one
    auto *const name = bench.part<QLineEdit>("name");
    bench.showPage(3);
    QVERIFY(QTest::qWaitForWindowActive(bench.dialog()));
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("{prompt} {seed}"));
    choose(bench.box("format"), QStringLiteral("jpeg"));
    choose(bench.box("subfolders"), QStringLiteral("flat"));
    bench.part<QSpinBox>("quality")->setValue(80);
    bench.part<QCheckBox>("metadata")->setChecked(false);
    const gallery::OutputRules rules = bench.sink.rules();
    QCOMPARE(rules.pattern, QStringLiteral("{prompt} {seed}"));
    QVERIFY(rules.format == gallery::PictureFormat::Jpeg);
    QVERIFY(rules.folders == gallery::OutputRules::Folders::Flat);
    QCOMPARE(rules.quality, 80);
    QVERIFY(!rules.metadata);
    auto *const sample = bench.part<QLabel>("nameSample");
    QVERIFY2(sample->text().endsWith(QStringLiteral(" 1234.jpg")), qPrintable(sample->text()));
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("{colour}"));
    QVERIFY2(sample->text().contains(QStringLiteral("{colour}")), qPrintable(sample->text()));
}

void PreferencePagesTest::previewPaceIsAskedFor()
{
    Bench bench;
    bench.part<QSpinBox>("everySteps")->setValue(3);
    bench.part<QSpinBox>("perSecond")->setValue(4);
    bench.make();
    QCOMPARE(bench.script->requests().back().previewEvery, 3);
    QCOMPARE(bench.script->requests().back().previewSeconds, 0.25);
    bench.part<QSpinBox>("perSecond")->setValue(0);
    bench.make();
    QCOMPARE(bench.script->requests().back().previewSeconds, 0.0);
}

void PreferencePagesTest::logLevelIsSetAtOnce()
{
    if (qEnvironmentVariableIsSet("CALOTYPE_LOG"))
        QSKIP("CALOTYPE_LOG is set, and counts over the preference");
    Bench bench;
    choose(bench.box("logLevel"), QStringLiteral("error"));
    QVERIFY(spdlog::default_logger()->level() == spdlog::level::err);
    choose(bench.box("logLevel"), QStringLiteral("info"));
    QVERIFY(spdlog::default_logger()->level() == spdlog::level::info);
}

void PreferencePagesTest::shortcutIsChangedUnlessItIsTaken()
{
    Bench bench;
    bench.showPage(6);
    auto *const list = bench.part<QTreeWidget>("shortcutList");
    const auto items = list->findItems(QStringLiteral("Go to the Prompt"), Qt::MatchExactly);
    QCOMPARE(items.size(), 1);
    list->setCurrentItem(items.first());
    auto *const key = bench.part<QKeySequenceEdit>("shortcutKey");
    QVERIFY(QTest::qWaitForWindowActive(bench.dialog()));
    const auto press = [&](Qt::Key letter, Qt::KeyboardModifiers held) {
        QSignalSpy finished(key, &QKeySequenceEdit::editingFinished); // a moment after the last key
        key->setFocus();
        QTest::keyClick(key, letter, held);
        QVERIFY(finished.wait());
    };
    QAction *const action = bench.window->findChild<QAction *>(QStringLiteral("focusPrompt"));
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(bench.part<QLabel>("shortcutConflict")->text().contains(QStringLiteral("Generate")));
    QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+L")));
    press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+P")));
    QVERIFY(bench.part<QLabel>("shortcutConflict")->text().isEmpty());
    bench.open(); // the next session
    QCOMPARE(bench.window->findChild<QAction *>(QStringLiteral("focusPrompt"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+P")));
    bench.preferences().restore(PreferenceGroup::Shortcuts);
    QCOMPARE(bench.window->findChild<QAction *>(QStringLiteral("focusPrompt"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+L")));
}

void PreferencePagesTest::machineStaysAwakeAndTheEndIsTold()
{
    Bench bench;
    QVERIFY(!bench.desktop.wasAwake);
    bench.window->controller().generate();
    QCOMPARE(bench.window->controller().phase(), Phase::Preparing); // it may wait for the user
    QVERIFY(!bench.desktop.wasAwake);
    bench.window->controller().stop();
    QTRY_VERIFY(QApplication::activeWindow());
    bench.make();
    QVERIFY(bench.desktop.wasAwake);
    QTRY_VERIFY(!bench.desktop.awake);
    QCOMPARE(bench.desktop.notified, QStringList()); // who is at the window sees it
    bench.desktop.wasAwake = false;
    QApplication::setActiveWindow(nullptr); // the user is elsewhere
    bench.make();
    QVERIFY(bench.desktop.wasAwake);
    QTRY_VERIFY(!bench.desktop.awake);
    QCOMPARE(bench.desktop.notified.size(), 1);
#ifdef Q_OS_MACOS
    return; // which has no choice of it
#endif
    bench.part<QCheckBox>("notifyWhenDone")->setChecked(false);
    bench.make();
    QTRY_VERIFY(!bench.desktop.awake);
    QCOMPARE(bench.desktop.notified.size(), 1);
}

void PreferencePagesTest::whatWentWrongIsToldToWhoIsElsewhere()
{
    Bench bench;
    QTRY_VERIFY(QApplication::activeWindow());
    const auto fail = [&bench](const char *sentence) {
        const int calls = bench.script->generateCalls();
        bench.script->failNextGenerate({ErrorCode::Internal, sentence, {}});
        bench.window->controller().generate();
        return QTest::qWaitFor([&bench, calls] {
            return bench.script->generateCalls() > calls && bench.window->controller().phase() == Phase::Idle;
        });
    };
    QVERIFY(fail("The engine failed: it is odd."));
    QCOMPARE(bench.desktop.notified, QStringList()); // who is at the window sees it
    QApplication::setActiveWindow(nullptr); // the user is elsewhere
    QVERIFY(fail("The engine failed: it is even."));
    QCOMPARE(bench.desktop.notified, QStringList{QStringLiteral("The engine failed: it is even.")});
    {
        const auto english = qScopeGuard([] { speak(*qApp, QStringLiteral("en")); });
        QVERIFY(speak(*qApp, QStringLiteral("de")));
        QVERIFY(fail("The engine failed: it is prime."));
        QCOMPARE(bench.desktop.notified.takeLast(),
                 QStringLiteral("In Calotype ist etwas schiefgegangen. The engine failed: it is prime."));
    }

    bench.script->stepGate.close();
    bench.window->controller().generate();
    QTRY_COMPARE(bench.window->controller().phase(), Phase::Running);
    bench.window->controller().stop(); // as he wished
    QTRY_COMPARE(bench.window->controller().phase(), Phase::Idle);
    bench.script->stepGate.open(); // not before: the picture could be made until the stop is heard
    QCOMPARE(bench.desktop.notified, QStringList{QStringLiteral("The engine failed: it is even.")});

    bench.sink.failFromNowOn({ErrorCode::DiskFull, "The disk is full: make room.", {}});
    bench.window->controller().generate();
    QTRY_COMPARE(bench.desktop.notified.size(), 2); // the queue waits for him
    QVERIFY(bench.desktop.notified.last().endsWith(QStringLiteral("The disk is full: make room.")));
    bench.sink.mend();
}

void PreferencePagesTest::endIsHeardByWhoIsElsewhere()
{
    Bench bench;
    auto *const sound = bench.part<QCheckBox>("soundWhenDone");
    QVERIFY(!sound->isChecked());
    QTRY_VERIFY(QApplication::activeWindow());
    QApplication::setActiveWindow(nullptr); // the user is elsewhere
    bench.make();
    QCOMPARE(bench.desktop.notified.size(), 1);
    QCOMPARE(bench.desktop.sounds, 0);
    sound->setChecked(true);
    bench.make();
    QCOMPARE(bench.desktop.notified.size(), 2);
    QCOMPARE(bench.desktop.sounds, 1);
    bench.preferences().set(QStringLiteral("program/notifyWhenDone"), false);
    bench.make();
    QCOMPARE(bench.desktop.notified.size(), 2);
    QCOMPARE(bench.desktop.sounds, 2); // the one does without the other
    QApplication::setActiveWindow(bench.window.get());
    bench.make();
    QCOMPARE(bench.desktop.sounds, 2); // who is at the window sees it
    QApplication::setActiveWindow(nullptr);
    sound->setChecked(false);
    bench.make();
    QCOMPARE(bench.desktop.sounds, 2);
}

void PreferencePagesTest::sessionIsForgottenAtOnce()
{
    Bench bench;
    const auto keeps = [&bench](const char *key) { return bench.store.contains(QLatin1String("create/") + QLatin1String(key)); };
    auto *const restores = bench.part<QCheckBox>("restoreSession");
    QVERIFY(restores->isChecked());
    bench.window->close();
    QVERIFY(keeps("prompt") && keeps("steps") && keeps("model"));
    restores->setChecked(false);
    QVERIFY(!keeps("prompt") && !keeps("steps"));
    QVERIFY(keeps("model")); // whose defaults are to count
    QCOMPARE(bench.window->settings().values().prompt, QStringLiteral("a fern")); // what stands there stays
    bench.window->show();
    bench.window->close();
    QVERIFY(!keeps("prompt") && !keeps("steps"));
    restores->setChecked(true);
    QVERIFY(keeps("prompt") && keeps("steps"));
}

void PreferencePagesTest::trashIsAskedForIfWished()
{
    Bench bench;
    bench.part<QCheckBox>("confirmTrash")->setChecked(true);
    Q_EMIT bench.window->pages().galleryPage()->trashRequested({1});
    auto *const question = bench.window->pages().findChild<QMessageBox *>(QStringLiteral("trashQuestion"));
    QVERIFY(question);
    question->reject();
    bench.part<QCheckBox>("confirmTrash")->setChecked(false);
    QTRY_VERIFY(!bench.window->pages().findChild<QMessageBox *>(QStringLiteral("trashQuestion")));
    Q_EMIT bench.window->pages().galleryPage()->trashRequested({1});
    QVERIFY(!bench.window->pages().findChild<QMessageBox *>(QStringLiteral("trashQuestion")));
}

void PreferencePagesTest::watchedFolderIsInTheGallery()
{
    Bench bench;
    const QString folder = bench.dir.filePath(QStringLiteral("holiday"));
    QVERIFY(fixtures::writePicture(folder + QStringLiteral("/there.png"), 1));
    const GalleryModel &shown = bench.window->pages().galleryPage()->model();
    bench.part<FolderListEdit>("watchedFolders")->addFolder(folder);
    QCOMPARE(bench.preferences().values().watchedFolders, QStringList{folder});
    QTRY_COMPARE(shown.pictureCount(), 1);
    QTRY_COMPARE(shown.index(0).data(GalleryModel::PathRole).toString(), folder + QStringLiteral("/there.png"));
    QVERIFY(fixtures::writePicture(folder + QStringLiteral("/later.png"), 2));
    QTRY_COMPARE_WITH_TIMEOUT(shown.pictureCount(), 2, 30000); // by the watch
}

void PreferencePagesTest::roomOfSmallPicturesIsBoundedAndCleared()
{
    Bench bench;
    gallery::ThumbnailCache &cache = bench.window->pages().thumbnails();
    bench.part<QSpinBox>("thumbnailMegabytes")->setValue(32);
    QTRY_COMPARE(cache.limitBytes(), qint64{32} << 20);
    cache.make(fixtures::pattern(1, 600, 400), QStringLiteral("/pictures/1.png"), QDateTime::currentDateTime(), 1000, gallery::ThumbnailCache::kSmall);
    const qint64 used = cache.usedBytes();
    QVERIFY(used > 0);
    auto *const told = bench.part<QLabel>("thumbnailsUsed");
    const auto tells = [told](qint64 bytes) { return told->text().contains(QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat)); };
    bench.showPage(5);
    QTRY_VERIFY2(tells(used), qPrintable(told->text()));
    bench.button("clearThumbnails")->click();
    QTRY_COMPARE(cache.usedBytes(), 0);
    QTRY_VERIFY2(tells(0), qPrintable(told->text()));
}

void PreferencePagesTest::allPagesAreReset()
{
    Bench bench;
    bench.part<QCheckBox>("confirmTrash")->setChecked(true);
    bench.part<QSpinBox>("idleMinutes")->setValue(7);
    bench.part<QSpinBox>("quality")->setValue(80);
    const PreferenceValues chosen = bench.preferences().values();
    const auto answer = [&](QMessageBox::ButtonRole role) {
        bench.button("resetAll")->click();
        auto *const question = bench.dialog()->findChild<QMessageBox *>(QStringLiteral("resetQuestion"));
        QVERIFY(question);
        for (QAbstractButton *const button : question->buttons()) {
            if (question->buttonRole(button) == role)
                button->click();
        }
        QTRY_VERIFY(!bench.dialog()->findChild<QMessageBox *>(QStringLiteral("resetQuestion")));
    };
    answer(QMessageBox::RejectRole);
    QVERIFY(bench.preferences().values() == chosen);
    answer(QMessageBox::DestructiveRole);
    QVERIFY(bench.preferences().values() == PreferenceValues());
    QVERIFY(!bench.part<QCheckBox>("confirmTrash")->isChecked()); // the pages show it
    QCOMPARE(bench.part<QSpinBox>("idleMinutes")->value(), PreferenceValues().idleMinutes);
    QCOMPARE(bench.manager.idleUnload(), std::chrono::minutes(PreferenceValues().idleMinutes));
}

void PreferencePagesTest::diagnosticsAreCopied()
{
    Bench bench;
    bench.button("copyDiagnostics")->click();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Engine: fake 1.0")));
    QVERIFY(!QGuiApplication::clipboard()->text().contains(QStringLiteral("a fern")));
}

void PreferencePagesTest::diagnosticsOfABrokenEngineNameNoPath()
{
    Bench bench;
    QGuiApplication::clipboard()->clear();
    bench.script->failNextCreate({ErrorCode::EngineMissing, "“/home/someone/engine.so” cannot be opened; install it anew.", {}});
    bench.button("copyDiagnostics")->click();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Engine: not opened (engine-missing)")));
    QVERIFY(!QGuiApplication::clipboard()->text().contains(QStringLiteral("someone")));
}

CALOTYPE_TEST(PreferencePagesTest)
#include "PreferencePagesTest.moc"
