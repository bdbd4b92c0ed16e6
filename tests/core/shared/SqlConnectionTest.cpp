#include "core/shared/SqlConnection.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace calotype;

namespace {

const QString kInsert = QStringLiteral("INSERT INTO t (word) VALUES (?)");
const QString kCount = QStringLiteral("SELECT count(*) FROM t");

template<typename Function>
std::optional<Error> errorOf(Function &&function)
{
    try {
        function();
    } catch (const Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

bool says(const Error &error, const QString &words)
{
    return QString::fromStdString(error.message).contains(words);
}

SqlSubject shelf()
{
    return {QStringLiteral("The shelf"), QStringLiteral("wait a little"), QStringLiteral("throw something away"),
            QStringLiteral("it can be mended")};
}

} // namespace

/// What the queue's and the gallery's databases build on: on real files, with another connection for another program.
class SqlConnectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("data/shelf.db")); }

    static void makeTable(SqlConnection &sql)
    {
        sql.run(QStringLiteral("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT)"));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theFileIsMadeWithItsFolder()
    {
        {
            SqlConnection sql(path());
            makeTable(sql);
            QCOMPARE(sql.path(), path());
        }
        QCOMPARE(SqlConnection(path()).value(kCount).toInt(), 0);
    }

    void whatRanIsTold()
    {
        SqlConnection sql(path());
        makeTable(sql);
        QCOMPARE(sql.run(kInsert, {QStringLiteral("a")}), 1);
        QCOMPARE(sql.lastId(), 1);
        sql.run(kInsert, {QStringLiteral("b")});
        QCOMPARE(sql.lastId(), 2);
        QCOMPARE(sql.run(QStringLiteral("UPDATE t SET word = 'c'")), 2);
        QCOMPARE(sql.run(QStringLiteral("UPDATE t SET word = 'd' WHERE id = 7")), 0);
        QVERIFY(!sql.value(QStringLiteral("SELECT word FROM t WHERE id = 7")).isValid());
    }

    void nullTextIsEmptyAndNullStaysNull()
    {
        SqlConnection sql(path());
        makeTable(sql);
        sql.run(kInsert, {QString()});
        sql.run(kInsert, {QVariant()});
        QCOMPARE(sql.value(QStringLiteral("SELECT word IS NULL FROM t WHERE id = 1")).toInt(), 0);
        QCOMPARE(sql.value(QStringLiteral("SELECT word IS NULL FROM t WHERE id = 2")).toInt(), 1);
        // What was read can be written again as it was.
        auto rows = sql.rows(QStringLiteral("SELECT word FROM t WHERE id <= 2 ORDER BY id"));
        while (rows.next())
            sql.run(kInsert, {rows.value(0)});
        QCOMPARE(sql.value(QStringLiteral("SELECT word IS NULL FROM t WHERE id = 3")).toInt(), 0);
        QCOMPARE(sql.value(QStringLiteral("SELECT word IS NULL FROM t WHERE id = 4")).toInt(), 1);
    }

    void aStatementIsFreeOnceItsRowsAreGone()
    {
        SqlConnection sql(path());
        makeTable(sql);
        for (const char *const word : {"a", "b", "c"})
            sql.run(kInsert, {QString::fromLatin1(word)});
        const QString select = QStringLiteral("SELECT word FROM t WHERE id >= ? ORDER BY id");
        for (const qint64 from : {1, 2, 3}) {
            auto rows = sql.rows(select, {from});
            QVERIFY(rows.next());
            QCOMPARE(rows.text(0), QString(QChar('a' + static_cast<int>(from) - 1)));
        } // left half-way, and no read lock stays: another program may change the table
        SqlConnection other(path(), {.busyTimeoutMs = 0});
        other.run(QStringLiteral("DROP TABLE t"));
    }

    void eachStatementIsTraced()
    {
        QStringList seen;
        SqlOptions options;
        options.trace = [&seen](const QString &sql) { seen << sql; };
        SqlConnection sql(path(), options);
        makeTable(sql);
        seen.clear();
        SqlConnection::Transaction transaction(sql);
        sql.run(kInsert, {1});
        sql.run(kInsert, {2});
        transaction.commit();
        QCOMPARE(seen, (QStringList{QStringLiteral("BEGIN IMMEDIATE"), kInsert, kInsert, QStringLiteral("COMMIT")}));
    }

    void whatIsNotCommittedIsRolledBack()
    {
        SqlConnection sql(path());
        makeTable(sql);
        {
            const SqlConnection::Transaction transaction(sql);
            sql.run(kInsert, {1});
        }
        QCOMPARE(sql.value(kCount).toInt(), 0);
        SqlConnection::Transaction transaction(sql);
        sql.run(kInsert, {1});
        transaction.commit();
        QCOMPARE(sql.value(kCount).toInt(), 1);
    }

    void aTransactionJoinsTheOneAroundIt()
    {
        SqlConnection sql(path());
        makeTable(sql);
        const auto insert = [&sql] {
            SqlConnection::Transaction inner(sql);
            sql.run(kInsert, {1});
            inner.commit();
        };
        {
            const SqlConnection::Transaction outer(sql);
            insert();
            insert();
        }
        QCOMPARE(sql.value(kCount).toInt(), 0);
        insert(); // and the next stands for itself again
        QCOMPARE(SqlConnection(path()).value(kCount).toInt(), 1);
    }

    void aLockByAnotherIsToldAndEnds()
    {
        SqlConnection sql(path(), {.subject = shelf(), .busyTimeoutMs = 0});
        makeTable(sql);
        SqlConnection other(path());
        {
            const SqlConnection::Transaction theirs(other);
            const auto error = errorOf([&] { const SqlConnection::Transaction ours(sql); });
            QVERIFY(error);
            QCOMPARE(error->code, ErrorCode::Io);
            QVERIFY(SqlConnection::isLocked(*error));
            QVERIFY(says(*error, QStringLiteral("The shelf “%1” ").arg(path())));
            QVERIFY(says(*error, QStringLiteral("; wait a little.")));
        }
        SqlConnection::Transaction ours(sql); // is the outermost: the one that failed never began
        sql.run(kInsert, {1});
        ours.commit();
        QCOMPARE(other.value(kCount).toInt(), 1);
    }

    void readOnlyWritesAndMakesNothing()
    {
        {
            SqlConnection sql(path());
            makeTable(sql);
        }
        SqlConnection reader(path(), {.subject = shelf(), .readOnly = true});
        QCOMPARE(reader.value(kCount).toInt(), 0);
        const auto error = errorOf([&] { reader.run(kInsert, {1}); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Io);
        QVERIFY(!SqlConnection::isLocked(*error));
        QVERIFY(says(*error, QStringLiteral("The shelf “%1” cannot be read and written").arg(path())));

        const QString none = m_folder->filePath(QStringLiteral("none/shelf.db"));
        QVERIFY(errorOf([&] { SqlConnection(none, {.readOnly = true}).value(kCount); }));
        QVERIFY(!QFileInfo::exists(QFileInfo(none).absolutePath()));
    }

    void aFolderThatCannotBeMadeIsTold()
    {
        QFile file(m_folder->filePath(QStringLiteral("data")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto error = errorOf([&] { SqlConnection(path()).value(QStringLiteral("SELECT 1")); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Io);
    }

    void aDamagedFileIsToldAndRemembered()
    {
        QVERIFY(QDir().mkpath(QFileInfo(path()).absolutePath()));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9000, 'x'));
        file.close();
        SqlConnection sql(path(), {.subject = shelf()});
        QVERIFY(!sql.isDamaged());
        const auto error = errorOf([&] { sql.value(kCount); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Damaged);
        QCOMPARE(QString::fromStdString(error->message),
                 QStringLiteral("The shelf “%1” is damaged; it can be mended.").arg(path()));
        QVERIFY(sql.isDamaged());
    }

    void aFullFileIsToldAndGoesOn()
    {
        SqlConnection sql(path(), {.subject = shelf()});
        makeTable(sql);
        sql.run(QStringLiteral("PRAGMA max_page_count = 3"));
        const auto error = errorOf([&] {
            const SqlConnection::Transaction transaction(sql);
            sql.run(kInsert, {QByteArray(100'000, 'x')});
        });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::DiskFull);
        QVERIFY(says(*error, QStringLiteral("“%1”").arg(path())));
        QVERIFY(says(*error, QStringLiteral("disk is full; throw something away.")));
        SqlConnection::Transaction transaction(sql);
        sql.run(kInsert, {QStringLiteral("small")});
        transaction.commit();
        QCOMPARE(SqlConnection(path()).value(kCount).toInt(), 1);
    }

    void aWrongStatementIsAFaultOfOurs()
    {
        SqlConnection sql(path());
        const auto error = errorOf([&] { sql.run(QStringLiteral("SELEC 1")); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Internal);
        QVERIFY(error->detail.find("SELEC 1") != std::string::npos);
        QVERIFY(says(*error, QStringLiteral("The database “%1” ").arg(path())));
        QCOMPARE(sql.value(QStringLiteral("SELECT 1")).toInt(), 1);
    }

    void aPathMayHoldPercentSigns()
    {
        const QString odd = m_folder->filePath(QStringLiteral("100%1 %2/a.db"));
        SqlConnection sql(odd);
        const auto error = errorOf([&] { sql.run(QStringLiteral("SELEC 1")); });
        QVERIFY(error);
        QVERIFY(says(*error, QStringLiteral("“") + odd + QStringLiteral("”")));
    }
};

CALOTYPE_GUILESS_TEST(SqlConnectionTest)
#include "SqlConnectionTest.moc"
