#include "core/shared/SqlConnection.h"

#include "core/shared/DiskRoom.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>
#include <utility>

namespace calotype {

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

constexpr const char *kLockedMark = "locked: ";

QString newConnectionName()
{
    static std::atomic<int> count = 0;
    return QStringLiteral("calotype-%1").arg(++count);
}

QVariant bound(const QVariant &value)
{
    const bool isNullText = value.typeId() == QMetaType::QString && value.toString().isNull();
    return isNullText ? QVariant(QStringLiteral("")) : value;
}

} // namespace

bool SqlConnection::Rows::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        m_connection.fail(m_query.lastError(), m_sql);
    return false;
}

SqlConnection::Transaction::Transaction(SqlConnection &connection)
    : m_connection(connection)
    , m_isOutermost(!connection.m_inTransaction)
{
    if (!m_isOutermost)
        return;
    connection.run(QStringLiteral("BEGIN IMMEDIATE"));
    connection.m_inTransaction = true;
}

SqlConnection::Transaction::~Transaction()
{
    if (!m_isOutermost || !m_isOpen)
        return;
    m_connection.m_inTransaction = false;
    try {
        m_connection.run(QStringLiteral("ROLLBACK"));
    } catch (const Failure &) {
        // SQLite has rolled back by itself, as it does when the disk is full.
    }
}

void SqlConnection::Transaction::commit()
{
    if (!m_isOutermost)
        return;
    m_connection.run(QStringLiteral("COMMIT"));
    m_connection.m_inTransaction = false;
    m_isOpen = false;
}

SqlConnection::SqlConnection(const QString &path, SqlOptions options)
    : m_path(path)
    , m_options(std::move(options))
    , m_name(newConnectionName())
{
    if (!m_options.readOnly)
        QDir().mkpath(QFileInfo(path).absolutePath());
    try {
        open();
    } catch (...) {
        close();
        throw;
    }
}

SqlConnection::~SqlConnection()
{
    close();
}

void SqlConnection::open()
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    if (!m_database.isValid()) {
        throw Failure(ErrorCode::Unsupported,
                      QStringLiteral("%1 cannot be used, because Qt's SQLite driver is missing; install it (on Debian the "
                                     "package libqt6sql6-sqlite) and start again.")
                          .arg(m_options.subject.name)
                          .toStdString());
    }
    m_database.setDatabaseName(m_path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(m_options.busyTimeoutMs);
    if (m_options.readOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    m_database.setConnectOptions(options);
    if (!m_database.open())
        fail(m_database.lastError(), QStringLiteral("open"));
}

void SqlConnection::close()
{
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

int SqlConnection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery &query = start(sql, values);
    if (!query.isSelect())
        m_lastId = query.lastInsertId().toLongLong();
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

QVariant SqlConnection::value(const QString &sql, const QVariantList &values)
{
    Rows found = rows(sql, values);
    return found.next() ? found.value(0) : QVariant();
}

bool SqlConnection::isLocked(const Error &error)
{
    return error.code == ErrorCode::Io && error.detail.starts_with(kLockedMark);
}

QSqlQuery &SqlConnection::start(const QString &sql, const QVariantList &values)
{
    if (m_options.trace)
        m_options.trace(sql);
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            fail(query.lastError(), sql);
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), bound(values[i]));
    if (!query.exec()) {
        const QSqlError error = query.lastError();
        query.finish();
        fail(error, sql);
    }
    return query;
}

void SqlConnection::fail(const QSqlError &error, const QString &sql)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const SqlSubject &subject = m_options.subject;
    const std::string detail
        = QStringLiteral("%1 [%2] in: %3").arg(error.text(), error.nativeErrorCode(), sql).toStdString();
    const auto failure = [&](ErrorCode kind, const QString &what, const QString &remedy, const char *mark = "") {
        const QString end = remedy.isEmpty() ? QString() : QStringLiteral("; ") + remedy;
        return Failure(kind, QStringLiteral("%1 “%2” %3%4.").arg(subject.name, m_path, what, end).toStdString(), mark + detail);
    };
    if (code == Full || ((code == IoError || code == CannotOpen) && isDiskNearlyFull(m_path)))
        throw failure(ErrorCode::DiskFull, QStringLiteral("could not be written because the disk is full"), subject.whenFull);
    switch (code) {
    case Busy:
    case Locked:
        throw failure(ErrorCode::Io, QStringLiteral("is in use, and locked, by another program"), subject.whenLocked, kLockedMark);
    case Corrupt:
    case NotADatabase:
        m_isDamaged = true;
        throw failure(ErrorCode::Damaged, QStringLiteral("is damaged"), subject.whenDamaged);
    case Perm:
    case ReadOnlyFile:
    case CannotOpen:
    case IoError:
        throw failure(ErrorCode::Io, QStringLiteral("cannot be read and written"),
                      QStringLiteral("see that the folder is there and may be written to"));
    default: throw failure(ErrorCode::Internal, QStringLiteral("did not understand a request"), {});
    }
}

} // namespace calotype
