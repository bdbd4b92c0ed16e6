#include "tests/support/TestMain.h"
#include "ui/ImageView.h"

#include <QScrollBar>
#include <QSignalBlocker>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QWindow>
#include <QtTest>

#include <cstdlib>

using namespace calotype::ui;

namespace {

QImage picture(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(QColor(10, 120, 200));
    return image;
}

/// A view of 400 × 300, counted as widgets are; the tests run on screens of several scales.
std::unique_ptr<ImageView> makeView()
{
    auto view = std::make_unique<ImageView>();
    view->resize(400, 300);
    view->show();
    return view;
}

} // namespace

class ImageViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void largePicturesFit();
    void smallPicturesGrowToFourTimesTheirSize();
    void zoomKeepsThePointUnderTheCursor_data();
    void zoomKeepsThePointUnderTheCursor();
    void wheelZoomsAtTheCursor();
    void zoomHasItsLimits();
    void previewTakesThePlaceOfTheFinishedSize();
    void zoomStaysFromPreviewToPicture();
    void anotherSizeIsFittedAnew();
    void draggingMovesThePicture();
    void thePictureIsPaintedWhereItIsSaidToBe();
    void actualSizeIsAPixelForAPixel();
    void scrollRangesFollowTheScreen();
    void pyramidLevelsAreNeverSmallerThanShown();
    void deletedWhileTheHalvesAreMade();
};

void ImageViewTest::largePicturesFit()
{
    const auto view = makeView();
    view->setPicture(picture(2000, 1000));
    QVERIFY(view->isFitted());
    const QPointF topLeft = view->toViewport({0, 0});
    const QPointF bottomRight = view->toViewport({2000, 1000});
    QVERIFY(topLeft.x() >= 0 && topLeft.y() >= 0);
    QVERIFY(bottomRight.x() <= view->viewport()->width() && bottomRight.y() <= view->viewport()->height());
    QVERIFY(bottomRight.x() - topLeft.x() > 350); // and fill the view
    QCOMPARE(view->horizontalScrollBar()->maximum(), 0);
}

void ImageViewTest::smallPicturesGrowToFourTimesTheirSize()
{
    const auto view = makeView();
    view->setPicture(picture(64, 64));
    QCOMPARE(view->zoom(), 4.0 * view->devicePixelRatioF());
}

void ImageViewTest::zoomKeepsThePointUnderTheCursor_data()
{
    QTest::addColumn<QPointF>("point");
    QTest::newRow("middle") << QPointF(1000, 800);
    QTest::newRow("left of it") << QPointF(900, 700);
    QTest::newRow("lower right") << QPointF(1300, 1100);
}

void ImageViewTest::zoomKeepsThePointUnderTheCursor()
{
    QFETCH(QPointF, point);
    const auto view = makeView();
    view->setPicture(picture(2000, 1600));
    view->setZoom(1, QRectF(view->viewport()->rect()).center());
    for (const double zoom : {2.0, 3.5, 1.5}) {
        const QPointF before = view->toViewport(point);
        view->setZoom(zoom, before);
        const QPointF off = view->toViewport(point) - before;
        QVERIFY2(off.manhattanLength() <= 2, qPrintable(QStringLiteral("moved by %1, %2").arg(off.x()).arg(off.y())));
        QCOMPARE(view->zoom(), zoom);
    }
}

void ImageViewTest::wheelZoomsAtTheCursor()
{
    const auto view = makeView();
    view->setPicture(picture(2000, 1600));
    view->zoomToActualSize();
    const QPointF cursor(120, 90);
    const QPointF point = (cursor - view->toViewport({0, 0})) * view->devicePixelRatioF() / view->zoom();
    QWheelEvent event(cursor, view->mapToGlobal(cursor), {}, QPoint(0, 240), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(view->viewport(), &event);
    QCOMPARE(view->zoom(), 1.25 * 1.25);
    QVERIFY((view->toViewport(point) - cursor).manhattanLength() <= 2);
}

void ImageViewTest::zoomHasItsLimits()
{
    const auto view = makeView();
    view->setPicture(picture(100, 100));
    view->setZoom(1e9, {0, 0});
    QCOMPARE(view->zoom(), 32.0);
    view->setZoom(0, {0, 0});
    QCOMPARE(view->zoom(), 0.02);
    QSignalSpy changes(view.get(), &ImageView::zoomChanged);
    view->zoomToFit();
    QCOMPARE(changes.count(), 1);
    QVERIFY(view->isFitted());
}

void ImageViewTest::previewTakesThePlaceOfTheFinishedSize()
{
    const auto view = makeView();
    view->setPreview(picture(64, 64), {512, 512});
    QVERIFY(view->isPreview());
    QCOMPARE(view->pictureSize(), QSize(512, 512));
    const QPointF corner = view->toViewport({512, 512});
    view->setPicture(picture(512, 512));
    QVERIFY(!view->isPreview());
    QCOMPARE(view->toViewport({512, 512}), corner);
}

void ImageViewTest::zoomStaysFromPreviewToPicture()
{
    const auto view = makeView();
    view->setPreview(picture(64, 64), {1024, 1024});
    view->setZoom(2, {50, 60});
    const QPointF corner = view->toViewport({0, 0});
    view->setPreview(picture(64, 64), {1024, 1024});
    view->setPicture(picture(1024, 1024));
    QCOMPARE(view->zoom(), 2.0);
    QCOMPARE(view->toViewport({0, 0}), corner);
}

void ImageViewTest::anotherSizeIsFittedAnew()
{
    const auto view = makeView();
    view->setPicture(picture(1024, 1024));
    view->setZoom(3, {50, 60});
    view->setPicture(picture(512, 768));
    QVERIFY(view->isFitted());
    view->clear();
    QVERIFY(view->isEmpty());
    QVERIFY(view->picture().isNull());
    view->zoomIn(); // of nothing: nothing
    QVERIFY(view->isFitted());
}

void ImageViewTest::draggingMovesThePicture()
{
    const auto view = makeView();
    view->setPicture(picture(2000, 1600));
    view->zoomToActualSize();
    const QPointF before = view->toViewport({0, 0});
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, {200, 150});
    QTest::mouseMove(view->viewport(), {170, 130});
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, {170, 130});
    const QPointF off = view->toViewport({0, 0}) - before - QPointF(-30, -20);
    QVERIFY(off.manhattanLength() * view->devicePixelRatioF() <= 1); // it goes by whole pixels of the screen
}

void ImageViewTest::thePictureIsPaintedWhereItIsSaidToBe()
{
    const auto view = makeView();
    view->setPicture(picture(100, 50));
    const QImage shot = view->viewport()->grab().toImage();
    QCOMPARE(shot.devicePixelRatio(), view->devicePixelRatioF());
    const QPoint inside = (view->toViewport({50, 25}) * shot.devicePixelRatio()).toPoint();
    const QPoint outside = (view->toViewport({-2, 25}) * shot.devicePixelRatio()).toPoint();
    QVERIFY(shot.rect().contains(outside));
    QCOMPARE(shot.pixelColor(inside), QColor(10, 120, 200));
    QVERIFY(shot.pixelColor(outside) != QColor(10, 120, 200));
}

/// Stripes one pixel wide are stripes one pixel wide on the screen, whatever its scale.
void ImageViewTest::actualSizeIsAPixelForAPixel()
{
    QImage stripes(40, 40, QImage::Format_RGB32);
    for (int y = 0; y < stripes.height(); ++y) {
        for (int x = 0; x < stripes.width(); ++x)
            stripes.setPixelColor(x, y, x % 2 == 0 ? Qt::white : Qt::black);
    }
    const auto view = makeView();
    view->setPicture(stripes);
    view->zoomToActualSize();
    for (const int width : {400, 402, 404}) { // the middle lies elsewhere each time
        view->resize(width, 300);
        const QImage shot = view->viewport()->grab().toImage();
        const QPoint corner = (view->toViewport({0, 0}) * shot.devicePixelRatio()).toPoint();
        for (int x = 2; x < 38; ++x) {
            const QColor left = shot.pixelColor(corner + QPoint(x, 20));
            QVERIFY2(left == Qt::white || left == Qt::black, qPrintable(QStringLiteral("%1 of %2: %3").arg(x).arg(width).arg(left.name())));
            QVERIFY(shot.pixelColor(corner + QPoint(x + 1, 20)) != left);
        }
    }
}

void ImageViewTest::scrollRangesFollowTheScreen()
{
    const auto view = makeView();
    view->setPicture(picture(4000, 3000));
    view->zoomToActualSize();
    QScrollBar *const bar = view->horizontalScrollBar();
    bar->setValue(bar->maximum() * 3 / 4);
    const QPointF centre = view->centre();
    const int maximum = bar->maximum();
    const int value = bar->value();
    {
        const QSignalBlocker quiet(bar);
        bar->setRange(0, maximum / 2); // as on a screen of another scale
    }
    QWindow *const window = view->windowHandle();
    QVERIFY(window);
    Q_EMIT window->screenChanged(window->screen());
    QCOMPARE(bar->maximum(), maximum);
    QVERIFY2(std::abs(bar->value() - value) <= 1, qPrintable(QStringLiteral("at %1, not %2").arg(bar->value()).arg(value)));
    QCOMPARE(view->centre(), centre);
    QCOMPARE(view->zoom(), 1.0);
}

void ImageViewTest::pyramidLevelsAreNeverSmallerThanShown()
{
    const ImagePyramid pyramid = ImagePyramid::built(picture(2048, 1024));
    QCOMPARE(pyramid.levelFor(1).width(), 2048);
    QCOMPARE(pyramid.levelFor(4).width(), 2048);
    QCOMPARE(pyramid.levelFor(0.51).width(), 2048);
    QCOMPARE(pyramid.levelFor(0.5).width(), 1024);
    QCOMPARE(pyramid.levelFor(0.01).width(), 256);
    QVERIFY(ImagePyramid::built({}).isNull());
}

void ImageViewTest::deletedWhileTheHalvesAreMade()
{
    auto view = makeView();
    for (int k = 0; k < 4; ++k)
        view->setPicture(picture(3000 + k, 3000));
    view.reset();
    QVERIFY(!view);
}

CALOTYPE_TEST(ImageViewTest)
#include "ImageViewTest.moc"
