#include "tests/support/TestMain.h"
#include "ui/queue/ManagerRunner.h"

#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"
#include "tests/ui/FakeSink.h"

#include <QScopeGuard>
#include <QtTest>

#include <memory>
#include <mutex>
#include <new>
#include <thread>

using namespace calotype;
using namespace calotype::ui;

namespace {

using Seeds = std::vector<std::int64_t>;

constexpr qint64 kJob = 7;

jobs::Job jobOf(int pictures, int steps = 1)
{
    jobs::Job job;
    job.id = kJob;
    job.model.path = "/models/a.safetensors";
    job.request.prompt = "a fern";
    job.request.steps = steps;
    job.request.seeds.clear();
    for (int k = 0; k < pictures; ++k)
        job.request.seeds.push_back(100 + k);
    return job;
}

Error diskFull()
{
    return {ErrorCode::DiskFull, "The disk is full: make room.", {}};
}

/// A runner over a scripted backend, in place of the queue a list of what it says.
struct Bench {
    Bench()
        : manager(tests::FakeBackend::factory(script))
        , runner(std::make_unique<ManagerRunner>(manager, sink))
    {
        ManagerRunner *const r = runner.get();
        QObject::connect(r, &ManagerRunner::savingPicture, r, [this](qint64 job, int index, const QString &path) {
            said << QStringLiteral("saving %1").arg(index);
            paths << path;
            if (gives)
                runner->mayBeSaved(job, index);
        });
        QObject::connect(r, &ManagerRunner::pictureDone, r,
                         [this](qint64, int index) { said << QStringLiteral("done %1").arg(index); });
        QObject::connect(r, &ManagerRunner::resumePoint, r,
                         [this](qint64, const std::shared_ptr<const ResumePoint> &point) {
                             said << QStringLiteral("point %1/%2").arg(point->image).arg(point->step);
                         });
        QObject::connect(r, &ManagerRunner::progressed, r, [this](qint64, const Progress &progress) {
            if (progress.stage == Stage::Sampling)
                reached = {progress.image, progress.step};
        });
        QObject::connect(r, &ManagerRunner::finished, r, [this](qint64 job, int pictures, bool cancelled) {
            QCOMPARE(job, kJob);
            said << QStringLiteral("finished %1%2").arg(pictures).arg(QLatin1String(cancelled ? ", cancelled" : ""));
        });
        QObject::connect(r, &ManagerRunner::failed, r, [this](qint64 job, const Error &error) {
            QCOMPARE(job, kJob);
            said << QStringLiteral("failed %1").arg(QString::fromStdString(error.message));
        });
    }

    bool isOver() const
    {
        return !said.isEmpty() && (said.last().startsWith(QLatin1String("finished")) || said.last().startsWith(QLatin1String("failed")));
    }
    /// Where the last call of the backend went on; null: from the start.
    std::shared_ptr<const ResumePoint> wentOnFrom() const { return script->requests().back().resume; }

    std::shared_ptr<tests::FakeScript> script = std::make_shared<tests::FakeScript>();
    tests::FakeSink sink;
    models::ModelManager manager;
    std::unique_ptr<ManagerRunner> runner;
    bool gives = true; ///< leave to write, at once
    QStringList said, paths;
    std::pair<int, int> reached{-1, -1}; ///< picture and step
};

} // namespace

class ManagerRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreAnnouncedWrittenAndReportedInOrder();
    void whatFollowsASaveIsDoneBeforeItIsTold();
    void pictureIsSavedThoughWhatFollowsThrows();
    void nothingIsWrittenWithoutLeave();
    void goesOnFromTheResumePoint();
    void goesOnAfterThePicturesThatAreDone();
    void batchIsMadeWholeAndOnlyItsRestIsSaved();
    void resumePointsWaitForThePicturesBefore();
    void skipLeavesThePictureAndMakesTheNext();
    void skipWhileTheModelLoadsKeepsTheLoad();
    void skipOfTheLastPictureEndsTheJob();
    void stopKeepsWhatIsMade();
    void stopHurriesTheSink();
    void stopWhileTheModelLoads();
    void pictureThatCannotBeSavedIsKeptAndSavedFirst();
    void pictureWithoutAPlaceIsKeptAndNotWritten();
    void keptPicturesWaitUntilTheDiskIsMended();
    void jobThatIsMadeAnewMakesKeptPicturesAgain();
    void forgottenJobLeavesNothing();
    void engineFailureComesAfterThePicturesBefore();
    void modelThatIsMissingFailsTheJob();
    void standInIsTakenForTheDeviceThatIsAway();
    void standInBeginsTheHalfMadePictureAnew();
    void pointOfAnotherRunIsDroppedOnce();
    void pointThatCannotBeUsedIsDroppedWithANote_data();
    void pointThatCannotBeUsedIsDroppedWithANote();
    void damageThatComesWithTheStepsFailsTheJob();
    void saveAllWaitsForNoLeave();
    void destroyedWhileItRunsItStopsTheManager();
};

void ManagerRunnerTest::picturesAreAnnouncedWrittenAndReportedInOrder()
{
    Bench bench;
    bench.runner->start(jobOf(3));
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "saving 1", "done 1", "saving 2", "done 2", "finished 3"}));
    QCOMPARE(bench.sink.savedSeeds(), Seeds({100, 101, 102}));
    for (int k = 0; k < 3; ++k) {
        const auto saved = bench.sink.saved()[static_cast<std::size_t>(k)];
        QCOMPARE(saved.path, bench.paths[k]);
        QCOMPARE(saved.picture.index, k);
        QCOMPARE(saved.request.seeds, Seeds({100, 101, 102}));
        QCOMPARE(saved.result.device, std::string("cpu"));
        QCOMPARE(saved.model.path, std::string("/models/a.safetensors"));
    }
    QVERIFY(!bench.wentOnFrom());
}

void ManagerRunnerTest::whatFollowsASaveIsDoneBeforeItIsTold()
{
    Bench bench;
    bench.sink.failNext(diskFull());
    std::mutex mutex;
    QStringList followed; // guarded by mutex
    bool isOurThread = false;
    const auto here = std::this_thread::get_id();
    const auto endsFirst = qScopeGuard([&bench] { bench.runner.reset(); });
    bench.runner->setAfterSaving([&](const QString &path, const std::shared_ptr<const GeneratedImage> &picture) {
        const std::lock_guard lock(mutex);
        followed << QStringLiteral("%1 of %2").arg(path).arg(picture->seed);
        isOurThread = isOurThread || std::this_thread::get_id() == here;
    });
    QStringList before; // what had been done when the save was told
    QObject::connect(bench.runner.get(), &ManagerRunner::pictureDone, bench.runner.get(), [&] {
        const std::lock_guard lock(mutex);
        before = followed;
    });
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.isOver());
    QVERIFY(followed.isEmpty()); // nothing was saved
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.said.last().startsWith(QLatin1String("finished")));
    QCOMPARE(before, QStringList{QStringLiteral("%1 of 100").arg(bench.paths.last())});
    QVERIFY(!isOurThread);
}

void ManagerRunnerTest::pictureIsSavedThoughWhatFollowsThrows()
{
    Bench bench;
    bench.runner->setAfterSaving([](const QString &, const std::shared_ptr<const GeneratedImage> &) { throw std::bad_alloc(); });
    bench.runner->start(jobOf(2));
    QTRY_VERIFY(bench.isOver());
    QVERIFY(bench.said.last().startsWith(QLatin1String("finished")));
    QCOMPARE(bench.sink.saved().size(), std::size_t(2));
}

void ManagerRunnerTest::nothingIsWrittenWithoutLeave()
{
    Bench bench;
    bench.gives = false;
    bench.runner->start(jobOf(1));
    QTRY_COMPARE(bench.said, QStringList("saving 0"));
    QTRY_VERIFY(!bench.manager.isGenerating());
    bench.runner->mayBeSaved(kJob, 1); // another picture's
    QVERIFY(bench.sink.saved().empty());
    QVERIFY(!bench.isOver());
    bench.runner->mayBeSaved(kJob, 0);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "finished 1"}));
}

void ManagerRunnerTest::goesOnFromTheResumePoint()
{
    Bench bench;
    jobs::Job job = jobOf(3, 4);
    job.picturesDone = 1;
    const auto point = std::make_shared<const ResumePoint>(ResumePoint{1, 3, {1, 2, 3}});
    job.request.resume = point;
    bench.script->stepGate.close();
    bench.script->stepGate.letThrough(5); // one step of the half-made picture, four of the last
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.wentOnFrom(), point);
    QCOMPARE(bench.sink.savedSeeds(), Seeds({101, 102}));
    QCOMPARE(bench.said.last(), QStringLiteral("finished 2"));
    QVERIFY(!bench.sink.saved().front().request.resume); // what made the picture, not how
}

void ManagerRunnerTest::goesOnAfterThePicturesThatAreDone()
{
    Bench bench;
    jobs::Job job = jobOf(3);
    job.picturesDone = 2;
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QVERIFY(bench.wentOnFrom());
    QVERIFY(bench.wentOnFrom()->bytes.empty());
    QCOMPARE(bench.said, QStringList({"saving 2", "done 2", "finished 1"}));
    QCOMPARE(bench.sink.saved().front().picture.index, 2);
}

void ManagerRunnerTest::batchIsMadeWholeAndOnlyItsRestIsSaved()
{
    Bench bench;
    jobs::Job job = jobOf(3);
    job.request.noise = NoiseMode::Batch;
    job.picturesDone = 1;
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QVERIFY(!bench.wentOnFrom());
    QCOMPARE(bench.said, QStringList({"saving 1", "done 1", "saving 2", "done 2", "finished 2"}));
}

void ManagerRunnerTest::resumePointsWaitForThePicturesBefore()
{
    Bench bench;
    bench.gives = false;
    bench.script->stepGate.close();
    jobs::Job job = jobOf(2, 2);
    job.request.resumePointSeconds = 1;
    bench.runner->start(job);
    bench.script->stepGate.letThrough(3);
    QTRY_COMPARE(bench.reached, std::pair(1, 1));
    QTRY_VERIFY(bench.said.contains(QStringLiteral("saving 0")));
    QVERIFY(!bench.said.contains(QStringLiteral("point 1/1")));
    bench.runner->mayBeSaved(kJob, 0);
    QTRY_VERIFY(bench.said.contains(QStringLiteral("point 1/1")));
    QCOMPARE(bench.said.indexOf(QStringLiteral("done 0")), bench.said.indexOf(QStringLiteral("point 1/1")) - 1);
    bench.runner->stop();
    QTRY_COMPARE(bench.said.last(), QStringLiteral("finished 1, cancelled"));
}

void ManagerRunnerTest::skipLeavesThePictureAndMakesTheNext()
{
    Bench bench;
    bench.script->stepGate.close();
    bench.runner->start(jobOf(3, 2));
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    QTRY_VERIFY(bench.manager.isGenerating());
    bench.runner->skipPicture();
    QTRY_COMPARE(bench.script->generateCalls(), 2);
    QCOMPARE(bench.wentOnFrom()->image, 1);
    bench.script->stepGate.open();
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"point 1/0", "saving 1", "done 1", "saving 2", "done 2", "finished 2"}));
    QCOMPARE(bench.sink.savedSeeds(), Seeds({101, 102}));
    QCOMPARE(bench.script->loadCalls(), 1);
}

void ManagerRunnerTest::skipWhileTheModelLoadsKeepsTheLoad()
{
    Bench bench;
    bench.script->loadGate.close();
    bench.runner->start(jobOf(2));
    QTRY_COMPARE(bench.script->loadGate.waiting(), 1);
    bench.runner->skipPicture();
    bench.script->stepGate.close(); // so that the first pass makes nothing before it is stopped
    bench.script->loadGate.open();
    QTRY_COMPARE(bench.script->generateCalls(), 2);
    bench.script->stepGate.open();
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.script->loadCalls(), 1);
    QCOMPARE(bench.sink.savedSeeds(), Seeds({101}));
    QCOMPARE(bench.said.last(), QStringLiteral("finished 1"));
}

void ManagerRunnerTest::skipOfTheLastPictureEndsTheJob()
{
    Bench bench;
    bench.script->stepGate.close();
    bench.runner->start(jobOf(1));
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.runner->skipPicture();
    QTRY_COMPARE(bench.said, QStringList("finished 0"));
}

void ManagerRunnerTest::stopKeepsWhatIsMade()
{
    Bench bench;
    bench.script->stepGate.close();
    bench.runner->start(jobOf(3));
    bench.script->stepGate.letThrough(1);
    QTRY_VERIFY(bench.said.contains(QStringLiteral("saving 0")));
    bench.runner->stop();
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "finished 1, cancelled"}));
}

void ManagerRunnerTest::stopHurriesTheSink()
{
    Bench bench;
    const auto release = qScopeGuard([&bench] { bench.sink.hurry(); }); // where the test fails
    bench.sink.waitUntilHurried();
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.sink.isWaiting());
    QTRY_VERIFY(!bench.manager.isGenerating());
    QVERIFY(!bench.isOver());
    bench.runner->stop();
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "finished 1"}));
}

void ManagerRunnerTest::stopWhileTheModelLoads()
{
    Bench bench;
    bench.script->loadGate.close();
    bench.runner->start(jobOf(1));
    QTRY_COMPARE(bench.script->loadGate.waiting(), 1);
    bench.runner->stop();
    QTRY_COMPARE(bench.said, QStringList("finished 0, cancelled"));
    QCOMPARE(bench.script->generateCalls(), 0);
}

void ManagerRunnerTest::pictureThatCannotBeSavedIsKeptAndSavedFirst()
{
    Bench bench;
    bench.sink.failFromNowOn(diskFull());
    bench.script->stepGate.close();
    bench.runner->start(jobOf(3));
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.said, QStringList({"saving 0", "failed The disk is full: make room."}));
    QVERIFY(!bench.manager.isGenerating());

    bench.sink.mend();
    bench.script->stepGate.open();
    bench.said.clear();
    bench.runner->start(jobOf(3));
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "saving 1", "done 1", "saving 2", "done 2", "finished 2"}));
    QCOMPARE(bench.sink.savedSeeds(), Seeds({100, 101, 102}));
    QCOMPARE(bench.wentOnFrom()->image, 1); // it was not made again
    QCOMPARE(bench.script->generateCalls(), 2);
    QVERIFY(bench.paths[1] != bench.paths[0]);
}

void ManagerRunnerTest::keptPicturesWaitUntilTheDiskIsMended()
{
    Bench bench;
    bench.sink.failFromNowOn(diskFull());
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.isOver());
    for (int k = 0; k < 2; ++k) {
        bench.said.clear();
        bench.runner->start(jobOf(1));
        QTRY_COMPARE(bench.said, QStringList({"saving 0", "failed The disk is full: make room."}));
    }
    bench.sink.mend();
    bench.said.clear();
    bench.runner->start(jobOf(1));
    QTRY_COMPARE(bench.said, QStringList({"saving 0", "done 0", "finished 0"}));
    QCOMPARE(bench.script->generateCalls(), 1);
}

void ManagerRunnerTest::pictureWithoutAPlaceIsKeptAndNotWritten()
{
    Bench bench;
    bench.sink.failNextPlace(diskFull());
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList("failed The disk is full: make room.")); // nothing was announced
    QVERIFY(bench.sink.saved().empty());
    QVERIFY(bench.runner->hasUnsaved());
}

void ManagerRunnerTest::jobThatIsMadeAnewMakesKeptPicturesAgain()
{
    Bench bench;
    bench.script->stepGate.close();
    bench.runner->start(jobOf(2));
    bench.script->stepGate.letThrough(1);
    QTRY_VERIFY(bench.said.contains(QStringLiteral("done 0")));
    bench.sink.failNext(diskFull());
    bench.script->stepGate.letThrough(1);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said.last(), QStringLiteral("failed The disk is full: make room."));

    bench.script->stepGate.open();
    bench.said.clear();
    bench.runner->start(jobOf(2)); // nothing of it counts as done
    QTRY_COMPARE(bench.said, QStringList({"saving 0", "done 0", "saving 1", "done 1", "finished 2"}));
    QCOMPARE(bench.sink.savedSeeds(), Seeds({100, 100, 101}));
}

void ManagerRunnerTest::forgottenJobLeavesNothing()
{
    Bench bench;
    bench.sink.failNext(diskFull());
    bench.runner->start(jobOf(1));
    QTRY_VERIFY(bench.isOver());
    QVERIFY(bench.runner->hasUnsaved());
    QCOMPARE(bench.runner->keptJobs(), QVector<qint64>{kJob});
    bench.runner->forget(kJob + 1);
    QVERIFY(bench.runner->hasUnsaved());
    bench.runner->forget(kJob);
    QVERIFY(!bench.runner->hasUnsaved());
    QVERIFY(bench.runner->keptJobs().isEmpty());
}

void ManagerRunnerTest::engineFailureComesAfterThePicturesBefore()
{
    Bench bench;
    bench.script->failNextGenerate({ErrorCode::OutOfMemory, "Memory ran out.", {}}, 1);
    bench.runner->start(jobOf(2));
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "failed Memory ran out."}));
}

void ManagerRunnerTest::modelThatIsMissingFailsTheJob()
{
    Bench bench;
    bench.script->failNextLoad({ErrorCode::NotFound, "The model is gone.", {}});
    bench.runner->start(jobOf(1));
    QTRY_COMPARE(bench.said, QStringList("failed The model is gone."));
}

void ManagerRunnerTest::standInIsTakenForTheDeviceThatIsAway()
{
    Bench bench;
    bench.runner->setStandIn({"cuda:1", "auto"});
    jobs::Job job = jobOf(1);
    for (const auto &[asked, taken] : {std::pair{"cuda:1", "auto"}, {"cuda:0", "cuda:0"}, {"cpu", "cpu"}}) {
        bench.said.clear();
        job.model.device = asked;
        bench.runner->start(job);
        QTRY_VERIFY(bench.isOver());
        QCOMPARE(bench.said.last(), QStringLiteral("finished 1"));
        QCOMPARE(bench.sink.saved().back().model.device, std::string(taken));
    }
    bench.runner->setStandIn({});
    bench.said.clear();
    job.model.device = "cuda:1";
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.sink.saved().back().model.device, std::string("cuda:1"));
}

void ManagerRunnerTest::standInBeginsTheHalfMadePictureAnew()
{
    Bench bench;
    bench.runner->setStandIn({"cuda:1", "cpu"});
    jobs::Job job = jobOf(2, 4);
    job.model.device = "cuda:1";
    job.picturesDone = 1;
    job.request.resume = std::make_shared<const ResumePoint>(ResumePoint{1, 3, {1, 2, 3}});
    job.request.resumePointSeconds = 4;
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.sink.savedSeeds(), Seeds({101}));
    QVERIFY(bench.wentOnFrom());
    QCOMPARE(bench.wentOnFrom()->step, 0);
    QVERIFY(bench.wentOnFrom()->bytes.empty());
    QCOMPARE(bench.script->requests().back().resumePointSeconds, 0.0); // the job keeps none of another device's
}

void ManagerRunnerTest::pointOfAnotherRunIsDroppedOnce()
{
    const Error otherRun{ErrorCode::OtherRun, "It was begun on cuda:0.", {}};
    jobs::Job job = jobOf(2, 4);
    job.picturesDone = 1;
    job.request.resume = std::make_shared<const ResumePoint>(ResumePoint{1, 3, {1, 2, 3}});
    {
        Bench bench;
        bench.script->failNextGenerate(otherRun);
        bench.runner->start(job);
        QTRY_VERIFY(bench.isOver());
        QCOMPARE(bench.said.last(), QStringLiteral("finished 1"));
        QCOMPARE(bench.sink.savedSeeds(), Seeds({101}));
        QCOMPARE(bench.script->generateCalls(), 2);
        QCOMPARE(bench.wentOnFrom()->image, 1);
        QVERIFY(bench.wentOnFrom()->bytes.empty());
    }
    {
        Bench bench;
        bench.script->failNextGenerate(otherRun);
        bench.script->failNextGenerate(otherRun);
        bench.runner->start(job);
        QTRY_VERIFY(bench.isOver());
        QCOMPARE(bench.said, QStringList("failed It was begun on cuda:0."));
        QCOMPARE(bench.script->generateCalls(), 2);
    }
}

void ManagerRunnerTest::pointThatCannotBeUsedIsDroppedWithANote_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("damaged") << ErrorCode::Damaged;
    QTest::newRow("of another version") << ErrorCode::Unsupported;
}

void ManagerRunnerTest::pointThatCannotBeUsedIsDroppedWithANote()
{
    QFETCH(ErrorCode, code);
    jobs::Job job = jobOf(2, 4);
    job.picturesDone = 1;
    job.request.resume = std::make_shared<const ResumePoint>(ResumePoint{1, 3, {1, 2, 3}});
    Bench bench;
    QSignalSpy noted(bench.runner.get(), &ManagerRunner::noted);
    bench.script->failNextGenerate({code, "Start the picture anew.", {}});
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said.last(), QStringLiteral("finished 1"));
    QCOMPARE(bench.sink.savedSeeds(), Seeds({101}));
    QCOMPARE(bench.script->generateCalls(), 2);
    QVERIFY(bench.wentOnFrom()->bytes.empty());
    QCOMPARE(noted.size(), 1);
    QVERIFY(noted.front().at(1).toString().contains(QStringLiteral("begun anew")));
}

void ManagerRunnerTest::damageThatComesWithTheStepsFailsTheJob()
{
    jobs::Job job = jobOf(1, 4);
    job.request.resume = std::make_shared<const ResumePoint>(ResumePoint{0, 1, {1, 2, 3}});
    Bench bench;
    bench.script->failNextGenerate({ErrorCode::Damaged, "The picture came to nothing.", {}}, 1);
    bench.runner->start(job);
    QTRY_VERIFY(bench.isOver());
    QCOMPARE(bench.said.last(), QStringLiteral("failed The picture came to nothing."));
    QCOMPARE(bench.script->generateCalls(), 1);
}

void ManagerRunnerTest::saveAllWaitsForNoLeave()
{
    Bench bench;
    bench.gives = false;
    bench.runner->start(jobOf(2));
    QTRY_VERIFY(!bench.said.isEmpty());
    QTRY_VERIFY(!bench.manager.isGenerating());
    QVERIFY(bench.sink.saved().empty());
    bench.runner->saveAll();
    QCOMPARE(bench.sink.savedSeeds(), Seeds({100, 101}));
    QCOMPARE(bench.said, QStringList({"saving 0", "done 0", "saving 1", "done 1", "finished 2"}));
}

void ManagerRunnerTest::destroyedWhileItRunsItStopsTheManager()
{
    Bench bench;
    bench.script->stepGate.close();
    bench.runner->start(jobOf(2));
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.runner.reset();
    QTRY_VERIFY(!bench.manager.isGenerating());
}

CALOTYPE_GUILESS_TEST(ManagerRunnerTest)
#include "ManagerRunnerTest.moc"
