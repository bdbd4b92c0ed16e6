#include "tests/support/TestMain.h"
#include "tests/ui/AccessibleTree.h"
#include "tests/ui/PageWalk.h"
#include "ui/InitImageWell.h"
#include "ui/Language.h"
#include "ui/NumberField.h"
#include "ui/gallery/GridView.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/PreferencesDialog.h"
#include "ui/viewer/CompareDivider.h"
#include "ui/viewer/CompareView.h"
#include "ui/viewer/ComparePage.h"
#include "ui/viewer/ViewerPage.h"

#include <QAbstractButton>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = PicturesBench;

namespace {

QByteArray told(const AccessibleTree &tree)
{
    return tree.nameless.join(u'\n').toUtf8();
}

QString describedAs(QWidget *widget)
{
    return accessibleOf(widget)->text(QAccessible::Description);
}

} // namespace

/// What a screen reader is told of the window: names, roles, and values that are those on the screen.
class AccessibilityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(speak(*qApp, QStringLiteral("en"))); } // for the plurals
    void everythingOnThePagesAndDocksIsNamed();
    void everyDialogIsNamed();
    void windowWithoutModelsIsNamed();
    void maskEditorIsNamed();
    void everyPreferencesPageIsNamed();
    void namesOfTheSourceAreNoNames();
    void whatOnlyTheMouseReachesIsFound();
    void picturesSayWhatIsSeen();
    void slidersTellTheNumbersThemselves();
    void dividerIsASliderOfPercents();
    void startImageAndGallerySayWhatTheyHold();
};

void AccessibilityTest::everythingOnThePagesAndDocksIsNamed()
{
    Bench bench(2);
    const QString message = QStringLiteral("The mask is gone.");
    fillWindow(bench, message);
    if (QTest::currentTestFailed())
        return;
    bench.script->stepGate.close(); // a job is under way
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.message()->offerUndo(message, [] {}); // which generate took away
    walkPages(bench, [&](WindowPages::Page page) {
        if (page == WindowPages::Compare)
            bench.pages().comparePage()->view()->setMode(CompareView::Mode::Slider);
        QCoreApplication::processEvents();
        const AccessibleTree tree = accessibleTree(bench.window.get());
        QVERIFY2(tree.nameless.isEmpty(), told(tree));
        QVERIFY2(tree.mouseOnly.isEmpty(), qPrintable(tree.mouseOnly.join(u'\n')));
        QVERIFY2(tree.stops > 35, qPrintable(QString::number(tree.stops)));
    });
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void AccessibilityTest::everyDialogIsNamed()
{
    Bench bench(2);
    bench.readFields = [](const QString &path) -> Result<PictureWords> {
        PictureWords words;
        if (path.endsWith(QLatin1String("/told.png"))) {
            words.source = QStringLiteral("a1111");
            words.fields = {{QStringLiteral("prompt"), QStringLiteral("a heron"), WordState::Restored, {}}};
        }
        return words;
    };
    bench.open();
    QTRY_VERIFY(bench.hasModel());
    QTRY_VERIFY(bench.idOf(1) != 0);
    // Each by the name that it is found under, and what brings it.
    const auto look = [&](const char *name, int stops, const auto &ask) {
        ask();
        const auto find = [&] { return bench.window->findChild<QWidget *>(QLatin1String(name)); };
        QTRY_VERIFY2(find() && find()->isVisible(), name);
        QWidget *const dialog = find();
        const AccessibleTree tree = accessibleTree(dialog);
        QVERIFY2(tree.nameless.isEmpty(), told(tree));
        QVERIFY2(tree.mouseOnly.isEmpty(), qPrintable(tree.mouseOnly.join(u'\n')));
        QVERIFY2(tree.stops >= stops, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(tree.stops)));
        dialog->close();
        QTRY_VERIFY2(!find() || !find()->isVisible(), name);
    };
    const auto isOver = [] { return QTest::currentTestFailed(); };

    look("placementDialog", 6, [&] { drop(bench.window.get(), bench.makePicture({600, 400})); });
    if (isOver())
        return;
    look("arrivalQuestion", 4, [&] {
        const QString picture = bench.dir.filePath(QStringLiteral("told.png"));
        fixtures::writePicture(picture, 1);
        drop(bench.window.get(), picture);
    });
    if (isOver())
        return;
    look("stylesPopup", 3, [&] { bench.part<QAbstractButton>("styles")->click(); });
    if (isOver())
        return;
    look("about", 1, [&] { bench.action("about")->trigger(); });
    if (isOver())
        return;
    bench.pages().setPage(WindowPages::Gallery);
    look("dateRangeDialog", 4, [&] { bench.action("filterDateBetween")->trigger(); });
    if (isOver())
        return;
    look("tagDialog", 4, [&] {
        QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
        QTRY_VERIFY(bench.action("galleryTags")->isEnabled());
        bench.action("galleryTags")->trigger();
    });
    if (isOver())
        return;
    look("trashQuestion", 2, [&] {
        bench.pages().setConfirmTrash(true);
        Q_EMIT bench.pages().galleryPage()->trashRequested({bench.idOf(1)});
    });
    if (isOver())
        return;
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    look("closeQuestion", 2, [&] { bench.window->close(); });
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    if (isOver())
        return;
    bench.action("preferences")->trigger();
    look("resetQuestion", 2, [&] { bench.part<QAbstractButton>("resetAll")->click(); });
}

void AccessibilityTest::windowWithoutModelsIsNamed()
{
    WindowBench bench(false);
    QTRY_VERIFY(bench.part<QWidget>("emptyState")->isVisible());
    const AccessibleTree tree = accessibleTree(bench.window.get());
    QVERIFY2(tree.nameless.isEmpty(), told(tree));
    QVERIFY(tree.stops > 20);
}

void AccessibilityTest::maskEditorIsNamed()
{
    WindowBench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    QTRY_VERIFY(bench.part<QWidget>("paintMask")->isVisible());
    bench.part<QAbstractButton>("paintMask")->click();
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    QVERIFY(editor->isOpen());
    QTRY_VERIFY(!editor->view()->isEmpty());
    const AccessibleTree tree = accessibleTree(editor);
    QVERIFY2(tree.nameless.isEmpty(), told(tree));
    QVERIFY(tree.stops >= 10); // the tools, and what is painted on
    QVERIFY(describedAs(editor->view()).contains(QStringLiteral("Space paints")));
}

void AccessibilityTest::everyPreferencesPageIsNamed()
{
    WindowBench bench;
    bench.action("preferences")->trigger();
    auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog);
    auto *const list = dialog->findChild<QListWidget *>(QStringLiteral("preferencePages"));
    QCOMPARE(list->count(), 8);
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        QCoreApplication::processEvents();
        const AccessibleTree tree = accessibleTree(dialog);
        QVERIFY2(tree.nameless.isEmpty(), told(tree));
        QVERIFY2(tree.stops > 10, qPrintable(list->currentItem()->text())); // the list with its eight rows among them
    }
}

void AccessibilityTest::namesOfTheSourceAreNoNames()
{
    QWidget window;
    window.setObjectName(QStringLiteral("window"));
    for (const QString &name : {QString(), QStringLiteral("slider"), QStringLiteral("QSlider"), QStringLiteral("Strength")}) {
        auto *const slider = new QSlider(&window);
        slider->setObjectName(QStringLiteral("slider"));
        slider->setFocusPolicy(Qt::StrongFocus);
        slider->setAccessibleName(name);
    }
    window.show();
    const AccessibleTree tree = accessibleTree(&window);
    QCOMPARE(tree.stops, 4);
    QVERIFY(tree.mouseOnly.isEmpty());
    QCOMPARE(tree.nameless.size(), 3);
    QVERIFY2(tree.nameless.front().contains(QStringLiteral("Slider")) && tree.nameless.front().endsWith(QStringLiteral("/window/slider")), told(tree));
}

void AccessibilityTest::whatOnlyTheMouseReachesIsFound()
{
    QWidget window;
    window.setObjectName(QStringLiteral("window"));
    auto *const button = new QPushButton(QStringLiteral("Press"), &window);
    button->setObjectName(QStringLiteral("button"));
    button->setFocusPolicy(Qt::NoFocus);
    auto *const disabled = new QPushButton(QStringLiteral("Wait"), &window);
    disabled->setFocusPolicy(Qt::NoFocus);
    disabled->setEnabled(false); // nothing reaches it
    auto *const clicked = new QSlider(&window);
    clicked->setAccessibleName(QStringLiteral("Size"));
    clicked->setFocusPolicy(Qt::ClickFocus); // as good as none to a keyboard
    window.show();
    const AccessibleTree tree = accessibleTree(&window);
    QCOMPARE(tree.mouseOnly.size(), 2);
    QVERIFY2(tree.mouseOnly.front().endsWith(QStringLiteral("/window/button")), qPrintable(tree.mouseOnly.front()));
}

void AccessibilityTest::picturesSayWhatIsSeen()
{
    Bench bench(1);
    QTRY_VERIFY(bench.hasModel());
    ImageView *const view = bench.view();
    QCOMPARE(accessibleOf(view)->role(), QAccessible::Graphic);
    QVERIFY2(describedAs(view).contains(QStringLiteral("Write a prompt")), qPrintable(describedAs(view)));

    view->setPreview(fixtures::pattern(7, 12, 8), {96, 64});
    QVERIFY2(describedAs(view).contains(QStringLiteral("Preview of 96 × 64 pixels")), qPrintable(describedAs(view)));
    view->setPicture(fixtures::pattern(7, 96, 64));
    view->zoomToActualSize();
    QCOMPARE(describedAs(view), QStringLiteral("96 × 64 pixels, at 100 %"));
    QAccessibleImageInterface *const image = accessibleOf(view)->imageInterface();
    QVERIFY(image);
    QCOMPARE(image->imageDescription(), describedAs(view));
    QCOMPARE(QSizeF(image->imageSize()) * view->devicePixelRatioF(), QSizeF(96, 64));
    view->clear();
    QVERIFY(!describedAs(view).contains(QStringLiteral("pixels")));

    QTRY_VERIFY(bench.idOf(1) != 0);
    bench.pages().openPicture(bench.idOf(1));
    ImageView *const large = bench.pages().viewerPage()->view();
    QTRY_VERIFY2(describedAs(large).startsWith(QStringLiteral("1.png 96 × 64 pixels")), qPrintable(describedAs(large)));
}

void AccessibilityTest::slidersTellTheNumbersThemselves()
{
    WindowBench bench;
    bench.settings().setGuidance(4.5);
    auto *const field = bench.part<NumberField>("guidance");
    auto *const slider = field->findChild<QSlider *>();
    QCOMPARE(accessibleOf(slider)->role(), QAccessible::Slider);
    QAccessibleValueInterface *const value = accessibleOf(slider)->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->currentValue().toDouble(), 4.5);
    QCOMPARE(value->minimumStepSize().toDouble(), 0.5);
    QCOMPARE(value->minimumValue().toDouble(), 0.0);
    QCOMPARE(value->maximumValue().toDouble(), field->range().sliderMost);
    value->setCurrentValue(6.0);
    QCOMPARE(bench.settings().values().guidance, 6.0);
    QCOMPARE(value->currentValue().toDouble(), 6.0);
}

void AccessibilityTest::dividerIsASliderOfPercents()
{
    WindowBench bench;
    CompareDivider *const divider = bench.window->pages().comparePage()->view()->divider();
    QCOMPARE(accessibleOf(divider)->role(), QAccessible::Slider);
    QCOMPARE(accessibleOf(divider)->text(QAccessible::Name), QStringLiteral("Divider"));
    QAccessibleValueInterface *const value = accessibleOf(divider)->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->currentValue().toInt(), 50);
    value->setCurrentValue(30);
    QCOMPARE(divider->position(), 0.3);
    QCOMPARE(describedAs(divider), QStringLiteral("30 % from the left"));
}

void AccessibilityTest::startImageAndGallerySayWhatTheyHold()
{
    Bench bench(2);
    QTRY_VERIFY(bench.hasModel());
    auto *const well = bench.part<InitImageWell>("initImageWell");
    QCOMPARE(accessibleOf(well)->role(), QAccessible::Button);
    QCOMPARE(accessibleOf(well)->text(QAccessible::Name), QStringLiteral("Start image"));
    QCOMPARE(describedAs(well), well->toolTip());
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    QTRY_COMPARE(describedAs(well), QStringLiteral("picture.png"));

    bench.action("pageGallery")->trigger();
    GridView &grid = bench.pages().galleryPage()->grid();
    QTRY_COMPARE(describedAs(&grid), QStringLiteral("2 pictures"));
    QCOMPARE(accessibleOf(&grid)->role(), QAccessible::List);
}

CALOTYPE_TEST(AccessibilityTest)
#include "AccessibilityTest.moc"
