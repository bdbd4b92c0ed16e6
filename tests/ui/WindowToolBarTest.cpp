#include "ui/WindowToolBar.h"
#include "tests/support/TestMain.h"
#include "tests/ui/PicturesBench.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/viewer/ViewerPage.h"

#include <QAccessible>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

using namespace calotype;
using namespace calotype::tests;
using namespace calotype::ui;
using Bench = PicturesBench;

namespace {

WindowToolBar *bar(const Bench &bench)
{
    return bench.part<WindowToolBar>("toolBar");
}

QToolButton *button(const Bench &bench, const char *action)
{
    return bar(bench)->findChild<QToolButton *>(QLatin1String(action) + QLatin1String("OfToolBar"));
}

QStringList wordsOf(const Bench &bench)
{
    QStringList words;
    for (QAction *const action : bar(bench)->actions()) {
        if (const auto *const shown = qobject_cast<QToolButton *>(bar(bench)->widgetForAction(action)))
            words << shown->text();
    }
    return words;
}

QStringList offeredBeside(const Bench &bench, const char *action)
{
    QStringList names;
    for (const QAction *const offered : button(bench, action)->menu()->actions())
        names << offered->objectName();
    return names;
}

} // namespace

class WindowToolBarTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWantedOnEveryPageIsThere();
    void picturesAreMadeSkippedAndStopped();
    void pagesAreChosenAndFollowed();
    void screenReadersGiveTheOrders();
    void checkedPageLeadsBackFromTheMask();
    void zoomIsOfThePictureThatIsSeen();
    void comesAndGoesByTheViewMenu();
};

void WindowToolBarTest::whatIsWantedOnEveryPageIsThere()
{
    const Bench bench(0);
    QCOMPARE(wordsOf(bench), QStringList({"Generate", "Skip", "Stop", "Create", "Gallery", "Viewer", "Compare", "−", "+", "Fit",
                                          "100 %", "Queue"}));
    QCOMPARE(offeredBeside(bench, "generate"), QStringList({"generateFirst", "generateInstead", "generateSeveral"}));
    QCOMPARE(offeredBeside(bench, "stop"), QStringList{"stopAfter"});
    QCOMPARE(button(bench, "zoomIn")->accessibleName(), QStringLiteral("Zoom In"));
    QVERIFY(button(bench, "zoomIn")->toolTip().contains(QStringLiteral("Ctrl++")));
}

void WindowToolBarTest::picturesAreMadeSkippedAndStopped()
{
    Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(!button(bench, "skip")->isEnabled() && !button(bench, "stop")->isEnabled());
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    button(bench, "generate")->click();
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    QCOMPARE(button(bench, "generate")->text(), QStringLiteral("Generate")); // nothing beside it moves
    QCOMPARE(button(bench, "generate")->accessibleName(), QStringLiteral("Generate"));
    QVERIFY(button(bench, "generate")->toolTip().contains(QStringLiteral("after those that wait")));
    button(bench, "skip")->click();
    QTRY_COMPARE(bench.script->generateCalls(), 2); // of the next picture
    button(bench, "stop")->click();
    QVERIFY(!button(bench, "stop")->isEnabled()); // it is heard
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void WindowToolBarTest::pagesAreChosenAndFollowed()
{
    Bench bench(1);
    const std::pair<const char *, WindowPages::Page> pages[]{{"pageCreate", WindowPages::Create},
                                                             {"pageGallery", WindowPages::Gallery},
                                                             {"pageViewer", WindowPages::Viewer},
                                                             {"pageCompare", WindowPages::Compare}};
    const auto onlyChecked = [&](const char *name) {
        for (const auto &[each, page] : pages) {
            if (button(bench, each)->isChecked() != (QByteArray(each) == name) || bench.action(each)->isChecked() != (QByteArray(each) == name))
                return false;
        }
        return true;
    };
    QVERIFY(onlyChecked("pageCreate"));
    for (const auto &[name, page] : {pages[2], pages[1], pages[3], pages[0]}) {
        button(bench, name)->click();
        QCOMPARE(bench.pages().page(), page);
        QVERIFY2(onlyChecked(name), name);
    }
    for (const auto &[name, page] : pages) { // by whatever way it came
        bench.pages().setPage(page);
        QVERIFY2(onlyChecked(name), name);
    }
    QTest::mouseClick(button(bench, "pageCompare"), Qt::LeftButton); // where we are already
    QCOMPARE(bench.pages().page(), WindowPages::Compare);
    QVERIFY(onlyChecked("pageCompare"));
}

/// What a screen reader offers to do is what the mouse does.
void WindowToolBarTest::screenReadersGiveTheOrders()
{
    Bench bench(1);
    QTRY_VERIFY(bench.hasModel());
    const auto told = [&](const char *name) { return QAccessible::queryAccessibleInterface(button(bench, name)); };
    QCOMPARE(told("pageGallery")->role(), QAccessible::RadioButton);
    QVERIFY(told("pageCreate")->state().checked && !told("pageGallery")->state().checked);
    QAccessibleActionInterface *const gallery = told("pageGallery")->actionInterface();
    gallery->doAction(gallery->actionNames().value(0));
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QVERIFY(told("pageGallery")->state().checked && !told("pageCreate")->state().checked);

    QVERIFY(told("generate")->state().hasPopup);
    QCOMPARE(told("generate")->role(), QAccessible::Button);
    QAccessibleActionInterface *const generate = told("generate")->actionInterface();
    QVERIFY(generate->actionNames().contains(QAccessibleActionInterface::showMenuAction()));
    generate->doAction(generate->actionNames().value(0));
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QVERIFY(!told("stop")->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));
}

/// The page that a mask covers is come back to by its button, though it is the checked one.
void WindowToolBarTest::checkedPageLeadsBackFromTheMask()
{
    Bench bench(1);
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 128})));
    auto *const paint = bench.part<QAbstractButton>("paintMask");
    QTRY_VERIFY(paint->isVisible() && paint->isEnabled());
    paint->click();
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    QTRY_VERIFY(editor->isOpen());
    QVERIFY(button(bench, "pageCreate")->isChecked());
    QTest::mouseClick(button(bench, "pageCreate"), Qt::LeftButton);
    QVERIFY(!editor->isOpen());
    QVERIFY(button(bench, "pageCreate")->isChecked());
}

void WindowToolBarTest::zoomIsOfThePictureThatIsSeen()
{
    Bench bench(1);
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QVERIFY(!button(bench, "zoomActual")->isEnabled()); // nothing is there yet
    bench.pages().setPage(WindowPages::Viewer);
    ImageView *const view = bench.pages().viewerPage()->findChild<ImageView *>();
    QTRY_VERIFY(!view->isEmpty());
    button(bench, "zoomActual")->click();
    QCOMPARE(view->zoom(), 1.0);
    button(bench, "zoomIn")->click();
    QVERIFY(view->zoom() > 1.0);
    button(bench, "zoomOut")->click();
    QCOMPARE(view->zoom(), 1.0);
    bench.pages().setPage(WindowPages::Gallery);
    QVERIFY(!button(bench, "zoomIn")->isEnabled());
}

void WindowToolBarTest::comesAndGoesByTheViewMenu()
{
    Bench bench(0);
    QAction *const show = bench.action("showToolBar");
    QMenu *view = nullptr;
    for (const QAction *const title : bench.window->menuBar()->actions()) {
        if (title->menu()->actions().contains(bench.action("zoomFit")))
            view = title->menu();
    }
    QVERIFY(view && view->actions().contains(show));
    QVERIFY(bar(bench)->isVisible() && show->isChecked());
    show->trigger();
    QVERIFY(!bar(bench)->isVisible());
    bench.window->close();
    bench.open();
    QTRY_VERIFY(bench.window->isVisible());
    QVERIFY(!bar(bench)->isVisible() && !bench.action("showToolBar")->isChecked());
    bench.action("pageGallery")->trigger(); // the pages stand in the menu
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
}

CALOTYPE_TEST(WindowToolBarTest)
#include "WindowToolBarTest.moc"
