#include "core/jobs/JobQueue.h"
#include "tests/support/TestMain.h"
#include "tests/ui/WindowBench.h"
#include "ui/Filmstrip.h"
#include "ui/ResultsModel.h"
#include "ui/WindowPages.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QPixmap>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = WindowBench;

namespace {

GalleryModel &galleryOf(const Bench &bench)
{
    return bench.window->pages().galleryPage()->model();
}

GalleryModel::Kind kindOf(const GalleryModel &model, int row)
{
    return model.index(row).data(GalleryModel::KindRole).value<GalleryModel::Kind>();
}

} // namespace

/// What the window and its queue are to each other.
class WindowQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generateWhileBusyMakesBothPictures();
    void generateFirstGoesBeforeWhatWaits();
    void generateInsteadReplacesWhatWaits();
    void skipLeavesThePictureAndGoesOn();
    void waitingJobsAreCountedWhileTheQueueIsHidden();
    void stopAfterKeepsThePictureAndHoldsTheQueue();
    void stopHoldsTheQueueUntilTheNextGenerate();
    void fullDiskPausesAndNothingIsLost();
    void pausedQueueSaysWhyNothingIsMade();
    void startImageThatIsReadHoldsUpNoOtherJob();
    void nextJobLeavesTheUserAtTheResult();
    void interruptedJobIsGoneOnWithByTheNextWindow();
    void queueOfAnotherWindowIsLeftAlone();
    void removedJobHoldsNothingBack();
    void pictureInTheMakingIsInTheGallery();
    void stoppedPictureLeavesTheGallery();
    void failedJobIsRetriedFromTheGallery();
    void failuresAreDismissedAndLeaveWithTheirJobs();
};

void WindowQueueTest::generateWhileBusyMakesBothPictures()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.settings().setPrompt(QStringLiteral("a moss"));
    bench.action("generate")->trigger();
    QCOMPARE(bench.phase(), Phase::Running);
    bench.script->stepGate.open();

    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const auto requests = bench.script->requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[0].prompt, std::string("a fern"));
    QCOMPARE(requests[1].prompt, std::string("a moss"));
    QVERIFY(requests[0].seeds != requests[1].seeds);
    QCOMPARE(bench.window->results().rowCount(), 2);
    QCOMPARE(bench.window->results().entry(bench.window->results().index(0))->request.prompt, std::string("a moss"));
    QCOMPARE(bench.script->loadCalls(), 1);
}

void WindowQueueTest::generateFirstGoesBeforeWhatWaits()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.settings().setPrompt(QStringLiteral("a moss"));
    bench.action("generate")->trigger();
    bench.settings().setPrompt(QStringLiteral("a lichen"));
    bench.window->controller().generateFirst();
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{3});
    QCOMPARE(bench.sink.saved()[1].request.prompt, std::string("a lichen"));
    QCOMPARE(bench.sink.saved()[2].request.prompt, std::string("a moss"));
}

void WindowQueueTest::generateInsteadReplacesWhatWaits()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    for (const char *const prompt : {"a moss", "a lichen"}) {
        bench.settings().setPrompt(QLatin1String(prompt));
        bench.action("generate")->trigger();
    }
    QCOMPARE(bench.window->queue().waitingCount(), 2);
    bench.settings().setPrompt(QStringLiteral("an oak"));
    bench.action("generateInstead")->trigger();
    QCOMPARE(bench.window->queue().waitingCount(), 1);
    QCOMPARE(bench.phase(), Phase::Running);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.sink.saved()[0].request.prompt, std::string("a fern"));
    QCOMPARE(bench.sink.saved()[1].request.prompt, std::string("an oak"));
    QCOMPARE(bench.script->generateCalls(), 2);
    QCOMPARE(bench.window->queue().count(), 4); // those that it replaced can still be asked for
}

void WindowQueueTest::skipLeavesThePictureAndGoesOn()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(!bench.action("skip")->isEnabled());
    bench.settings().setSteps(2);
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    QVERIFY(bench.action("skip")->isEnabled());
    bench.action("skip")->trigger();
    QTRY_COMPARE(bench.script->generateCalls(), 2);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const auto seeds = bench.script->requests().front().seeds;
    QCOMPARE(seeds.size(), std::size_t{3});
    QCOMPARE(bench.sink.savedSeeds(), (std::vector<std::int64_t>{seeds[1], seeds[2]}));
    QVERIFY(!bench.window->queue().isPaused());
    QVERIFY(!bench.action("skip")->isEnabled());
}

void WindowQueueTest::waitingJobsAreCountedWhileTheQueueIsHidden()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    auto *const button = bench.part<QAbstractButton>("queueButton");
    auto *const dock = bench.part<QWidget>("queueDock");
    QVERIFY(button->isVisible() && !dock->isVisible());
    QCOMPARE(button->text(), QStringLiteral("Queue"));
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running); // of two that wait the queue would come by itself
    bench.action("generate")->trigger();
    QTRY_COMPARE(button->text(), QStringLiteral("Queue (1)"));
    QCOMPARE(button->accessibleName(), QStringLiteral("Queue, 1 waiting"));
    QVERIFY(!dock->isVisible() && !button->isChecked());
    button->click();
    QVERIFY(dock->isVisible() && button->isChecked());
    QVERIFY(bench.action("showQueue")->isChecked());
    button->click();
    QVERIFY(!dock->isVisible() && !button->isChecked());
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(button->text(), QStringLiteral("Queue"));
}

void WindowQueueTest::stopAfterKeepsThePictureAndHoldsTheQueue()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(!bench.action("stopAfter")->isEnabled());
    bench.settings().setSteps(1);
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    QVERIFY(bench.action("stopAfter")->isEnabled());
    bench.action("stopAfter")->trigger();
    QCOMPARE(bench.phase(), Phase::Running); // the picture is still made
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    bench.script->stepGate.open();
    const auto seeds = bench.script->requests().front().seeds;
    QCOMPARE(bench.sink.savedSeeds(), (std::vector<std::int64_t>{seeds[0]}));
    QCOMPARE(bench.window->queue().pause(), jobs::JobQueue::Pause::Stopped);
    QCOMPARE(bench.script->generateCalls(), 1); // nor was the other job begun
    QVERIFY(!bench.action("stopAfter")->isEnabled());
}

void WindowQueueTest::stopHoldsTheQueueUntilTheNextGenerate()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle); // not the second
    bench.script->stepGate.open();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2}); // the one that waited, and the new one
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.script->generateCalls(), 3);
}

void WindowQueueTest::fullDiskPausesAndNothingIsLost()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setCount(2);
    bench.settings().setSteps(1);
    bench.sink.failFromNowOn({ErrorCode::DiskFull, "The disk is full: make room.", {}});
    bench.script->stepGate.close();
    QSignalSpy failures(&bench.window->controller(), &GenerationController::failed);
    bench.action("generate")->trigger();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.message()->text(), QStringLiteral("The disk is full: make room."));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(failures.count(), 1);
    QCOMPARE(bench.script->generateCalls(), 1); // nothing else was begun
    QCOMPARE(bench.window->results().resultCount(), 1);
    const auto seeds = bench.script->requests().front().seeds;

    bench.sink.mend();
    bench.script->stepGate.open();
    bench.settings().setCount(1);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{5});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.sink.savedSeeds()[0], seeds[0]);
    QCOMPARE(bench.sink.savedSeeds()[1], seeds[1]);
    QCOMPARE(bench.window->results().resultCount(), 5); // the kept one only once
    for (int row = 0; row < 5; ++row) {
        const QModelIndex index = bench.window->results().index(row);
        QVERIFY(index.data(ResultsModel::SaveErrorRole).toString().isEmpty());
        QVERIFY(!index.data(ResultsModel::PathRole).toString().isEmpty());
    }
}

void WindowQueueTest::pausedQueueSaysWhyNothingIsMade()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.window->queue().setPaused(true);
    QTRY_VERIFY(bench.window->queue().isPaused());
    bench.action("generate")->trigger();
    QTRY_VERIFY(bench.message()->text().contains(QStringLiteral("paused")));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.script->generateCalls(), 0);
    bench.window->queue().setPaused(false);
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
}

void WindowQueueTest::startImageThatIsReadHoldsUpNoOtherJob()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QVERIFY(drop(bench.window.get(), bench.makePicture({384, 192})));
    bench.action("generate")->trigger();
    QCOMPARE(bench.phase(), Phase::Running);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2});
    QVERIFY(!bench.script->requests()[0].initImage);
    QVERIFY(bench.script->requests()[1].initImage);
    QCOMPARE(bench.script->requests()[1].initImage->width, 128);
}

void WindowQueueTest::nextJobLeavesTheUserAtTheResult()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSteps(2);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);

    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_VERIFY(bench.view()->isPreview());
    bench.part<Filmstrip>("filmstrip")->setCurrentIndex(bench.window->results().index(1));
    QVERIFY(!bench.view()->isPreview());
    bench.script->stepGate.letThrough(2); // the rest of this one, and a step of the next
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{3});
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QVERIFY(!bench.view()->isPreview());
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void WindowQueueTest::interruptedJobIsGoneOnWithByTheNextWindow()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSteps(1);
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    bench.window->closeWithoutAsking();
    bench.window.reset();
    QTRY_VERIFY(!bench.manager.isGenerating());

    bench.script->stepGate.open();
    bench.open();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{3});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.sink.savedSeeds(), bench.script->requests().front().seeds); // each once, in order
    QCOMPARE(bench.window->results().resultCount(), 2);
}

void WindowQueueTest::queueOfAnotherWindowIsLeftAlone()
{
    Bench bench;
    QTRY_VERIFY(bench.window->queue().isOpen());
    QSettings store(bench.dir.filePath(QStringLiteral("other.ini")), QSettings::IniFormat);
    models::ModelManager manager(FakeBackend::factory(std::make_shared<FakeScript>()));
    MainWindow other({manager, bench.catalog, bench.sink, store, {}, bench.dir.path(), bench.queueDatabase()});
    QSignalSpy failures(&other.controller(), &GenerationController::failed);
    QTRY_COMPARE(failures.count(), 1);
    other.settings().setModelPath(QStringLiteral("/models/a.safetensors"));
    other.settings().setPrompt(QStringLiteral("a fern"));
    other.controller().generate();
    QTRY_COMPARE(failures.count(), 2); // it says why
    QCOMPARE(other.controller().phase(), Phase::Idle);
    QCOMPARE(bench.window->queue().count(), 0);

    bench.window.reset();
    other.controller().generate(); // and works as soon as it can
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
}

void WindowQueueTest::removedJobHoldsNothingBack()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.sink.failFromNowOn({ErrorCode::DiskFull, "The disk is full: make room.", {}});
    bench.action("generate")->trigger();
    QTRY_VERIFY(bench.window->queue().isPaused());
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QVERIFY(!bench.window->close()); // the picture would be lost
    auto *const question = bench.part<QMessageBox>("closeQuestion");
    QVERIFY(question);
    question->reject();

    bench.window->queue().cancelWaiting();
    QVERIFY(!bench.window->close()); // the job can still be gone on with
    bench.window->queue().clearEnded();
    QTRY_COMPARE(bench.window->queue().count(), 0);
    QVERIFY(bench.window->close());
    QVERIFY(bench.sink.saved().empty());
}

void WindowQueueTest::pictureInTheMakingIsInTheGallery()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const GalleryModel &model = galleryOf(bench);
    bench.settings().setSteps(3);
    bench.settings().setCount(2);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QStringLiteral("1 of 2 · 1 / 3"));
    QCOMPARE(kindOf(model, 0), GalleryModel::Kind::Live);
    QCOMPARE(model.index(0).data(GalleryModel::ProgressRole).toDouble(), 1.0 / 3);
    QTRY_VERIFY(!model.index(0).data(Qt::DecorationRole).value<QPixmap>().isNull());
    bench.script->stepGate.letThrough(3); // the rest of it, and a step of the next
    QTRY_COMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QStringLiteral("2 of 2 · 1 / 3"));
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});

    bench.window->pages().setPage(WindowPages::Gallery);
    Q_EMIT bench.window->pages().galleryPage()->grid().opened(model.index(0));
    QCOMPARE(bench.window->pages().page(), WindowPages::Create);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.sink.saved().size(), std::size_t{2});
    QVERIFY(!model.hasLive());
}

void WindowQueueTest::stoppedPictureLeavesTheGallery()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_VERIFY(galleryOf(bench).hasLive());
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QVERIFY(!galleryOf(bench).hasLive());
}

void WindowQueueTest::failedJobIsRetriedFromTheGallery()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const GalleryModel &model = galleryOf(bench);
    bench.action("pageGallery")->trigger();
    QVERIFY(!bench.action("galleryRetry")->isEnabled());
    bench.script->failNextGenerate({ErrorCode::OutOfMemory, "Memory ran out: choose a smaller size.", "8 GiB asked"});
    bench.window->controller().generate();
    QTRY_COMPARE(kindOf(model, 0), GalleryModel::Kind::Failure);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QStringLiteral("Memory ran out: choose a smaller size."));
    QCOMPARE(model.index(0).data(GalleryModel::DetailRole).toString(), QStringLiteral("8 GiB asked"));

    GridView &grid = bench.window->pages().galleryPage()->grid();
    bench.message()->dismiss();
    QCOMPARE(bench.message()->text(), QString());
    grid.setCurrentIndex(model.index(0));
    QTest::keyClick(&grid, Qt::Key_Return);
    QCOMPARE(bench.message()->text(), QStringLiteral("Memory ran out: choose a smaller size."));

    QTRY_VERIFY(bench.action("galleryRetry")->isEnabled());
    bench.action("galleryRetry")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QTRY_COMPARE(model.rowCount(), 0);
    QVERIFY(!bench.action("galleryRetry")->isEnabled());
}

void WindowQueueTest::failuresAreDismissedAndLeaveWithTheirJobs()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const GalleryModel &model = galleryOf(bench);
    bench.action("pageGallery")->trigger();
    for (const char *const sentence : {"Memory ran out.", "The card is gone."}) {
        bench.script->failNextGenerate({ErrorCode::OutOfMemory, sentence, {}});
        bench.window->controller().generate();
        QTRY_COMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QString::fromLatin1(sentence));
    }
    QCOMPARE(model.rowCount(), 2);
    bench.window->pages().galleryPage()->grid().setCurrentIndex(model.index(1));
    QTRY_VERIFY(bench.action("galleryDismiss")->isEnabled());
    bench.action("galleryDismiss")->trigger();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QStringLiteral("The card is gone."));
    QCOMPARE(bench.window->queue().count(), 2); // both can still be asked for there

    bench.window->queue().clearEnded();
    QTRY_COMPARE(model.rowCount(), 0);
}

CALOTYPE_TEST(WindowQueueTest)
#include "WindowQueueTest.moc"
