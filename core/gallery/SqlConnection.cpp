#include "core/gallery/SqlConnection.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>

namespace calotype::gallery {

namespace {

// SQLite's primary result codes (sqlite.org/rescode.html).
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kReadOnly = 8;
constexpr int kIoError = 10;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCantOpen = 14;
constexpr int kNotADatabase = 26;

constexpr const char *kLockedMark = "locked: ";

} // namespace

bool SqlConnection::Rows::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        m_connection.fail(m_query.lastError());
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
    // SQLite may have rolled back by itself; a fault here says no more than that.
    QSqlQuery(m_connection.m_database).exec(QStringLiteral("ROLLBACK"));
}

void SqlConnection::Transaction::commit()
{
    if (!m_isOutermost)
        return;
    m_connection.run(QStringLiteral("COMMIT"));
    m_connection.m_inTransaction = false;
    m_isOpen = false;
}

SqlConnection::SqlConnection(const QString &path, int busyTimeoutMs)
    : m_path(path)
{
    static std::atomic<int> count = 0;
    m_name = QStringLiteral("calotype-gallery-%1").arg(++count);
    QDir().mkpath(QFileInfo(path).absolutePath());
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs));
    try {
        if (!m_database.open())
            fail(m_database.lastError());
        run(QStringLiteral("PRAGMA journal_mode=WAL"));
        run(QStringLiteral("PRAGMA synchronous=NORMAL"));
        run(QStringLiteral("PRAGMA foreign_keys=ON"));
        // The index of 100,000 pictures stays in memory.
        run(QStringLiteral("PRAGMA cache_size=-32768"));
    } catch (...) {
        m_statements.clear();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
        throw;
    }
}

SqlConnection::~SqlConnection()
{
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

SqlConnection::Rows SqlConnection::rows(const QString &sql, const QVariantList &values)
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            fail(query.lastError());
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    int place = 0;
    for (const QVariant &value : values) {
        const bool isNullText = value.typeId() == QMetaType::QString && value.toString().isNull();
        query.bindValue(place++, isNullText ? QVariant(QStringLiteral("")) : value);
    }
    if (!query.exec()) {
        const QSqlError error = query.lastError();
        query.finish();
        fail(error);
    }
    if (!query.isSelect()) {
        m_lastId = query.lastInsertId().toLongLong();
        m_changedRows = query.numRowsAffected();
    }
    return Rows(*this, query);
}

QVariant SqlConnection::value(const QString &sql, std::initializer_list<QVariant> values)
{
    Rows found = rows(sql, values);
    return found.next() ? found.value(0) : QVariant();
}

bool SqlConnection::isLocked(const Error &error)
{
    return error.code == ErrorCode::Io && error.detail.starts_with(kLockedMark);
}

void SqlConnection::fail(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const std::string detail = error.text().toStdString();
    const auto sentence = [this](const char *text) { return QString::fromUtf8(text).arg(m_path).toStdString(); };
    switch (code) {
    case kBusy:
    case kLocked:
        throw Failure(ErrorCode::Io,
                      sentence("The picture index “%1” is in use by another program; close that, or wait until it is done."),
                      kLockedMark + detail);
    case kCorrupt:
    case kNotADatabase:
        m_isDamaged = true;
        throw Failure(ErrorCode::Damaged, sentence("The picture index “%1” is damaged; it can be rebuilt from the pictures."),
                      detail);
    case kFull:
        throw Failure(ErrorCode::DiskFull,
                      sentence("The picture index “%1” could not be written because the disk is full; make room."), detail);
    case kReadOnly:
    case kIoError:
    case kCantOpen:
        throw Failure(ErrorCode::Io,
                      sentence("The picture index “%1” could not be read or written; check the folder's permissions and the disk."),
                      detail);
    default: throw Failure(ErrorCode::Internal, sentence("The picture index “%1” did not understand a request."), detail);
    }
}

} // namespace calotype::gallery
