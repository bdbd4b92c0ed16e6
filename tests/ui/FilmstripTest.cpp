#include "tests/support/TestMain.h"
#include "ui/Filmstrip.h"
#include "ui/ResultsModel.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include <memory>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// A strip of results, the newest of which was made with the seed 0.
struct Shown {
    explicit Shown(int results)
        : strip(model)
    {
        for (int seed = results - 1; seed >= 0; --seed)
            add(seed);
        strip.resize(500, strip.sizeHint().height());
        strip.show();
        tile(0); // lays out the rows
    }

    void add(qint64 seed)
    {
        auto made = std::make_shared<GeneratedImage>();
        made->image = Image(24, 16);
        made->seed = seed;
        model.add(std::move(made), {}, {});
    }
    QRect tile(int row) const { return strip.visualRect(model.index(row)); }
    qint64 currentSeed() const { return strip.currentIndex().data(ResultsModel::SeedRole).toLongLong(); }

    ResultsModel model;
    Filmstrip strip;
};

} // namespace

/// The results under the picture of the first page.
class FilmstripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsStandSideBySide();
    void keysAndClicksChoose();
    void choiceStaysWithItsPicture();
    void whatIsShownIsSelectedAlone();
    void wheelScrollsAlong();
};

void FilmstripTest::resultsStandSideBySide()
{
    const Shown shown(20);
    for (int row = 1; row < 20; ++row) {
        QCOMPARE(shown.tile(row).top(), shown.tile(0).top());
        QVERIFY(shown.tile(row).left() > shown.tile(row - 1).right());
    }
    QVERIFY(shown.strip.viewport()->rect().contains(shown.tile(0))); // whole, though there is a scroll bar
    QVERIFY(shown.strip.horizontalScrollBar()->maximum() > 0);
}

void FilmstripTest::keysAndClicksChoose()
{
    Shown shown(5);
    QVERIFY(QTest::qWaitForWindowActive(&shown.strip)); // with the focus comes a first choice
    QSignalSpy chosen(&shown.strip, &Filmstrip::chosen);
    QTest::mouseClick(shown.strip.viewport(), Qt::LeftButton, {}, shown.tile(1).center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.takeFirst().front().toModelIndex().row(), 1);
    QTest::keyClick(&shown.strip, Qt::Key_Right);
    QCOMPARE(chosen.takeFirst().front().toModelIndex().row(), 2);
    QTest::keyClick(&shown.strip, Qt::Key_End);
    QCOMPARE(chosen.takeFirst().front().toModelIndex().row(), 4);
    QTest::keyClick(&shown.strip, Qt::Key_Right); // there is none
    QVERIFY(chosen.isEmpty());
}

void FilmstripTest::choiceStaysWithItsPicture()
{
    Shown shown(5);
    shown.strip.setCurrentIndex(shown.model.index(2));
    QSignalSpy chosen(&shown.strip, &Filmstrip::chosen);
    shown.model.showLive({}, 0.5);
    QCOMPARE(shown.strip.currentIndex().row(), 3);
    shown.add(9);
    QCOMPARE(shown.strip.currentIndex().row(), 4);
    shown.model.hideLive();
    QCOMPARE(shown.strip.currentIndex().row(), 3);
    QCOMPARE(shown.currentSeed(), qint64{2});
    QVERIFY(chosen.isEmpty()); // the user has gone nowhere
}

/// The picture that Ctrl+Return has asked for comes while the key is still down.
void FilmstripTest::whatIsShownIsSelectedAlone()
{
    Shown shown(3);
    shown.strip.choose(shown.model.index(1));
    QTest::keyPress(&shown.strip, Qt::Key_Control, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::keyboardModifiers(), Qt::ControlModifier);
    shown.strip.choose(shown.model.index(0));
    QTest::keyRelease(&shown.strip, Qt::Key_Control);
    QCOMPARE(shown.strip.selectionModel()->selectedIndexes(), QModelIndexList{shown.model.index(0)});
}

void FilmstripTest::wheelScrollsAlong()
{
    Shown shown(40);
    const auto turn = [&shown](const QPoint &angle) {
        QWheelEvent event(QPointF(5, 5), shown.strip.mapToGlobal(QPointF(5, 5)), {}, angle, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(shown.strip.viewport(), &event);
        return shown.strip.horizontalScrollBar()->value();
    };
    QCOMPARE(turn({0, -120}), 120);
    QCOMPARE(turn({-50, 0}), 170); // of a touchpad
    QCOMPARE(turn({0, 240}), 0);
}

CALOTYPE_TEST(FilmstripTest)
#include "FilmstripTest.moc"
