#include "core/jobs/JobSchema.h"

namespace calotype::jobs {

namespace {

// The statements that lead from version i to version i + 1. What has been released is never changed: add a step.
const std::vector<QStringList> &steps()
{
    static const std::vector<QStringList> all{
        {
            // Starting pictures and masks, once each. hash: SHA-256 (see ImageBlob).
            QStringLiteral("CREATE TABLE images (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, data BLOB NOT NULL)"),
            // Times in milliseconds since 1970, UTC. together: the pictures advance together, from one generator.
            QStringLiteral("CREATE TABLE jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, "
                           "state INTEGER NOT NULL, model TEXT NOT NULL, request TEXT NOT NULL, "
                           "pictures INTEGER NOT NULL, together INTEGER NOT NULL, init BLOB, mask BLOB, "
                           "created INTEGER NOT NULL, started INTEGER, ended INTEGER, error TEXT NOT NULL DEFAULT '', "
                           "crashes INTEGER NOT NULL DEFAULT 0, pictures_done INTEGER NOT NULL DEFAULT 0, "
                           "interrupted INTEGER NOT NULL DEFAULT 0, set_aside INTEGER NOT NULL DEFAULT 0)"),
            QStringLiteral("CREATE INDEX jobs_by_state ON jobs (state)"),
            // The latest of each job.
            QStringLiteral("CREATE TABLE resume_points (job INTEGER PRIMARY KEY, image INTEGER NOT NULL, "
                           "step INTEGER NOT NULL, bytes BLOB NOT NULL)"),
            // Files that may be there, of pictures that are not yet known to be done.
            QStringLiteral("CREATE TABLE saves (id INTEGER PRIMARY KEY, job INTEGER NOT NULL, image INTEGER NOT NULL, "
                           "path TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX saves_by_job ON saves (job)"),
            QStringLiteral("CREATE TABLE speeds (id INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, seconds REAL NOT NULL)"),
            QStringLiteral("CREATE TABLE meta (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)"),
        },
    };
    return all;
}

} // namespace

const std::vector<TableColumns> &jobTables()
{
    static const std::vector<TableColumns> tables{
        {"images", {"id", "hash", "data"}},
        {"jobs", {"id", "position", "state", "model", "request", "pictures", "together", "init", "mask", "created",
                  "started", "ended", "error", "crashes", "pictures_done", "interrupted", "set_aside"}},
        {"resume_points", {"job", "image", "step", "bytes"}},
        {"saves", {"id", "job", "image", "path"}},
        {"speeds", {"id", "run", "seconds"}},
        {"meta", {"id", "name", "value"}},
    };
    return tables;
}

void migrateJobs(SqlConnection &connection)
{
    const auto newest = static_cast<int>(steps().size());
    // Outside of the transaction, so that an ordinary start takes no lock.
    const int found = connection.value(QStringLiteral("PRAGMA user_version")).toInt();
    if (found > newest) {
        throw Failure(ErrorCode::Unsupported,
                      QStringLiteral("The queue's file “%1” was written by a newer Calotype (version %2, known is %3); "
                                     "start that one, or move the file away.")
                          .arg(connection.path())
                          .arg(found)
                          .arg(newest)
                          .toStdString());
    }
    if (found == newest)
        return;
    SqlConnection::Transaction transaction(connection);
    for (int version = connection.value(QStringLiteral("PRAGMA user_version")).toInt(); version < newest; ++version) {
        for (const QString &statement : steps()[static_cast<std::size_t>(version)])
            connection.run(statement);
    }
    connection.run(QStringLiteral("PRAGMA user_version = %1").arg(newest));
    transaction.commit();
}

} // namespace calotype::jobs
