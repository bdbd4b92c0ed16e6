#include "core/jobs/SqlConnection.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QStorageInfo>

#include <atomic>

namespace calotype::jobs {

namespace {

// SQLite's primary result codes (https://www.sqlite.org/rescode.html).
enum Code {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    ReadOnlyFile = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26,
};

// SQLite reports some failures to grow a file as input or output errors.
constexpr qint64 kNearlyFull = 1 << 20;

QString newConnectionName()
{
    static std::atomic<int> count = 0;
    return QStringLiteral("calotype-jobs-%1").arg(++count);
}

bool isDiskNearlyFull(const QString &path)
{
    const QStorageInfo disk(QFileInfo(path).absolutePath());
    return disk.isValid() && disk.bytesTotal() > 0 && disk.bytesAvailable() < kNearlyFull;
}

} // namespace

SqlConnection::SqlConnection(const QString &path, Access access, int busyTimeoutMs,
                             std::function<void(const QString &sql)> trace)
    : m_path(path)
    , m_name(newConnectionName())
    , m_trace(std::move(trace))
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    database.setDatabaseName(path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs);
    if (access == Access::ReadOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    database.setConnectOptions(options);
    if (!database.isValid() || !database.open()) {
        const QSqlError error = database.lastError();
        const bool hasDriver = database.isValid();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
        if (!hasDriver) {
            throw Failure(ErrorCode::Unsupported,
                          "The queue cannot be kept, because Qt's SQLite driver is missing; install it (on Debian the "
                          "package libqt6sql6-sqlite) and start again.");
        }
        fail(error, QStringLiteral("open"));
    }
}

SqlConnection::~SqlConnection()
{
    m_statements.clear();
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

int SqlConnection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery &query = start(sql, values);
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

void SqlConnection::each(const QString &sql, const QVariantList &values, const Row &row)
{
    QSqlQuery &query = start(sql, values);
    // An unfinished statement would hold a read lock.
    struct Finish {
        QSqlQuery &query;
        ~Finish() { query.finish(); }
    } finish{query};
    while (query.next())
        row(query);
    if (query.lastError().isValid())
        fail(query.lastError(), sql);
}

QVariant SqlConnection::value(const QString &sql, const QVariantList &values)
{
    QVariant first;
    each(sql, values, [&first](const QSqlQuery &row) {
        if (!first.isValid())
            first = row.value(0);
    });
    return first;
}

QSqlQuery &SqlConnection::start(const QString &sql, const QVariantList &values)
{
    if (m_trace)
        m_trace(sql);
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(QSqlDatabase::database(m_name, false));
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            fail(query.lastError(), sql);
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    if (!query.exec()) {
        const QSqlError error = query.lastError();
        query.finish();
        fail(error, sql);
    }
    return query;
}

void SqlConnection::fail(const QSqlError &error, const QString &sql) const
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const std::string detail = (error.text() + QStringLiteral(" [") + error.nativeErrorCode() + QStringLiteral("] in: ") + sql).toStdString();
    const QString folder = QFileInfo(m_path).absolutePath();
    const auto failure = [&detail](ErrorCode kind, const QString &sentence) {
        return Failure(kind, sentence.toStdString(), detail);
    };
    if (code == Full || ((code == IoError || code == CannotOpen) && isDiskNearlyFull(m_path))) {
        throw failure(ErrorCode::DiskFull,
                      QStringLiteral("The queue cannot be saved because there is no room left in “%1”; make room on that "
                                     "disk, then let the queue go on.")
                          .arg(folder));
    }
    switch (code) {
    case Busy:
    case Locked:
        throw failure(ErrorCode::Io,
                      QStringLiteral("The queue's file “%1” is locked by another program; close that program, and the "
                                     "queue goes on by itself.")
                          .arg(m_path));
    case Corrupt:
    case NotADatabase:
        throw failure(ErrorCode::Damaged, QStringLiteral("The queue's file “%1” is damaged.").arg(m_path));
    case Perm:
    case ReadOnlyFile:
    case CannotOpen:
    case IoError:
        throw failure(ErrorCode::Io,
                      QStringLiteral("The queue's file “%1” cannot be read and written; see that the folder is there and "
                                     "may be written to.")
                          .arg(m_path));
    default:
        throw failure(ErrorCode::Internal, QStringLiteral("The queue's database refused what was asked of it."));
    }
}

Transaction::Transaction(SqlConnection &connection)
    : m_connection(connection)
{
    m_connection.run(QStringLiteral("BEGIN IMMEDIATE"));
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    try {
        m_connection.run(QStringLiteral("ROLLBACK"));
    } catch (const Failure &) {
        // SQLite has rolled back by itself, as it does when the disk is full.
    }
}

void Transaction::commit()
{
    m_connection.run(QStringLiteral("COMMIT"));
    m_open = false;
}

} // namespace calotype::jobs
