#include "tests/support/TestMain.h"
#include "ui/viewer/PictureStrip.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QStringListModel>
#include <QtTest>

using namespace calotype::ui;

namespace {

/// As many rows as one likes, none of which costs anything.
class ManyRows final : public QAbstractListModel
{
public:
    explicit ManyRows(int rows)
        : m_rows(rows)
    {
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    QVariant data(const QModelIndex &, int) const override
    {
        ++asked;
        return {};
    }
    mutable int asked = 0;

private:
    int m_rows;
};

} // namespace

class PictureStripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTileIsWhereItIsSaidToBe();
    void rightToLeftBeginsAtTheRight();
    void manyRowsCostNoMoreThanThoseThatAreSeen();
    void keysMoveTheCurrentRow();
    void visibleRowsAreTold();
};

void PictureStripTest::everyTileIsWhereItIsSaidToBe()
{
    ManyRows model(50);
    PictureStrip strip;
    strip.setModel(&model);
    strip.resize(500, strip.sizeHint().height());
    strip.show();
    strip.scrollTo(model.index(30), QAbstractItemView::PositionAtCenter);
    const QRect tile = strip.visualRect(model.index(30));
    QVERIFY(strip.viewport()->rect().contains(tile));
    QCOMPARE(strip.indexAt(tile.center()), model.index(30));
    QCOMPARE(strip.indexAt(tile.topLeft()), model.index(30));
    QCOMPARE(strip.indexAt(tile.topLeft() - QPoint(1, 0)), model.index(29));
    strip.scrollTo(model.index(49));
    QVERIFY(strip.viewport()->rect().contains(strip.visualRect(model.index(49))));
    QCOMPARE(strip.horizontalScrollBar()->value(), strip.horizontalScrollBar()->maximum());
}

void PictureStripTest::rightToLeftBeginsAtTheRight()
{
    ManyRows model(50);
    PictureStrip strip;
    strip.setLayoutDirection(Qt::RightToLeft);
    strip.setModel(&model);
    strip.resize(500, strip.sizeHint().height());
    strip.show();
    const QRect first = strip.visualRect(model.index(0));
    QCOMPARE(first.right(), strip.viewport()->width() - 1);
    QCOMPARE(strip.indexAt(first.center()), model.index(0));
    QCOMPARE(strip.indexAt(first.center() - QPoint(PictureStrip::kTile, 0)), model.index(1));
}

void PictureStripTest::manyRowsCostNoMoreThanThoseThatAreSeen()
{
    ManyRows model(1'000'000);
    PictureStrip strip;
    strip.setModel(&model);
    strip.resize(800, strip.sizeHint().height());
    strip.show();
    strip.setCurrentIndex(model.index(777'777));
    const QRect tile = strip.visualRect(model.index(777'777));
    QVERIFY(strip.viewport()->rect().contains(tile));
    model.asked = 0;
    strip.viewport()->grab();
    QVERIFY(model.asked > 0);
    QVERIFY2(model.asked < 200, qPrintable(QString::number(model.asked)));
}

void PictureStripTest::keysMoveTheCurrentRow()
{
    ManyRows model(20);
    PictureStrip strip;
    strip.setModel(&model);
    strip.resize(5 * PictureStrip::kTile, strip.sizeHint().height());
    strip.show();
    strip.setCurrentIndex(model.index(3));
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(strip.currentIndex().row(), 4);
    QTest::keyClick(&strip, Qt::Key_Left);
    QTest::keyClick(&strip, Qt::Key_Left);
    QCOMPARE(strip.currentIndex().row(), 2);
    QTest::keyClick(&strip, Qt::Key_PageDown);
    QCOMPARE(strip.currentIndex().row(), 7);
    QTest::keyClick(&strip, Qt::Key_End);
    QCOMPARE(strip.currentIndex().row(), 19);
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(strip.currentIndex().row(), 19);
    QTest::keyClick(&strip, Qt::Key_Home);
    QCOMPARE(strip.currentIndex().row(), 0);
    QTest::mouseClick(strip.viewport(), Qt::LeftButton, {}, strip.visualRect(model.index(2)).center());
    QCOMPARE(strip.currentIndex().row(), 2);
}

void PictureStripTest::visibleRowsAreTold()
{
    QStringListModel model(QStringList(30, QStringLiteral("x")));
    PictureStrip strip;
    QSignalSpy told(&strip, &PictureStrip::visibleRowsChanged);
    strip.setModel(&model);
    strip.resize(4 * PictureStrip::kTile, strip.sizeHint().height());
    QCOMPARE(told.count(), 0); // nothing is seen of a strip that is not shown
    strip.show();
    QTRY_VERIFY(!told.isEmpty());
    QCOMPARE(told.back(), QList<QVariant>({0, 3}));
    strip.horizontalScrollBar()->setValue(10 * PictureStrip::kTile);
    QCOMPARE(told.back(), QList<QVariant>({10, 13}));
    model.removeRows(0, 30);
    QTRY_COMPARE(told.back(), QList<QVariant>({-1, -1}));
}

CALOTYPE_TEST(PictureStripTest)
#include "PictureStripTest.moc"
