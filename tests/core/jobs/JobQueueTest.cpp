#include "tests/core/jobs/JobQueueBench.h"
#include "tests/support/TestMain.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace calotype;
using namespace calotype::jobs;
using calotype::tests::newJob;
using calotype::tests::newJobs;
using calotype::tests::picture;
using calotype::tests::ScriptedRunner;

class JobQueueTest : public tests::JobQueueBench
{
    Q_OBJECT

private Q_SLOTS:
    void jobsRunOneAfterTheOtherInTheirOrder()
    {
        open();
        m_queue->add(newJobs(3));
        for (qint64 id = 1; id <= 3; ++id) {
            QTRY_VERIFY(runs(id));
            QCOMPARE(m_queue->running(), id);
            QCOMPARE(stateOf(id), JobState::Running);
            QVERIFY(job(id)->started.isValid());
            m_runner->makePicture(0);
            QCOMPARE(job(id)->picturesDone, 1);
            m_runner->finish();
            QCOMPARE(stateOf(id), JobState::Done);
            QVERIFY(job(id)->ended.isValid());
        }
        QCOMPARE(m_queue->running(), qint64{0});
        QCOMPARE(m_runner->started, (QVector<qint64>{1, 2, 3}));
    }

    void aJobIsRunningOnDiskBeforeItsRunnerStarts()
    {
        open();
        NewJob wanted = newJob("a", 2);
        wanted.request.initImage = picture(64, 128, 3);
        m_queue->add({wanted});
        QTRY_VERIFY(runs(1));
        QCOMPARE(onDisk(QStringLiteral("SELECT state FROM jobs WHERE id = 1")).toInt(), static_cast<int>(JobState::Running));
        // The runner is given what the list does not keep.
        QVERIFY(*m_runner->current->request.initImage == *wanted.request.initImage);
        QVERIFY(!job(1)->request.initImage);
        QVERIFY(job(1)->hasInitImage);
        QVERIFY(m_runner->current->request.resumePointSeconds > 0);
    }

    void addedJobsAreToldOfAndSaved()
    {
        open();
        QSignalSpy inserted(m_queue.get(), &JobQueue::jobsInserted);
        QSignalSpy saved(m_queue.get(), &JobQueue::saved);
        m_queue->add(newJobs(3));
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted[0], (QVariantList{0, 2}));
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(onDisk(QStringLiteral("SELECT count(*) FROM jobs")).toInt(), 3);
        m_queue->add({});
        QCOMPARE(inserted.size(), 1);
    }

    void whatIsAddedBeforeTheDatabaseIsOpenIsNotLost()
    {
        ScriptedRunner runner;
        JobQueue queue(path(), &runner);
        queue.add(newJobs(2));
        queue.open();
        QTRY_COMPARE(queue.count(), 2);
        QTRY_VERIFY(runner.current);
    }

    void frontGoesBeforeAllThatWait()
    {
        open();
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        m_queue->addFront(newJobs(2));
        QCOMPARE(order(), (QVector<qint64>{1, 4, 5, 2, 3}));
        m_runner->finish();
        QTRY_VERIFY(runs(4));
    }

    void replaceCancelsWhatWaitsAndLeavesWhatRuns()
    {
        open();
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        m_queue->replace(newJobs(1));
        QCOMPARE(stateOf(1), JobState::Running);
        QCOMPARE(stateOf(2), JobState::Cancelled);
        QCOMPARE(stateOf(3), JobState::Cancelled);
        QCOMPARE(m_runner->stops, 0);
        m_runner->finish();
        QTRY_VERIFY(runs(4));
    }

    void movedJobsRunAndComeBackInTheNewOrder()
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(5));
        QSignalSpy moved(m_queue.get(), &JobQueue::jobsMoved);
        m_queue->move({5, 4}, 2);
        QCOMPARE(moved.size(), 1);
        m_queue->move({1}, 0);
        QCOMPARE(order(), (QVector<qint64>{4, 5, 2, 3, 1}));
        open();
        QCOMPARE(order(), (QVector<qint64>{4, 5, 2, 3, 1}));
        QVERIFY(m_queue->isPaused());
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(4));
    }

    void cancelOfAWaitingJobIsDoneAtOnce()
    {
        open();
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        QSignalSpy changed(m_queue.get(), &JobQueue::jobsChanged);
        m_queue->cancel(2);
        QCOMPARE(stateOf(2), JobState::Cancelled);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0], (QVariantList{1, 1}));
        m_runner->finish();
        QTRY_VERIFY(runs(3));
    }

    void cancelOfTheRunningJobIsAcknowledgedAtOnce()
    {
        open();
        m_queue->add(newJobs(2, 4));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_queue->cancel(1);
        QVERIFY(job(1)->stopping);
        QCOMPARE(stateOf(1), JobState::Running);
        QCOMPARE(m_runner->stops, 1);
        m_queue->cancel(1);
        QCOMPARE(m_runner->stops, 1);
        QVERIFY(!m_queue->isPaused());
        m_runner->finish(true);
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QVERIFY(!job(1)->stopping);
        QCOMPARE(job(1)->picturesDone, 1);
        QTRY_VERIFY(runs(2));
    }

    void aCancelBeforeTheRunnerHasTheJobKeepsItFromStarting()
    {
        open();
        m_queue->add(newJobs(2));
        QCOMPARE(m_queue->running(), qint64{1}); // its record is being read
        m_queue->cancel(1);
        QVERIFY(job(1)->stopping);
        QTRY_VERIFY(runs(2));
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QCOMPARE(m_runner->started, QVector<qint64>{2});
    }

    void aJobThatWasReadyBeforeItsCancelIsDone()
    {
        open();
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        m_queue->cancel(1);
        m_runner->makePicture(0);
        m_runner->finish(false);
        QCOMPARE(stateOf(1), JobState::Done);
        open();
        QCOMPARE(stateOf(1), JobState::Done);
    }

    void cancelAllEndsEverything()
    {
        open();
        m_queue->add(newJobs(4));
        QTRY_VERIFY(runs(1));
        m_queue->cancelAll();
        QVERIFY(job(1)->stopping);
        for (qint64 id = 2; id <= 4; ++id)
            QCOMPARE(stateOf(id), JobState::Cancelled);
        m_runner->finish(true);
        QCOMPARE(m_queue->running(), qint64{0});
        QCOMPARE(m_runner->started, QVector<qint64>{1});
    }

    void cancelWaitingLeavesWhatRuns()
    {
        open();
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        m_queue->cancelWaiting();
        QCOMPARE(m_runner->stops, 0);
        QCOMPARE(stateOf(1), JobState::Running);
        QCOMPARE(m_queue->waitingCount(), 0);
    }

    void pauseLetsTheRunningJobEndAndStartsNoOther()
    {
        open();
        m_queue->add(newJobs(2));
        QTRY_VERIFY(runs(1));
        QSignalSpy paused(m_queue.get(), &JobQueue::pausedChanged);
        m_queue->setPaused(true);
        QCOMPARE(paused.size(), 1);
        QCOMPARE(m_queue->pause(), JobQueue::Pause::User);
        QCOMPARE(m_runner->stops, 0);
        m_runner->finish();
        QCOMPARE(m_queue->running(), qint64{0});
        QCOMPARE(stateOf(2), JobState::Queued);
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(2));
    }

    void aPauseBeforeTheRunnerHasTheJobPutsItBack()
    {
        open();
        m_queue->add(newJobs(1));
        QCOMPARE(m_queue->running(), qint64{1});
        m_queue->setPaused(true);
        QTRY_COMPARE(stateOf(1), JobState::Queued);
        QVERIFY(m_runner->started.isEmpty());
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(1));
    }

    void skipGoesToTheRunner()
    {
        open();
        m_queue->skip();
        QCOMPARE(m_runner->skips, 0);
        m_queue->add(newJobs(1, 3));
        QTRY_VERIFY(runs(1));
        m_queue->skip();
        QCOMPARE(m_runner->skips, 1);
        m_runner->makePicture(1);
        QCOMPARE(job(1)->picturesDone, 2); // the first was skipped
    }

    void stopAfterThisEndsTheJobAtItsNextPicture()
    {
        open();
        m_queue->add(newJobs(2, 3));
        QTRY_VERIFY(runs(1));
        m_queue->stopAfterThis();
        QCOMPARE(m_runner->stops, 0);
        QCOMPARE(m_queue->pause(), JobQueue::Pause::Stopped);
        QVERIFY(!m_queue->pauseReason().isEmpty());
        m_runner->makePicture(0);
        QCOMPARE(m_runner->stops, 1);
        QVERIFY(job(1)->stopping);
        m_runner->finish(true);
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QCOMPARE(stateOf(2), JobState::Queued);
        QCOMPARE(m_queue->running(), qint64{0});
    }

    void stopAfterThisAtTheLastPictureLeavesTheJobDone()
    {
        open();
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        m_queue->stopAfterThis();
        QVERIFY(!m_queue->isPaused()); // nothing else waits
        m_runner->makePicture(0);
        QCOMPARE(m_runner->stops, 0);
        m_runner->finish();
        QCOMPARE(stateOf(1), JobState::Done);
    }

    void stopNowCanBeGoneOnWith()
    {
        open();
        m_queue->add(newJobs(2, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 9, "latents");
        m_queue->stopNow();
        QCOMPARE(m_runner->stops, 1);
        QVERIFY(m_queue->isPaused());
        m_runner->finish(true);
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QVERIFY(job(1)->hasProgress());
        m_queue->resume(1);
        QCOMPARE(stateOf(1), JobState::Queued);
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->picturesDone, 1);
        QVERIFY(m_runner->current->request.resume);
        QCOMPARE(m_runner->current->request.resume->step, 9);
    }

    void aFailedJobSaysWhyAndTheNextRuns()
    {
        open();
        m_queue->add(newJobs(2));
        QTRY_VERIFY(runs(1));
        m_runner->fail({ErrorCode::OutOfMemory, "Memory ran out.", {}});
        QCOMPARE(stateOf(1), JobState::Failed);
        QCOMPARE(job(1)->error, QStringLiteral("Memory ran out."));
        QTRY_VERIFY(runs(2));
        m_runner->finish();
        open();
        QCOMPARE(job(1)->error, QStringLiteral("Memory ran out."));
    }

    void aCancelReportedAsAFailureIsNone()
    {
        open();
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        m_runner->fail({ErrorCode::Cancelled, "Cancelled.", {}});
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QVERIFY(job(1)->error.isEmpty());
    }

    void retryMakesAJobAnewAtTheEnd()
    {
        open();
        m_queue->add(newJobs(2, 2));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 4, "x");
        m_runner->fail({ErrorCode::Internal, "No.", {}});
        QTRY_VERIFY(runs(2));
        m_queue->retry(1);
        QCOMPARE(order(), (QVector<qint64>{2, 1}));
        QVERIFY(job(1)->error.isEmpty());
        QVERIFY(!job(1)->hasProgress());
        m_queue->retry(2); // it runs
        QCOMPARE(stateOf(2), JobState::Running);
        m_runner->finish();
        m_queue->retry(2); // it is done
        QCOMPARE(stateOf(2), JobState::Done);
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->picturesDone, 0);
        QVERIFY(!m_runner->current->request.resume);
    }

    void ordersForSeveralAreOneChangeAndKeepTheOrder()
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(5));
        QSignalSpy changed(m_queue.get(), &JobQueue::jobsChanged);
        QSignalSpy moved(m_queue.get(), &JobQueue::jobsMoved);
        m_queue->cancel(QVector<qint64>{4, 2, 99, 2});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.takeFirst(), (QVariantList{1, 3}));
        QCOMPARE(stateOf(3), JobState::Queued);
        m_queue->resume(QVector<qint64>{4, 3, 2}); // 3 waits already
        QCOMPARE(order(), (QVector<qint64>{2, 4, 1, 3, 5}));
        QCOMPARE(changed.takeFirst(), (QVariantList{0, 1}));
        m_queue->cancel(QVector<qint64>{1, 3, 5});
        changed.clear();
        m_queue->retry(QVector<qint64>{5, 1});
        QCOMPARE(order(), (QVector<qint64>{2, 4, 3, 1, 5}));
        QCOMPARE(changed.takeFirst(), (QVariantList{3, 4}));
        QCOMPARE(moved.size(), 2);
        QCOMPARE(m_queue->waitingCount(), 4);
        m_queue->retry(QVector<qint64>{1, 2}); // they wait
        QCOMPARE(moved.size(), 2);
        QVERIFY(changed.isEmpty());
        open();
        QCOMPARE(order(), (QVector<qint64>{2, 4, 3, 1, 5}));
        QCOMPARE(stateOf(3), JobState::Cancelled);
        QCOMPARE(m_queue->waitingCount(), 4);
    }

    void halfMadePicturesOfSeveralAreBegunAnew()
    {
        open();
        m_queue->add(newJobs(2, 2));
        for (const qint64 id : {1, 2}) {
            QTRY_VERIFY(runs(id));
            m_runner->makePicture(0);
            m_runner->makePoint(1, 4, "x");
            m_queue->cancel(id);
            m_runner->finish(true);
        }
        m_queue->discardResume(QVector<qint64>{1, 2});
        for (const qint64 id : {1, 2}) {
            QTRY_VERIFY(runs(id));
            QVERIFY(!m_runner->current->request.resume);
            QCOMPARE(m_runner->current->picturesDone, 1);
            m_runner->finish();
        }
    }

    void aFailedJobIsMadeOtherwiseBeforeAllThatWait()
    {
        open();
        m_queue->add(newJobs(3, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 4, "x");
        m_runner->fail({ErrorCode::OutOfMemory, "Memory ran out.", {}});
        QTRY_VERIFY(runs(2));
        JobChange change{job(1)->model, 64, 64};
        change.model.device = "cpu";
        m_queue->resumeOtherwise(2, change); // it runs
        m_queue->resumeOtherwise(1, change);
        QCOMPARE(order(), (QVector<qint64>{2, 1, 3}));
        m_runner->finish();
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->model.device, std::string("cpu"));
        QCOMPARE(m_runner->current->request.height, 64);
        QCOMPARE(m_runner->current->picturesDone, 1); // it is not made again
        QVERIFY(!m_runner->current->request.resume);  // the half-made one is begun anew
        open();
        QCOMPARE(job(1)->model.device, std::string("cpu"));
        QCOMPARE(job(1)->request.height, 64);
        QCOMPARE(job(2)->request.height, 128);
    }

    void otherMemoryModeGoesOnWhereTheJobStopped()
    {
        open();
        m_queue->add(newJobs(1, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 4, "x");
        m_runner->fail({ErrorCode::OutOfMemory, "Memory ran out.", {}});
        JobChange change{job(1)->model, job(1)->request.width, job(1)->request.height};
        change.model.memory = MemoryMode::Low;
        change.model.vaeTiles = VaeTiles::On;
        m_queue->resumeOtherwise(1, change);
        QTRY_VERIFY(runs(1));
        QVERIFY(m_runner->current->model.memory == MemoryMode::Low);
        QCOMPARE(m_runner->current->picturesDone, 1);
        QVERIFY(m_runner->current->request.resume);
        QCOMPARE(m_runner->current->request.resume->step, 4);
    }

    void clearEndedRemovesWhatHasEnded()
    {
        open();
        m_queue->add(newJobs(5));
        QTRY_VERIFY(runs(1));
        m_runner->finish();
        QTRY_VERIFY(runs(2));
        m_queue->cancel(4);
        QSignalSpy removed(m_queue.get(), &JobQueue::jobsRemoved);
        m_queue->clearEnded();
        QCOMPARE(order(), (QVector<qint64>{2, 3, 5}));
        QCOMPARE(removed.size(), 2);
        QCOMPARE(removed[0], (QVariantList{3, 3}));
        QCOMPARE(removed[1], (QVariantList{0, 0}));
        open();
        QCOMPARE(order(), (QVector<qint64>{2, 3, 5}));
    }

    void tenThousandJobsStayQuick()
    {
        std::atomic<int> statements = 0;
        JobStoreOptions options;
        options.trace = [&statements](const QString &) { ++statements; };
        open(options);
        m_queue->setPaused(true);
        QSignalSpy inserted(m_queue.get(), &JobQueue::jobsInserted);
        QSignalSpy saved(m_queue.get(), &JobQueue::saved);
        m_queue->add(newJobs(10'000));
        QCOMPARE(inserted.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60'000);
        statements = 0;
        m_queue->move({9'999}, 1);
        m_queue->addFront(newJobs(1));
        m_queue->cancel(5'000);
        m_queue->cancelWaiting();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, 60'000);
        m_queue.reset();
        // A few for each, none for each job.
        QVERIFY2(statements < 60, qPrintable(QString::number(statements)));
        open();
        QCOMPARE(m_queue->count(), 10'001);
        QCOMPARE(m_queue->waitingCount(), 0);
        QCOMPARE(m_queue->at(0)->id, 10'001);
        QCOMPARE(m_queue->at(1)->id, 9'999);
    }

    void speedsAreRemembered()
    {
        open();
        const SpeedKey key = speedKey(newJob("a").request, QStringLiteral("/m"), QStringLiteral("cpu"));
        QCOMPARE(m_queue->speed(key).secondsPerStep, 0.0);
        m_queue->rememberSpeed(key, 12.5);
        m_queue->rememberSpeed(key, -1);
        QCOMPARE(m_queue->speed(key).secondsPerStep, 12.5);
        open();
        QCOMPARE(m_queue->speed(key).secondsPerStep, 12.5);
    }
};

CALOTYPE_GUILESS_TEST(JobQueueTest)
#include "JobQueueTest.moc"
