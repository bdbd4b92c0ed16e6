#include "core/jobs/JobStore.h"
#include "tests/core/jobs/CrashChild.h"
#include "tests/core/jobs/JobFixtures.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>

using namespace calotype;
using namespace calotype::jobs;
using namespace calotype::tests;

/// A program with a running queue is killed (SIGKILL) at moments that are counted, not timed, and started again.
class JobQueueCrashTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int kJobs = 4;
    static constexpr int kPictures = 3;
    static constexpr int kMoments = 20;
    static constexpr unsigned kRandomSeed = 20240607;

    using Pictures = std::map<QString, QStringList>; ///< JOB-INDEX to what its files say

    static void prepare(const QTemporaryDir &folder)
    {
        JobStore store(folder.filePath(QStringLiteral("queue.db")));
        store.add(jobRecords(kJobs, kPictures));
    }

    // Returns whether it was killed.
    static bool runChild(const QTemporaryDir &folder, int killAt, bool adding = false)
    {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), folder.path(), QString::number(killAt), adding ? QStringLiteral("add") : QStringLiteral("run")});
        if (!child.waitForFinished(60'000))
            qFatal("the child does not end");
        if (child.exitStatus() == QProcess::NormalExit && child.exitCode() != 0)
            qFatal("the child ended with %d", child.exitCode());
        return child.exitStatus() == QProcess::CrashExit;
    }

    static QStringList lines(const QTemporaryDir &folder, const QString &name)
    {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

    static Pictures pictures(const QTemporaryDir &folder)
    {
        Pictures found;
        const QDir dir(folder.filePath(crash::kPictures));
        for (const QString &name : dir.entryList(QDir::Files)) {
            if (name.endsWith(QLatin1String(".part")))
                continue;
            QFile file(dir.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("a picture cannot be read");
            found[name.section(QLatin1Char('-'), 0, 1)] << QString::fromUtf8(file.readAll());
        }
        return found;
    }

    // Moments 1…count, without repetition, the same in every run of the test.
    static std::vector<int> randomMoments(int count, int howMany)
    {
        std::vector<int> all(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            all[static_cast<std::size_t>(i)] = i + 1;
        std::mt19937 random(kRandomSeed);
        for (std::size_t i = all.size() - 1; i > 0; --i)
            std::swap(all[i], all[random() % (i + 1)]);
        all.resize(static_cast<std::size_t>(std::min(howMany, count)));
        return all;
    }

private Q_SLOTS:
    void aKilledQueueLosesNothingAndMakesNothingTwice()
    {
        const QTemporaryDir undisturbed;
        prepare(undisturbed);
        QVERIFY(!runChild(undisturbed, 0));
        const Pictures expected = pictures(undisturbed);
        QCOMPARE(expected.size(), std::size_t{kJobs * kPictures});
        const int moments = lines(undisturbed, crash::kMoments).value(0).toInt();
        QVERIFY(moments > 100);

        for (const int moment : randomMoments(moments, kMoments)) {
            const QByteArray where = "killed at moment " + QByteArray::number(moment) + " of " + QByteArray::number(moments);
            const QTemporaryDir folder;
            prepare(folder);
            QVERIFY2(runChild(folder, moment), where.constData());
            QVERIFY2(!runChild(folder, 0), where.constData());

            const Pictures found = pictures(folder);
            for (const auto &[picture, contents] : expected) {
                const auto here = found.find(picture);
                QVERIFY2(here != found.end(), (where + ": " + picture.toUtf8() + " is missing").constData());
                QVERIFY2(here->second == contents, (where + ": " + picture.toUtf8() + " is there twice or another").constData());
            }
            QVERIFY2(found.size() == expected.size(), where.constData());

            JobStore store(folder.filePath(QStringLiteral("queue.db")));
            const std::vector<Job> jobs = store.jobs();
            QCOMPARE(jobs.size(), std::size_t{kJobs});
            for (const Job &job : jobs) {
                QVERIFY2(job.state == JobState::Done, where.constData());
                QCOMPARE(job.picturesDone, kPictures);
                QVERIFY(!job.hasResumePoint);
            }
            // No more is computed again than one picture.
            const auto steps = lines(folder, crash::kSteps).size();
            QVERIFY2(steps <= (kJobs * kPictures + 1) * crash::kStepsPerPicture, where.constData());
        }
    }

    void anAcknowledgedJobIsThere()
    {
        const QTemporaryDir undisturbed;
        QVERIFY(!runChild(undisturbed, 0, true));
        const int moments = lines(undisturbed, crash::kMoments).value(0).toInt();
        QVERIFY(moments > 50);
        for (const int moment : randomMoments(moments, 10)) {
            const QTemporaryDir folder;
            const bool killed = runChild(folder, moment, true);
            const QStringList acknowledged = lines(folder, crash::kAcknowledged);
            QVERIFY(killed || acknowledged.size() == 30);
            JobStore store(folder.filePath(QStringLiteral("queue.db")));
            QVERIFY(!store.notice());
            std::map<qint64, Job> jobs;
            for (const Job &job : store.jobs())
                jobs[job.id] = job;
            // Two at a time, or none.
            QCOMPARE(jobs.size() % 2, std::size_t{0});
            for (const QString &id : acknowledged) {
                QVERIFY2(jobs.contains(id.toLongLong()), qPrintable(id));
                QVERIFY(!jobs[id.toLongLong()].request.prompt.empty());
            }
        }
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child"))
        return runCrashChild(arguments.value(2), arguments.value(3).toInt(), arguments.value(4) == QLatin1String("add"));
    JobQueueCrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "JobQueueCrashTest.moc"
