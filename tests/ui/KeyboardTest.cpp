#include "tests/support/TestMain.h"
#include "tests/ui/Keys.h"
#include "tests/ui/SavingBench.h"
#include "ui/NumberField.h"
#include "ui/gallery/GridView.h"
#include "ui/preferences/PreferencesDialog.h"
#include "ui/viewer/ViewerPage.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QTimer>

using namespace calotype;
using namespace calotype::tests;
using Bench = PicturesBench;

namespace {

GridView &gridOf(const Bench &bench)
{
    return bench.pages().galleryPage()->grid();
}

QByteArray told(const QWidget *widget)
{
    return QStringLiteral("%1 “%2”").arg(QLatin1String(widget->metaObject()->className()), widget->objectName()).toUtf8();
}

/// Whether @p after is beside @p before, further right, or below it.
bool followsInReading(const QRect &before, const QRect &after)
{
    const bool isBeside = before.top() <= after.bottom() && after.top() <= before.bottom();
    return isBeside ? after.left() > before.left() : after.top() > before.top();
}

/// Opens the menu of what has the focus, and does the first thing that it offers. @return all that it offers
QStringList doFirstOfMenu()
{
    QStringList offered;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&] {
        const auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (!menu)
            return;
        look.stop();
        for (const QAction *const action : menu->actions())
            offered << action->objectName();
        press(Qt::Key_Down);
        press(Qt::Key_Return);
    });
    look.start(0);
    pressMenuKey();
    return offered;
}

} // namespace

/// The window without a mouse.
class KeyboardTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeJobNeedsNoMouse();
    void tabLeavesThePrompt();
    void tabGoesThroughTheCreatePanelAsItIsSeen();
    void pictureShowsThatItHasTheFocus();
    void escapeLeadsBackToThePictureThatWasSeen();
    void escapeStopsWhatRunsFirst();
    void escapeEndsTheSlideshowAlone();
    void spaceLooksAtAPictureAndGoesBack();
    void pictureOfTheClipboardBecomesTheStartImage_data();
    void pictureOfTheClipboardBecomesTheStartImage();
    void arrowTakesTheOnlyPicture();
};

void KeyboardTest::wholeJobNeedsNoMouse()
{
    SavingBench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    QTRY_VERIFY(bench.idOf(1) != 0);

    press(Qt::Key_L, Qt::ControlModifier); // to the prompt
    QVERIFY(bench.prompt()->hasFocus());
    press(Qt::Key_A, Qt::ControlModifier);
    typeText(QStringLiteral("a leaf"));
    QCOMPARE(bench.settings().values().prompt, QStringLiteral("a leaf"));
    QVERIFY(tabTo(bench.part<NumberField>("steps")->box()));
    typeText(QStringLiteral("7"));
    press(Qt::Key_Return, Qt::ControlModifier); // generates, with what is being typed
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{1});
    QCOMPARE(bench.script->requests().front().steps, 7);
    QCOMPARE(bench.script->requests().front().prompt, std::string("a leaf"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    QTRY_COMPARE(bench.model().rowCount(), 2); // and nothing in the making
    QTRY_VERIFY(!bench.model().index(0).data(GalleryModel::PathRole).toString().isEmpty());
    const QString made = bench.model().index(0).data(GalleryModel::PathRole).toString();
    QVERIFY(QFileInfo::exists(made) && made != bench.path(1));

    press(Qt::Key_2, Qt::AltModifier);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QTRY_VERIFY(gridOf(bench).hasFocus());
    press(Qt::Key_Right);
    press(Qt::Key_Left);
    QCOMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{bench.model().idAt(0)});
    press(Qt::Key_Return);
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), made);
    QVERIFY(bench.pages().viewerPage()->view()->hasFocus());
    press(Qt::Key_Escape);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QVERIFY(gridOf(bench).hasFocus());

    press(Qt::Key_Delete);
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QTRY_VERIFY(!QFileInfo::exists(made));
    QTRY_VERIFY(bench.action("undo")->isEnabled());
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    QTRY_VERIFY(QFileInfo::exists(made));

    press(Qt::Key_Right);
    press(Qt::Key_Left);
    QTRY_VERIFY(bench.action("galleryOpen")->isEnabled());
    const QStringList offered = doFirstOfMenu();
    QVERIFY2(offered.contains(QStringLiteral("galleryTrash")), qPrintable(offered.join(u' ')));
    QCOMPARE(offered.front(), QStringLiteral("galleryOpen"));
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QVERIFY(giveBackFocus(bench.window.get()));

    press(Qt::Key_Comma, Qt::ControlModifier);
    auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isActiveWindow()); // to QTest a dialog is active where its window is
    auto *const list = dialog->findChild<QListWidget *>(QStringLiteral("preferencePages"));
    QVERIFY(tabTo(list));
    press(Qt::Key_Down);
    QCOMPARE(list->currentRow(), 1);
    QVERIFY(dialog->findChild<QWidget *>(QStringLiteral("device"))->isVisible());
    press(Qt::Key_End);
    QCOMPARE(list->currentRow(), list->count() - 1);
    QVERIFY(!dialog->findChild<QWidget *>(QStringLiteral("device"))->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void KeyboardTest::tabLeavesThePrompt()
{
    Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QVERIFY(bench.prompt()->hasFocus()); // from the beginning
    press(Qt::Key_Tab);
    QVERIFY(bench.part<QWidget>("negativePrompt")->hasFocus());
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern"));
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(bench.prompt()->hasFocus());
}

void KeyboardTest::tabGoesThroughTheCreatePanelAsItIsSeen()
{
    Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    QTRY_VERIFY(bench.part<QWidget>("placeStartImage")->isVisible());
    bench.part<QAbstractButton>("variationFold")->setChecked(true);
    bench.part<QAbstractButton>("modelOptionsFold")->setChecked(true);
    QCoreApplication::processEvents();
    const auto *const panel = bench.part<QWidget>("createPanel");
    const auto *const scroll = panel->findChild<QScrollArea *>();
    bench.prompt()->setFocus();

    QList<QWidget *> visited;
    QRect before; // of the last one in the form that scrolls
    for (QWidget *now = QApplication::focusWidget(); panel->isAncestorOf(now) && !visited.contains(now); now = QApplication::focusWidget()) {
        visited << now;
        if (scroll->isAncestorOf(now)) {
            const QRect inForm(now->mapTo(scroll->widget(), QPoint()), now->size());
            QVERIFY2(followsInReading(before, inForm), told(now));
            before = inForm;
            const QRect inView(now->mapTo(scroll->viewport(), QPoint()), now->size());
            QVERIFY2(scroll->viewport()->rect().contains(inView), told(now)); // it is scrolled to
        }
        const QImage focused = now->grab().toImage();
        press(Qt::Key_Tab);
        QVERIFY2(now->grab().toImage() != focused, told(now));
    }
    for (const QWidget *const widget : panel->findChildren<QWidget *>()) {
        const bool isStop = widget->isVisible() && widget->isEnabled() && !widget->focusProxy() && (widget->focusPolicy() & Qt::TabFocus);
        QVERIFY2(!isStop || visited.contains(widget), told(widget));
    }
    QVERIFY2(visited.size() >= 30, qPrintable(QString::number(visited.size())));
}

void KeyboardTest::pictureShowsThatItHasTheFocus()
{
    Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    bench.view()->setPicture(fixtures::pattern(7, 96, 64));
    QTRY_VERIFY(bench.view()->isVisible());
    QVERIFY(tabTo(bench.view()));
    const QImage focused = bench.view()->grab().toImage();
    press(Qt::Key_Tab);
    QVERIFY(!bench.view()->hasFocus());
    QVERIFY(bench.view()->grab().toImage() != focused);
}

void KeyboardTest::escapeLeadsBackToThePictureThatWasSeen()
{
    Bench bench(3);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_COMPARE(bench.model().pictureCount(), 3);
    press(Qt::Key_2, Qt::AltModifier);
    const qint64 opened = bench.model().idAt(0);
    QVERIFY(bench.pages().galleryPage()->select(opened));
    QTRY_VERIFY(gridOf(bench).hasFocus());
    press(Qt::Key_Return);
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    press(Qt::Key_Right);
    const qint64 seen = bench.model().idAt(1);
    QCOMPARE(bench.pages().viewerPage()->currentIndex().data(GalleryModel::IdRole).toLongLong(), seen);
    press(Qt::Key_Escape);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QCOMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{seen});
    QVERIFY(gridOf(bench).hasFocus());

    press(Qt::Key_4, Qt::AltModifier);
    QCOMPARE(bench.pages().page(), WindowPages::Compare);
    press(Qt::Key_Escape);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QCOMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{seen});
}

void KeyboardTest::escapeStopsWhatRunsFirst()
{
    Bench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel() && bench.idOf(1) != 0);
    bench.script->stepGate.close();
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.pages().openPicture(bench.idOf(1));
    press(Qt::Key_Escape);
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    press(Qt::Key_Escape);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
}

void KeyboardTest::escapeEndsTheSlideshowAlone()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    press(Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(bench.action("viewerSlideshow")->isEnabled());
    press(Qt::Key_S);
    QVERIFY(bench.action("viewerSlideshow")->isChecked());
    press(Qt::Key_Escape);
    QVERIFY(!bench.action("viewerSlideshow")->isChecked());
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
}

void KeyboardTest::spaceLooksAtAPictureAndGoesBack()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(bench.pages().galleryPage()->select(bench.model().idAt(0)));
    QTRY_VERIFY(gridOf(bench).hasFocus());
    press(Qt::Key_Space);
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QVERIFY(bench.pages().viewerPage()->view()->hasFocus());
    press(Qt::Key_Right);
    const qint64 seen = bench.model().idAt(1);
    press(Qt::Key_Space);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QCOMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{seen});
    QVERIFY(gridOf(bench).hasFocus());
}

void KeyboardTest::pictureOfTheClipboardBecomesTheStartImage_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<bool>("isFile");
    const int paste = QKeyCombination(Qt::ControlModifier, Qt::Key_V).toCombined();
    const int pasteStart = QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_V).toCombined();
    QTest::newRow("pixels, from anywhere") << pasteStart << false;
    QTest::newRow("a file, from anywhere") << pasteStart << true;
    QTest::newRow("pixels, into the prompt") << paste << false;
    QTest::newRow("a file, into the prompt") << paste << true;
}

void KeyboardTest::pictureOfTheClipboardBecomesTheStartImage()
{
    QFETCH(int, key);
    QFETCH(bool, isFile);
    Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    QGuiApplication::clipboard()->setText(QStringLiteral("words"));
    const QKeyCombination keys = QKeyCombination::fromCombined(key);
    press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(bench.message()->text().contains(QStringLiteral("clipboard")));
    QVERIFY(!bench.action("clearStartImage")->isEnabled());

    auto *const data = new QMimeData; // the clipboard takes it
    if (isFile)
        data->setUrls({QUrl::fromLocalFile(bench.makePicture({128, 128}))});
    else
        data->setImageData(fixtures::pattern(3, 128, 128));
    QGuiApplication::clipboard()->setMimeData(data);
    QVERIFY(bench.prompt()->hasFocus());
    press(keys.key(), keys.keyboardModifiers());
    QTRY_VERIFY(bench.action("clearStartImage")->isEnabled());
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern"));

    QGuiApplication::clipboard()->setText(QStringLiteral(" and moss"));
    bench.prompt()->moveCursor(QTextCursor::End);
    press(Qt::Key_V, Qt::ControlModifier); // words are still words
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern and moss"));
}

void KeyboardTest::arrowTakesTheOnlyPicture()
{
    Bench bench(1);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.idOf(1) != 0);
    press(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(gridOf(bench).hasFocus());
    QVERIFY(bench.pages().galleryPage()->selectedIds().isEmpty());
    press(Qt::Key_Right);
    QCOMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{bench.idOf(1)});
}

CALOTYPE_TEST(KeyboardTest)
#include "KeyboardTest.moc"
