#include "tests/support/TestMain.h"
#include "ui/gallery/GridView.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <functional>

using namespace calotype::ui;

namespace {

/// Numbers as rows, which can be put into another order and taken out.
class NumbersModel final : public QAbstractListModel
{
public:
    explicit NumbersModel(int count)
    {
        for (int i = 0; i < count; ++i)
            m_numbers.append(i);
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_numbers.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        ++asked;
        return role == Qt::DisplayRole ? QVariant(m_numbers[index.row()]) : QVariant();
    }
    void prepend(int count)
    {
        beginInsertRows({}, 0, count - 1);
        for (int i = 0; i < count; ++i)
            m_numbers.prepend(-1 - i);
        endInsertRows();
    }
    void remove(int first, int count)
    {
        beginRemoveRows({}, first, first + count - 1);
        m_numbers.remove(first, count);
        endRemoveRows();
    }
    /// Keeps the numbers that @p keep, in the same order.
    void filter(const std::function<bool(int)> &keep)
    {
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList before = persistentIndexList();
        QVector<int> left;
        for (const int number : std::as_const(m_numbers)) {
            if (keep(number))
                left.append(number);
        }
        QModelIndexList after;
        for (const QModelIndex &old : before) {
            const auto row = left.indexOf(m_numbers[old.row()]);
            after.append(row < 0 ? QModelIndex() : createIndex(static_cast<int>(row), 0));
        }
        m_numbers = left;
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged();
    }
    int number(int row) const { return m_numbers[row]; }
    int rowOf(int number) const { return static_cast<int>(m_numbers.indexOf(number)); }

    mutable int asked = 0;

private:
    QVector<int> m_numbers;
};

/// A shown grid of five columns of 100 × 100 cells.
struct Shown {
    explicit Shown(int count)
        : model(count)
    {
        view.setModel(&model);
        view.setCellSize({100, 100});
        view.resize(550, 400);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
    }

    int current() const { return view.currentIndex().row(); }
    QPoint centre(int row) const { return view.visualRect(model.index(row)).center(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, at);
    }
    QList<int> selected() const
    {
        QList<int> rows;
        for (const QModelIndex &index : view.selectionModel()->selectedIndexes())
            rows.append(index.row());
        std::sort(rows.begin(), rows.end());
        return rows;
    }

    NumbersModel model;
    GridView view;
};

} // namespace

class GridViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreHitWhereTheyArePainted();
    void aHundredThousandRowsAreLaidOutAtOnce();
    void arrowKeysGoThroughLinesAndColumns();
    void shiftSelectsInReadingOrder();
    void ctrlSelectsOneMore();
    void aRubberBandSelectsWhatItTouches();
    void headersTakeTheirRoom();
    void scrollingShowsTheRowWithItsHeader();
    void whatIsSeenStaysWhenRowsComeInFront();
    void atTheTopNewRowsAreSeen();
    void selectionAndPlaceSurviveAnotherList();
    void theKeyboardGoesOnNearARowThatIsGone();
    void whatIsSeenStaysWhenCellsGrow();
    void visibleRowsAreTold();
    void shownAgainItTellsWhatIsSeen();
    void enterAndDoubleClickOpen();
    void ctrlWheelZooms();
    void aTouchpadScrollsByPixels();
    void lettersDoNotWalkThroughTheRows();
    void aScreenReaderSeesAList();
};

void GridViewTest::rowsAreHitWhereTheyArePainted()
{
    Shown grid(57);
    grid.view.verticalScrollBar()->setValue(130);
    for (int row = 0; row < 57; ++row)
        QCOMPARE(grid.view.indexAt(grid.centre(row)).row(), row);
    QVERIFY(!grid.view.indexAt({-20, 50}).isValid());
    QCOMPARE(grid.view.visualRect(grid.model.index(5)).left(), grid.view.visualRect(grid.model.index(0)).left());
    QVERIFY(grid.view.visualRect({}).isEmpty());
}

void GridViewTest::aHundredThousandRowsAreLaidOutAtOnce()
{
    Shown grid(100'000);
    grid.model.asked = 0;
    grid.view.scrollToBottom();
    QCOMPARE(grid.view.indexAt(grid.centre(99'999)).row(), 99'999);
    QVERIFY(grid.view.viewport()->rect().contains(grid.view.visualRect(grid.model.index(99'999))));
    grid.view.setCellSize({60, 60});
    grid.view.selectAll();
    QCOMPARE(grid.view.selectionModel()->selection().size(), 1);
    QVERIFY2(grid.model.asked < 20'000, qPrintable(QString::number(grid.model.asked))); // only what is painted
}

void GridViewTest::arrowKeysGoThroughLinesAndColumns()
{
    Shown grid(23); // five lines, the last of three
    grid.view.setCurrentIndex(grid.model.index(0));
    grid.press(Qt::Key_Right);
    QCOMPARE(grid.current(), 1);
    grid.press(Qt::Key_Down);
    QCOMPARE(grid.current(), 6);
    grid.press(Qt::Key_Left);
    grid.press(Qt::Key_Left);
    QCOMPARE(grid.current(), 4);
    grid.press(Qt::Key_Up);
    QCOMPARE(grid.current(), 4);
    for (int i = 0; i < 4; ++i)
        grid.press(Qt::Key_Down);
    QCOMPARE(grid.current(), 22); // the last line has no fifth column
    grid.press(Qt::Key_Home);
    QCOMPARE(grid.current(), 0);
    grid.press(Qt::Key_PageDown);
    QCOMPARE(grid.current(), 20); // four lines fit
    grid.press(Qt::Key_End);
    QCOMPARE(grid.current(), 22);
    grid.press(Qt::Key_PageUp);
    QCOMPARE(grid.current(), 2);
}

void GridViewTest::shiftSelectsInReadingOrder()
{
    Shown grid(23);
    grid.click(grid.centre(3));
    grid.click(grid.centre(11), Qt::ShiftModifier);
    QCOMPARE(grid.selected(), (QList<int>{3, 4, 5, 6, 7, 8, 9, 10, 11}));
    grid.click(grid.centre(1), Qt::ShiftModifier);
    QCOMPARE(grid.selected(), (QList<int>{1, 2, 3}));
    grid.click(grid.centre(0));
    grid.press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(grid.selected(), (QList<int>{0, 1, 2, 3, 4, 5}));
}

void GridViewTest::ctrlSelectsOneMore()
{
    Shown grid(23);
    grid.click(grid.centre(3));
    grid.click(grid.centre(7), Qt::ControlModifier);
    QCOMPARE(grid.selected(), (QList<int>{3, 7}));
    grid.click(grid.centre(3), Qt::ControlModifier);
    QCOMPARE(grid.selected(), (QList<int>{7}));
    grid.click({grid.view.viewport()->width() - 2, grid.view.viewport()->height() - 2}); // beside all cells
    QVERIFY(grid.selected().isEmpty());
}

void GridViewTest::aRubberBandSelectsWhatItTouches()
{
    Shown grid(13); // the third line has three
    QWidget *const port = grid.view.viewport();
    const QPoint start = grid.centre(12) + QPoint(100, 0); // beside the last
    QTest::mousePress(port, Qt::LeftButton, {}, start);
    QTest::mouseMove(port, start - QPoint(20, 20));
    QTest::mouseMove(port, grid.centre(6));
    QCOMPARE(grid.selected(), (QList<int>{6, 7, 8, 11, 12}));
    QTest::mouseRelease(port, Qt::LeftButton, {}, grid.centre(6));
    QCOMPARE(grid.selected(), (QList<int>{6, 7, 8, 11, 12}));
}

void GridViewTest::headersTakeTheirRoom()
{
    Shown grid(20);
    grid.view.setSectionSource([] { return QVector<GridSection>{{0, QStringLiteral("One")}, {7, QStringLiteral("Two")}}; });
    QVERIFY(grid.view.headerRect(0).height() > grid.view.fontMetrics().height());
    QCOMPARE(grid.view.headerRect(1).bottom() + 1, grid.view.visualRect(grid.model.index(7)).top());
    QVERIFY(!grid.view.indexAt(grid.view.headerRect(1).center()).isValid());
    QVERIFY(grid.view.headerRect(2).isEmpty());
    const QImage picture = grid.view.viewport()->grab().toImage();
    const QRect words = grid.view.headerRect(0);
    bool isPainted = false;
    for (int x = words.left(); x < words.right(); ++x)
        isPainted |= picture.pixel(x, words.center().y() + 4) != picture.pixel(words.left(), words.top());
    QVERIFY(isPainted);
}

void GridViewTest::scrollingShowsTheRowWithItsHeader()
{
    Shown grid(200);
    grid.view.setSectionSource([] { return QVector<GridSection>{{0, QStringLiteral("One")}, {100, QStringLiteral("Two")}}; });
    grid.view.scrollToBottom();
    grid.view.scrollTo(grid.model.index(101));
    QCOMPARE(grid.view.headerRect(1).top(), 0);
    grid.view.scrollTo(grid.model.index(3), QAbstractItemView::PositionAtTop);
    QVERIFY(grid.view.viewport()->rect().contains(grid.view.visualRect(grid.model.index(3))));
    const int value = grid.view.verticalScrollBar()->value();
    grid.view.scrollTo(grid.model.index(4)); // is seen
    QCOMPARE(grid.view.verticalScrollBar()->value(), value);
}

void GridViewTest::whatIsSeenStaysWhenRowsComeInFront()
{
    Shown grid(200);
    grid.view.verticalScrollBar()->setValue(1030);
    const int number = grid.model.number(grid.view.visibleRows().first);
    const int top = grid.view.visualRect(grid.model.index(grid.model.rowOf(number))).top();
    grid.model.prepend(10); // two lines
    QTRY_COMPARE(grid.view.verticalScrollBar()->value(), 1230);
    QCOMPARE(grid.view.visualRect(grid.model.index(grid.model.rowOf(number))).top(), top);
    grid.model.remove(0, 10);
    QTRY_COMPARE(grid.view.verticalScrollBar()->value(), 1030);
    QCOMPARE(grid.view.visualRect(grid.model.index(grid.model.rowOf(number))).top(), top);
}

void GridViewTest::atTheTopNewRowsAreSeen()
{
    Shown grid(200);
    grid.model.prepend(10);
    QTRY_VERIFY(grid.view.verticalScrollBar()->maximum() > 0);
    QCOMPARE(grid.view.verticalScrollBar()->value(), 0);
    QCOMPARE(grid.view.visibleRows().first, 0);
}

void GridViewTest::selectionAndPlaceSurviveAnotherList()
{
    Shown grid(1000);
    grid.view.setCurrentIndex(grid.model.index(502));
    grid.view.scrollTo(grid.model.index(502), QAbstractItemView::PositionAtCenter);
    const int top = grid.view.visualRect(grid.model.index(502)).top();
    grid.model.filter([](int number) { return number % 2 == 0; });
    QTRY_COMPARE(grid.view.visualRect(grid.view.currentIndex()).top(), top);
    QCOMPARE(grid.model.number(grid.current()), 502);
    QCOMPARE(grid.selected(), (QList<int>{251}));
}

void GridViewTest::theKeyboardGoesOnNearARowThatIsGone()
{
    Shown grid(100);
    grid.view.setCurrentIndex(grid.model.index(51));
    grid.model.filter([](int number) { return number % 2 == 0; });
    QCOMPARE(grid.current(), 49); // as near as the shorter list allows
    QVERIFY(grid.selected().isEmpty());
}

void GridViewTest::whatIsSeenStaysWhenCellsGrow()
{
    Shown grid(1000);
    grid.view.setCurrentIndex(grid.model.index(502));
    grid.view.scrollTo(grid.model.index(502), QAbstractItemView::PositionAtCenter);
    const int top = grid.view.visualRect(grid.model.index(502)).top();
    grid.view.setCellSize({160, 160});
    QCOMPARE(grid.view.visualRect(grid.model.index(502)).top(), top);
    grid.view.resize(800, 400);
    QCOMPARE(grid.view.visualRect(grid.model.index(502)).top(), top);
}

void GridViewTest::visibleRowsAreTold()
{
    Shown grid(1000);
    QSignalSpy told(&grid.view, &GridView::visibleRowsChanged);
    grid.view.verticalScrollBar()->setValue(8 + 1000); // the eleventh line is the first
    QCOMPARE(told.count(), 1);
    QCOMPARE(told.last()[0].toInt(), 50);
    QCOMPARE(told.last()[1].toInt(), 69);
    grid.view.verticalScrollBar()->setValue(8 + 1000 + 1); // one line more at the end
    QCOMPARE(told.last()[1].toInt(), 74);
}

void GridViewTest::shownAgainItTellsWhatIsSeen()
{
    Shown grid(1000);
    const GridLayout::Rows seen = grid.view.visibleRows();
    QSignalSpy told(&grid.view, &GridView::visibleRowsChanged);
    grid.view.hide();
    grid.view.verticalScrollBar()->setValue(500); // nobody sees it
    grid.view.verticalScrollBar()->setValue(0);
    QCOMPARE(told.count(), 0);
    grid.view.show();
    QCOMPARE(told.count(), 1);
    QCOMPARE(told.first(), QVariantList({seen.first, seen.last}));
}

void GridViewTest::enterAndDoubleClickOpen()
{
    Shown grid(10);
    QSignalSpy opened(&grid.view, &GridView::opened);
    grid.view.setCurrentIndex(grid.model.index(4));
    grid.press(Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.last()[0].toModelIndex().row(), 4);
    QTest::mouseClick(grid.view.viewport(), Qt::LeftButton, {}, grid.centre(2));
    QTest::mouseDClick(grid.view.viewport(), Qt::LeftButton, {}, grid.centre(2));
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened.last()[0].toModelIndex().row(), 2);
}

void GridViewTest::ctrlWheelZooms()
{
    Shown grid(1000);
    QSignalSpy zoomed(&grid.view, &GridView::zoomed);
    QWheelEvent turn({50, 50}, grid.view.mapToGlobal(QPointF(50, 50)), {}, {0, -240}, Qt::NoButton, Qt::ControlModifier,
                     Qt::NoScrollPhase, false);
    QApplication::sendEvent(grid.view.viewport(), &turn);
    QCOMPARE(zoomed.count(), 1);
    QCOMPARE(zoomed.last()[0].toInt(), -2);
    QCOMPARE(grid.view.verticalScrollBar()->value(), 0);
}

void GridViewTest::aTouchpadScrollsByPixels()
{
    Shown grid(1000);
    QWheelEvent glide({50, 50}, grid.view.mapToGlobal(QPointF(50, 50)), {0, -37}, {0, -74}, Qt::NoButton,
                      Qt::NoModifier, Qt::ScrollUpdate, false);
    QApplication::sendEvent(grid.view.viewport(), &glide);
    QCOMPARE(grid.view.verticalScrollBar()->value(), 37);
    QWheelEvent notch({50, 50}, grid.view.mapToGlobal(QPointF(50, 50)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(grid.view.viewport(), &notch);
    QTRY_COMPARE(grid.view.verticalScrollBar()->value(), 37 + 25 * QApplication::wheelScrollLines());
}

void GridViewTest::lettersDoNotWalkThroughTheRows()
{
    Shown grid(100'000);
    grid.view.setCurrentIndex(grid.model.index(0));
    grid.model.asked = 0;
    grid.press(Qt::Key_9);
    QVERIFY(grid.model.asked < 1000);
    QCOMPARE(grid.current(), 0);
}

void GridViewTest::aScreenReaderSeesAList()
{
    Shown grid(1000);
    QAccessibleInterface *const seen = QAccessible::queryAccessibleInterface(&grid.view);
    QVERIFY(seen);
    QCOMPARE(seen->role(), QAccessible::List);
    QCOMPARE(seen->childCount(), 1000);
    QAccessibleInterface *const item = seen->child(7);
    QVERIFY(item);
    QCOMPARE(item->text(QAccessible::Name), QStringLiteral("7"));
    const QRect cell = grid.view.visualRect(grid.model.index(7));
    QCOMPARE(item->rect().size(), cell.size());
    QCOMPARE(item->rect().topLeft(), grid.view.viewport()->mapToGlobal(cell.topLeft()));
}

CALOTYPE_TEST(GridViewTest)
#include "GridViewTest.moc"
