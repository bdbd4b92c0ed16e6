#include "tests/ui/queue/KillChild.h"

#include "app/PicturesFolder.h"
#include "core/base/Log.h"
#include "core/engine/EngineModule.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/queue/ManagerRunner.h"

#include <QCoreApplication>
#include <QVector>

#include <csignal>
#include <cstdio>
#include <memory>
#include <unistd.h>
#include <utility>

namespace calotype::tests {

namespace {

constexpr double kAfterEachStep = 1e-9; // seconds: shorter than any

/// From any thread: one write, so that no line is torn.
void tell(const QString &line)
{
    const QByteArray bytes = line.toUtf8().replace('\n', ' ') + '\n';
    if (::write(STDOUT_FILENO, bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size())
        qFatal("the parent does not listen");
}

/// Follows the statements of the database's thread.
class StatementWatch
{
public:
    explicit StatementWatch(int killAtPoint)
        : m_killAtPoint(killAtPoint)
    {
    }

    void operator()(const QString &sql)
    {
        tell(QStringLiteral("sql"));
        // With the next statement, the one before it is on disk.
        if (std::exchange(m_pointIsWritten, sql.startsWith(QLatin1String("INSERT INTO resume_points"))) && ++m_points == m_killAtPoint)
            ::kill(::getpid(), SIGKILL);
    }

private:
    const int m_killAtPoint;
    int m_points = 0;
    bool m_pointIsWritten = false;
};

void tellOfRuns(ui::ManagerRunner &runner)
{
    using ui::ManagerRunner;
    QObject::connect(&runner, &ManagerRunner::loadProgressed, [] { tell(QStringLiteral("load")); });
    QObject::connect(&runner, &ManagerRunner::progressed, [](qint64 job, const Progress &progress) {
        if (progress.stage == Stage::Sampling)
            tell(QStringLiteral("step %1 %2 %3").arg(job).arg(progress.image).arg(progress.step));
        else
            tell(QStringLiteral("stage"));
    });
    QObject::connect(&runner, &jobs::JobRunner::resumePoint, [] { tell(QStringLiteral("point")); });
    QObject::connect(&runner, &jobs::JobRunner::savingPicture, [] { tell(QStringLiteral("saving")); });
    QObject::connect(&runner, &jobs::JobRunner::pictureDone, [] { tell(QStringLiteral("done")); });
}

/// Goes on with all that the last process left.
void takeUp(jobs::JobQueue &queue, bool retryAside)
{
    QVector<qint64> aside, interrupted;
    for (int row = 0; row < queue.count(); ++row) {
        const jobs::Job *const job = queue.at(row);
        if (job->setAside) {
            tell(QStringLiteral("aside %1 %2").arg(job->id).arg(job->error));
            aside << job->id;
        } else if (job->interrupted) {
            tell(QStringLiteral("interrupted %1 %2").arg(job->id).arg(job->hasResumePoint ? 1 : 0));
            interrupted << job->id;
        }
    }
    for (const qint64 id : std::as_const(aside))
        retryAside ? queue.retry(id) : queue.resume(id);
    for (const qint64 id : std::as_const(interrupted))
        queue.resume(id);
    queue.setPaused(false);
}

} // namespace

int runKillChild(const KillChildOrder &order)
{
    qputenv("CALOTYPE_ENGINE", CALOTYPE_ENGINE_FILE);
    setUpLogging("error");
    gallery::OutputRules rules;
    rules.folder = order.folder + QStringLiteral("/pictures");
    app::PicturesFolder pictures(rules);
    models::ModelManager manager(
        [programDir = QCoreApplication::applicationDirPath().toStdString()] { return openEngine(programDir); });
    manager.setThreads(1); // in pictures as small as these they would wait more than work
    ui::ManagerRunner runner(manager, pictures);
    tellOfRuns(runner);

    jobs::JobStoreOptions options;
    options.resumePointSeconds = kAfterEachStep;
    options.trace = [watch = std::make_shared<StatementWatch>(order.killAtPoint)](const QString &sql) { (*watch)(sql); };
    jobs::JobQueue queue(order.folder + QStringLiteral("/queue.db"), &runner, nullptr, options);
    const auto quitWhenOver = [&queue] {
        if (queue.isOpen() && queue.running() == 0 && queue.waitingCount() == 0)
            QCoreApplication::quit();
    };
    QObject::connect(&queue, &jobs::JobQueue::failed, [](const Error &error) {
        std::fprintf(stderr, "the queue: %s\n", error.message.c_str());
        QCoreApplication::exit(1);
    });
    QObject::connect(&queue, &jobs::JobQueue::jobsChanged, [&quitWhenOver] {
        tell(QStringLiteral("changed"));
        quitWhenOver();
    });
    QObject::connect(&queue, &jobs::JobQueue::opened, [&] {
        takeUp(queue, order.retryAside);
        quitWhenOver();
    });
    queue.open();
    return QCoreApplication::exec();
}

} // namespace calotype::tests
