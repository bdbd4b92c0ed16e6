#pragma once

#include "core/base/Error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <functional>
#include <unordered_map>

namespace calotype {

/// What the user is told of a database: how its file is called, and the remedies, without a full stop.
struct SqlSubject {
    QString name = QStringLiteral("The database"); ///< begins a sentence
    QString whenLocked = QStringLiteral("close that program, or wait until it is done");
    QString whenFull = QStringLiteral("make room");
    QString whenDamaged = {}; ///< may be empty
};

/// How a SqlConnection uses its file.
struct SqlOptions {
    SqlSubject subject = {};
    bool readOnly = false;
    int busyTimeoutMs = 5000; ///< how long another program's lock is waited for
    /// Called before each statement with its text, on the connection's thread; for tests and logs.
    std::function<void(const QString &sql)> trace = {};
};

/// One connection to an SQLite file, of the thread that made it; it closes with the object. Statements are prepared once
/// and kept. Which pragmas the file needs, its user says.
///
/// Everything throws Failure: DiskFull; Io where another program holds the file (see isLocked()) or it cannot be read or
/// written; Damaged where its bytes contradict the format; Internal for a wrong statement. The sentence names the file.
class SqlConnection final
{
public:
    /// The rows that a statement gives; the statement is free for the next use when this ends. At most one lives for one
    /// text of SQL at a time. Other statements may run meanwhile.
    class Rows final
    {
    public:
        ~Rows() { m_query.finish(); }
        Rows(const Rows &) = delete;
        Rows &operator=(const Rows &) = delete;

        /// @throws Failure if the next row cannot be read
        bool next();
        /// An invalid one for NULL.
        QVariant value(int column) const { return m_query.isNull(column) ? QVariant() : m_query.value(column); }
        qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
        QString text(int column) const { return m_query.value(column).toString(); }

    private:
        friend class SqlConnection;
        Rows(SqlConnection &connection, const QString &sql, QSqlQuery &query)
            : m_connection(connection)
            , m_sql(sql)
            , m_query(query)
        {
        }

        SqlConnection &m_connection;
        const QString m_sql;
        QSqlQuery &m_query;
    };

    /// Writes between begin and commit; what was not committed is rolled back. Takes the write lock at once, so that
    /// nothing fails half-way for another program's. One inside another joins it.
    class [[nodiscard]] Transaction final
    {
    public:
        explicit Transaction(SqlConnection &connection);
        ~Transaction();
        Transaction(const Transaction &) = delete;
        Transaction &operator=(const Transaction &) = delete;

        void commit();

    private:
        SqlConnection &m_connection;
        bool m_isOutermost;
        bool m_isOpen = true;
    };

    /// Opens the file. One that is written to is made where it is not there, with its folder.
    /// @throws Failure Unsupported too, where Qt's SQLite driver is missing
    explicit SqlConnection(const QString &path, SqlOptions options = {});
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    const QString &path() const { return m_path; }

    /// Runs a statement whose `?` are @p values, in order. A null QString is bound as "", an invalid QVariant as NULL.
    Rows rows(const QString &sql, const QVariantList &values = {}) { return Rows(*this, sql, start(sql, values)); }
    /// Runs one without looking at rows. @return how many it changed
    int run(const QString &sql, const QVariantList &values = {});
    /// The first column of the first row; invalid if there is none or it is NULL.
    QVariant value(const QString &sql, const QVariantList &values = {});
    /// Of the row that was inserted last.
    qint64 lastId() const { return m_lastId; }

    /// SQLite has said of this file that it is damaged.
    bool isDamaged() const { return m_isDamaged; }
    /// Whether an error came of another program's lock.
    static bool isLocked(const Error &error);

private:
    QSqlQuery &start(const QString &sql, const QVariantList &values);
    void open();
    void close();
    [[noreturn]] void fail(const QSqlError &error, const QString &sql);

    const QString m_path;
    const SqlOptions m_options;
    const QString m_name; ///< of the connection
    QSqlDatabase m_database;
    std::unordered_map<QString, QSqlQuery> m_statements; ///< their addresses stay, whatever runs while rows are read
    qint64 m_lastId = 0;
    bool m_inTransaction = false;
    bool m_isDamaged = false;
};

} // namespace calotype
