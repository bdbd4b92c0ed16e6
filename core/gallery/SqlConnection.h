#pragma once

#include "core/base/Error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <initializer_list>
#include <map>

namespace calotype::gallery {

/// One connection to an SQLite file, for the thread that made it: WAL, synchronous=NORMAL, prepared statements kept,
/// faults as Failure. The connection closes with the object.
class SqlConnection final
{
public:
    /// The rows a statement gives; the statement is free for the next use when this ends. At most one lives for one
    /// text of SQL at a time.
    class Rows final
    {
    public:
        Rows(SqlConnection &connection, QSqlQuery &query)
            : m_connection(connection)
            , m_query(query)
        {
        }
        ~Rows() { m_query.finish(); }
        Rows(const Rows &) = delete;
        Rows &operator=(const Rows &) = delete;

        /// @throws Failure if the next row cannot be read
        bool next();
        QVariant value(int column) const { return m_query.value(column); }
        qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
        QString text(int column) const { return m_query.value(column).toString(); }
        bool isNull(int column) const { return m_query.isNull(column); }

    private:
        SqlConnection &m_connection;
        QSqlQuery &m_query;
    };

    /// Writes between begin and commit; what was not committed is rolled back. Takes the write lock at once, so that a
    /// lock by others is met before anything is done. One inside another joins it.
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

    /// @throws Failure Damaged, DiskFull, Io
    SqlConnection(const QString &path, int busyTimeoutMs);
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    const QString &path() const { return m_path; }

    /// Runs a statement whose `?` are @p values, in order. A null QString is bound as "", a null QVariant as NULL.
    /// @throws Failure
    Rows rows(const QString &sql, std::initializer_list<QVariant> values = {}) { return rows(sql, QVariantList(values)); }
    Rows rows(const QString &sql, const QVariantList &values);
    /// The same without looking at rows.
    void run(const QString &sql, std::initializer_list<QVariant> values = {}) { rows(sql, values); }
    /// The first column of the first row; a null QVariant if there is none.
    QVariant value(const QString &sql, std::initializer_list<QVariant> values = {});
    qint64 lastId() const { return m_lastId; }
    /// Rows that the last run() changed.
    int changedRows() const { return m_changedRows; }

    /// SQLite has said of this database that it is damaged.
    bool isDamaged() const { return m_isDamaged; }

    /// Whether an error came of another program's lock.
    static bool isLocked(const Error &error);

private:
    [[noreturn]] void fail(const QSqlError &error);

    QString m_path;
    QString m_name;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_statements;
    qint64 m_lastId = 0;
    int m_changedRows = 0;
    bool m_inTransaction = false;
    bool m_isDamaged = false;
};

} // namespace calotype::gallery
