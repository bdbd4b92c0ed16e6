#include "tests/support/TestMain.h"
#include "ui/WindowMenus.h"

#include "tests/ui/Keys.h"
#include "tests/ui/SavingBench.h"
#include "ui/ImageView.h"
#include "ui/ResultsModel.h"
#include "ui/gallery/GridView.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/PreferencesDialog.h"
#include "ui/viewer/Slideshow.h"
#include "ui/viewer/ViewerPage.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSpinBox>
#include <QUndoStack>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using namespace calotype::ui;
using Bench = PicturesBench;

namespace {

/// The menu that holds an order.
QMenu *menuOf(const Bench &bench, const char *name)
{
    for (const QAction *const title : bench.window->findChild<QMenuBar *>()->actions()) {
        if (title->menu()->actions().contains(bench.action(name)))
            return title->menu();
    }
    return nullptr;
}

/// As a menu does, with the field keeping the focus. @return whether it can be done
bool take(const Bench &bench, const char *name)
{
    Q_EMIT menuOf(bench, name)->aboutToShow();
    QAction *const action = bench.action(name);
    const bool can = action->isEnabled();
    action->trigger();
    return can;
}

} // namespace

/// The menu bar: what it holds, and what its orders are about.
class WindowMenusTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesAreThoseOfTheSystem();
    void wantedOrdersAreThere_data();
    void wantedOrdersAreThere();
    void editServesTheFieldWithTheFocus();
    void editLeavesTheKeysToThePictures();
    void undoServesTheFieldFirst();
    void fieldTakesItsUndoWhileAMaskIsPainted();
    void fullScreenIsOfThePictureAtHand();
    void slideshowRunsInTheViewer();
    void fullScreenHasItsKeyOnEveryPage();
    void fullScreenWantsAPicture();
    void lettersAreThoseOfTheMenuBar();
    void helpLeadsToKeysLogAndDiagnostics();
    void settingsOfBeforeComeBack();
    void usesInARowCountAsOne();
    void settingsAndStartImageComeBackTogether();
    void errorStaysWhereSettingsAreUsed();
};

void WindowMenusTest::rolesAreThoseOfTheSystem()
{
    const Bench bench(0);
    QCOMPARE(bench.action("about")->menuRole(), QAction::AboutRole);
    QCOMPARE(bench.action("preferences")->menuRole(), QAction::PreferencesRole);
    QCOMPARE(bench.action("quit")->menuRole(), QAction::QuitRole);
    // Words like those of a role would draw others into it.
    QCOMPARE(bench.action("previousSettings")->menuRole(), QAction::NoRole);
}

void WindowMenusTest::wantedOrdersAreThere_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<QByteArray>("neighbour"); // in the same menu
    const char *const orders[][2]{{"textCut", "undo"}, {"textCopy", "undo"}, {"textPaste", "undo"}, {"textSelectAll", "undo"},
                                  {"previousSettings", "undo"}, {"fullScreen", "zoomFit"}, {"slideshow", "zoomFit"},
                                  {"keyboardShortcuts", "about"}, {"helpLog", "about"}, {"helpDiagnostics", "about"}};
    for (const auto &[order, neighbour] : orders)
        QTest::newRow(order) << QByteArray(order) << QByteArray(neighbour);
}

void WindowMenusTest::wantedOrdersAreThere()
{
    QFETCH(QByteArray, order);
    QFETCH(QByteArray, neighbour);
    const Bench bench(0);
    QVERIFY(menuOf(bench, neighbour.constData()));
    QCOMPARE(menuOf(bench, order.constData()), menuOf(bench, neighbour.constData()));
}

void WindowMenusTest::editServesTheFieldWithTheFocus()
{
    const Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    PromptEdit *const prompt = bench.prompt();
    QVERIFY(prompt->hasFocus());
    QGuiApplication::clipboard()->clear();
    QVERIFY(!take(bench, "textCopy")); // nothing is selected
    QVERIFY(!take(bench, "textPaste"));
    QVERIFY(take(bench, "textSelectAll"));
    QVERIFY(take(bench, "textCopy"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("a fern"));
    QVERIFY(take(bench, "textCut"));
    QCOMPARE(prompt->toPlainText(), QString());
    QVERIFY(take(bench, "textPaste"));
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a fern"));

    // A number is a field too, and a menu bar that is gone through by keys leaves it the field.
    auto *const width = bench.part<QSpinBox>("width");
    auto *const number = width->findChild<QLineEdit *>();
    QVERIFY(number);
    width->setFocus();
    bench.window->findChild<QMenuBar *>()->setFocus();
    QVERIFY(take(bench, "textSelectAll"));
    QCOMPARE(number->selectedText(), number->text());

    QApplication::focusWidget()->clearFocus();
    for (const char *const name : {"textCut", "textCopy", "textPaste", "textSelectAll"})
        QVERIFY2(!take(bench, name), name);
}

void WindowMenusTest::editLeavesTheKeysToThePictures()
{
    SavingBench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    const auto copied = [] { return QGuiApplication::clipboard()->mimeData()->urls(); };
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QTRY_VERIFY(bench.action("galleryCopy")->isEnabled());
    QVERIFY(bench.pages().galleryPage()->grid().hasFocus());
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied(), QList<QUrl>{QUrl::fromLocalFile(bench.path(1))});

    // Likewise a picture that was just made, where it is large and in the strip.
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    bench.action("generate")->trigger();
    const auto made = [&bench] { return bench.window->results().index(0).data(ResultsModel::PathRole).toString(); };
    QTRY_VERIFY(!made().isEmpty());
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    for (const char *const place : {"imageView", "filmstrip"}) {
        QGuiApplication::clipboard()->clear();
        auto *const part = bench.part<QWidget>(place);
        part->setFocus();
        QVERIFY2(part->hasFocus(), place);
        press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(copied(), QList<QUrl>{QUrl::fromLocalFile(made())});
        QTRY_COMPARE(qvariant_cast<QImage>(QGuiApplication::clipboard()->mimeData()->imageData()).size(), QSize(128, 64));
    }
    bench.prompt()->setFocus();
    bench.prompt()->selectAll();
    press(Qt::Key_C, Qt::ControlModifier); // words are still words
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("a fern"));
}

void WindowMenusTest::undoServesTheFieldFirst()
{
    const Bench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QAction *const undo = bench.action("undo");
    QVERIFY(bench.prompt()->hasFocus());
    QVERIFY(!undo->isEnabled()); // the prompt came back with the window

    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    bench.action("galleryTrash")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 0);
    QTRY_VERIFY(undo->isEnabled());
    const QString trashed = undo->text();

    bench.prompt()->setFocus();
    bench.prompt()->moveCursor(QTextCursor::End);
    typeText(QStringLiteral("s"));
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a ferns"));
    QVERIFY(undo->text() != trashed);
    undo->trigger();
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern"));
    QVERIFY(bench.pages().undoStack()->canUndo());
    QVERIFY(bench.action("redo")->isEnabled());
    bench.action("redo")->trigger();
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a ferns"));
    undo->trigger();
    QCOMPARE(undo->text(), trashed); // nothing else is left
    undo->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 1);
}

void WindowMenusTest::fieldTakesItsUndoWhileAMaskIsPainted()
{
    const Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 128})));
    QTRY_VERIFY(bench.action("clearStartImage")->isEnabled());
    bench.part<QAbstractButton>("paintMask")->click();
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    QTRY_VERIFY(!editor->document().mask().isNull());
    editor->document().invert();
    bench.prompt()->setFocus();
    bench.prompt()->moveCursor(QTextCursor::End);
    typeText(QStringLiteral("s"));
    bench.action("undo")->trigger();
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern"));
    QCOMPARE(static_cast<int>(editor->document().mask().constScanLine(0)[0]), 255);
    bench.action("undo")->trigger();
    QCOMPARE(static_cast<int>(editor->document().mask().constScanLine(0)[0]), 0);
}

void WindowMenusTest::fullScreenIsOfThePictureAtHand()
{
    const Bench bench(2);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(2)));
    bench.action("fullScreen")->trigger();
    const ViewerPage *const viewer = bench.pages().viewerPage();
    QVERIFY(viewer->isFullScreenShown());
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(viewer->currentPath(), bench.path(2));
    bench.action("fullScreen")->trigger();
    QVERIFY(!viewer->isFullScreenShown());
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
}

void WindowMenusTest::slideshowRunsInTheViewer()
{
    const Bench bench(2);
    QTRY_VERIFY(bench.action("slideshow")->isEnabled());
    QCOMPARE(bench.pages().page(), WindowPages::Create);
    bench.action("slideshow")->trigger();
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QVERIFY(bench.pages().viewerPage()->slideshow()->isRunning());
    bench.action("slideshow")->trigger();
    QVERIFY(!bench.pages().viewerPage()->slideshow()->isRunning());
}

void WindowMenusTest::fullScreenHasItsKeyOnEveryPage()
{
    const Bench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.idOf(1) != 0);
    const ViewerPage *const viewer = bench.pages().viewerPage();
    for (const char *const page : {"pageCreate", "pageGallery", "pageViewer", "pageCompare"}) {
        bench.action(page)->trigger();
        press(Qt::Key_F11);
        QVERIFY2(viewer->isFullScreenShown(), page);
        QVERIFY(bench.action("fullScreen")->isChecked());
        QWidget *const screen = viewer->view()->window();
        screen->activateWindow();
        QTRY_VERIFY(screen->isActiveWindow());
        press(Qt::Key_F11);
        QVERIFY2(!viewer->isFullScreenShown(), page);
        QVERIFY(!bench.action("fullScreen")->isChecked());
        QVERIFY(giveBackFocus(bench.window.get()));
    }
}

void WindowMenusTest::fullScreenWantsAPicture()
{
    const Bench bench(0);
    QTRY_VERIFY(bench.model().isReady());
    QVERIFY(!bench.action("fullScreen")->isEnabled());
    QVERIFY(!bench.action("slideshow")->isEnabled());
}

void WindowMenusTest::lettersAreThoseOfTheMenuBar()
{
    const Bench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.action("fullScreen")->isEnabled());
    auto *const bar = bench.window->findChild<QMenuBar *>();
    bar->setFocus();
    QVERIFY(bar->hasFocus());
    press(Qt::Key_F);
    QVERIFY(!bench.pages().viewerPage()->isFullScreenShown());
    QMenu *const file = menuOf(bench, "openModel");
    QVERIFY(file->isVisible());
    file->close();
}

void WindowMenusTest::helpLeadsToKeysLogAndDiagnostics()
{
    const Bench bench(0);
    QVERIFY(!bench.action("helpLog")->isEnabled()); // it is not kept here
    bench.action("keyboardShortcuts")->trigger();
    const auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const QListWidgetItem *const page = dialog->findChild<QListWidget *>(QStringLiteral("preferencePages"))->currentItem();
    QCOMPARE(page->data(Qt::UserRole).toInt(), static_cast<int>(PreferenceGroup::Shortcuts));
    QGuiApplication::clipboard()->clear();
    bench.action("helpDiagnostics")->trigger();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Engine: fake 1.0")));
    QVERIFY(bench.message()->text().contains(QStringLiteral("clipboard")));
}

void WindowMenusTest::settingsOfBeforeComeBack()
{
    const Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    QAction *const previous = bench.action("previousSettings");
    QVERIFY(!previous->isEnabled());
    const GenerationValues mine = bench.settings().values();
    GenerationValues other = mine;
    other.prompt = QStringLiteral("a heron");
    other.modelSampling = false;
    other.steps = mine.steps + 4;
    bench.settings().replaceValues(other);
    QVERIFY(previous->isEnabled());
    auto *const button = bench.part<QAbstractButton>("messageUndo"); // the prompt went, and more: it is told
    QVERIFY(button && button->isVisible());
    button->click();
    QCOMPARE(bench.settings().values(), mine);
    QCOMPARE(bench.prompt()->toPlainText(), mine.prompt);
    QCOMPARE(bench.message()->text(), QString());
    previous->trigger(); // and back on it
    QCOMPARE(bench.settings().values(), other);
    previous->trigger();
    QCOMPARE(bench.settings().values(), mine);

    other = mine;
    other.fixedSeed = true;
    other.seed = 7;
    bench.settings().replaceValues(other); // a field alone is no matter for a word
    QCOMPARE(bench.message()->text(), QString());
    previous->trigger();
    QCOMPARE(bench.settings().values(), mine);
}

void WindowMenusTest::usesInARowCountAsOne()
{
    const Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    const GenerationValues mine = bench.settings().values();
    const auto useSeed = [&bench](qint64 seed) {
        GenerationValues values = bench.settings().values();
        values.fixedSeed = true;
        values.seed = seed;
        bench.settings().replaceValues(values);
    };
    useSeed(7);
    useSeed(8);
    bench.action("previousSettings")->trigger();
    QCOMPARE(bench.settings().values(), mine);

    useSeed(7);
    bench.settings().setCount(3); // by hand
    const GenerationValues between = bench.settings().values();
    useSeed(8);
    bench.action("previousSettings")->trigger();
    QCOMPARE(bench.settings().values(), between);
}

void WindowMenusTest::settingsAndStartImageComeBackTogether()
{
    const Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);

    bench.settings().setPrompt(QStringLiteral("a heron"));
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 128})));
    const QAction *const hasStart = bench.action("clearStartImage");
    QTRY_VERIFY(hasStart->isEnabled());
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    const auto painted = [&] { // opens the editor
        bench.part<QAbstractButton>("paintMask")->click();
        return QTest::qWaitFor([editor] { return !editor->document().mask().isNull(); })
                   ? static_cast<int>(editor->document().mask().constScanLine(0)[0])
                   : -1;
    };
    QCOMPARE(painted(), 0);
    editor->document().invert();
    editor->done();
    const GenerationValues mine = bench.settings().values();

    QTRY_VERIFY(bench.action("useSettings")->isEnabled());
    bench.action("useSettings")->trigger();
    QCOMPARE(bench.settings().values().prompt, QStringLiteral("a fern"));
    QVERIFY(!hasStart->isEnabled()); // the result had none
    bench.part<QAbstractButton>("messageUndo")->click();
    QCOMPARE(bench.settings().values(), mine);
    QVERIFY(hasStart->isEnabled());
    QCOMPARE(bench.message()->text(), QString());
    QCOMPARE(painted(), 255);
    editor->done();

    bench.action("previousSettings")->trigger(); // and back on it
    QCOMPARE(bench.settings().values().prompt, QStringLiteral("a fern"));
    QVERIFY(!hasStart->isEnabled());
    bench.action("previousSettings")->trigger();
    QVERIFY(hasStart->isEnabled());
    bench.action("clearStartImage")->trigger(); // by hand: it is no matter of settings any more
    bench.action("previousSettings")->trigger();
    bench.action("previousSettings")->trigger();
    QCOMPARE(bench.settings().values(), mine);
    QVERIFY(!hasStart->isEnabled());
}

void WindowMenusTest::errorStaysWhereSettingsAreUsed()
{
    const Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    bench.message()->showError({ErrorCode::DiskFull, "The disk is full.", {}});
    GenerationValues other = bench.settings().values();
    other.prompt = QStringLiteral("a heron");
    other.modelSampling = false;
    other.steps += 4;
    bench.settings().replaceValues(other);
    QCOMPARE(bench.message()->text(), QStringLiteral("The disk is full."));
    QVERIFY(bench.action("previousSettings")->isEnabled());
}

CALOTYPE_TEST(WindowMenusTest)
#include "WindowMenusTest.moc"
