#include "app/ProcessAge.h"

#include "tests/support/TestMain.h"

#include <QTest>

#include <chrono>

using namespace calotype::app;

class ProcessAgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startIsTheTwentySecondField_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<qint64>("ticks"); // -1: none
        const QByteArray rest = " S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 300 18446744073709551615\n";
        QTest::newRow("plain") << "42 (calotype)" + rest << qint64{987654};
        QTest::newRow("blanks and brackets in the name") << "42 (a 1) S 2 (b) )" + rest << qint64{987654};
        QTest::newRow("cut short") << QByteArray("42 (calotype) S 1 42 42 0 -1 4194560 1") << qint64{-1};
        QTest::newRow("no number") << QByteArray("42 (calotype) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 x 1000\n") << qint64{-1};
        QTest::newRow("empty") << QByteArray() << qint64{-1};
    }

    void startIsTheTwentySecondField()
    {
        QFETCH(QByteArray, line);
        QFETCH(qint64, ticks);
        QCOMPARE(qint64{startTicks({line.constData(), static_cast<std::size_t>(line.size())}).value_or(-1)}, ticks);
    }

    void aProcessIsOlderThanItsMain()
    {
        const auto before = std::chrono::steady_clock::now();
        const auto age = processAge();
        QVERIFY(age.count() >= 0);
        while (processAge() <= age) { } // it grows
        const auto passed = std::chrono::steady_clock::now() - before;
        QVERIFY(processAge() >= std::chrono::duration_cast<std::chrono::milliseconds>(passed) - std::chrono::milliseconds(10)); // a tick
    }
};

CALOTYPE_GUILESS_TEST(ProcessAgeTest)
#include "ProcessAgeTest.moc"
