#include "tests/support/TestMain.h"
#include "ui/gallery/DayFinder.h"
#include "ui/gallery/DaySections.h"

#include <QTest>

using namespace calotype::ui;
using Day = DayFinder::Day;

namespace {

/// A list of @p count ids, and the day of each.
struct Gallery {
    QVector<qint64> ids;
    QHash<qint64, QDate> dates;

    Gallery(int count, auto dayOf)
    {
        for (int i = 0; i < count; ++i) {
            ids.append(count - i);
            dates.insert(count - i, QDate(2025, 1, 1).addDays(-dayOf(i)));
        }
    }

    QVector<Day> days() const
    {
        QVector<Day> found;
        for (int i = 0; i < ids.size(); ++i) {
            if (i == 0 || dates[ids[i]] != dates[ids[i - 1]])
                found.append({i, dates[ids[i]]});
        }
        return found;
    }

    /// @return how many dates were asked for
    int find(DayFinder &finder, int *rounds = nullptr) const
    {
        int asked = 0;
        for (QVector<qint64> wanted = finder.advance(); !wanted.isEmpty(); wanted = finder.advance()) {
            asked += static_cast<int>(wanted.size());
            for (const qint64 id : wanted)
                finder.tell(id, dates[id]);
            if (rounds)
                ++*rounds;
        }
        return asked;
    }
};

const QDate kToday(2025, 1, 1);

} // namespace

class DayFinderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryDay_data();
    void findsEveryDay();
    void aHundredThousandTakeFewDates();
    void newPicturesTakeFewMoreDates();
    void rowsInFrontBelongToToday();
    void takingPicturesOutKeepsTheDays();
};

void DayFinderTest::findsEveryDay_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("perDay");
    QTest::newRow("none") << 0 << 1;
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("two of one day") << 2 << 10;
    QTest::newRow("two of two days") << 2 << 1;
    QTest::newRow("each its own day") << 700 << 1;
    QTest::newRow("days of three") << 5000 << 3;
    QTest::newRow("one day") << 5000 << 10'000;
}

void DayFinderTest::findsEveryDay()
{
    QFETCH(int, count);
    QFETCH(int, perDay);
    const Gallery gallery(count, [perDay](int i) { return i / perDay; });
    DayFinder finder;
    finder.start(gallery.ids);
    gallery.find(finder);
    QVERIFY(finder.isDone());
    QCOMPARE(finder.days(), gallery.days());
}

void DayFinderTest::aHundredThousandTakeFewDates()
{
    const Gallery gallery(100'000, [](int i) { return i / 331; });
    DayFinder finder;
    finder.start(gallery.ids);
    int rounds = 0;
    const int asked = gallery.find(finder, &rounds);
    QCOMPARE(finder.days(), gallery.days());
    QVERIFY2(asked < 10'000, qPrintable(QString::number(asked)));
    QVERIFY2(rounds <= 6, qPrintable(QString::number(rounds)));
}

void DayFinderTest::newPicturesTakeFewMoreDates()
{
    Gallery gallery(10'000, [](int i) { return i / 97; });
    DayFinder finder;
    finder.start(gallery.ids);
    const int before = gallery.find(finder);
    gallery.ids.prepend(20'000);
    gallery.dates.insert(20'000, QDate(2025, 1, 2));
    finder.start(gallery.ids);
    const int more = gallery.find(finder);
    QCOMPARE(finder.days(), gallery.days());
    QVERIFY2(more < before, qPrintable(QString::number(more)));
}

void DayFinderTest::rowsInFrontBelongToToday()
{
    const QVector<Day> days{{0, kToday}, {4, kToday.addDays(-1)}};
    const QVector<GridSection> merged = daySections(days, 2, kToday);
    QCOMPARE(merged.size(), 2);
    QCOMPARE(merged[0], (GridSection{0, QStringLiteral("Today")}));
    QCOMPARE(merged[1], (GridSection{6, QStringLiteral("Yesterday")}));
    const QVector<GridSection> apart = daySections(days, 2, kToday.addDays(1));
    QCOMPARE(apart.size(), 3);
    QCOMPARE(apart[0], (GridSection{0, QStringLiteral("Today")}));
    QCOMPARE(apart[1], (GridSection{2, QStringLiteral("Yesterday")}));
    QVERIFY(daySections({}, 0, kToday).isEmpty());
}

void DayFinderTest::takingPicturesOutKeepsTheDays()
{
    const QDate a = kToday;
    const QDate b = kToday.addDays(-1);
    const QDate c = kToday.addDays(-2);
    QVector<Day> days{{0, a}, {3, b}, {5, c}};
    insertPictures(days, 0, 2);
    QCOMPARE(days, (QVector<Day>{{0, a}, {5, b}, {7, c}}));
    removePictures(days, 4, 3, 6); // the last of a, all of b
    QCOMPARE(days, (QVector<Day>{{0, a}, {4, c}}));
    removePictures(days, 0, 6, 0);
    QVERIFY(days.isEmpty());
}

CALOTYPE_GUILESS_TEST(DayFinderTest)
#include "DayFinderTest.moc"
