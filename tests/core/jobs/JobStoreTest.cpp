#include "core/base/Resample.h"
#include "core/engine/Inpainting.h"
#include "tests/core/jobs/JobStoreBench.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <algorithm>
#include <utility>

using namespace calotype;
using namespace calotype::jobs;
using calotype::tests::jobRecord;
using calotype::tests::jobRecords;
using calotype::tests::picture;

class JobStoreTest : public tests::JobStoreBench
{
    Q_OBJECT

private Q_SLOTS:
    void aJobComesBackAsItWas()
    {
        Job job = jobRecord(3, "ein Käfer, ネコ, 🐈 “quoted”", 2);
        job.request.initImage = picture(64, 128, 3);
        job.request.mask = picture(64, 128, 1, 5);
        job.request.strength = 0.625;
        {
            JobStore store(path());
            store.add({job});
        }
        JobStore store(path());
        QVERIFY(!store.notice());
        const Job loaded = store.load(3);
        GenerationRequest expected = job.request;
        expected.resumePointSeconds = kResumePointSeconds;
        QVERIFY(loaded.request.initImage && *loaded.request.initImage == *job.request.initImage);
        QVERIFY(loaded.request.mask && *loaded.request.mask == *job.request.mask);
        expected.initImage = loaded.request.initImage;
        expected.mask = loaded.request.mask;
        QVERIFY(loaded.request == expected);
        QVERIFY(loaded.model == job.model);
        QCOMPARE(loaded.created, job.created);
        QCOMPARE(loaded.position, job.position);

        const std::vector<Job> all = store.jobs();
        QCOMPARE(all.size(), std::size_t{1});
        QVERIFY(all[0].hasInitImage && all[0].hasMask);
        QVERIFY(!all[0].request.initImage && !all[0].request.mask);
        QCOMPARE(all[0].request.strength, 0.625);
    }

    void whatChangesInALifeIsKept()
    {
        Job job = jobRecord(1, "a", 4);
        JobStore store(path());
        store.add({job});
        job.state = JobState::Failed;
        job.position = -5;
        job.started = QDateTime::fromMSecsSinceEpoch(1'700'000'001'000, Qt::UTC);
        job.ended = QDateTime::fromMSecsSinceEpoch(1'700'000'002'000, Qt::UTC);
        job.error = QStringLiteral("Memory ran out.");
        job.crashes = 1;
        job.picturesDone = 2;
        job.interrupted = true;
        job.setAside = true;
        store.update(job);
        const Job found = store.jobs().at(0);
        QCOMPARE(found.state, JobState::Failed);
        QCOMPARE(found.position, qint64{-5});
        QCOMPARE(found.started, job.started);
        QCOMPARE(found.ended, job.ended);
        QCOMPARE(found.error, job.error);
        QCOMPARE(found.crashes, 1);
        QCOMPARE(found.picturesDone, 2);
        QVERIFY(found.interrupted);
        QVERIFY(found.setAside);
        QVERIFY(!found.hasResumePoint);
    }

    void jobsComeInTheOrderOfTheirPositions()
    {
        JobStore store(path());
        store.add(jobRecords(4));
        store.setPositions({{4, 500}, {1, 3500}});
        std::vector<qint64> ids;
        for (const Job &job : store.jobs())
            ids.push_back(job.id);
        QCOMPARE(ids, (std::vector<qint64>{4, 2, 3, 1}));
    }

    void idsAreNeverGivenTwice()
    {
        {
            JobStore store(path());
            QCOMPARE(store.nextId(), qint64{1});
            store.add(jobRecords(3));
            store.remove({3});
            QCOMPARE(store.nextId(), qint64{4});
        }
        QCOMPARE(JobStore(path()).nextId(), qint64{4});
    }

    void tenThousandJobsShareOneStartingPicture()
    {
        std::vector<Job> jobs = jobRecords(10'000);
        const auto shared = picture(512, 512, 3);
        const auto equal = std::make_shared<Image>(*shared);
        for (std::size_t i = 0; i < jobs.size(); ++i)
            jobs[i].request.initImage = i % 2 ? shared : equal;
        int inserts = 0;
        JobStoreOptions options;
        options.trace = [&inserts](const QString &sql) { inserts += sql.startsWith(QLatin1String("INSERT INTO images")); };
        JobStore store(path(), options);
        store.add(jobs);
        QCOMPARE(inserts, 1);
        QVERIFY(*store.load(9'999).request.initImage == *shared);
        // The records themselves are under a kilobyte each.
        QVERIFY(QFileInfo(path()).size() + QFileInfo(path() + QStringLiteral("-wal")).size() < 40'000'000);
    }

    void aPictureGoesWithItsLastJob()
    {
        JobStore store(path());
        std::vector<Job> jobs = jobRecords(2);
        jobs[0].request.initImage = jobs[1].request.initImage = picture(32, 32, 3);
        store.add(jobs);
        store.remove({1});
        QVERIFY(store.load(2).request.initImage);
        store.remove({2});
        SqlConnection reader(path(), {.readOnly = true, .busyTimeoutMs = 0});
        QCOMPARE(reader.value(QStringLiteral("SELECT count(*) FROM images")).toInt(), 0);
    }

    void aJobThatIsMadeSmallerHasItsPicturesScaled()
    {
        Job job = jobRecord(1, "a");
        job.request.initImage = picture(64, 128, 3);
        const auto mask = std::make_shared<Image>(64, 128, 1);
        std::fill_n(mask->pixels.begin(), 64 * 61, std::uint8_t{255}); // the upper part, to an odd line
        job.request.mask = mask;
        JobStore store(path());
        store.add({job});
        job.model.device = "cpu";
        job.model.memory = MemoryMode::Low;
        job.request.width = 32;
        job.request.height = 64;
        store.change(job);
        const Job found = store.load(1);
        QVERIFY(found.model == job.model);
        QCOMPARE(found.request.width, 32);
        QCOMPARE(found.request.height, 64);
        QVERIFY(found.request.initImage && *found.request.initImage == resized(*job.request.initImage, 32, 64));
        QVERIFY(found.request.mask);
        QCOMPARE(found.request.mask->width, 32);
        QCOMPARE(found.request.mask->height, 64);
        QVERIFY(marksAnything(*found.request.mask));
        QVERIFY(!isSoft(*found.request.mask)); // it goes on saying yes or no alone
    }

    void aJobOfAMaskedPartKeepsItsWholePicture()
    {
        Job job = jobRecord(1, "a");
        job.request.initImage = picture(200, 100, 3);
        job.request.mask = picture(200, 100, 1);
        job.request.inpaintOnlyMasked = true;
        JobStore store(path());
        store.add({job});
        job.request.width = 32;
        job.request.height = 64;
        store.change(job);
        QVERIFY(*store.load(1).request.initImage == *job.request.initImage);
        QVERIFY(*store.load(1).request.mask == *job.request.mask);
    }

    void onlyTheLatestResumePointIsKept()
    {
        JobStore store(path());
        store.add(jobRecords(1, 3));
        store.setResumePoint(1, {0, 4, {1, 2, 3}});
        store.setResumePoint(1, {0, 8, {0, 255, 0}});
        const auto point = store.load(1).request.resume;
        QVERIFY(point);
        QCOMPARE(point->step, 8);
        QCOMPARE(point->bytes, (std::vector<std::uint8_t>{0, 255, 0}));
        QVERIFY(store.jobs().at(0).hasResumePoint);
        store.pictureDone(1, 1);
        QVERIFY(!store.load(1).request.resume);
        QCOMPARE(store.jobs().at(0).picturesDone, 1);
    }

    void theResumePointOfABatchOutlivesItsFirstPictures()
    {
        Job job = jobRecord(1, "a", 3);
        job.request.noise = NoiseMode::Batch;
        JobStore store(path());
        store.add({job});
        store.setResumePoint(1, {0, 20, {1}});
        store.pictureDone(1, 2);
        store.recover();
        QVERIFY(store.load(1).request.resume);
    }

    void aRunningJobComesBackInterruptedAndTheSecondTimeSetAside()
    {
        for (int crash = 1; crash <= 2; ++crash) {
            JobStore store(path());
            if (crash == 1) {
                QVERIFY(!store.recover());
                store.add(jobRecords(2, 3));
            } else {
                QVERIFY(store.recover());
            }
            Job job = store.load(1);
            QCOMPARE(job.crashes, crash - 1);
            QCOMPARE(job.interrupted, crash == 2);
            job.state = JobState::Running;
            job.interrupted = false;
            store.update(job);
            store.pictureDone(1, 1);
            store.setResumePoint(1, {1, 5, {9}});
        }
        JobStore store(path());
        QVERIFY(store.recover());
        const Job job = store.load(1);
        QCOMPARE(job.state, JobState::Failed);
        QVERIFY(job.setAside);
        QVERIFY(!job.error.isEmpty());
        QCOMPARE(job.crashes, 2);
        QCOMPARE(job.picturesDone, 1);
        QVERIFY(job.request.resume);
        QCOMPARE(store.load(2).state, JobState::Queued);
    }

    void anEndedSessionIsNoCrash()
    {
        {
            JobStore store(path());
            QVERIFY(!store.recover());
            store.endSession();
        }
        {
            JobStore store(path());
            QVERIFY(!store.recover());
        }
        QVERIFY(JobStore(path()).recover());
    }

    void anAnnouncedPictureThatLiesThereIsDone_data()
    {
        QTest::addColumn<QVector<int>>("announced");
        QTest::addColumn<QVector<int>>("there");
        QTest::addColumn<int>("done");
        QTest::newRow("not there") << QVector<int>{1} << QVector<int>{} << 1;
        QTest::newRow("there") << QVector<int>{1} << QVector<int>{1} << 2;
        QTest::newRow("the second of two is not") << QVector<int>{1, 2} << QVector<int>{1} << 2;
        QTest::newRow("the first of two is not") << QVector<int>{1, 2} << QVector<int>{2} << 1;
        QTest::newRow("all") << QVector<int>{1, 2} << QVector<int>{1, 2} << 3;
    }

    void anAnnouncedPictureThatLiesThereIsDone()
    {
        QFETCH(QVector<int>, announced);
        QFETCH(QVector<int>, there);
        QFETCH(int, done);
        JobStore store(path());
        Job job = jobRecord(1, "a", 3);
        store.add({job});
        job.state = JobState::Running;
        store.update(job);
        store.pictureDone(1, 1);
        store.setResumePoint(1, {1, 7, {1}});
        const auto file = [this](int index) { return m_folder->filePath(QStringLiteral("%1.png").arg(index)); };
        for (const int index : announced)
            store.announceSave(1, index, file(index));
        for (const int index : there) {
            QFile picture(file(index));
            QVERIFY(picture.open(QIODevice::WriteOnly));
        }
        store.recover();
        const Job found = store.load(1);
        QCOMPARE(found.picturesDone, done);
        QCOMPARE(found.state, done == 3 ? JobState::Done : JobState::Queued);
        QCOMPARE(static_cast<bool>(found.request.resume), done == 1);
    }

    void anAnnouncementEndsWithItsRun()
    {
        JobStore store(path());
        Job job = jobRecord(1, "a", 2);
        store.add({job});
        const QString file = m_folder->filePath(QStringLiteral("other.png"));
        store.announceSave(1, 0, file);
        job.state = JobState::Cancelled;
        store.update(job);
        job.state = JobState::Running;
        store.update(job);
        // Another job's picture took the place that was free.
        QFile picture(file);
        QVERIFY(picture.open(QIODevice::WriteOnly));
        store.recover();
        QCOMPARE(store.load(1).picturesDone, 0);
    }

    void speedsAndWordsAreKept()
    {
        {
            JobStore store(path());
            store.setSpeed(QStringLiteral("cpu|512x512"), 25.5);
            store.setSpeed(QStringLiteral("cpu|512x512"), 24.5);
            store.setMeta(QStringLiteral("pause"), QStringLiteral("user"));
        }
        JobStore store(path());
        QCOMPARE(store.speeds().value(QStringLiteral("cpu|512x512")), 24.5);
        QCOMPARE(store.meta(QStringLiteral("pause")), QStringLiteral("user"));
        QCOMPARE(store.meta(QStringLiteral("nothing")), QString());
    }

    void smallChangesTouchFewRows()
    {
        JobStore store(path());
        store.add(jobRecords(10'000));
        auto touched = [&store, before = store.rowsTouched()]() mutable {
            const qint64 now = store.rowsTouched();
            return now - std::exchange(before, now);
        };
        store.setPositions({{9'000, 1}});
        QCOMPARE(touched(), qint64{1});
        store.pictureDone(5, 1);
        QCOMPARE(touched(), qint64{1});
        Job job = jobRecord(5, "a");
        store.update(job);
        QCOMPARE(touched(), qint64{1});
        store.cancelWaiting(QDateTime::currentDateTimeUtc());
        QCOMPARE(touched(), qint64{10'000});
    }

    void cancellingAllWaitingIsOneStatement()
    {
        int statements = 0;
        JobStoreOptions options;
        options.trace = [&statements](const QString &) { ++statements; };
        JobStore store(path(), options);
        store.add(jobRecords(10'000));
        statements = 0;
        store.cancelWaiting(QDateTime::currentDateTimeUtc());
        QCOMPARE(statements, 1);
        for (const Job &job : store.jobs())
            QCOMPARE(job.state, JobState::Cancelled);
    }
};

CALOTYPE_GUILESS_TEST(JobStoreTest)
#include "JobStoreTest.moc"
