#include "tests/core/jobs/JobStoreBench.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <optional>

using namespace calotype;
using namespace calotype::jobs;
using calotype::tests::jobRecord;
using calotype::tests::jobRecords;
using calotype::tests::picture;

/// Damaged, foreign, locked and full: what there is of it is kept.
class JobStoreFaultTest : public tests::JobStoreBench
{
    Q_OBJECT

private:
    template<typename Function>
    static std::optional<ErrorCode> codeOf(Function &&function)
    {
        try {
            function();
            return std::nullopt;
        } catch (const Failure &failure) {
            return failure.error().code;
        }
    }

    QStringList damagedFiles() const
    {
        return QFileInfo(path()).dir().entryList({QStringLiteral("queue.damaged-*.db")}, QDir::Files);
    }

    // Every prompt is so long that each job has pages of its own.
    static std::vector<Job> bulkyJobs(int count)
    {
        std::vector<Job> jobs = jobRecords(count);
        for (Job &job : jobs)
            job.request.prompt.append(3000, 'x');
        return jobs;
    }

    void overwrite(qint64 offset, const QByteArray &bytes)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(offset));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void aFileOfANewerVersionIsLeftAlone()
    {
        {
            JobStore store(path());
            store.add(jobRecords(1));
        }
        {
            SqlConnection connection(path(), {.busyTimeoutMs = 0});
            connection.run(QStringLiteral("PRAGMA user_version = 99"));
        }
        QCOMPARE(codeOf([this] { JobStore store(path()); }), ErrorCode::Unsupported);
        SqlConnection connection(path(), {.busyTimeoutMs = 0});
        QCOMPARE(connection.value(QStringLiteral("PRAGMA user_version")).toInt(), 99);
        QCOMPARE(connection.value(QStringLiteral("SELECT count(*) FROM jobs")).toInt(), 1);
        QVERIFY(damagedFiles().isEmpty());
    }

    void whatIsNoDatabaseIsSetAside()
    {
        QVERIFY(QDir().mkpath(QFileInfo(path()).absolutePath()));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray content = QByteArray(9000, 'z');
        file.write(content);
        file.close();
        JobStore store(path());
        QVERIFY(store.notice());
        QCOMPARE(store.notice()->code, ErrorCode::Damaged);
        QVERIFY(store.jobs().empty());
        store.add(jobRecords(1));
        QCOMPARE(damagedFiles().size(), 1);
        QFile aside(QFileInfo(path()).dir().filePath(damagedFiles().at(0)));
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), content);
        QVERIFY(QString::fromStdString(store.notice()->message).contains(aside.fileName()));
    }

    void whatCanBeReadOfADamagedFileIsTakenOver_data()
    {
        QTest::addColumn<double>("where");
        QTest::newRow("near the start") << 0.2;
        QTest::newRow("in the middle") << 0.5;
        QTest::newRow("near the end") << 0.8;
    }

    void whatCanBeReadOfADamagedFileIsTakenOver()
    {
        QFETCH(double, where);
        constexpr int kCount = 200;
        {
            JobStore store(path());
            store.add(bulkyJobs(kCount));
            store.setMeta(QStringLiteral("pause"), QStringLiteral("user"));
        }
        const qint64 pages = QFileInfo(path()).size() / 4096;
        QVERIFY(pages > kCount);
        // Three neighbouring pages, none of them the first ones with the schema.
        overwrite(static_cast<qint64>(static_cast<double>(pages) * where) * 4096, QByteArray(3 * 4096, '\xa5'));

        JobStore store(path());
        QVERIFY(store.notice());
        QVERIFY(QString::fromStdString(store.notice()->message).contains(QStringLiteral("jobs were read")));
        int sound = 0;
        for (const Job &job : store.jobs()) {
            if (job.state == JobState::Failed) {
                QVERIFY(!job.error.isEmpty());
                continue;
            }
            QCOMPARE(QString::fromStdString(job.request.prompt), QStringLiteral("prompt %1").arg(job.id) + QString(3000, u'x'));
            ++sound;
        }
        QVERIFY2(sound >= kCount - 12, qPrintable(QString::number(sound)));
        QCOMPARE(damagedFiles().size(), 1);
        // The new one is whole: it opens without another word, and takes jobs.
        store.add({jobRecord(store.nextId(), "new")});
        QVERIFY(!JobStore(path()).notice());
    }

    void aJobWhosePictureIsLostSaysSo()
    {
        JobStore store(path());
        std::vector<Job> jobs = jobRecords(2);
        jobs[0].request.initImage = picture(32, 32, 3);
        store.add(jobs);
        {
            SqlConnection connection(path(), {.busyTimeoutMs = 1000});
            connection.run(QStringLiteral("UPDATE images SET data = zeroblob(100)"));
        }
        QCOMPARE(codeOf([&] { (void)store.load(1); }), ErrorCode::NotFound);
        QVERIFY(!codeOf([&] { (void)store.load(2); }));
        QCOMPARE(codeOf([&] { (void)store.load(77); }), ErrorCode::NotFound);
    }

    void unreadableSettingsFailOneJobAlone()
    {
        JobStore store(path());
        store.add(jobRecords(2));
        {
            SqlConnection connection(path(), {.busyTimeoutMs = 1000});
            connection.run(QStringLiteral("UPDATE jobs SET request = '{\"steps\": \"many\"}' WHERE id = 1"));
        }
        const std::vector<Job> jobs = store.jobs();
        QCOMPARE(jobs.at(0).state, JobState::Failed);
        QVERIFY(jobs.at(0).error.contains(QLatin1String("steps")));
        QCOMPARE(jobs.at(1).state, JobState::Queued);
    }

    void jobsThatAreMissingArePutBack()
    {
        JobStore store(path());
        std::vector<Job> known = jobRecords(3);
        store.add({known[1]});
        known[2].hasInitImage = true;
        known[2].state = JobState::Cancelled;
        known[1].state = JobState::Failed; // what is there is not touched
        store.restore(known);
        const std::vector<Job> jobs = store.jobs();
        QCOMPARE(jobs.size(), std::size_t{3});
        QCOMPARE(jobs[1].state, JobState::Queued);
        QCOMPARE(jobs[2].state, JobState::Cancelled);
        QVERIFY(!codeOf([&] { (void)store.load(1); }));
        QCOMPARE(codeOf([&] { (void)store.load(3); }), ErrorCode::NotFound);
    }

    void aLockedFileIsToldAndNothingIsHalfDone()
    {
        JobStoreOptions options;
        options.busyTimeoutMs = 0;
        JobStore store(path(), options);
        store.add(jobRecords(1));
        SqlConnection other(path(), {.busyTimeoutMs = 0});
        {
            const SqlConnection::Transaction theirs(other);
            QCOMPARE(codeOf([&] { store.add({jobRecord(2, "b")}); }), ErrorCode::Io);
        }
        QCOMPARE(store.jobs().size(), std::size_t{1});
        store.add({jobRecord(2, "b")});
        QCOMPARE(store.jobs().size(), std::size_t{2});
    }

    void aFullDiskLosesNothing()
    {
        JobStore store(path());
        store.add(bulkyJobs(5));
        store.setMostPages(1); // SQLite takes the present size instead: no page more
        std::vector<Job> more = bulkyJobs(60);
        more.erase(more.begin(), more.begin() + 5);
        QCOMPARE(codeOf([&] { store.add(more); }), ErrorCode::DiskFull);
        QCOMPARE(store.jobs().size(), std::size_t{5});
        QCOMPARE(store.load(5).request.prompt, bulkyJobs(5)[4].request.prompt);
        store.setMostPages(0);
        store.add(more);
        QCOMPARE(store.jobs().size(), std::size_t{60});
    }
};

CALOTYPE_GUILESS_TEST(JobStoreFaultTest)
#include "JobStoreFaultTest.moc"
