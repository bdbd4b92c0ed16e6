#include "tests/support/TestMain.h"
#include "ui/gallery/GridLayout.h"

#include <QSet>
#include <QTest>

using namespace calotype::ui;

namespace {

GridLayout::Measures measures(int width, QSize cell, bool rightToLeft = false)
{
    return {width, cell, 40, 8, rightToLeft};
}

/// A section each @p rows rows, with a header.
QVector<GridSection> sectionsOf(int count, int rows)
{
    QVector<GridSection> sections;
    for (int row = 0; row < count; row += rows)
        sections.append({row, QString::number(row)});
    return sections;
}

} // namespace

class GridLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowIsHitAtItsCentre_data();
    void everyRowIsHitAtItsCentre();
    void noTwoRowsOverlap();
    void headersStandAboveTheirRows();
    void betweenCellsThereIsNoRow();
    void rightToLeftMirrorsTheColumns();
    void rowsBetweenAreThoseThatTouch();
    void aBandTakesTheCellsThatItTouches();
    void linesAreLeftAndEnteredInTheSameColumn();
    void rowsBeforeTheFirstSectionHaveNoHeader();
    void nothingIsNowhere();
};

void GridLayoutTest::everyRowIsHitAtItsCentre_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("sectionRows");
    QTest::addColumn<bool>("rightToLeft");
    QTest::newRow("one row") << 1 << 500 << 0 << false;
    QTest::newRow("one column") << 50 << 60 << 0 << false;
    QTest::newRow("no section") << 1000 << 517 << 0 << false;
    QTest::newRow("sections of one") << 100 << 517 << 1 << false;
    QTest::newRow("sections that end amid a line") << 1000 << 517 << 7 << false;
    QTest::newRow("right to left") << 1000 << 517 << 7 << true;
    QTest::newRow("a hundred thousand") << 100'000 << 1280 << 333 << false;
    QTest::newRow("narrower than a cell") << 20 << 30 << 3 << false;
}

void GridLayoutTest::everyRowIsHitAtItsCentre()
{
    QFETCH(int, count);
    QFETCH(int, width);
    QFETCH(int, sectionRows);
    QFETCH(bool, rightToLeft);
    GridLayout layout;
    layout.set(count, measures(width, {100, 90}, rightToLeft),
               sectionRows ? sectionsOf(count, sectionRows) : QVector<GridSection>());
    for (int row = 0; row < count; ++row) {
        const QRect cell = layout.cellRect(row);
        QCOMPARE(cell.size(), QSize(100, 90));
        QCOMPARE(layout.rowAt(cell.center()), row);
        QCOMPARE(layout.rowAt(cell.topLeft()), row);
        QCOMPARE(layout.rowAt(cell.bottomRight()), row);
        QVERIFY(cell.bottom() < layout.height());
    }
}

void GridLayoutTest::noTwoRowsOverlap()
{
    GridLayout layout;
    const int count = 200;
    layout.set(count, measures(517, {100, 90}), sectionsOf(count, 7));
    for (int a = 0; a < count; ++a) {
        for (int b = a + 1; b < count; ++b)
            QVERIFY(!layout.cellRect(a).intersects(layout.cellRect(b)));
        for (int section = 0; section < layout.sectionCount(); ++section)
            QVERIFY(!layout.cellRect(a).intersects(layout.headerRect(section)));
    }
}

void GridLayoutTest::headersStandAboveTheirRows()
{
    GridLayout layout;
    layout.set(20, measures(517, {100, 90}), sectionsOf(20, 7));
    QCOMPARE(layout.sectionCount(), 3);
    for (int section = 0; section < 3; ++section) {
        QCOMPARE(layout.headerRect(section).left(), layout.cellRect(section * 7).left());
        QCOMPARE(layout.headerRect(section).right(), 516);
        QCOMPARE(layout.headerRect(section).bottom() + 1, layout.cellRect(section * 7).top());
        QCOMPARE(layout.sectionOf(section * 7), section);
        QCOMPARE(layout.title(section), QString::number(section * 7));
    }
    QVERIFY(layout.isInFirstLine(11));  // 7 + 4 of five columns
    QVERIFY(!layout.isInFirstLine(12));
    layout.set(20, measures(517, {100, 90}, true), sectionsOf(20, 7));
    QCOMPARE(layout.headerRect(1).left(), 0);
    QCOMPARE(layout.headerRect(1).right(), layout.cellRect(7).right());
}

void GridLayoutTest::betweenCellsThereIsNoRow()
{
    GridLayout layout;
    layout.set(7, measures(520, {100, 90}), sectionsOf(7, 7)); // five columns, 10 pixels on each side
    QCOMPARE(layout.rowAt(layout.headerRect(0).center()), -1);
    QCOMPARE(layout.rowAt({5, layout.cellRect(0).center().y()}), -1);
    QCOMPARE(layout.rowAt(layout.cellRect(6).center() + QPoint(100, 0)), -1); // behind the last
    QCOMPARE(layout.nearestRow(layout.cellRect(6).center() + QPoint(100, 0)), 6);
    QCOMPARE(layout.nearestRow({0, -50}), 0);
}

void GridLayoutTest::rightToLeftMirrorsTheColumns()
{
    GridLayout left;
    GridLayout right;
    left.set(10, measures(520, {100, 90}), {});
    right.set(10, measures(520, {100, 90}, true), {});
    QCOMPARE(right.cellRect(0), left.cellRect(4));
    QCOMPARE(right.cellRect(9), left.cellRect(5));
}

void GridLayoutTest::rowsBetweenAreThoseThatTouch()
{
    GridLayout layout;
    layout.set(100, measures(517, {100, 90}), sectionsOf(100, 7));
    for (int top = -100; top < layout.height() + 100; top += 37) {
        const int bottom = top + 250;
        GridLayout::Rows wanted{0, -1};
        for (int row = 0; row < 100; ++row) {
            const QRect cell = layout.cellRect(row);
            if (cell.bottom() < top || cell.top() > bottom)
                continue;
            if (wanted.isEmpty())
                wanted.first = row;
            wanted.last = row;
        }
        const GridLayout::Rows rows = layout.rowsBetween(top, bottom);
        QCOMPARE(rows.isEmpty(), wanted.isEmpty());
        if (!wanted.isEmpty())
            QVERIFY2(rows == wanted, qPrintable(QStringLiteral("at %1: %2–%3 for %4–%5").arg(top).arg(rows.first).arg(rows.last).arg(wanted.first).arg(wanted.last)));
    }
}

void GridLayoutTest::aBandTakesTheCellsThatItTouches()
{
    GridLayout layout;
    layout.set(60, measures(520, {100, 90}), sectionsOf(60, 7));
    const QRect band(layout.cellRect(1).center(), layout.cellRect(16).center());
    QSet<int> taken;
    for (const GridLayout::Rows &rows : layout.rowsIn(band)) {
        for (int row = rows.first; row <= rows.last; ++row)
            taken.insert(row);
    }
    for (int row = 0; row < 60; ++row)
        QCOMPARE(taken.contains(row), layout.cellRect(row).intersects(band));
    QVERIFY(layout.rowsIn(QRect(0, 0, 5, layout.height())).isEmpty()); // left of all cells
    QCOMPARE(layout.rowsIn(QRect(0, 0, 520, layout.height())), (QVector<GridLayout::Rows>{{0, 59}}));
}

void GridLayoutTest::linesAreLeftAndEnteredInTheSameColumn()
{
    GridLayout layout;
    layout.set(20, measures(520, {100, 90}), sectionsOf(20, 7)); // lines: 0–4, 5–6, 7–11, 12–13, 14–18, 19
    QCOMPARE(layout.rowInLine(1, 1), 6);
    QCOMPARE(layout.rowInLine(4, 1), 6); // the last of a shorter line
    QCOMPARE(layout.rowInLine(6, 1), 8);
    QCOMPARE(layout.rowInLine(8, -1), 6);
    QCOMPARE(layout.rowInLine(3, -1), 3);
    QCOMPARE(layout.rowInLine(19, 1), 19);
    QCOMPARE(layout.rowInLine(1, 4), 15);
    QCOMPARE(layout.rowInLine(1, 100), 19);
    QCOMPARE(layout.rowInLine(19, -100), 0);
}

void GridLayoutTest::rowsBeforeTheFirstSectionHaveNoHeader()
{
    GridLayout layout;
    layout.set(10, measures(520, {100, 90}), {{2, QStringLiteral("Monday")}, {12, QStringLiteral("beyond the end")}});
    QCOMPARE(layout.sectionCount(), 2);
    QVERIFY(layout.headerRect(0).isEmpty());
    QCOMPARE(layout.cellRect(0).top(), 8);
    QCOMPARE(layout.title(1), QStringLiteral("Monday"));
    QVERIFY(layout.cellRect(2).top() > layout.cellRect(1).bottom());
}

void GridLayoutTest::nothingIsNowhere()
{
    GridLayout layout;
    layout.set(0, measures(520, {100, 90}), {{0, QStringLiteral("nothing")}});
    QCOMPARE(layout.height(), 0);
    QCOMPARE(layout.sectionCount(), 0);
    QCOMPARE(layout.rowAt({10, 10}), -1);
    QCOMPARE(layout.nearestRow({10, 10}), -1);
    QVERIFY(layout.rowsBetween(0, 1000).isEmpty());
    QVERIFY(layout.cellRect(0).isEmpty());
}

CALOTYPE_GUILESS_TEST(GridLayoutTest)
#include "GridLayoutTest.moc"
