#pragma once

#include "core/base/Error.h"

#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <functional>
#include <unordered_map>

namespace calotype::jobs {

/// One connection to a SQLite file, of the thread that made it. Statements with values are prepared once and kept.
/// Every call throws Failure: DiskFull; Io where another program holds the file or it cannot be read or written;
/// Damaged where its bytes contradict the format; Internal for a wrong statement.
class SqlConnection final
{
public:
    enum class Access { ReadWrite, ReadOnly };
    using Row = std::function<void(const QSqlQuery &row)>;

    SqlConnection(const QString &path, Access access, int busyTimeoutMs,
                  std::function<void(const QString &sql)> trace = {});
    ~SqlConnection();

    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    const QString &path() const { return m_path; }

    /// Runs one statement that gives no rows. @return the rows that it changed
    int run(const QString &sql, const QVariantList &values = {});
    /// Runs one statement and calls @p row for each row that it gives.
    void each(const QString &sql, const QVariantList &values, const Row &row);
    /// The first column of the first row; invalid where there is none.
    QVariant value(const QString &sql, const QVariantList &values = {});

private:
    QSqlQuery &start(const QString &sql, const QVariantList &values);
    [[noreturn]] void fail(const QSqlError &error, const QString &sql) const;

    const QString m_path;
    const QString m_name; ///< of the connection
    const std::function<void(const QString &sql)> m_trace;
    std::unordered_map<QString, QSqlQuery> m_statements; ///< their addresses stay, whatever a row's handler runs
};

/// All or nothing: rolled back at its end, but for commit().
class Transaction final
{
public:
    /// Takes the right to write at once, so that nothing fails half-way for another program's lock.
    explicit Transaction(SqlConnection &connection);
    ~Transaction();

    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    void commit();

private:
    SqlConnection &m_connection;
    bool m_open = true;
};

} // namespace calotype::jobs
