#include "core/jobs/JobStore.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/ui/queue/KillChild.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>

using namespace calotype;
using namespace calotype::jobs;
using namespace calotype::tests;

/// A program that makes pictures with the real engine is killed (SIGKILL) at moments that are counted, not timed, and
/// started again until all is made.
///
/// The number of kills is that of CALOTYPE_KILLS. For fifty of them, which take about a minute:
///
///     CALOTYPE_KILLS=50 build/tests/QueueKillTest killedAtRandomMomentsNothingIsLostOrDoubled
///
/// and CALOTYPE_KILL_SEED=N for other moments than the usual ones.
class QueueKillTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int kKills = 6;
    static constexpr unsigned kSeed = 20240607;
    static constexpr int kWaitMs = 120'000; // between two lines of the child, on a machine that is busy with others
    static constexpr int kLongSteps = 120;

    using Pictures = std::map<qint64, QVector<QImage>>; ///< by seed
    struct Run {
        bool killed = false;
        QStringList lines;
    };

    static Job makeJob(qint64 id, const char *sampler, const char *schedule, int steps, int pictures)
    {
        Job job;
        job.id = id;
        job.position = id * 1000;
        job.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
        job.model.path = CALOTYPE_TEST_DATA "/models/sd15-tiny";
        job.model.device = "cpu";
        job.model.dtype = "float32";
        job.request.prompt = "a photo of a cat";
        job.request.negativePrompt = "blurry";
        job.request.sampler = sampler;
        job.request.schedule = schedule;
        job.request.steps = steps;
        job.request.width = 64;
        job.request.height = 64;
        job.request.seeds.clear();
        for (int i = 0; i < pictures; ++i)
            job.request.seeds.push_back(id * 100 + i);
        return job;
    }

    // Ancestral noise, two kinds of memory of past steps, Brownian noise, a batch, a starting picture.
    static std::vector<Job> variedJobs()
    {
        std::vector<Job> all{
            makeJob(1, "euler_a", "karras", 12, 3),     makeJob(2, "dpmpp_3m_sde", "karras", 12, 2),
            makeJob(3, "pndm", "default", 12, 2),       makeJob(4, "unipc", "default", 10, 3),
            makeJob(5, "dpmpp_sde", "exponential", 8, 2),
        };
        all[2].request.initImage = picture(64, 64, 3);
        all[2].hasInitImage = true;
        all[3].request.noise = NoiseMode::Batch;
        return all;
    }

    static void prepare(const QTemporaryDir &folder, const std::vector<Job> &jobs)
    {
        JobStore(folder.filePath(QStringLiteral("queue.db"))).add(jobs);
    }

    /// Kills the child when it has said @p killAfter lines; 0: never.
    static Run runChild(const QTemporaryDir &folder, int killAfter, const KillChildOrder &order = {})
    {
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("CALOTYPE_DATA_DIR"), folder.filePath(QStringLiteral("data")));
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), folder.path(), QString::number(order.retryAside), QString::number(order.killAtPoint)});
        QByteArray said;
        bool told = false;
        while (child.waitForReadyRead(kWaitMs)) {
            said += child.readAllStandardOutput();
            if (killAfter > 0 && !told && said.count('\n') >= killAfter) {
                told = true;
                child.kill();
            }
        }
        if (child.state() != QProcess::NotRunning && !child.waitForFinished(kWaitMs))
            qFatal("the child does not end");
        said += child.readAllStandardOutput();
        if (child.exitStatus() == QProcess::NormalExit && child.exitCode() != 0)
            qFatal("the child ended with %d", child.exitCode());
        return {child.exitStatus() == QProcess::CrashExit, QString::fromUtf8(said).split(u'\n', Qt::SkipEmptyParts)};
    }

    static Run runChildToPoint(const QTemporaryDir &folder, int point)
    {
        return runChild(folder, 0, {{}, false, point});
    }

    static Pictures pictures(const QTemporaryDir &folder)
    {
        Pictures found;
        for (QDirIterator it(folder.filePath(QStringLiteral("pictures")), {QStringLiteral("*.png")}, QDir::Files,
                             QDirIterator::Subdirectories);
             it.hasNext();) {
            const QFileInfo file(it.next());
            const QImage image(file.filePath());
            if (image.isNull())
                qFatal("%s cannot be read", qPrintable(file.filePath()));
            found[file.completeBaseName().section(u'-', 1, 1).toLongLong()] << image;
        }
        return found;
    }

    static std::vector<Job> storedJobs(const QTemporaryDir &folder)
    {
        return JobStore(folder.filePath(QStringLiteral("queue.db"))).jobs();
    }

    /// The sampling step that the run told first; 0: none.
    static int firstStep(const Run &run)
    {
        const QStringList steps = run.lines.filter(QRegularExpression(QStringLiteral("^step ")));
        return steps.isEmpty() ? 0 : steps.first().section(u' ', 3, 3).toInt();
    }

    static void compareWithUndisturbed(const QTemporaryDir &folder, const std::vector<Job> &jobs, const Pictures &expected,
                                       const QByteArray &where)
    {
        const std::vector<Job> stored = storedJobs(folder);
        QVERIFY2(stored.size() == jobs.size(), where.constData());
        for (const Job &job : stored) {
            QVERIFY2(job.state == JobState::Done, (where + ": " + job.error.toUtf8()).constData());
            QCOMPARE(job.picturesDone, job.pictures());
            QVERIFY(!job.hasResumePoint);
        }
        const Pictures found = pictures(folder);
        for (const auto &[seed, images] : expected) {
            const QByteArray which = where + ": the picture of seed " + QByteArray::number(seed);
            const auto here = found.find(seed);
            QVERIFY2(here != found.end(), (which + " is missing").constData());
            QVERIFY2(here->second.size() == 1, (which + " is there twice").constData());
            QVERIFY2(here->second.front() == images.front(), (which + " has other pixels").constData());
        }
        QVERIFY2(found.size() == expected.size(), where.constData());
    }

private Q_SLOTS:
    void killedAtRandomMomentsNothingIsLostOrDoubled()
    {
        const std::vector<Job> jobs = variedJobs();
        const QTemporaryDir undisturbed;
        prepare(undisturbed, jobs);
        const Run whole = runChild(undisturbed, 0);
        QVERIFY(!whole.killed);
        const Pictures expected = pictures(undisturbed);
        compareWithUndisturbed(undisturbed, jobs, expected, "undisturbed");
        QCOMPARE(expected.size(), std::size_t{12});
        // No two are alike, so that none can stand for another.
        for (auto one = expected.begin(); one != expected.end(); ++one)
            QVERIFY(std::none_of(std::next(one), expected.end(), [&](const auto &other) { return other.second == one->second; }));

        bool isSet = false;
        const int wanted = std::max(1, qEnvironmentVariableIsSet("CALOTYPE_KILLS") ? qEnvironmentVariableIntValue("CALOTYPE_KILLS") : kKills);
        const int seed = qEnvironmentVariableIntValue("CALOTYPE_KILL_SEED", &isSet);
        std::mt19937 random(isSet ? static_cast<unsigned>(seed) : kSeed);
        // A queue is killed about eight times on its way to the end; then another is begun.
        const unsigned longest = std::max(1u, static_cast<unsigned>(whole.lines.size()) / 4);
        int kills = 0;
        for (int round = 1; kills < wanted; ++round) {
            const QTemporaryDir folder;
            prepare(folder, jobs);
            for (bool killed = true; killed;) {
                const Run run = runChild(folder, kills < wanted ? 1 + static_cast<int>(random() % longest) : 0);
                killed = run.killed;
                kills += killed;
            }
            compareWithUndisturbed(folder, jobs, expected,
                                   "queue " + QByteArray::number(round) + ", after " + QByteArray::number(kills) + " kills in all");
            if (QTest::currentTestFailed())
                return;
        }
    }

    void aJobThatDiedTwiceIsSetAsideAndCanBeTriedAgain()
    {
        const std::vector<Job> jobs{makeJob(1, "dpmpp_2m_sde", "karras", kLongSteps, 1), makeJob(2, "euler_a", "default", 4, 1)};
        const QTemporaryDir undisturbed;
        prepare(undisturbed, jobs);
        QVERIFY(!runChild(undisturbed, 0).killed);
        const Pictures expected = pictures(undisturbed);
        compareWithUndisturbed(undisturbed, jobs, expected, "undisturbed");
        QCOMPARE(expected.size(), std::size_t{2});

        const QTemporaryDir folder;
        prepare(folder, jobs);
        QVERIFY(runChildToPoint(folder, 20).killed);
        const Run second = runChildToPoint(folder, 10);
        QVERIFY(second.killed);
        QVERIFY(second.lines.contains(QStringLiteral("interrupted 1 1")));
        // It went on from the journal: the twentieth point is of the twentieth step or a later one.
        QVERIFY2(firstStep(second) >= 20, qPrintable(QString::number(firstStep(second))));

        const Run third = runChild(folder, 0, {{}, true, 0});
        QVERIFY(!third.killed);
        const QStringList aside = third.lines.filter(QRegularExpression(QStringLiteral("^aside ")));
        QCOMPARE(aside.size(), 1);
        QVERIFY2(aside.first().startsWith(QLatin1String("aside 1 The program ended 2 times")), qPrintable(aside.first()));
        QVERIFY2(aside.first().contains(QLatin1String("Try a smaller picture")), qPrintable(aside.first()));
        compareWithUndisturbed(folder, jobs, expected, "after it was tried again");
    }

    void whatWasSetAsideCanAlsoBeGoneOnWith()
    {
        const std::vector<Job> jobs{makeJob(1, "lms", "default", kLongSteps, 1)};
        const QTemporaryDir undisturbed;
        prepare(undisturbed, jobs);
        QVERIFY(!runChild(undisturbed, 0).killed);
        const QTemporaryDir folder;
        prepare(folder, jobs);
        QVERIFY(runChildToPoint(folder, 10).killed);
        QVERIFY(runChildToPoint(folder, 10).killed);
        const Run last = runChild(folder, 0);
        QVERIFY(!last.killed);
        QCOMPARE(last.lines.filter(QRegularExpression(QStringLiteral("^aside 1 "))).size(), 1);
        QVERIFY2(firstStep(last) >= 20, qPrintable(QString::number(firstStep(last))));
        compareWithUndisturbed(folder, jobs, pictures(undisturbed), "after it was gone on with");
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child"))
        return runKillChild({arguments.value(2), arguments.value(3).toInt() != 0, arguments.value(4).toInt()});
    QueueKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "QueueKillTest.moc"
