#include "tests/core/jobs/CrashChild.h"

#include "core/jobs/JobQueue.h"
#include "core/jobs/JobRunner.h"
#include "tests/core/jobs/JobFixtures.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTimer>

#include <atomic>
#include <csignal>
#include <cstring>
#include <functional>
#include <optional>
#include <unistd.h>

namespace calotype::tests {

namespace {

/// Counts moments, from any thread, and kills the process at the chosen one.
class Moments
{
public:
    explicit Moments(int killAt)
        : m_killAt(killAt)
    {
    }
    void pass()
    {
        if (++m_count == m_killAt)
            ::kill(::getpid(), SIGKILL);
    }
    int count() const { return m_count; }

private:
    const int m_killAt;
    std::atomic<int> m_count{0};
};

void append(const QString &path, const QByteArray &line)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(line + '\n') < 0)
        qFatal("%s cannot be written", qPrintable(path));
}

/// Computes a number for each picture in a few steps, each from the last: a picture that was gone on with from a wrong
/// state has another number.
class NumberRunner final : public jobs::JobRunner
{
public:
    NumberRunner(const QString &folder, Moments &moments)
        : m_folder(folder)
        , m_moments(moments)
    {
        QDir().mkpath(folder + QLatin1Char('/') + crash::kPictures);
    }

    void start(const jobs::Job &job) override
    {
        m_moments.pass();
        m_job = job;
        beginPicture(job.picturesDone);
        if (const auto &point = job.request.resume) {
            if (point->image != m_index || point->bytes.size() != sizeof(m_state))
                qFatal("the resume point is of another picture");
            m_step = point->step;
            std::memcpy(&m_state, point->bytes.data(), sizeof(m_state));
        }
        nextTurn();
    }
    void skipPicture() override {}
    void stop() override {}

    void mayBeSaved(qint64 job, int index) override
    {
        m_moments.pass();
        QFile file(m_path + QStringLiteral(".part"));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::number(m_state)) < 0)
            qFatal("the picture cannot be written");
        file.close();
        m_moments.pass();
        if (!file.rename(m_path))
            qFatal("the picture's place is taken");
        m_moments.pass();
        Q_EMIT pictureDone(job, index);
        m_moments.pass();
        if (index + 1 < m_job->pictures()) {
            beginPicture(index + 1);
            nextTurn();
        } else {
            Q_EMIT finished(job, m_job->pictures(), false);
        }
    }

private:
    void nextTurn() { QTimer::singleShot(0, this, [this] { turn(); }); }

    void beginPicture(int index)
    {
        m_index = index;
        m_step = 0;
        m_state = static_cast<quint64>(m_job->request.seeds[static_cast<std::size_t>(index)]) + static_cast<quint64>(m_job->id);
    }

    void turn()
    {
        m_moments.pass();
        if (m_step < crash::kStepsPerPicture) {
            m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL + static_cast<quint64>(m_step);
            ++m_step;
            append(m_folder + QLatin1Char('/') + crash::kSteps, "step");
            auto point = std::make_shared<ResumePoint>();
            point->image = m_index;
            point->step = m_step;
            point->bytes.resize(sizeof(m_state));
            std::memcpy(point->bytes.data(), &m_state, sizeof(m_state));
            Q_EMIT resumePoint(m_job->id, point);
            nextTurn();
            return;
        }
        // A new name each time: a picture that is made twice lies there twice.
        int number = 0;
        do {
            m_path = QStringLiteral("%1/%2/%3-%4-%5").arg(m_folder, crash::kPictures).arg(m_job->id).arg(m_index).arg(number++);
        } while (QFile::exists(m_path));
        Q_EMIT savingPicture(m_job->id, m_index, m_path);
    }

    const QString m_folder;
    Moments &m_moments;
    std::optional<jobs::Job> m_job;
    int m_index = 0;
    int m_step = 0;
    quint64 m_state = 0;
    QString m_path;
};

} // namespace

int runCrashChild(const QString &folder, int killAt, bool adding)
{
    Moments moments(killAt);
    NumberRunner runner(folder, moments);
    jobs::JobStoreOptions options;
    // Resume points are left out: how many of them are written depends on the speed of the disk.
    options.trace = [&moments](const QString &sql) {
        if (!sql.contains(QLatin1String("INTO resume_points")) && !sql.contains(QLatin1String("synchronous")))
            moments.pass();
    };
    {
        jobs::JobQueue queue(folder + QStringLiteral("/queue.db"), &runner, nullptr, options);
        const auto quitWhenOver = [&] {
            if (!adding && queue.running() == 0 && queue.waitingCount() == 0)
                QCoreApplication::quit();
        };
        QObject::connect(&queue, &jobs::JobQueue::failed, [](const Error &error) { qFatal("%s", error.message.c_str()); });
        QObject::connect(&queue, &jobs::JobQueue::jobsChanged, quitWhenOver);
        int acknowledged = 0;
        QObject::connect(&queue, &jobs::JobQueue::saved, [&](const QVector<qint64> &ids) {
            for (const qint64 id : ids)
                append(folder + QLatin1Char('/') + crash::kAcknowledged, QByteArray::number(id));
            if (++acknowledged == 15)
                QCoreApplication::quit();
        });
        QObject::connect(&queue, &jobs::JobQueue::opened, [&] {
            if (adding) {
                queue.setPaused(true);
                for (int i = 0; i < 15; ++i)
                    i % 2 ? queue.add(newJobs(2)) : queue.addFront(newJobs(2));
                return;
            }
            for (int row = 0; row < queue.count(); ++row) {
                if (queue.at(row)->interrupted) {
                    queue.resume(queue.at(row)->id);
                    break;
                }
            }
            queue.setPaused(false);
            quitWhenOver();
        });
        queue.open();
        QCoreApplication::exec();
    }
    append(folder + QLatin1Char('/') + crash::kMoments, QByteArray::number(moments.count()));
    return 0;
}

} // namespace calotype::tests
