#include "tests/support/TestMain.h"
#include "ui/ImageView.h"
#include "ui/viewer/CompareDivider.h"
#include "ui/viewer/CompareView.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

using namespace calotype::ui;

namespace {

QImage checkered(const QSize &size, int field)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            image.setPixelColor(x, y, (x / field + y / field) % 2 ? QColor(200, x % 256, y % 256) : QColor(20, x % 256, y % 256));
    }
    return image;
}

ImagePyramid plain(const QSize &size, const QColor &colour)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return ImagePyramid::built(image);
}

void wheel(ImageView *view, const QPointF &at, int delta)
{
    QWheelEvent event(at, view->mapToGlobal(at), {}, QPoint(0, delta), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view->viewport(), &event);
}

/// The left and the right view show the same part of pictures that are equally wide on the screen.
bool areInStep(const CompareView &compare)
{
    const ImageView *const left = compare.view(CompareView::Left);
    const ImageView *const right = compare.view(CompareView::Right);
    const auto part = [](const ImageView *view, double x, double y) {
        return view->toViewport({x * view->pictureSize().width(), y * view->pictureSize().height()});
    };
    for (const double at : {0.0, 0.25, 1.0}) {
        if ((part(left, at, at) - part(right, at, at)).manhattanLength() > 1.01)
            return false;
    }
    return true;
}

/// Whether black and white meet without a grey between them where the picture has its edge.
bool isSharp(const ImageView &view)
{
    const QImage shot = view.viewport()->grab().toImage();
    const QPointF edge = view.toViewport({(view.pictureSize().width() + 1) / 2 * 1.0, view.pictureSize().height() / 2.0});
    const QPoint left(qRound(edge.x()) - 1, qRound(edge.y()));
    return shot.pixelColor(left) == QColor(Qt::black) && shot.pixelColor(left + QPoint(1, 0)) == QColor(Qt::white);
}

} // namespace

class LinkedViewsTest : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<CompareView> makeCompare(const QSize &left = {1200, 800}, const QSize &right = {1200, 800})
    {
        auto compare = std::make_unique<CompareView>();
        compare->resize(802, 300);
        compare->show();
        compare->setPicture(CompareView::Left, plain(left, Qt::red));
        compare->setPicture(CompareView::Right, plain(right, Qt::blue));
        return compare;
    }

private Q_SLOTS:
    void aFollowedViewTellsNothing();
    void aFollowedViewKeepsItsCentreWhenResized();
    void pixelsAreSquaresAboveTwoHundredPercentAndTheFit();
    void bothPicturesAreAsSmooth();
    void zoomKeepsThePixelUnderTheCursor();
    void zoomAndPanGoInStep_data();
    void zoomAndPanGoInStep();
    void resizingKeepsThemInStep();
    void sliderShowsTheLeftPictureLeftOfIt();
    void dividerTakesMouseAndKeys();
    void dividerAtItsEndsShowsOnePictureAlone();
    void swapChangesThePicturesAndNotTheView();
    void oneSideMayBeEmpty();
};

void LinkedViewsTest::aFollowedViewTellsNothing()
{
    ImageView view;
    view.resize(300, 200);
    view.show();
    view.setPicture(plain({1000, 1000}, Qt::green));
    QSignalSpy changes(&view, &ImageView::viewChanged);
    view.setView(2, {0.25, 0.75});
    QCOMPARE(changes.count(), 0);
    QCOMPARE(view.zoom(), 2.0);
    const QPointF middle = QRectF(view.viewport()->rect()).center();
    QVERIFY((view.toViewport({250, 750}) - middle).manhattanLength() <= 2);
    view.zoomIn();
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toDouble(), 2.5);
    QVERIFY((changes[0][1].toPointF() - QPointF(0.25, 0.75)).manhattanLength() < 0.002);
    view.horizontalScrollBar()->setValue(0);
    QCOMPARE(changes.count(), 2);
    view.zoomToFit();
    QCOMPARE(changes.count(), 3);
}

void LinkedViewsTest::aFollowedViewKeepsItsCentreWhenResized()
{
    ImageView view;
    view.resize(300, 200);
    view.show();
    view.setPicture(plain({1000, 1000}, Qt::green));
    view.setView(3, {0.4, 0.6});
    for (const QSize &size : {QSize(500, 410), QSize(211, 333), QSize(300, 200)}) {
        view.resize(size);
        const QPointF middle = QRectF(view.viewport()->rect()).center();
        QVERIFY((view.toViewport({400, 600}) - middle).manhattanLength() <= 3);
    }
    QCOMPARE(view.centre(), QPointF(0.4, 0.6));
}

void LinkedViewsTest::pixelsAreSquaresAboveTwoHundredPercentAndTheFit()
{
    QImage small(2, 1, QImage::Format_RGB32);
    small.setPixelColor(0, 0, Qt::black);
    small.setPixelColor(1, 0, Qt::white);
    const QImage large = small.scaled(400, 200); // the same edge in the middle
    ImageView view;
    view.resize(200, 100);
    view.show();
    const QPointF middle = QRectF(view.viewport()->rect()).center();
    view.setPicture(large);
    view.setZoom(3, middle);
    QVERIFY(isSharp(view));
    view.setZoom(16, middle);
    QVERIFY(isSharp(view));
    view.setZoom(2, middle);
    QVERIFY(!isSharp(view));
    view.setPicture(small); // fits at four times its size
    QVERIFY(view.isFitted() && view.zoom() > 2);
    QVERIFY(!isSharp(view));
    view.zoomIn();
    QVERIFY(isSharp(view));
    view.zoomOut();
    view.zoomOut();
    QVERIFY(!isSharp(view)); // it was smooth when it was larger
}

void LinkedViewsTest::bothPicturesAreAsSmooth()
{
    QImage small(7, 5, QImage::Format_RGB32);
    small.fill(Qt::black);
    for (int y = 0; y < 5; ++y) {
        for (int x = 4; x < 7; ++x)
            small.setPixelColor(x, y, Qt::white);
    }
    const auto compare = makeCompare();
    compare->setPicture(CompareView::Left, ImagePyramid::built(small));
    compare->setPicture(CompareView::Right, ImagePyramid::built(small));
    compare->view(CompareView::Left)->zoomToFit();
    for (const bool isFitted : {true, false}) {
        for (const auto side : {CompareView::Left, CompareView::Right})
            QCOMPARE(isSharp(*compare->view(side)), !isFitted);
        compare->view(CompareView::Left)->zoomIn();
    }
}

void LinkedViewsTest::zoomKeepsThePixelUnderTheCursor()
{
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setPicture(checkered({900, 900}, 1));
    const QPoint cursor(237, 113);
    // From squares to squares: what is seen at the cursor is one pixel's colour.
    view.setZoom(5, cursor);
    const QColor before = view.viewport()->grab().toImage().pixelColor(cursor);
    const QPointF point = (QPointF(cursor) + QPointF(0.5, 0.5) - view.toViewport({0, 0})) / view.zoom();
    // The middle of that pixel, so that half a pixel of rounding does not matter.
    const QPointF anchor = view.toViewport({std::floor(point.x()) + 0.5, std::floor(point.y()) + 0.5});
    for (const int delta : {120, 240, -120}) {
        wheel(&view, anchor, delta);
        QCOMPARE(view.viewport()->grab().toImage().pixelColor(anchor.toPoint()), before);
    }
}

void LinkedViewsTest::zoomAndPanGoInStep_data()
{
    QTest::addColumn<QSize>("left");
    QTest::addColumn<QSize>("right");
    QTest::addColumn<bool>("slider");
    for (const bool slider : {false, true}) {
        const char *const mode = slider ? "slider" : "side by side";
        QTest::addRow("same size, %s", mode) << QSize(1200, 800) << QSize(1200, 800) << slider;
        QTest::addRow("twice the size, %s", mode) << QSize(600, 400) << QSize(1200, 800) << slider;
        QTest::addRow("small and smaller, %s", mode) << QSize(60, 40) << QSize(30, 20) << slider;
    }
}

void LinkedViewsTest::zoomAndPanGoInStep()
{
    QFETCH(QSize, left);
    QFETCH(QSize, right);
    QFETCH(bool, slider);
    const auto compare = makeCompare(left, right);
    compare->setMode(slider ? CompareView::Mode::Slider : CompareView::Mode::SideBySide);
    ImageView *const a = compare->view(CompareView::Left);
    ImageView *const b = compare->view(CompareView::Right);
    QVERIFY(areInStep(*compare));
    wheel(a, {100, 80}, 720);
    QVERIFY(a->zoom() > 1);
    QVERIFY(areInStep(*compare));
    wheel(b, {40, 200}, 360);
    QVERIFY(areInStep(*compare));
    const QPointF before = b->toViewport({0, 0});
    a->horizontalScrollBar()->setValue(a->horizontalScrollBar()->value() + 37);
    QVERIFY(b->toViewport({0, 0}) != before);
    QVERIFY(areInStep(*compare));
    b->verticalScrollBar()->setValue(0);
    QVERIFY(areInStep(*compare));
    compare->zoomToFit();
    QVERIFY(a->isFitted());
    QVERIFY(areInStep(*compare));
}

void LinkedViewsTest::resizingKeepsThemInStep()
{
    const auto compare = makeCompare();
    compare->resize(1002, 400);
    QVERIFY(areInStep(*compare));
    QVERIFY(compare->view(CompareView::Left)->isFitted());
    compare->view(CompareView::Right)->setZoom(2.5, {30, 30});
    compare->resize(602, 250);
    QVERIFY(areInStep(*compare));
    compare->setMode(CompareView::Mode::Slider);
    QVERIFY(areInStep(*compare));
}

void LinkedViewsTest::sliderShowsTheLeftPictureLeftOfIt()
{
    const auto compare = makeCompare();
    compare->setMode(CompareView::Mode::Slider);
    for (const double position : {0.5, 0.3, 0.7}) {
        compare->divider()->setPosition(position);
        const QImage shot = compare->grab().toImage();
        const int line = qRound(position * compare->width());
        const int away = CompareDivider::kWidth / 2 + 3;
        QCOMPARE(shot.pixelColor(line - away, 150), QColor(Qt::red));
        QCOMPARE(shot.pixelColor(line + away, 150), QColor(Qt::blue));
    }
    compare->setMode(CompareView::Mode::SideBySide);
    const QImage shot = compare->grab().toImage();
    QCOMPARE(shot.pixelColor(370, 150), QColor(Qt::red));
    QCOMPARE(shot.pixelColor(430, 150), QColor(Qt::blue));
    QVERIFY(!compare->divider()->isVisible());
}

void LinkedViewsTest::dividerTakesMouseAndKeys()
{
    const auto compare = makeCompare();
    compare->setMode(CompareView::Mode::Slider);
    CompareDivider *const divider = compare->divider();
    QVERIFY(divider->isVisible());
    QTest::mousePress(divider, Qt::LeftButton, {}, {CompareDivider::kWidth / 2, 100});
    QTest::mouseMove(divider, {CompareDivider::kWidth / 2 - 100, 100});
    QTest::mouseRelease(divider, Qt::LeftButton, {}, {CompareDivider::kWidth / 2, 100});
    QCOMPARE(qRound(divider->position() * compare->width()), 301);
    const double before = divider->position();
    QTest::keyClick(divider, Qt::Key_Right);
    QCOMPARE(divider->position(), before + 0.01);
    QTest::keyClick(divider, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(divider->position(), before + 0.01 - 0.1);
    QTest::keyClick(divider, Qt::Key_End);
    QCOMPARE(divider->position(), 1.0);
    QTest::keyClick(divider, Qt::Key_Right);
    QCOMPARE(divider->position(), 1.0);
    QVERIFY(divider->accessibleDescription().contains(QLatin1String("100")));
}

void LinkedViewsTest::dividerAtItsEndsShowsOnePictureAlone()
{
    const auto compare = makeCompare();
    compare->setMode(CompareView::Mode::Slider);
    compare->divider()->setPosition(0);
    QCOMPARE(compare->grab().toImage().pixelColor(240, 150), QColor(Qt::blue));
    compare->divider()->setPosition(1);
    QCOMPARE(compare->grab().toImage().pixelColor(560, 150), QColor(Qt::red));
}

void LinkedViewsTest::swapChangesThePicturesAndNotTheView()
{
    const auto compare = makeCompare({600, 400}, {1200, 800});
    ImageView *const left = compare->view(CompareView::Left);
    left->setZoom(3, {50, 60});
    const double wide = left->zoom() * left->pictureSize().width();
    const QPointF centre = left->centre();
    compare->swap();
    QCOMPARE(left->pictureSize(), QSize(1200, 800));
    QCOMPARE(left->picture().pixelColor(5, 5), QColor(Qt::blue));
    QCOMPARE(compare->view(CompareView::Right)->picture().pixelColor(5, 5), QColor(Qt::red));
    QCOMPARE(left->zoom() * left->pictureSize().width(), wide);
    QCOMPARE(left->centre(), centre);
    QVERIFY(areInStep(*compare));
}

void LinkedViewsTest::oneSideMayBeEmpty()
{
    CompareView compare;
    compare.resize(802, 300);
    compare.show();
    compare.setPlaceholder(CompareView::Left, QStringLiteral("gone"));
    compare.setPicture(CompareView::Right, plain({500, 500}, Qt::blue));
    compare.zoomToActualSize();
    QCOMPARE(compare.view(CompareView::Right)->zoom(), 1.0);
    compare.swap();
    QVERIFY(compare.view(CompareView::Right)->isEmpty());
    QCOMPARE(compare.view(CompareView::Left)->zoom(), 1.0);
    compare.setPicture(CompareView::Right, plain({500, 500}, Qt::green));
    QVERIFY(areInStep(compare));
}

CALOTYPE_TEST(LinkedViewsTest)
#include "LinkedViewsTest.moc"
