#include "core/jobs/JobSalvage.h"

#include "core/jobs/JobSchema.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <limits>
#include <optional>

namespace calotype::jobs {

namespace {

// A gap between what can be read from both ends is looked through one by one, up to here.
constexpr qint64 kMostLookups = 1'000'000;

// One table, from the damaged database into the sound one.
class TableSalvage
{
public:
    TableSalvage(SqlConnection &source, SqlConnection &target, const TableColumns &table)
        : m_source(source)
        , m_target(target)
        , m_columns(table.columns.join(QLatin1String(", ")))
        , m_count(static_cast<int>(table.columns.size()))
        , m_table(table.name)
        , m_key(table.columns.first())
    {
        QStringList marks;
        for (int i = 0; i < m_count; ++i)
            marks << QStringLiteral("?");
        m_insert = QStringLiteral("INSERT OR IGNORE INTO %1 (%2) VALUES (%3)").arg(m_table, m_columns, marks.join(QLatin1String(", ")));
    }

    // Returns how many rows were copied.
    int run()
    {
        qint64 fromBelow = std::numeric_limits<qint64>::min();
        if (scan(QStringLiteral("ASC"), std::nullopt, fromBelow))
            return m_copied;
        qint64 fromAbove = std::numeric_limits<qint64>::max();
        scan(QStringLiteral("DESC"), fromBelow, fromAbove);
        if (fromBelow == std::numeric_limits<qint64>::min())
            fromBelow = 0; // keys are counted from 1
        if (fromAbove == std::numeric_limits<qint64>::max())
            fromAbove = fromBelow + kMostLookups;
        if (fromAbove - fromBelow <= kMostLookups)
            lookUp(fromBelow + 1, fromAbove);
        return m_copied;
    }

private:
    // Reads in one direction until a row fails; last: the last key that was read. Returns whether all were.
    bool scan(const QString &direction, std::optional<qint64> until, qint64 &last)
    {
        const QString sql = QStringLiteral("SELECT %1 FROM %2 NOT INDEXED ORDER BY %3 %4").arg(m_columns, m_table, m_key, direction);
        return guarded([&] {
            auto rows = m_source.rows(sql);
            while (rows.next()) {
                const qint64 key = rows.integer(0);
                if (until && key <= *until)
                    break;
                copy(rows);
                last = key;
            }
        });
    }

    void lookUp(qint64 first, qint64 end)
    {
        const QString sql = QStringLiteral("SELECT %1 FROM %2 NOT INDEXED WHERE %3 = ?").arg(m_columns, m_table, m_key);
        int inVain = 0;
        for (qint64 key = first; key < end; ++key) {
            bool there = false;
            guarded([&] {
                auto rows = m_source.rows(sql, {key});
                while (rows.next()) {
                    there = true;
                    copy(rows);
                }
            });
            // Beyond the last key there is nothing more: a page holds far fewer rows than this.
            inVain = there ? 0 : inVain + 1;
            if (inVain > 10'000)
                return;
        }
    }

    void copy(const SqlConnection::Rows &row)
    {
        QVariantList values;
        for (int i = 0; i < m_count; ++i)
            values << row.value(i);
        try {
            m_copied += m_target.run(m_insert, values);
        } catch (const Failure &failure) {
            m_targetFailure = failure.error();
            throw;
        }
    }

    // Runs what reads the damaged database. False where that fails; what fails in the sound one is thrown on.
    template<typename Function>
    bool guarded(Function &&function)
    {
        try {
            function();
            return true;
        } catch (const Failure &) {
            if (m_targetFailure)
                throw Failure(*m_targetFailure);
            return false;
        }
    }

    SqlConnection &m_source;
    SqlConnection &m_target;
    const QString m_columns;
    const int m_count;
    const QString m_table;
    const QString m_key;
    QString m_insert;
    int m_copied = 0;
    std::optional<Error> m_targetFailure;
};

} // namespace

QString setAside(const QString &path)
{
    const QFileInfo file(path);
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    const QString ending = file.suffix().isEmpty() ? QString() : QLatin1Char('.') + file.suffix();
    QString aside;
    for (int i = 1; aside.isEmpty() || QFileInfo::exists(aside); ++i) {
        const QString number = i > 1 ? QStringLiteral("-%1").arg(i) : QString();
        aside = file.dir().filePath(file.completeBaseName() + QStringLiteral(".damaged-") + stamp + number + ending);
    }
    // The log first: it alone would be taken for the new database's.
    if (QFileInfo::exists(path + QStringLiteral("-wal")))
        QFile::rename(path + QStringLiteral("-wal"), aside + QStringLiteral("-wal"));
    QFile::remove(path + QStringLiteral("-shm"));
    if (!QFile::rename(path, aside) || QFileInfo::exists(path + QStringLiteral("-wal"))) {
        throw Failure(ErrorCode::Io,
                      QStringLiteral("The queue's file “%1” is damaged and cannot be moved out of the way; see that its "
                                     "folder may be written to.")
                          .arg(path)
                          .toStdString());
    }
    return aside;
}

int salvageJobs(const QString &damaged, SqlConnection &target)
{
    int jobs = 0;
    std::optional<SqlConnection> source;
    try {
        source.emplace(damaged, SqlOptions{.readOnly = true});
    } catch (const Failure &) {
        return 0;
    }
    SqlConnection::Transaction transaction(target);
    for (const TableColumns &table : jobTables()) {
        const int copied = TableSalvage(*source, target, table).run();
        if (table.name == QLatin1String("jobs"))
            jobs = copied;
    }
    transaction.commit();
    return jobs;
}

} // namespace calotype::jobs
