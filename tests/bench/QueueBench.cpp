#include "core/jobs/JobQueue.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/core/jobs/ScriptedRunner.h"
#include "ui/queue/QueueDock.h"
#include "ui/queue/QueueModel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QTemporaryDir>
#include <QTextStream>

#include <functional>
#include <memory>

/// What a queue of 10,000 jobs takes, with its list on the screen: until an order is painted, and until it is on the disk.
/// bench-queue [COUNT].

using namespace calotype;
using namespace calotype::jobs;

namespace {

/// A program with its queue open, and paused.
struct Session {
    explicit Session(const QString &path)
        : queue(path, &runner)
        , model(queue)
        , dock(new ui::QueueDock(queue, model, &window))
    {
        QObject::connect(&queue, &JobQueue::saved, [this] { ++saved; });
        window.addDockWidget(Qt::BottomDockWidgetArea, dock);
        window.resize(1280, 500);
        window.show();
        queue.open();
        while (!queue.isOpen())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        paint();
    }

    void paint()
    {
        QCoreApplication::processEvents();
        dock->repaint();
    }

    QVector<qint64> ids() const
    {
        QVector<qint64> all;
        for (int row = 0; row < queue.count(); ++row)
            all << queue.at(row)->id;
        return all;
    }

    tests::ScriptedRunner runner;
    JobQueue queue;
    ui::QueueModel model;
    QMainWindow window; ///< goes first, with the dock
    ui::QueueDock *dock;
    int saved = 0;
};

double msOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QTextStream out(stdout);
    const QStringList arguments = QCoreApplication::arguments();
    const int count = arguments.size() > 1 ? arguments.at(1).toInt() : 10'000;
    QTemporaryDir folder;
    if (count < 2 || !folder.isValid()) {
        QTextStream(stderr) << "Usage: bench-queue [COUNT], with COUNT of at least 2.\n";
        return 2;
    }
    const QString path = folder.filePath(QStringLiteral("queue.db"));
    QElapsedTimer timer;
    auto session = std::make_unique<Session>(path);
    session->queue.setPaused(true);
    // The job that is added behind the order tells when the order is on the disk.
    const auto measure = [&](const char *name, const std::function<void()> &order) {
        timer.start();
        order();
        const double called = msOf(timer);
        session->paint();
        const double painted = msOf(timer);
        const int before = session->saved;
        session->queue.add(tests::newJobs(1));
        while (session->saved == before)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        out << QStringLiteral("%1 called %2 ms  painted %3 ms  on the disk %4 ms\n")
                   .arg(QLatin1String(name), -12)
                   .arg(called, 8, 'f', 2)
                   .arg(painted, 8, 'f', 2)
                   .arg(msOf(timer), 8, 'f', 2)
            << Qt::flush;
    };
    const QVector<NewJob> jobs = tests::newJobs(count);
    timer.start();
    session->queue.add(jobs);
    session->paint();
    const double painted = msOf(timer);
    while (session->saved < 1)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    out << QStringLiteral("%1 painted %2 ms  on the disk %3 ms\n")
               .arg(QStringLiteral("add %1").arg(count), -12)
               .arg(painted, 8, 'f', 2)
               .arg(msOf(timer), 8, 'f', 2)
        << Qt::flush;
    measure("move one", [&] { session->queue.move({session->queue.at(count - 1)->id}, session->queue.at(0)->id); });
    measure("move half", [&] { session->queue.move(session->ids().mid(count / 2), session->queue.at(0)->id); });
    measure("cancel all", [&] { session->queue.cancelAll(); });
    measure("retry all", [&] { session->queue.retry(session->ids()); });
    measure("cancel all", [&] { session->queue.cancel(session->ids()); });
    measure("go on all", [&] { session->queue.resume(session->ids()); });

    timer.start();
    session.reset();
    out << QStringLiteral("%1 %2 ms\n").arg(QStringLiteral("close"), -12).arg(msOf(timer), 8, 'f', 2);
    timer.start();
    session = std::make_unique<Session>(path);
    out << QStringLiteral("%1 painted %2 ms, %3 jobs\n")
               .arg(QStringLiteral("reopen"), -12)
               .arg(msOf(timer), 8, 'f', 2)
               .arg(session->queue.count());
    return 0;
}
