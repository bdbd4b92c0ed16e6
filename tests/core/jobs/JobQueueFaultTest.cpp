#include "tests/core/jobs/JobQueueBench.h"
#include "tests/support/TestMain.h"

#include <QSignalSpy>
#include <QTest>

using namespace calotype;
using namespace calotype::jobs;
using calotype::tests::newJobs;
using calotype::tests::picture;
using calotype::tests::ScriptedRunner;

/// Crashes, full disks, locks, damage, a second instance: nothing is lost.
class JobQueueFaultTest : public tests::JobQueueBench
{
    Q_OBJECT

private Q_SLOTS:
    void aCancelledJobStaysCancelledThoughTheProgramDies()
    {
        open();
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        m_queue->cancel(1);
        crash();
        open();
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QVERIFY(!m_queue->isPaused());
    }

    void aResumePointTellsThatPicturesWereSkipped()
    {
        open();
        m_queue->add(newJobs(1, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePoint(1, 3, "x");
        QCOMPARE(job(1)->picturesDone, 1);
        crash();
        open();
        QCOMPARE(job(1)->picturesDone, 1);
        QVERIFY(job(1)->hasResumePoint);
    }

    void aFullDiskOfARunKeepsTheJobAndPauses_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("kind");
        QTest::newRow("no room for the picture") << int(ErrorCode::DiskFull) << int(JobQueue::Pause::DiskFull);
        QTest::newRow("the pictures' folder is gone") << int(ErrorCode::Io) << int(JobQueue::Pause::Fault);
        QTest::newRow("no engine") << int(ErrorCode::EngineMissing) << int(JobQueue::Pause::Fault);
        QTest::newRow("the device is not there") << int(ErrorCode::DeviceUnavailable) << int(JobQueue::Pause::Fault);
        QTest::newRow("the device stopped working") << int(ErrorCode::DeviceLost) << int(JobQueue::Pause::Fault);
    }

    void aFullDiskOfARunKeepsTheJobAndPauses()
    {
        QFETCH(int, code);
        QFETCH(int, kind);
        open();
        m_queue->add(newJobs(2, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 6, "x");
        m_runner->fail({static_cast<ErrorCode>(code), "Do this and that.", {}});
        QCOMPARE(stateOf(1), JobState::Queued);
        QCOMPARE(int(m_queue->pause()), kind);
        QCOMPARE(m_queue->pauseReason(), QStringLiteral("Do this and that."));
        QCOMPARE(m_failures, QStringList{QStringLiteral("Do this and that.")});
        QCOMPARE(m_queue->running(), qint64{0});
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->picturesDone, 1);
        QCOMPARE(m_runner->current->request.resume->step, 6);
    }

    void aCrashBringsTheQueueBackPausedAndTheJobResumable()
    {
        open();
        m_queue->add(newJobs(2, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 7, "state");
        crash();
        open();
        QCOMPARE(m_queue->pause(), JobQueue::Pause::Recovered);
        QVERIFY(!m_queue->pauseReason().isEmpty());
        QVERIFY(job(1)->interrupted);
        QCOMPARE(job(1)->crashes, 1);
        QVERIFY(job(1)->hasResumePoint);
        QCOMPARE(job(1)->picturesDone, 1);
        QVERIFY(!job(2)->interrupted);
        QVERIFY(m_runner->started.isEmpty());

        m_queue->resume(1);
        QVERIFY(!m_queue->isPaused());
        QTRY_VERIFY(runs(1));
        QVERIFY(!job(1)->interrupted);
        QCOMPARE(m_runner->current->request.resume->step, 7);
        QCOMPARE(m_runner->current->request.resume->bytes, (std::vector<std::uint8_t>{'s', 't', 'a', 't', 'e'}));
        QCOMPARE(m_runner->current->picturesDone, 1);
        m_runner->finish();
        QCOMPARE(job(1)->crashes, 0);
    }

    void discardResumeBeginsThePictureAnewButNotTheJob()
    {
        open();
        m_queue->add(newJobs(2, 3));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 7, "state");
        crash();
        open();
        m_queue->discardResume(1);
        QTRY_VERIFY(runs(1));
        QVERIFY(!m_runner->current->request.resume);
        QCOMPARE(m_runner->current->picturesDone, 1);
    }

    void anInterruptedJobIsGoneOnWithWhenTheQueueGoesOn()
    {
        open();
        m_queue->add(newJobs(2));
        QTRY_VERIFY(runs(1));
        m_runner->makePoint(0, 2, "x");
        crash();
        open();
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->request.resume->step, 2);
    }

    void aJobThatKilledTheProgramTwiceIsSetAside()
    {
        open();
        m_queue->add(newJobs(2));
        for (int i = 0; i < 2; ++i) {
            QTRY_VERIFY(runs(1));
            crash();
            open();
            QVERIFY(m_queue->isPaused());
            m_queue->setPaused(false);
        }
        QCOMPARE(stateOf(1), JobState::Failed);
        QVERIFY(job(1)->setAside);
        QVERIFY(job(1)->error.contains(QLatin1Char('2')));
        QTRY_VERIFY(runs(2));
        m_queue->retry(1);
        QVERIFY(!job(1)->setAside);
        QCOMPARE(stateOf(1), JobState::Queued);
    }

    void anOrderlyEndPutsTheRunningJobBack()
    {
        open();
        m_queue->add(newJobs(2, 2));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 5, "x");
        open();
        QVERIFY(!m_queue->isPaused());
        QVERIFY(!job(1)->interrupted);
        QCOMPARE(job(1)->crashes, 0);
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->request.resume->step, 5);
    }

    void aPictureIsAnnouncedOnDiskBeforeItMayBeSaved()
    {
        open();
        m_queue->add(newJobs(1, 2));
        QTRY_VERIFY(runs(1));
        const QString file = m_folder->filePath(QStringLiteral("0.png"));
        Q_EMIT m_runner->savingPicture(1, 0, file);
        QVERIFY(m_runner->allowed.isEmpty());
        QTRY_COMPARE(m_runner->allowed, QVector<int>{0});
        QCOMPARE(onDisk(QStringLiteral("SELECT path FROM saves")).toString(), file);
        QFile picture(file);
        QVERIFY(picture.open(QIODevice::WriteOnly));
        // The program dies before it can say that the picture is there.
        crash();
        open();
        QCOMPARE(job(1)->picturesDone, 1);
    }

    void theSecondInstanceIsToldAndRunsNothing()
    {
        open();
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        ScriptedRunner otherRunner;
        JobQueue other(path(), &otherRunner);
        QSignalSpy failed(&other, &JobQueue::failed);
        other.open();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!other.isOpen());
        other.add(newJobs(1));
        QCOMPARE(failed.size(), 2);
        QVERIFY(!otherRunner.current);
        QCOMPARE(other.count(), 0);
        // The first ends: now the second may.
        m_queue.reset();
        other.open();
        QTRY_VERIFY(other.isOpen());
        QTRY_VERIFY(otherRunner.current);
    }

    void aFullDiskPausesTheQueueAndLosesNothing()
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(1));
        m_queue->setMostPages(1);
        QVector<NewJob> bulky = newJobs(50);
        for (NewJob &wanted : bulky)
            wanted.request.prompt.append(4000, 'x');
        m_queue->add(bulky);
        QTRY_COMPARE(m_queue->pause(), JobQueue::Pause::DiskFull);
        QVERIFY(m_queue->pauseReason().contains(QLatin1String("room")));
        QCOMPARE(m_failures.size(), 1);
        QCOMPARE(m_queue->count(), 51);
        // Without room the queue does not go on, and says so again.
        m_queue->setPaused(false);
        QTRY_COMPARE(m_failures.size(), 2);
        QTRY_COMPARE(m_queue->pause(), JobQueue::Pause::DiskFull);
        QVERIFY(m_runner->started.isEmpty());

        QSignalSpy saved(m_queue.get(), &JobQueue::saved);
        m_queue->setMostPages(0);
        m_queue->setPaused(false);
        QTRY_COMPARE(saved.size(), 1);
        QTRY_VERIFY(runs(1));
        open();
        QCOMPARE(m_queue->count(), 51);
        QCOMPARE(job(51)->request.prompt, bulky.last().request.prompt);
    }

    void aLockedDatabaseIsWaitedForAndTheQueueGoesOnByItself()
    {
        JobStoreOptions options;
        options.busyTimeoutMs = 1;
        open(options);
        auto other = std::make_unique<SqlConnection>(path(), SqlOptions{.busyTimeoutMs = 0});
        auto theirs = std::make_unique<SqlConnection::Transaction>(*other);
        m_queue->add(newJobs(1));
        QTRY_COMPARE(m_queue->pause(), JobQueue::Pause::Fault);
        QVERIFY(m_queue->pauseReason().contains(QLatin1String("locked")));
        QVERIFY(m_runner->started.isEmpty());
        theirs.reset();
        other.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!m_queue->isPaused(), 20'000);
        QTRY_VERIFY(runs(1));
    }

    void aDamagedDatabaseIsReplacedAndTheQueueGoesOn()
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(100));
        m_queue.reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() / 2 / 4096 * 4096));
        file.write(QByteArray(4096, '\xa5'));
        file.close();
        open();
        QTRY_COMPARE(m_failures.size(), 1);
        QVERIFY(m_failures[0].contains(QLatin1String("damaged")));
        QVERIFY(m_queue->count() >= 90);
        m_queue->setPaused(false);
        QTRY_VERIFY(m_runner->current);
    }

    void aDatabaseDamagedWhileItIsOpenKeepsTheJobsThatAreKnown()
    {
        open();
        m_queue->setPaused(true);
        QVector<NewJob> bulky = newJobs(1500);
        for (NewJob &wanted : bulky)
            wanted.request.prompt.append(3000, 'x');
        QSignalSpy saved(m_queue.get(), &JobQueue::saved);
        m_queue->add(bulky);
        QTRY_COMPARE(saved.size(), 1);
        QTRY_VERIFY(onDisk(QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)")).isValid());
        {
            SqlConnection connection(path(), {.busyTimeoutMs = 1000});
            connection.value(QStringLiteral("PRAGMA wal_checkpoint(RESTART)"));
        }
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        // More than SQLite's cache holds, from the fifth page on: the first jobs are in it.
        QVERIFY(file.seek(20 * 4096));
        file.write(QByteArray(200 * 4096, '\xa5'));
        file.close();

        m_queue->setPaused(false);
        QTRY_VERIFY(!m_failures.isEmpty() || m_runner->current);
        while (m_failures.isEmpty()) {
            QTRY_VERIFY(m_runner->current);
            const qint64 before = m_runner->current->id;
            m_runner->finish();
            QTRY_VERIFY(!m_failures.isEmpty() || (m_runner->current && m_runner->current->id != before));
        }
        QVERIFY(m_failures[0].contains(QLatin1String("damaged")));
        QTRY_VERIFY(m_runner->current);
        m_queue->setPaused(true);
        open();
        QCOMPARE(m_queue->count(), 1500);
        QVERIFY(m_failures.isEmpty());
        QCOMPARE(job(1400)->request.prompt, bulky[1399].request.prompt);
    }

    void onlyTheLatestOfWaitingResumePointsIsWritten()
    {
        int points = 0;
        JobStoreOptions options;
        options.busyTimeoutMs = 1;
        options.trace = [&points](const QString &sql) { points += sql.startsWith(QLatin1String("INSERT INTO resume_points")); };
        open(options);
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        {
            SqlConnection other(path(), {.busyTimeoutMs = 0});
            const SqlConnection::Transaction theirs(other);
            m_runner->makePoint(0, 1, "x");
            QTRY_VERIFY(m_queue->isPaused());
            for (int step = 2; step <= 100; ++step)
                m_runner->makePoint(0, step, "x");
        }
        m_queue->setPaused(false);
        QTRY_COMPARE(onDisk(QStringLiteral("SELECT step FROM resume_points")).toInt(), 100);
        m_queue.reset();
        // The one that met the lock, perhaps again, and the last.
        QVERIFY2(points < 20, qPrintable(QString::number(points)));
    }

    void aQueueMayEndWhileAnythingIsUnderWay()
    {
        for (int i = 0; i < 20; ++i) {
            ScriptedRunner runner;
            JobQueue queue(path(), &runner);
            queue.open();
            queue.add(newJobs(3));
            for (int turns = 0; turns < i; ++turns)
                QCoreApplication::processEvents();
        }
        open();
        // What was asked before the end of an unopened queue was never taken in; the rest is there, whole.
        QCOMPARE(m_queue->count() % 3, 0);
    }
};

CALOTYPE_GUILESS_TEST(JobQueueFaultTest)
#include "JobQueueFaultTest.moc"
