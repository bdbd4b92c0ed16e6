#include "tests/support/TestMain.h"
#include "ui/viewer/ViewerPage.h"

#include "PictureFolder.h"
#include "ui/ImageView.h"
#include "ui/viewer/PictureLoader.h"
#include "ui/viewer/PictureStrip.h"
#include "ui/viewer/Slideshow.h"

#include <QAbstractButton>
#include <QAction>
#include <QFile>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QWheelEvent>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

namespace {

const QColor kColours[] = {Qt::red, Qt::green, Qt::blue, Qt::yellow};

} // namespace

class ViewerPageTest : public QObject
{
    Q_OBJECT

private:
    /// A page that is shown over four pictures.
    struct Fixture {
        Fixture()
        {
            for (int k = 0; k < 4; ++k)
                model.appendRow(pictureItem(folder.add(QStringLiteral("%1.png").arg(k), kColours[k])));
            page.resize(700, 560);
            page.setModel(&model);
            page.show();
            page.activateWindow();
            if (!QTest::qWaitForWindowActive(&page))
                qFatal("The window does not become active.");
            page.view()->setFocus();
        }
        void show(int row)
        {
            page.setCurrentIndex(model.index(row, 0));
        }
        bool shows(int row) const
        {
            return page.currentIndex().row() == row && !page.view()->isPreview() && !page.view()->isEmpty()
                   && page.view()->picture().pixelColor(0, 0) == kColours[row];
        }
        QAction *action(const char *name) const { return page.findChild<QAction *>(QLatin1String(name)); }

        PictureFolder folder;
        QStandardItemModel model;
        ViewerPage page;
    };

private Q_SLOTS:
    void arrowsGoToTheNextAndThePrevious();
    void neighboursAreHereBeforeTheyAreAskedFor();
    void zoomStaysFromPictureToPictureOfOneSize();
    void fitAndActualSize();
    void fullScreenComesAndGoes();
    void closingTheFullScreenBringsThePageBack();
    void slideshowGoesRoundByItsTimer();
    void slideshowWaitsForASlowPicture();
    void slideshowEndsWithInput_data();
    void slideshowEndsWithInput();
    void slideshowTimerRuns();
    void removedRowsAndModels();
    void missingPictureIsSaid();
    void aPathThatComesLateIsShown();
    void aRowWithoutAFileShowsItsPreviewOrItsWords();
    void spaceAndDeleteAreForTheWindow();
    void everyControlHasANameAndAKey();
};

void ViewerPageTest::arrowsGoToTheNextAndThePrevious()
{
    Fixture f;
    f.show(0);
    QTRY_VERIFY(f.shows(0));
    QTest::keyClick(f.page.view(), Qt::Key_Right);
    QTRY_VERIFY(f.shows(1));
    QTest::keyClick(f.page.view(), Qt::Key_End);
    QTRY_VERIFY(f.shows(3));
    QVERIFY(!f.action("viewerNext")->isEnabled());
    QTest::keyClick(f.page.view(), Qt::Key_Right);
    QVERIFY(f.shows(3));
    QTest::keyClick(f.page.view(), Qt::Key_Left);
    QTRY_VERIFY(f.shows(2));
    QTest::keyClick(f.page.strip(), Qt::Key_Home);
    QTRY_VERIFY(f.shows(0));
    QVERIFY(!f.action("viewerPrevious")->isEnabled());
    QCOMPARE(f.page.findChild<QLabel *>("viewerWhere")->text(), QStringLiteral("1 of 4"));
    QTest::mouseClick(f.page.strip()->viewport(), Qt::LeftButton, {}, f.page.strip()->visualRect(f.model.index(2, 0)).center());
    QTRY_VERIFY(f.shows(2));
}

void ViewerPageTest::neighboursAreHereBeforeTheyAreAskedFor()
{
    Fixture f;
    QSignalSpy shown(&f.page, &ViewerPage::pictureShown);
    f.show(1);
    QTRY_VERIFY(f.shows(1));
    // Once a neighbour has been loaded ahead, going there shows it within the call; wait for that by going back and
    // forth only after everything under way has come in.
    auto *const loader = f.page.findChild<PictureLoader *>();
    QVERIFY(loader);
    QTRY_VERIFY(loader->find(f.folder.path("2.png")) && loader->find(f.folder.path("0.png")) && loader->find(f.folder.path("3.png")));
    f.page.next();
    QVERIFY(f.shows(2));
    f.page.previous();
    f.page.previous();
    QVERIFY(f.shows(0));
}

void ViewerPageTest::zoomStaysFromPictureToPictureOfOneSize()
{
    Fixture f;
    f.show(0);
    QTRY_VERIFY(f.shows(0));
    f.page.view()->setZoom(6, {100, 90});
    QTRY_VERIFY(f.page.view()->verticalScrollBar()->isVisible() && f.page.view()->horizontalScrollBar()->isVisible());
    const QPointF corner = f.page.view()->toViewport({0, 0});
    f.page.next();
    QTRY_VERIFY(f.shows(1));
    QCOMPARE(f.page.view()->zoom(), 6.0);
    QCOMPARE(f.page.view()->toViewport({0, 0}), corner);
}

void ViewerPageTest::fitAndActualSize()
{
    Fixture f;
    f.show(0);
    QTRY_VERIFY(f.shows(0));
    QTest::keyClick(f.page.view(), Qt::Key_Slash);
    QCOMPARE(f.page.view()->zoom(), 1.0);
    QCOMPARE(f.page.findChild<QLabel *>("viewerZoom")->text(), QStringLiteral("100 %"));
    QTest::keyClick(f.page.view(), Qt::Key_Plus);
    QCOMPARE(f.page.view()->zoom(), 1.25);
    QTest::keyClick(f.page.view(), Qt::Key_Minus);
    QCOMPARE(f.page.view()->zoom(), 1.0);
    QTest::keyClick(f.page.view(), Qt::Key_Asterisk);
    QVERIFY(f.page.view()->isFitted());
}

void ViewerPageTest::fullScreenComesAndGoes()
{
    for (const Qt::Key key : {Qt::Key_Escape, Qt::Key_F11, Qt::Key_F}) {
        Fixture f;
        f.show(0);
        QTRY_VERIFY(f.shows(0));
        QSignalSpy changes(&f.page, &ViewerPage::fullScreenChanged);
        QVERIFY(!f.action("viewerLeaveFullScreen")->isEnabled()); // its keys are the window's own
        QTest::keyClick(f.page.view(), Qt::Key_F);
        QVERIFY(f.page.isFullScreenShown());
        QVERIFY(f.page.view()->window() != f.page.window());
        QVERIFY(f.page.view()->window()->isFullScreen());
        QVERIFY(!f.page.strip()->isVisible());
        f.page.view()->window()->activateWindow();
        QTRY_VERIFY(f.page.view()->window()->isActiveWindow());
        QTest::keyClick(f.page.view(), Qt::Key_Right);
        QTRY_VERIFY(f.shows(1));
        QTest::keyClick(f.page.view(), key);
        QVERIFY(!f.page.isFullScreenShown());
        QCOMPARE(f.page.view()->window(), f.page.window());
        QVERIFY(f.page.view()->isVisible());
        QVERIFY(f.page.strip()->isVisible());
        QVERIFY(f.shows(1));
        QCOMPARE(changes.count(), 2);
    }
}

void ViewerPageTest::closingTheFullScreenBringsThePageBack()
{
    Fixture f;
    f.page.setFullScreenShown(true);
    f.page.view()->window()->close();
    QVERIFY(!f.page.isFullScreenShown());
    QVERIFY(f.page.view()->isVisible());
    f.page.setFullScreenShown(true); // and a page that ends meanwhile takes it along
}

void ViewerPageTest::slideshowGoesRoundByItsTimer()
{
    Fixture f;
    f.show(2);
    QTRY_VERIFY(f.shows(2));
    f.page.slideshow()->onTimeout();
    QVERIFY(f.shows(2)); // it does not run yet
    QTest::keyClick(f.page.view(), Qt::Key_S);
    QVERIFY(f.page.slideshow()->isRunning());
    QVERIFY(f.action("viewerSlideshow")->isChecked());
    for (const int row : {3, 0, 1, 2}) {
        f.page.slideshow()->onTimeout();
        QTRY_VERIFY(f.shows(row));
    }
    QTest::keyClick(f.page.view(), Qt::Key_S);
    QVERIFY(!f.page.slideshow()->isRunning());
    QVERIFY(!f.action("viewerSlideshow")->isChecked());
}

void ViewerPageTest::slideshowWaitsForASlowPicture()
{
    Fixture f;
    f.model.insertRow(1, pictureItem(f.folder.add("large.png", Qt::cyan, {2400, 1800})));
    f.show(0);
    f.page.slideshow()->start();
    f.page.slideshow()->onTimeout(); // the first is not here yet
    QCOMPARE(f.page.currentIndex().row(), 0);
    QTRY_VERIFY(f.shows(0));
    f.page.slideshow()->onTimeout();
    QCOMPARE(f.page.currentIndex().row(), 1);
}

void ViewerPageTest::slideshowEndsWithInput_data()
{
    QTest::addColumn<QString>("input");
    for (const char *const input : {"key", "letter", "mouse", "wheel", "strip", "escape", "space"})
        QTest::newRow(input) << QString::fromLatin1(input);
}

void ViewerPageTest::slideshowEndsWithInput()
{
    QFETCH(QString, input);
    Fixture f;
    f.show(1);
    QTRY_VERIFY(f.shows(1));
    f.page.slideshow()->start();
    f.page.findChild<QSpinBox *>("viewerSlideshowSeconds")->setValue(9);
    QCOMPARE(f.page.slideshow()->seconds(), 9);
    QVERIFY(f.page.slideshow()->isRunning()); // its pace may be changed while it runs
    QWidget *const view = f.page.view();
    if (input == QLatin1String("key"))
        QTest::keyClick(view, Qt::Key_Left);
    else if (input == QLatin1String("letter"))
        QTest::keyClick(view, Qt::Key_X);
    else if (input == QLatin1String("escape"))
        QTest::keyClick(view, Qt::Key_Escape);
    else if (input == QLatin1String("space"))
        QTest::keyClick(view, Qt::Key_Space);
    else if (input == QLatin1String("mouse"))
        QTest::mouseClick(f.page.view()->viewport(), Qt::LeftButton);
    else if (input == QLatin1String("strip"))
        QTest::mouseClick(f.page.strip()->viewport(), Qt::LeftButton, {}, {5, 5});
    else {
        QWheelEvent wheel({50, 50}, view->mapToGlobal(QPointF(50, 50)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(f.page.view()->viewport(), &wheel);
    }
    QVERIFY(!f.page.slideshow()->isRunning());
}

void ViewerPageTest::slideshowTimerRuns()
{
    Slideshow show;
    QSignalSpy due(&show, &Slideshow::due);
    show.setSeconds(0);
    QCOMPARE(show.seconds(), 1);
    show.setSeconds(100000);
    QCOMPARE(show.seconds(), Slideshow::kSecondsMost);
    show.setSeconds(1);
    show.start();
    QVERIFY(due.wait());
    show.stop();
    show.onTimeout();
    QCOMPARE(due.count(), 1);
}

void ViewerPageTest::removedRowsAndModels()
{
    Fixture f;
    f.show(1);
    QTRY_VERIFY(f.shows(1));
    f.model.insertRow(0, pictureItem(f.folder.add("new.png", Qt::white))); // in front: the picture stays
    QCOMPARE(f.page.currentIndex().row(), 2);
    QCOMPARE(f.page.currentPath(), f.folder.path("1.png"));
    f.model.removeRow(2);
    QVERIFY(f.page.currentIndex().isValid());
    QTRY_COMPARE(f.page.currentPath(), f.page.currentIndex().data(GalleryModel::PathRole).toString());
    f.model.removeRows(0, f.model.rowCount());
    QVERIFY(!f.page.currentIndex().isValid());
    QVERIFY(f.page.view()->isEmpty());
    f.page.next();
    auto other = std::make_unique<QStandardItemModel>();
    other->appendRow(pictureItem(f.folder.path("0.png")));
    f.page.setModel(other.get());
    f.page.next();
    QTRY_VERIFY(f.shows(0));
    other.reset();
    QVERIFY(f.page.view()->isEmpty());
    f.page.next();
    QVERIFY(f.page.currentPath().isEmpty());
}

void ViewerPageTest::missingPictureIsSaid()
{
    Fixture f;
    QVERIFY(QFile::remove(f.folder.path("1.png")));
    QSignalSpy failed(&f.page, &ViewerPage::failed);
    f.show(1);
    QVERIFY(failed.wait());
    QCOMPARE(failed.count(), 1);
    QVERIFY(f.page.view()->isEmpty());
    f.page.next();
    QTRY_VERIFY(f.shows(2));
}

void ViewerPageTest::aPathThatComesLateIsShown()
{
    Fixture f;
    auto *const late = new QStandardItem(QStringLiteral("late"));
    f.model.insertRow(0, late);
    f.show(0);
    QVERIFY(f.page.view()->isEmpty());
    late->setData(f.folder.path("0.png"), GalleryModel::PathRole);
    QTRY_VERIFY(f.shows(0));
}

void ViewerPageTest::aRowWithoutAFileShowsItsPreviewOrItsWords()
{
    Fixture f;
    auto *const live = new QStandardItem;
    QPixmap preview(8, 8);
    preview.fill(Qt::magenta);
    live->setData(preview, Qt::DecorationRole);
    live->setData(QSize(512, 512), GalleryModel::SizeRole);
    f.model.insertRow(0, live);
    f.show(0);
    QVERIFY(f.page.view()->isPreview());
    QCOMPARE(f.page.view()->pictureSize(), QSize(512, 512));
    preview.fill(Qt::black);
    live->setData(preview, Qt::DecorationRole);
    QCOMPARE(f.page.view()->picture().pixelColor(1, 1), QColor(Qt::black));
}

void ViewerPageTest::spaceAndDeleteAreForTheWindow()
{
    Fixture f;
    f.show(0);
    QTRY_VERIFY(f.shows(0));
    QSignalSpy back(&f.page, &ViewerPage::backRequested);
    QSignalSpy trash(&f.page, &ViewerPage::trashRequested);
    f.page.slideshow()->start();
    QTest::keyClick(f.page.view(), Qt::Key_Space); // was for the show
    QCOMPARE(back.count(), 0);
    QTest::keyClick(f.page.view(), Qt::Key_Space);
    QCOMPARE(back.count(), 1);
    QTest::keyClick(f.page.strip(), Qt::Key_Space);
    QCOMPARE(back.count(), 2);
    QTest::keyClick(f.page.view(), Qt::Key_Space, Qt::ShiftModifier);
    QCOMPARE(back.count(), 2);
    f.page.setFullScreenShown(true);
    QTest::keyClick(f.page.view(), Qt::Key_Space);
    QVERIFY(!f.page.isFullScreenShown());
    QCOMPARE(back.count(), 2);
    QTest::keyClick(f.page.strip(), Qt::Key_Delete);
    QCOMPARE(trash.count(), 1);
}

void ViewerPageTest::everyControlHasANameAndAKey()
{
    Fixture f;
    for (const QAction *const action : f.page.pageActions()) {
        QVERIFY(!action->objectName().isEmpty());
        QVERIFY(!action->shortcut().isEmpty());
        QVERIFY(!action->toolTip().isEmpty());
    }
    const auto buttons = f.page.findChild<QWidget *>("viewerBar")->findChildren<QAbstractButton *>();
    QStringList names;
    for (const QAbstractButton *const button : buttons)
        names << button->objectName();
    QCOMPARE(names, QStringList({"viewerPreviousButton", "viewerNextButton", "viewerSlideshowButton", "viewerFullScreenButton"}));
    for (const QAbstractButton *const button : buttons) {
        QVERIFY(!button->objectName().isEmpty());
        QVERIFY(button->accessibleName().size() > 1);
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
    QVERIFY(!f.page.view()->accessibleName().isEmpty());
    QVERIFY(!f.page.strip()->accessibleName().isEmpty());
}

CALOTYPE_TEST(ViewerPageTest)
#include "ViewerPageTest.moc"
