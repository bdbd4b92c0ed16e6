#pragma once

#include "core/jobs/JobQueue.h"
#include "core/shared/SqlConnection.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/core/jobs/ScriptedRunner.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <utility>

namespace calotype::tests {

/// What the tests of a JobQueue share: a database in a folder of its own, a scripted runner, and the end of programs.
class JobQueueBench : public QObject
{
    Q_OBJECT

protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedRunner> m_runner;
    std::unique_ptr<jobs::JobQueue> m_queue;
    QStringList m_failures; ///< of the queue itself

    QString path() const { return m_folder->filePath(QStringLiteral("queue.db")); }

    // A program that starts, with what the last one left.
    void open(jobs::JobStoreOptions options = {})
    {
        m_queue.reset();
        m_failures.clear();
        m_runner = std::make_unique<ScriptedRunner>();
        m_queue = std::make_unique<jobs::JobQueue>(path(), m_runner.get(), nullptr, std::move(options));
        connect(m_queue.get(), &jobs::JobQueue::failed, this,
                [this](const Error &error) { m_failures << QString::fromStdString(error.message); });
        m_queue->open();
        QTRY_VERIFY(m_queue->isOpen());
    }

    // What lies on disk now is what a crash would leave: a copy of the files is opened as the next program would.
    void crash()
    {
        m_queue->rememberSpeed({}, 1); // behind everything that was asked before
        QTRY_COMPARE(onDisk(QStringLiteral("SELECT count(*) FROM speeds")).toInt(), 1);
        const auto keep = [this](const QString &ending) {
            QFile::copy(path() + ending, path() + ending + QStringLiteral(".kept"));
        };
        keep(QString());
        keep(QStringLiteral("-wal"));
        m_queue.reset();
        const auto putBack = [this](const QString &ending) {
            QFile::remove(path() + ending);
            QFile::rename(path() + ending + QStringLiteral(".kept"), path() + ending);
        };
        putBack(QString());
        putBack(QStringLiteral("-wal"));
        QFile::remove(path() + QStringLiteral("-shm"));
        {
            SqlConnection connection(path(), {.busyTimeoutMs = 1000});
            connection.run(QStringLiteral("DELETE FROM speeds"));
        }
    }

    QVariant onDisk(const QString &sql) const
    {
        return SqlConnection(path(), {.readOnly = true}).value(sql);
    }

    const jobs::Job *job(qint64 id) const { return m_queue->at(m_queue->rowOf(id)); }
    jobs::JobState stateOf(qint64 id) const { return job(id)->state; }

    QVector<qint64> order() const
    {
        QVector<qint64> ids;
        for (int row = 0; row < m_queue->count(); ++row)
            ids << m_queue->at(row)->id;
        return ids;
    }

    bool runs(qint64 id) const { return m_runner->current && m_runner->current->id == id; }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_queue.reset();
        m_runner.reset();
    }
};

} // namespace calotype::tests
