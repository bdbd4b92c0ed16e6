#include "tests/support/TestMain.h"
#include "ui/FailureHelp.h"

#include "core/jobs/JobQueue.h"
#include "core/shared/SqlConnection.h"
#include "tests/ui/AccessibleTree.h"
#include "tests/ui/Keys.h"
#include "tests/ui/SeenWords.h"
#include "tests/ui/WindowBench.h"
#include "ui/Language.h"
#include "ui/preferences/Preferences.h"
#include "ui/preferences/PreferencesDialog.h"

#include <QAbstractButton>
#include <QDir>
#include <QFileDialog>
#include <QScopeGuard>
#include <QtTest>

#include <thread>

using namespace calotype;
using namespace calotype::tests;
using calotype::jobs::JobQueue;
using calotype::jobs::JobState;

namespace {

const DeviceInfo kCard{"cuda:0", "A card", 8'000'000'000, 6'000'000'000};
const DeviceInfo kProcessor{"cpu", "A processor", 4'000'000'000, 1'000'000'000};
const QString kDevice = QStringLiteral("compute/device");

Error outOfMemory(const std::string &device = {})
{
    return {ErrorCode::OutOfMemory, "Memory ran out; choose a smaller size.", "8 GiB asked", device};
}

Error lost()
{
    return {ErrorCode::DeviceLost, "The device cuda:0 stopped working: try again.", "unspecified launch failure", "cuda:0"};
}

/// A window that is left by a failure, and what is done about it.
struct Bench : WindowBench {
    /// On a machine with a card, which is the chosen device.
    void chooseCard()
    {
        script->setDevices({kCard, kProcessor});
        QSignalSpy listed(&manager, &models::ModelManager::devicesListed);
        window->preferences().set(kDevice, QStringLiteral("cuda:0"));
        QTRY_COMPARE(listed.size(), 1); // that it is there
    }
    JobQueue &queue() const { return window->queue(); }
    QString said() const { return message()->text(); }
    /// The buttons of the message, but for those that every one has.
    QStringList offered() const
    {
        QStringList names;
        for (const QAbstractButton *const button : message()->findChildren<QAbstractButton *>()) {
            const QString name = button->objectName();
            if (button->isVisible() && name != QLatin1String("messageCopy") && name != QLatin1String("messageClose"))
                names << name;
        }
        return names;
    }
    void take(const char *name) const
    {
        auto *const button = part<QAbstractButton>(name);
        QVERIFY2(button && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    int savedPictures() const { return static_cast<int>(sink.saved().size()); }
    /// How often @p condition holds of the jobs on disk.
    int onDisk(const char *condition) const
    {
        return SqlConnection(queueDatabase(), {.readOnly = true})
            .value(QStringLiteral("SELECT count(*) FROM jobs WHERE %1").arg(QLatin1String(condition)))
            .toInt();
    }
};

} // namespace

/// What a failure is told with, and that what is offered against it helps: the job is made, and none is lost on disk.
class FailureHelpTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(speak(*qApp, QStringLiteral("en"))); } // for the plurals

    void lessMemoryMakesTheJobThatHadTooLittle();
    void halfTheSizeMakesTheJobAndIsThePictureFromNowOn();
    void halfTheSizeScalesTheStartImage();
    void processorMakesTheJobThatTheCardHadNoRoomFor();
    void onlyWhatHelpsIsOffered();
    void memoryThatRanOutOverALoadIsNoMatterOfSize();
    void helpedJobGoesBeforeAllThatWait();
    void failuresThatReadTheSameAreHelpedTogether();
    void buttonsAreReachedByKeyboardAndNamed();
    void messageWithAllItsButtonsFits_data();
    void messageWithAllItsButtonsFits();

    void cancelledJobIsNotMadeAgain();
    void userIsToldOfHisOwnPause();
    void jobOfAnotherDeviceThanItRanOnIsHelped();
    void lostDeviceKeepsTheJobAndIsTriedAgain();
    void lostDeviceIsLeftForTheProcessor();
    void stoppedJobOfALostDeviceStaysStopped();

    void missingDeviceIsToldAndThePreferenceStays();
    void missingDeviceThatIsBackIsUsed();
    void bannerGoesWithAnotherChoice();
    void jobOfAMissingDeviceIsMadeOnAnother();
    void jobsOfAMissingDeviceAreMadeOnTheOneThatIsChosen();
    void jobThatMetTheMissingDeviceFirstGoesOn();

    void modelThatIsGoneIsChosenAnew();
    void folderThatIsGoneIsChosenAnew();
    void modelThatIsBackIsTriedAgain();
    void jobsThatAreTriedAgainAreOneOrder();
};

void FailureHelpTest::lessMemoryMakesTheJobThatHadTooLittle()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setCount(2);
    bench.settings().setSize(512, 256);
    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.said(), QStringLiteral("Memory ran out on the processor for 2 pictures of 512 × 256."));
    QCOMPARE(bench.offered(), QStringList("lessMemory"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.queue().at(0)->state, JobState::Failed); // and can be retried there too
    QTRY_COMPARE(bench.onDisk("state = 3"), 1);

    bench.take("lessMemory");
    QCOMPARE(bench.said(), QString());
    QTRY_COMPARE(bench.savedPictures(), 2);
    QVERIFY(bench.sink.saved().front().model.memory == MemoryMode::Low);
    QCOMPARE(bench.window->preferences().values().memory, QStringLiteral("low"));
    QCOMPARE(bench.script->loadCalls(), 2);
    QTRY_COMPARE(bench.onDisk("state = 2 AND pictures_done = 2 AND model LIKE '%low%'"), 1);
    QCOMPARE(bench.onDisk("1"), 1);
}

void FailureHelpTest::halfTheSizeMakesTheJobAndIsThePictureFromNowOn()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(1024, 776);
    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.said(), QStringLiteral("Memory ran out on the processor for a picture of 1024 × 776."));
    QCOMPARE(bench.offered(), QStringList({"lessMemory", "halfSize"}));
    bench.take("halfSize");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.script->requests().back().width, 512);
    QCOMPARE(bench.script->requests().back().height, 384); // a multiple of 8
    QCOMPARE(bench.script->requests().back().seeds, bench.script->requests().front().seeds);
    QCOMPARE(bench.settings().values().width, 512);
    QCOMPARE(bench.settings().values().height, 384);
    QCOMPARE(bench.script->loadCalls(), 1);
    QTRY_COMPARE(bench.onDisk("state = 2 AND request LIKE '%512%'"), 1);
}

void FailureHelpTest::halfTheSizeScalesTheStartImage()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(1024, 1024);
    QVERIFY(drop(bench.window.get(), bench.makePicture({300, 300})));
    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"lessMemory", "halfSize"}));
    QVERIFY(bench.script->requests().back().initImage);
    QCOMPARE(bench.script->requests().back().initImage->width, 1024);
    bench.take("halfSize");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QVERIFY(bench.script->requests().back().initImage);
    QCOMPARE(bench.script->requests().back().initImage->width, 512);
    QCOMPARE(bench.script->requests().back().initImage->height, 512);
}

void FailureHelpTest::processorMakesTheJobThatTheCardHadNoRoomFor()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.window->preferences().set(QStringLiteral("compute/dtype"), QStringLiteral("float16"));
    bench.settings().setSize(1024, 1024);
    bench.script->failNextGenerate(outOfMemory("cuda:0"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.said(), QStringLiteral("Memory ran out on cuda:0 for a picture of 1024 × 1024."));
    QCOMPARE(bench.offered(), QStringList({"lessMemory", "halfSize", "onProcessor"}));
    bench.take("onProcessor");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().front().model.device, std::string("cpu"));
    QCOMPARE(bench.sink.saved().front().model.dtype, std::string("auto")); // processors compute in no float16
    QCOMPARE(bench.script->requests().back().width, 1024);
    QCOMPARE(bench.window->preferences().values().device, QStringLiteral("cpu"));
    QCOMPARE(bench.window->preferences().values().dtype, QStringLiteral("auto"));
    QTRY_COMPARE(bench.onDisk("state = 2"), 1);
}

void FailureHelpTest::onlyWhatHelpsIsOffered()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.window->preferences().set(QStringLiteral("compute/memory"), QStringLiteral("low"));
    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger(); // at the model's own size, on the processor, with little memory
    QTRY_COMPARE(bench.said(), QStringLiteral("Memory ran out on the processor for a picture of 512 × 512. "
                                              "Close other programs, or choose a smaller model."));
    QCOMPARE(bench.offered(), QStringList());
    QVERIFY(bench.part<QAbstractButton>("messageCopy")->isVisible());
}

void FailureHelpTest::memoryThatRanOutOverALoadIsNoMatterOfSize()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->setDevices({kCard, kProcessor});
    bench.settings().setSize(1024, 1024);
    bench.script->failNextLoad(outOfMemory("cuda:0"), 1);
    bench.action("generate")->trigger(); // on the best device, which was not known before
    QTRY_COMPARE(bench.said(), QStringLiteral("Memory ran out on cuda:0 while the model was loaded."));
    QCOMPARE(bench.offered(), QStringList({"lessMemory", "onProcessor"}));
    bench.take("onProcessor");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().front().model.device, std::string("cpu"));
}

void FailureHelpTest::helpedJobGoesBeforeAllThatWait()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList("lessMemory"));
    bench.script->stepGate.close();
    for (const char *const prompt : {"a moss", "a lichen"}) {
        bench.settings().setPrompt(QLatin1String(prompt));
        bench.window->controller().generate(); // which leaves the message where it is
    }
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.take("lessMemory");
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.savedPictures(), 3);
    QCOMPARE(bench.sink.saved()[0].request.prompt, std::string("a moss"));
    QCOMPARE(bench.sink.saved()[1].request.prompt, std::string("a fern"));
    QCOMPARE(bench.sink.saved()[2].request.prompt, std::string("a lichen"));
}

void FailureHelpTest::failuresThatReadTheSameAreHelpedTogether()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    for (int k = 0; k < 3; ++k)
        bench.script->failNextGenerate(outOfMemory());
    bench.queue().setPaused(true);
    for (const char *const prompt : {"a fern", "a moss", "a lichen"}) {
        bench.settings().setPrompt(QLatin1String(prompt));
        bench.window->controller().generate();
    }
    QTRY_COMPARE(bench.queue().count(), 3);
    bench.message()->dismiss();
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.onDisk("state = 3"), 3);
    QTRY_COMPARE(bench.offered(), QStringList("lessMemory"));
    bench.take("lessMemory");
    QTRY_COMPARE(bench.savedPictures(), 3);
    QCOMPARE(bench.sink.saved()[0].request.prompt, std::string("a fern")); // in their order
    QCOMPARE(bench.sink.saved()[1].request.prompt, std::string("a moss"));
    QCOMPARE(bench.sink.saved()[2].request.prompt, std::string("a lichen"));
}

void FailureHelpTest::buttonsAreReachedByKeyboardAndNamed()
{
    Bench bench;
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.settings().setSize(1024, 1024);
    bench.script->failNextGenerate(outOfMemory("cuda:0"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"lessMemory", "halfSize", "onProcessor"}));
    const AccessibleTree tree = accessibleTree(bench.message());
    QVERIFY2(tree.nameless.isEmpty(), tree.nameless.join(u'\n').toUtf8());
    QVERIFY(tree.stops >= 4); // these, and what dismisses it
    auto *const half = bench.part<QAbstractButton>("halfSize");
    QCOMPARE(accessibleOf(half)->text(QAccessible::Name), QStringLiteral("Half the Size"));
    QVERIFY2(half->toolTip().contains(QStringLiteral("512 × 512")), qPrintable(half->toolTip()));

    QVERIFY(tabTo(half));
    press(Qt::Key_Space);
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.script->requests().back().width, 512);
}

void FailureHelpTest::messageWithAllItsButtonsFits_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << "en";
    QTest::newRow("German") << "de";
}

void FailureHelpTest::messageWithAllItsButtonsFits()
{
    QFETCH(QString, language);
    QVERIFY(speak(*qApp, language));
    const auto english = qScopeGuard([] { speak(*qApp, QStringLiteral("en")); });
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.settings().setSize(1024, 1024);
    bench.window->resize(960, 640);
    const auto fits = [&bench] {
        for (int round = 0; round < 3; ++round) { // as layouts whose heights come with their widths ask again
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            QCoreApplication::processEvents();
        }
        const QStringList clipped = clippedWords(*bench.window);
        for (const QString &text : clipped)
            qWarning("%s", qPrintable(text));
        return clipped.isEmpty() && bench.window->size() == QSize(960, 640);
    };
    bench.script->failNextGenerate(outOfMemory("cuda:0"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered().size(), 3);
    QVERIFY(fits());
    bench.script->failNextGenerate(lost());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    QVERIFY(fits());
    bench.message()->dismiss();
    bench.script->setDevices({kProcessor});
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:1"));
    QTRY_COMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    QVERIFY(fits());
}

void FailureHelpTest::cancelledJobIsNotMadeAgain()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QTRY_VERIFY(bench.queue().isOpen());
    bench.script->failNextGenerate(lost());
    bench.queue().setPaused(true);
    for (const char *const prompt : {"a fern", "a moss"}) {
        bench.settings().setPrompt(QLatin1String(prompt));
        bench.window->controller().generate();
    }
    QTRY_COMPARE(bench.queue().count(), 2);
    bench.message()->dismiss();
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    const qint64 lostOne = bench.queue().at(0)->id;
    bench.queue().cancel(lostOne);
    bench.take("tryAgain");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().front().request.prompt, std::string("a moss"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.queue().at(bench.queue().rowOf(lostOne))->state, JobState::Cancelled);

    bench.script->failNextGenerate(outOfMemory());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList("lessMemory"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const qint64 failedOne = bench.queue().at(2)->id;
    bench.queue().setPaused(true);
    bench.queue().retry(failedOne);
    bench.queue().cancel(failedOne);
    bench.queue().setPaused(false);
    bench.take("lessMemory");
    QCOMPARE(bench.queue().at(bench.queue().rowOf(failedOne))->state, JobState::Cancelled);
    QCOMPARE(bench.phase(), Phase::Idle);
}

void FailureHelpTest::userIsToldOfHisOwnPause()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->failNextGenerate(outOfMemory(), 1);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.queue().setPaused(true);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.offered(), QStringList("lessMemory"));
    bench.take("lessMemory");
    QCOMPARE(bench.said(), QStringLiteral("The queue is paused, and this waits in it."));
    QCOMPARE(bench.queue().at(0)->state, JobState::Queued);
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.savedPictures(), 1);
}

void FailureHelpTest::jobOfAnotherDeviceThanItRanOnIsHelped()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->setDevices({kCard, {"cuda:1", "Another card", 8'000'000'000, 6'000'000'000}, kProcessor});
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:1"));
    bench.script->failNextGenerate(lost()); // cuda:0
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    bench.take("goOnOnProcessor");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("cpu"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);

    bench.window->preferences().set(kDevice, QStringLiteral("auto"));
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:1")); // once more
    bench.script->failNextGenerate(outOfMemory("cuda:0"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"lessMemory", "onProcessor"}));
    bench.take("onProcessor");
    QTRY_COMPARE(bench.savedPictures(), 2);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("cpu"));
}

void FailureHelpTest::lostDeviceKeepsTheJobAndIsTriedAgain()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.settings().setSteps(3);
    bench.settings().setCount(2);
    bench.script->failNextGenerate(lost(), 5); // after the first picture, and two steps of the next
    bench.action("generate")->trigger();
    bench.settings().setPrompt(QStringLiteral("a moss"));
    bench.window->controller().generate();
    QTRY_COMPARE(bench.said(), QStringLiteral("The device cuda:0 stopped working. The job waits, and the queue is paused."));
    QCOMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    QCOMPARE(bench.queue().pause(), JobQueue::Pause::Fault);
    QCOMPARE(bench.queue().at(0)->state, JobState::Queued);
    QCOMPARE(bench.queue().at(0)->picturesDone, 1);
    QVERIFY(!bench.manager.model());
    QTRY_COMPARE(bench.manager.state(), models::State::Idle);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.script->generateCalls(), 1); // nothing more is tried there
    QTRY_COMPARE(bench.onDisk("state = 0"), 2);
    QCOMPARE(bench.onDisk("pictures_done = 1"), 1);

    bench.take("tryAgain");
    QCOMPARE(bench.said(), QString());
    QTRY_COMPARE(bench.savedPictures(), 4);
    QCOMPARE(bench.script->loadCalls(), 2);
    const auto requests = bench.script->requests();
    QVERIFY(requests[1].resume);
    QCOMPARE(requests[1].resume->image, 1); // where it stopped: it is the same device
    QCOMPARE(requests[1].resume->step, 2);
    auto seeds = requests[0].seeds;
    seeds.insert(seeds.end(), requests[2].seeds.begin(), requests[2].seeds.end());
    QCOMPARE(bench.sink.savedSeeds(), seeds); // each picture once
    QTRY_COMPARE(bench.onDisk("state = 2"), 2);
}

void FailureHelpTest::lostDeviceIsLeftForTheProcessor()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.settings().setSteps(3);
    bench.script->failNextGenerate(lost(), 2);
    bench.action("generate")->trigger();
    bench.settings().setPrompt(QStringLiteral("a moss"));
    bench.window->controller().generate();
    QTRY_COMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    bench.take("goOnOnProcessor");
    QTRY_COMPARE(bench.savedPictures(), 2);
    QVERIFY(!bench.script->requests()[1].resume); // what the card half made is begun anew
    for (const FakeSink::Saved &saved : bench.sink.saved())
        QCOMPARE(saved.model.device, std::string("cpu"));
    QTRY_COMPARE(bench.onDisk("state = 2"), 2);

    // The preference stays, and the card is left alone until another device is chosen.
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.window->preferences().values().device, QStringLiteral("cuda:0"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.savedPictures(), 3);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("cpu"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    bench.window->preferences().set(kDevice, QStringLiteral("auto"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.savedPictures(), 4);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("auto"));
}

void FailureHelpTest::stoppedJobOfALostDeviceStaysStopped()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.script->failNextGenerate(lost(), 1);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    // It is told to stop when the device is lost already, and that is not heard of yet.
    bench.script->stepGate.letThrough(1);
    while (bench.script->generatesEnded() == 0)
        std::this_thread::yield(); // and no event is processed
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.queue().at(0)->state, JobState::Cancelled);
    QCOMPARE(bench.offered(), QStringList());
}

void FailureHelpTest::missingDeviceIsToldAndThePreferenceStays()
{
    Bench bench; // on a machine with a processor alone
    QTRY_VERIFY(bench.hasModel());
    bench.window.reset();
    bench.store.setValue(kDevice, QStringLiteral("cuda:1"));
    bench.open();
    QTRY_VERIFY(bench.hasModel());
    QTRY_COMPARE(bench.said(), QStringLiteral("The device cuda:1 is not on this machine now; the processor is used instead."));
    QCOMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    bench.take("openPreferences");
    auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(dialog->findChild<QWidget *>(QStringLiteral("testDevice"))->isVisible()); // the page with the devices
    QVERIFY(!bench.said().isEmpty()); // until something is done about it
    QCOMPARE(bench.window->preferences().values().device, QStringLiteral("cuda:1"));

    bench.window->controller().generate();
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("auto"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.store.value(kDevice).toString(), QStringLiteral("cuda:1"));

    bench.take("alwaysAutomatic");
    QCOMPARE(bench.said(), QString());
    QCOMPARE(bench.window->preferences().values().device, QStringLiteral("auto"));
    bench.window->controller().generate();
    QTRY_COMPARE(bench.savedPictures(), 2);
}

void FailureHelpTest::missingDeviceThatIsBackIsUsed()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:0"));
    QTRY_COMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    bench.script->setDevices({kCard, kProcessor});
    QSignalSpy listed(&bench.manager, &models::ModelManager::devicesListed);
    bench.manager.requestDevices(); // as the preferences do when they are looked at
    QTRY_COMPARE(listed.size(), 1);
    QCOMPARE(bench.said(), QString());
    bench.window->controller().generate();
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("cuda:0"));
}

void FailureHelpTest::bannerGoesWithAnotherChoice()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:0"));
    QTRY_COMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    bench.window->preferences().set(QStringLiteral("compute/threads"), 1);
    QVERIFY(!bench.said().isEmpty());
    bench.window->preferences().set(kDevice, QStringLiteral("cpu"));
    QCOMPARE(bench.said(), QString());
}

void FailureHelpTest::jobOfAMissingDeviceIsMadeOnAnother()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    QTRY_VERIFY(bench.queue().isOpen());
    bench.queue().setPaused(true);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.onDisk("model LIKE '%cuda:0%'"), 1);
    bench.window.reset();
    bench.script->setDevices({kProcessor});
    bench.open();
    QTRY_COMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    QTRY_VERIFY(bench.queue().isOpen());
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("auto"));
    QTRY_COMPARE(bench.onDisk("state = 2 AND model LIKE '%cuda:0%'"), 1); // it asks for the same as before
}

void FailureHelpTest::jobsOfAMissingDeviceAreMadeOnTheOneThatIsChosen()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    QTRY_VERIFY(bench.queue().isOpen());
    bench.queue().setPaused(true);
    bench.window->controller().generate();
    bench.window->controller().generate();
    QTRY_COMPARE(bench.onDisk("model LIKE '%cuda:0%'"), 2);
    bench.window.reset();
    bench.script->setDevices({kProcessor});
    bench.open();
    QTRY_COMPARE(bench.offered(), QStringList({"openPreferences", "alwaysAutomatic"}));
    bench.take("alwaysAutomatic");
    QTRY_VERIFY(bench.queue().isOpen());
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.savedPictures(), 2);
    for (const FakeSink::Saved &saved : bench.sink.saved())
        QCOMPARE(saved.model.device, std::string("auto"));
}

void FailureHelpTest::jobThatMetTheMissingDeviceFirstGoesOn()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.chooseCard();
    bench.script->failNextLoad({ErrorCode::DeviceUnavailable, "The device is not on this machine.", {}, "cuda:0"});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.said(),
                 QStringLiteral("The device cuda:0 is not on this machine now. The job waits, and the queue is paused."));
    QCOMPARE(bench.offered(), QStringList({"goOnOnProcessor", "tryAgain"}));
    QCOMPARE(bench.queue().pause(), JobQueue::Pause::Fault);

    // Then it is found to be missing.
    bench.script->setDevices({kProcessor});
    bench.window->preferences().set(kDevice, QStringLiteral("auto"));
    bench.window->preferences().set(kDevice, QStringLiteral("cuda:0"));
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.sink.saved().back().model.device, std::string("auto"));
    QCOMPARE(bench.said(), QStringLiteral("The device cuda:0 is not on this machine now; the processor is used instead."));
}

void FailureHelpTest::modelThatIsGoneIsChosenAnew()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const QString sentence = QStringLiteral("“/disk/model.safetensors” does not exist; check the path.");
    bench.script->failNextLoad({ErrorCode::NotFound, sentence.toStdString(), {}});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.said(), sentence);
    QCOMPARE(bench.offered(), QStringList({"openOtherModel", "tryAgain"}));
    QTRY_COMPARE(bench.onDisk("state = 3"), 1);

    bench.take("openOtherModel");
    QCOMPARE(bench.said(), sentence); // for one who thinks better of it
    auto *const dialog = bench.window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString model = QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors");
    Q_EMIT dialog->fileSelected(model);
    dialog->reject();
    QCOMPARE(bench.said(), QString());
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(QString::fromStdString(bench.sink.saved().back().model.path), QDir::cleanPath(model));
    QCOMPARE(bench.settings().values().modelPath, QDir::cleanPath(model));
    QTRY_COMPARE(bench.onDisk("state = 2 AND model LIKE '%sdxl-tiny.safetensors%'"), 1);
    QCOMPARE(bench.onDisk("1"), 1);
}

void FailureHelpTest::folderThatIsGoneIsChosenAnew()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setModelPath(QStringLiteral("/disk/sd-v1.5"));
    bench.script->failNextLoad({ErrorCode::NotFound, "“/disk/sd-v1.5” does not exist; check the path.", {}});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"openOtherModel", "tryAgain"}));
    QCOMPARE(bench.part<QAbstractButton>("openOtherModel")->text(), QStringLiteral("Open Model Folder…"));
    bench.take("openOtherModel");
    auto *const dialog = bench.window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    const QString model = QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny");
    Q_EMIT dialog->fileSelected(model);
    dialog->reject();
    QTRY_COMPARE(bench.savedPictures(), 1);
    QCOMPARE(QString::fromStdString(bench.sink.saved().back().model.path), QDir::cleanPath(model));
}

void FailureHelpTest::modelThatIsBackIsTriedAgain()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->failNextLoad({ErrorCode::NotFound, "The model does not exist; check the path.", {}});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.offered(), QStringList({"openOtherModel", "tryAgain"}));
    bench.take("tryAgain");
    QTRY_COMPARE(bench.savedPictures(), 1);
    QTRY_COMPARE(bench.queue().at(0)->state, JobState::Done);
}

void FailureHelpTest::jobsThatAreTriedAgainAreOneOrder()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.queue().setPaused(true);
    for (const char *const prompt : {"a fern", "a moss", "a lichen"}) {
        bench.settings().setPrompt(QLatin1String(prompt));
        bench.script->failNextLoad({ErrorCode::NotFound, "The model does not exist; check the path.", {}});
        bench.window->controller().generate();
    }
    QTRY_COMPARE(bench.queue().count(), 3);
    bench.message()->dismiss();
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.onDisk("state = 3"), 3);
    QTRY_COMPARE(bench.offered(), QStringList({"openOtherModel", "tryAgain"}));
    QSignalSpy moved(&bench.queue(), &JobQueue::jobsMoved);
    bench.take("tryAgain");
    QCOMPARE(moved.count(), 1);
    QTRY_COMPARE(bench.savedPictures(), 3);
    QCOMPARE(bench.sink.saved()[0].request.prompt, std::string("a fern")); // in their order
    QCOMPARE(bench.sink.saved()[1].request.prompt, std::string("a moss"));
    QCOMPARE(bench.sink.saved()[2].request.prompt, std::string("a lichen"));
}

CALOTYPE_TEST(FailureHelpTest)
#include "FailureHelpTest.moc"
