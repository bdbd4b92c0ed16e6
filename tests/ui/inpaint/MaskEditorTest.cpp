#include "tests/support/TestMain.h"
#include "ui/inpaint/MaskEditor.h"

#include "ui/ImageView.h"
#include "ui/InitImage.h"
#include "ui/inpaint/MaskTiles.h"
#include "ui/inpaint/ScaledTint.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include <algorithm>

using namespace calotype;
using namespace calotype::ui;

namespace {

QImage black(int width, int height)
{
    QImage mask(width, height, QImage::Format_Grayscale8);
    mask.fill(0);
    return mask;
}

int at(const QImage &mask, int x, int y)
{
    return mask.constScanLine(y)[x];
}

/// An editor over a start image of 256 × 256, which is shown pixel for pixel.
struct Bench {
    Bench()
    {
        image.setTargetSize(256, 256);
        auto picture = std::make_shared<Image>(256, 256, 3);
        image.setPixels(picture, QStringLiteral("picture"));
        editor.resize(900, 500);
        editor.show();
    }
    bool open()
    {
        if (!QTest::qWaitFor([this] { return image.prepared() != nullptr; }))
            return false;
        editor.open();
        editor.setSoftness(0);
        editor.setDiameter(20);
        editor.view()->zoomToActualSize();
        return editor.isOpen() && !editor.document().mask().isNull();
    }
    QWidget *overlay() const { return editor.findChild<QWidget *>(QStringLiteral("maskOverlay")); }
    QAbstractButton *button(const char *name) const { return editor.findChild<QAbstractButton *>(QLatin1String(name)); }
    QPoint where(double x, double y) const { return editor.view()->toViewport({x, y}).toPoint(); }
    void stroke(const QPoint &from, const QPoint &to, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(overlay(), button, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, overlay()->mapToGlobal(to), Qt::NoButton, button, {});
        QApplication::sendEvent(overlay(), &move);
        QTest::mouseRelease(overlay(), button, {}, to);
    }
    const QImage &mask() { return editor.document().mask(); }

    InitImage image;
    MaskEditor editor{image};
};

} // namespace

class MaskEditorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharpBrushIsADiscAndAStrokeACapsule();
    void softBrushFadesOutward();
    void eraserTakesAwayWhatWasPainted();
    void tilesBringBackWhatWas();
    void tintIsScaledOnceForAMaskAndASize();
    void undoAndRedoWalkThroughStrokesInversionAndClearing();
    void undoKeepsWithinItsMemory();
    void strokeOfALargeBrushIsBounded();
    void mousePaintsAndTheStartImageHasTheMask();
    void rightButtonErases();
    void keysChooseToolAndSize();
    void windowsOwnUndoDoesNotComeFirst();
    void undoTakesTheStrokeThatIsBeingPainted();
    void controlAndWheelSizeTheBrushAndTheWheelZooms();
    void keyboardAlonePaints();
    void doneKeepsTheMaskAndOpenBringsItBack();
    void anotherSizeTakesTheMaskAlong();
    void anotherPlacementShowsTheMaskWhereItLies();
    void strokesCanBeUndoneWhenItIsOpenedAgain();
    void dabOnAPartLeavesTheRestAsItWas();
    void otherKeysDoNotCloseIt();
    void viewFollowsTheBrushOfTheKeyboard();
    void keysStayHereWhileTheCanvasIsMade();
    void isDestroyedWhileItIsPaintedOn();
};

void MaskEditorTest::sharpBrushIsADiscAndAStrokeACapsule()
{
    QImage mask = black(100, 60);
    const MaskBrush brush{20, 0, false};
    QCOMPARE(paintStroke(mask, brush, {30, 30}, {30, 30}), QRect(19, 19, 22, 22));
    QCOMPARE(at(mask, 30, 30), 255);
    QCOMPARE(at(mask, 38, 30), 255); // 8.5 from the middle
    QCOMPARE(at(mask, 41, 30), 0);
    QCOMPARE(at(mask, 38, 38), 0); // 12 along the diagonal
    paintStroke(mask, brush, {30, 30}, {80, 30});
    for (int x = 30; x <= 80; ++x)
        QCOMPARE(at(mask, x, 37), 255);
    QCOMPARE(at(mask, 55, 42), 0);
    QVERIFY(paintStroke(mask, brush, {-50, -50}, {-40, -40}).isEmpty());
}

void MaskEditorTest::softBrushFadesOutward()
{
    QImage mask = black(101, 101);
    paintStroke(mask, {100, 1, false}, {50.5, 50.5}, {50.5, 50.5});
    QVERIFY(at(mask, 50, 50) >= 250);
    for (int x = 51; x <= 100; ++x)
        QVERIFY(at(mask, x, 50) <= at(mask, x - 1, 50));
    QVERIFY(at(mask, 75, 50) > 110 && at(mask, 75, 50) < 145); // half of the way, half of the strength
    QVERIFY(at(mask, 100, 50) <= 2);
}

void MaskEditorTest::eraserTakesAwayWhatWasPainted()
{
    QImage mask = black(64, 64);
    mask.fill(255);
    paintStroke(mask, {20, 0, true}, {32, 32}, {32, 32});
    QCOMPARE(at(mask, 32, 32), 0);
    QCOMPARE(at(mask, 32, 50), 255);
}

void MaskEditorTest::tilesBringBackWhatWas()
{
    QImage mask = black(150, 70); // squares at the edges are cut
    paintStroke(mask, {30, 0.5, false}, {60, 60}, {140, 60});
    const QImage before = mask.copy();
    MaskTiles tiles;
    tiles.keep(mask, mask.rect());
    paintStroke(mask, {40, 1, true}, {70, 50}, {149, 69});
    const QImage after = mask.copy();
    tiles.pack(mask);
    QVERIFY(tiles.byteCount() > 0 && tiles.byteCount() < 150 * 70);
    tiles.exchange(mask);
    QCOMPARE(mask, before);
    tiles.exchange(mask);
    QCOMPARE(mask, after);
}

void MaskEditorTest::tintIsScaledOnceForAMaskAndASize()
{
    auto mask = std::make_shared<const Image>(64, 64, 1);
    ScaledTint tint;
    const QImage first = tint.of(mask, {32, 16});
    QCOMPARE(first.size(), QSize(32, 16));
    QCOMPARE(first.pixel(5, 5), qRgba(0, 0, 0, 0));
    QCOMPARE(tint.of(mask, {32, 16}).cacheKey(), first.cacheKey());
    QCOMPARE(tint.of(mask, {16, 16}).size(), QSize(16, 16));

    auto white = std::make_shared<Image>(64, 64, 1);
    std::fill(white->pixels.begin(), white->pixels.end(), std::uint8_t{255});
    mask = white; // the first one is gone
    QVERIFY(qAlpha(tint.of(mask, {16, 16}).pixel(5, 5)) > 100);
}

void MaskEditorTest::undoAndRedoWalkThroughStrokesInversionAndClearing()
{
    MaskDocument document;
    document.reset({200, 120});
    QList<QImage> states{document.mask().copy()};
    const auto remember = [&] { states.append(document.mask().copy()); };
    document.beginStroke({40, 0.5, false}, {50, 50});
    document.continueStroke({150, 100});
    document.endStroke();
    remember();
    document.invert();
    remember();
    document.beginStroke({30, 0, true}, {20, 20});
    document.endStroke();
    remember();
    document.clear();
    remember();
    QCOMPARE(document.undoStack().count(), 4);
    for (qsizetype i = states.size() - 2; i >= 0; --i) {
        document.undoStack().undo();
        QCOMPARE(document.mask(), states[i]);
    }
    for (qsizetype i = 1; i < states.size(); ++i) {
        document.undoStack().redo();
        QCOMPARE(document.mask(), states[i]);
    }
    document.clear(); // nothing to clear, nothing to undo
    QCOMPARE(document.undoStack().count(), 4);
}

void MaskEditorTest::undoKeepsWithinItsMemory()
{
    MaskDocument document;
    document.reset({512, 512});
    document.setUndoLimit(20'000);
    for (int i = 0; i < 40; ++i) {
        document.beginStroke({120, 1, i % 2 == 1}, {40.0 + 10 * i, 250});
        document.continueStroke({250, 40.0 + 10 * i});
        document.endStroke();
        QVERIFY(document.undoBytes() <= 20'000 || i == 0);
    }
    const QImage last = document.mask().copy();
    document.undoStack().undo();
    QVERIFY(document.mask() != last);
    document.undoStack().redo();
    QCOMPARE(document.mask(), last);
    while (document.undoStack().canUndo())
        document.undoStack().undo();
    QVERIFY(document.undoBytes() > 0 && document.undoBytes() <= 20'000); // what redo needs
    document.reset({64, 64});
    QCOMPARE(document.undoBytes(), qsizetype{0});
}

/// What an event costs is what its part of the stroke covers, and not the whole of 2048².
void MaskEditorTest::strokeOfALargeBrushIsBounded()
{
    MaskDocument document;
    document.reset({2048, 2048});
    QList<QRect> touched;
    connect(&document, &MaskDocument::changed, this, [&](const QRect &area) { touched.append(area); });
    document.beginStroke({300, 0.5, false}, {1000, 1000});
    document.continueStroke({1010, 1000});
    QCOMPARE(touched.size(), 2);
    QVERIFY(touched[1].width() <= 314 && touched[1].height() <= 304);
    QBENCHMARK {
        document.continueStroke({1000, 1010});
        document.continueStroke({1020, 1000});
    }
}

void MaskEditorTest::mousePaintsAndTheStartImageHasTheMask()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    QCOMPARE(at(bench.mask(), 90, 60), 255);
    QCOMPARE(at(bench.mask(), 90, 80), 0);
    QVERIFY(bench.image.mask());
    QCOMPARE(bench.image.mask()->width, 256);
    QCOMPARE(static_cast<int>(bench.image.mask()->row(60)[90]), 255);
    bench.button("maskClear")->click();
    QVERIFY(!bench.image.mask());
    bench.button("maskUndo")->click();
    QVERIFY(bench.image.mask());
    bench.button("maskInvert")->click();
    QCOMPARE(static_cast<int>(bench.image.mask()->row(60)[90]), 0);
    QCOMPARE(static_cast<int>(bench.image.mask()->row(0)[0]), 255);
}

void MaskEditorTest::rightButtonErases()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.editor.document().invert();
    bench.stroke(bench.where(60, 60), bench.where(120, 60), Qt::RightButton);
    QCOMPARE(at(bench.mask(), 90, 60), 0);
    QVERIFY(!bench.editor.brush().erases);
}

void MaskEditorTest::keysChooseToolAndSize()
{
    Bench bench;
    QVERIFY(bench.open());
    QWidget *const view = bench.editor.view();
    QTest::keyClick(view, Qt::Key_E);
    QVERIFY(bench.editor.brush().erases);
    QVERIFY(bench.button("maskEraser")->isChecked());
    QTest::keyClick(view, Qt::Key_B);
    QVERIFY(!bench.editor.brush().erases);
    QTest::keyClick(view, Qt::Key_BracketRight);
    QCOMPARE(bench.editor.brush().diameter, 23.0); // 20 · 1.15
    QTest::keyClick(view, Qt::Key_BracketLeft);
    QCOMPARE(bench.editor.brush().diameter, 20.0);
    bench.editor.setDiameter(1);
    QTest::keyClick(view, Qt::Key_BracketRight);
    QCOMPARE(bench.editor.brush().diameter, 2.0);
    bench.editor.setDiameter(9999);
    QCOMPARE(bench.editor.brush().diameter, static_cast<double>(MaskEditor::kMostDiameter));
    QTest::keyClick(view, Qt::Key_I);
    QCOMPARE(at(bench.mask(), 0, 0), 255);
}

void MaskEditorTest::windowsOwnUndoDoesNotComeFirst()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.editor.document().invert();
    QKeyEvent override(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
    override.ignore();
    QApplication::sendEvent(bench.editor.view(), &override);
    QVERIFY(override.isAccepted());
    QTest::keyClick(bench.editor.view(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(at(bench.mask(), 0, 0), 0);
    QTest::keyClick(bench.editor.view(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(at(bench.mask(), 0, 0), 255);
}

void MaskEditorTest::undoTakesTheStrokeThatIsBeingPainted()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    QTest::mousePress(bench.overlay(), Qt::LeftButton, {}, bench.where(60, 160));
    QCOMPARE(at(bench.mask(), 60, 160), 255);
    bench.editor.undo();
    QCOMPARE(at(bench.mask(), 60, 160), 0);
    QCOMPARE(at(bench.mask(), 90, 60), 255);
    QTest::mouseRelease(bench.overlay(), Qt::LeftButton, {}, bench.where(60, 160));
    bench.editor.redo();
    QCOMPARE(at(bench.mask(), 60, 160), 255);
    bench.editor.done();
    bench.editor.undo(); // it is not open
    QCOMPARE(at(bench.mask(), 60, 160), 255);
}

void MaskEditorTest::controlAndWheelSizeTheBrushAndTheWheelZooms()
{
    Bench bench;
    QVERIFY(bench.open());
    const auto turn = [&](Qt::KeyboardModifiers modifiers) {
        const QPointF at(bench.where(128, 128));
        QWheelEvent event(at, bench.overlay()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(bench.overlay(), &event);
    };
    const double zoom = bench.editor.view()->zoom();
    turn(Qt::ControlModifier);
    QCOMPARE(bench.editor.brush().diameter, 23.0);
    QCOMPARE(bench.editor.view()->zoom(), zoom);
    turn(Qt::NoModifier);
    QCOMPARE(bench.editor.view()->zoom(), zoom * 1.25);
    bench.stroke(bench.where(128, 128), bench.where(140, 128)); // and the mask is hit in the zoomed picture too
    QCOMPARE(at(bench.mask(), 134, 128), 255);
}

void MaskEditorTest::keyboardAlonePaints()
{
    Bench bench;
    QVERIFY(bench.open());
    QWidget *const view = bench.editor.view();
    QTest::keyPress(view, Qt::Key_Space);
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(view, Qt::Key_Right); // a quarter of the brush each
    QTest::keyRelease(view, Qt::Key_Space);
    QCOMPARE(bench.editor.document().undoStack().count(), 1);
    QCOMPARE(at(bench.mask(), 128, 128), 255); // it begins in the middle
    QCOMPARE(at(bench.mask(), 148, 128), 255);
    QCOMPARE(at(bench.mask(), 110, 128), 0);
}

void MaskEditorTest::doneKeepsTheMaskAndOpenBringsItBack()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    QSignalSpy closed(&bench.editor, &MaskEditor::openChanged);
    QTest::keyClick(bench.editor.view(), Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!bench.editor.isOpen());
    QVERIFY(bench.image.mask());
    QVERIFY(bench.open());
    QCOMPARE(at(bench.mask(), 90, 60), 255);
    bench.image.clear(); // the picture goes, and with it what is painted on
    QVERIFY(!bench.editor.isOpen());
}

void MaskEditorTest::anotherSizeTakesTheMaskAlong()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    bench.image.setTargetSize(128, 128);
    QTRY_COMPARE(bench.mask().size(), QSize(128, 128));
    QVERIFY(at(bench.mask(), 45, 30) > 200);
    QCOMPARE(at(bench.mask(), 45, 60), 0);
}

void MaskEditorTest::anotherPlacementShowsTheMaskWhereItLies()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(160, 60), bench.where(160, 60));
    QCOMPARE(at(bench.mask(), 160, 60), 255);
    bench.image.setPlacement({Placement::Mode::Crop, {128, 0, 128, 128}}); // twice as large now, as many pixels as before
    QTRY_COMPARE(at(bench.mask(), 64, 120), 255);
    QCOMPARE(at(bench.mask(), 160, 60), 0);
    bench.stroke(bench.where(200, 200), bench.where(200, 200)); // (228, 100) of the picture
    bench.image.setPlacement({});
    QTRY_COMPARE(at(bench.mask(), 228, 100), 255);
    QCOMPARE(at(bench.mask(), 160, 60), 255);
    QCOMPARE(at(bench.mask(), 200, 200), 0);
}

void MaskEditorTest::strokesCanBeUndoneWhenItIsOpenedAgain()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    bench.editor.done();
    QVERIFY(bench.open());
    bench.button("maskUndo")->click();
    QVERIFY(!bench.image.mask());
    bench.button("maskRedo")->click();
    bench.editor.done();
    bench.image.clearMask();
    QTRY_VERIFY(!bench.image.isBusy());
    QVERIFY(bench.open());
    QCOMPARE(at(bench.mask(), 90, 60), 0);
    QVERIFY(!bench.editor.document().undoStack().canUndo());
}

/// Painted over the whole picture in its own pixels; then one dab on the small canvas of its middle.
void MaskEditorTest::dabOnAPartLeavesTheRestAsItWas()
{
    InitImage image;
    image.setTargetSize(64, 64);
    image.setPixels(std::make_shared<Image>(512, 256, 3), QStringLiteral("wide"));
    QImage whole = black(512, 256);
    for (int y = 0; y < 256; ++y) {
        for (int x = 0; x < 120; x += 2) // finer than the canvas can have it
            whole.scanLine(y)[x] = 255;
    }
    image.setSourceMask(whole);
    QTRY_VERIFY(!image.isBusy());
    QVERIFY(!image.mask()); // the canvas is the middle 256 × 256
    QVERIFY(image.hasMask());
    QImage dab = black(64, 64);
    for (int y = 26; y < 38; ++y) // broad enough for its middle to be out of the filter's reach
        std::fill_n(dab.scanLine(y) + 26, 12, uchar{255});
    image.setMask(dab);
    QCOMPARE(static_cast<int>(image.mask()->row(32)[32]), 255);
    const PaintedMask &painted = image.painted();
    QCOMPARE(painted.pixels.size(), QSize(512, 256));
    QCOMPARE(painted.area, QRectF(0, 0, 512, 256));
    QCOMPARE(painted.pixels.copy(0, 0, 200, 256), whole.copy(0, 0, 200, 256));
    QCOMPARE(at(painted.pixels, 256, 128), 255);
    QCOMPARE(at(painted.pixels, 300, 128), 0);
    image.setMask(black(64, 64)); // the dab is taken away, and only it
    QCOMPARE(painted.pixels, whole);
}

void MaskEditorTest::otherKeysDoNotCloseIt()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.editor.document().invert();
    for (const Qt::Key key : {Qt::Key_D, Qt::Key_Delete, Qt::Key_Escape})
        QTest::keyClick(bench.editor.view(), key, Qt::ControlModifier);
    QVERIFY(bench.editor.isOpen());
    QCOMPARE(at(bench.mask(), 0, 0), 255);
    QTest::keyClick(bench.editor.view(), Qt::Key_Delete);
    QVERIFY(bench.editor.isOpen());
    QCOMPARE(at(bench.mask(), 0, 0), 0);
}

void MaskEditorTest::viewFollowsTheBrushOfTheKeyboard()
{
    Bench bench;
    QVERIFY(bench.open());
    ImageView *const view = bench.editor.view();
    for (int i = 0; i < 12; ++i)
        view->zoomIn();
    QVERIFY(view->toViewport({256, 256}).x() > 2 * view->viewport()->width());
    for (int i = 0; i < 60; ++i)
        QTest::keyClick(view, Qt::Key_Right);
    QTest::keyClick(view, Qt::Key_Space);
    QCOMPARE(at(bench.mask(), 255, 128), 255); // the brush is at the right edge
    const QPointF edge = view->toViewport({256, 128});
    QVERIFY(edge.x() > 0 && edge.x() <= view->viewport()->width());
}

void MaskEditorTest::keysStayHereWhileTheCanvasIsMade()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.stroke(bench.where(60, 60), bench.where(120, 60));
    bench.editor.view()->setFocus();
    bench.image.setTargetSize(128, 128);
    QVERIFY(!bench.image.prepared());
    QCOMPARE(bench.editor.focusWidget(), bench.editor.view());
    QTest::keyClick(bench.editor.view(), Qt::Key_Z, Qt::ControlModifier); // there is nothing yet that it could undo
    QTRY_COMPARE(bench.mask().size(), QSize(128, 128));
    QVERIFY(at(bench.mask(), 45, 30) > 200);
    bench.image.setTargetSize(256, 256);
    QTest::keyClick(bench.editor.view(), Qt::Key_Escape);
    QVERIFY(!bench.editor.isOpen());
}

void MaskEditorTest::isDestroyedWhileItIsPaintedOn()
{
    InitImage image;
    image.setTargetSize(128, 128);
    image.setPixels(std::make_shared<Image>(128, 128, 3), QStringLiteral("picture"));
    QTRY_VERIFY(image.prepared());
    {
        MaskEditor editor(image);
        editor.open();
        editor.document().invert();
    }
    QVERIFY(image.mask()); // what was painted is the start image's
    QCOMPARE(static_cast<int>(image.mask()->row(5)[5]), 255);
}

CALOTYPE_TEST(MaskEditorTest)
#include "MaskEditorTest.moc"
