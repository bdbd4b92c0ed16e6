#include "tests/support/TestMain.h"
#include "ui/WindowPages.h"

#include "app/PictureWordsReader.h"
#include "core/gallery/FileHash.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/ThumbnailCache.h"
#include "tests/ui/Keys.h"
#include "tests/ui/PicturesBench.h"
#include "tests/ui/SavingBench.h"
#include "ui/Filmstrip.h"
#include "ui/PictureSink.h"
#include "ui/ResultsModel.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/info/InfoDock.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/Preferences.h"
#include "ui/viewer/ComparePage.h"
#include "ui/viewer/PictureStrip.h"
#include "ui/viewer/ViewerPage.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QMimeData>
#include <QScopeGuard>
#include <QUndoStack>
#include <QtTest>

#include <algorithm>

using namespace calotype;
using namespace calotype::tests;
using namespace calotype::ui;
using Bench = PicturesBench;

namespace {

/// Makes a picture, and waits for its file.
void make(SavingBench &bench)
{
    QTRY_VERIFY(bench.hasModel());
    const int before = bench.window->results().resultCount();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), before + 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QTRY_VERIFY(!bench.window->results().index(0).data(ResultsModel::PathRole).toString().isEmpty());
}

/// Writes files that hold no picture.
class BlankSink final : public PictureSink
{
public:
    explicit BlankSink(QString folder)
        : m_folder(std::move(folder))
    {
    }

    void setRules(const gallery::OutputRules &) override {}
    Result<QString> place(const GeneratedImage &picture, const GenerationRequest &) override
    {
        return QDir(m_folder).filePath(QStringLiteral("%1.png").arg(picture.seed));
    }
    Result<void> save(const QString &path, const GeneratedImage &, const GenerationRequest &, const GenerationResult &,
                      const ModelSpec &) override
    {
        QFile file(path);
        if (QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) && file.write("blank") == 5)
            return {};
        return Error{ErrorCode::Io, "The blank file could not be written.", {}};
    }

private:
    QString m_folder;
};

} // namespace

/// The gallery in the window: real pictures, a real index.
class WindowPagesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesOfTheFolderAreShown();
    void lookingAgainFindsWhatNobodyTold();
    void pictureThatWasMadeHasItsThumbnailFromMemory();
    void openedPictureFillsTheViewer();
    void twoSelectedPicturesAreCompared();
    void trashIsUndone();
    void keysForAnEmptyPageDoNotReachThePrompt();
    void undoBelongsToTheMaskWhileItIsPainted();
    void startImageComesFromTheGallery();
    void copyIsAboutThePictureThatIsSeen();
    void viewerHasTheGallerysMenu();
    void viewedPictureIsComparedWithTheOther();
    void picturesSettingsAreUsed();
    void missingFolderIsMovedInThePreferences();
    void chosenFolderIsWatchedFromThenOn();
    void currentPictureIsToldToTheInfo();
    void resultIsToldToTheInfo();
    void resultIsAPictureOfTheGallery();
    void resultThatTheFilterHidesIsOpened();
    void pictureThatComesIsSelectedAlone();
    void trashedResultLeavesTheStripAndComesBack();
    void resultsThatNobodyWasAtLeaveTheStripToo();
    void resultThatWasNotLeftInTheTrashStaysWithoutItsFile();
    void keyOfAResultMayBeTheOrdersOwn();
    void zoomIsAboutThePagesPicture();
    void parentThatTheFilterHidesIsShown();
    void parentThatIsNotThereIsTold();
    void linkOfASavedPictureLeadsToItsParent();
};

void WindowPagesTest::keysForAnEmptyPageDoNotReachThePrompt()
{
    Bench bench(0);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QVERIFY(bench.prompt()->hasFocus());
    bench.action("pageGallery")->trigger();
    QVERIFY(!bench.prompt()->hasFocus());
    fixtures::writePicture(bench.path(1), 1);
    bench.pages().addPicture(bench.path(1));
    QTRY_VERIFY(bench.pages().galleryPage()->grid().hasFocus()); // as soon as there is something to take them
}

void WindowPagesTest::picturesOfTheFolderAreShown()
{
    Bench bench(3);
    bench.action("pageGallery")->trigger();
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QTRY_COMPARE(bench.model().pictureCount(), 3);

    fixtures::writePicture(bench.path(4), 4);
    bench.pages().addPicture(bench.path(4));
    QTRY_COMPARE(bench.model().pictureCount(), 4);
}

void WindowPagesTest::lookingAgainFindsWhatNobodyTold()
{
    Bench bench(1);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    const auto prompt = [&] { return bench.model().index(0).data(GalleryModel::PromptRole).toString(); };
    QTRY_COMPARE(prompt(), QStringLiteral("a fox"));

    // Another picture in the same file: of what is written into a file its folder tells nothing.
    const QString other = bench.dir.filePath(QStringLiteral("other.png"));
    QVERIFY(fixtures::writePicture(other, 2, QStringLiteral("a heron at dawn")));
    QFile from(other);
    QFile into(bench.path(1));
    QVERIFY(from.open(QIODevice::ReadOnly) && into.open(QIODevice::WriteOnly));
    into.write(from.readAll());
    into.close();
    bench.action("rescan")->trigger();
    QTRY_COMPARE(prompt(), QStringLiteral("a heron at dawn"));
}

void WindowPagesTest::pictureThatWasMadeHasItsThumbnailFromMemory()
{
    Bench bench(0);
    BlankSink sink(bench.dir.filePath(QStringLiteral("pictures")));
    const auto endsFirst = qScopeGuard([&bench] { bench.window.reset(); });
    bench.writer = &sink;
    bench.open();
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    bench.action("generate")->trigger();
    QTRY_VERIFY(!bench.window->results().index(0).data(ResultsModel::PathRole).toString().isEmpty());
    const QFileInfo file(bench.window->results().index(0).data(ResultsModel::PathRole).toString());
    QVERIFY(file.isFile());
    const auto small = bench.pages().thumbnails().load(file.filePath(), file.lastModified(), file.size(), gallery::ThumbnailCache::kSmall);
    QVERIFY(small); // the file holds none
    QCOMPARE(small->size(), QSize(128, 64));
}

void WindowPagesTest::openedPictureFillsTheViewer()
{
    Bench bench(2);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(2) != 0);
    bench.pages().openPicture(bench.idOf(2));
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), bench.path(2));
}

void WindowPagesTest::twoSelectedPicturesAreCompared()
{
    Bench bench(2);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QVERIFY(!bench.action("galleryCompare")->isEnabled());
    auto *const grid = bench.window->findChild<QAbstractItemView *>(QStringLiteral("galleryGrid"));
    QVERIFY(grid);
    grid->selectAll();
    QTRY_VERIFY(bench.action("galleryCompare")->isEnabled());
    bench.action("galleryCompare")->trigger();
    QCOMPARE(bench.pages().page(), WindowPages::Compare);
    const QSet<QString> compared{bench.pages().comparePage()->path(CompareView::Left),
                                 bench.pages().comparePage()->path(CompareView::Right)};
    QCOMPARE(compared, (QSet<QString>{bench.path(1), bench.path(2)}));
}

void WindowPagesTest::trashIsUndone()
{
    Bench bench(2);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    const qint64 id = bench.idOf(1);
    QVERIFY(bench.pages().galleryPage()->select(id));
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    bench.action("galleryTrash")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QTRY_VERIFY(!QFileInfo::exists(bench.path(1)));
    QTRY_VERIFY(bench.pages().undoStack()->canUndo());
    bench.pages().undoStack()->undo();
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    QTRY_VERIFY(QFileInfo::exists(bench.path(1)));
    const auto cell = [&](int role) { return bench.model().indexOf(id).data(role); };
    QTRY_COMPARE(cell(GalleryModel::PathRole).toString(), bench.path(1));
    QTRY_VERIFY(!cell(Qt::DecorationRole).value<QPixmap>().isNull());
    QVERIFY(!cell(GalleryModel::BrokenRole).toBool());
}

void WindowPagesTest::undoBelongsToTheMaskWhileItIsPainted()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 128})));
    QTRY_VERIFY(bench.action("clearStartImage")->isEnabled());

    const QAction *const undo = bench.action("undo");
    QVERIFY(!undo->isEnabled());
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    bench.action("galleryTrash")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QTRY_VERIFY(undo->isEnabled());
    const QString trashed = undo->text();

    // The keys go to the window: as if the focus were beside the editor.
    const auto press = [&bench] { QTest::keyClick(bench.window.get(), Qt::Key_Z, Qt::ControlModifier); };
    const auto isTrashed = [&bench] { return bench.pages().undoStack()->canUndo() && !bench.pages().undoStack()->canRedo(); };
    bench.action("pageCreate")->trigger();
    bench.part<QAbstractButton>("paintMask")->click();
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    QVERIFY(editor->isOpen());
    QTRY_VERIFY(!editor->document().mask().isNull());
    QVERIFY(!undo->isEnabled()); // nothing is painted yet
    press();
    QVERIFY(isTrashed());
    editor->document().invert();
    QVERIFY(undo->isEnabled());
    press();
    QCOMPARE(static_cast<int>(editor->document().mask().constScanLine(0)[0]), 0);
    QVERIFY(isTrashed());
    bench.action("redo")->trigger();
    QCOMPARE(static_cast<int>(editor->document().mask().constScanLine(0)[0]), 255);
    QVERIFY(isTrashed());

    editor->done();
    QCOMPARE(undo->text(), trashed);
    press();
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    QCOMPARE(static_cast<int>(editor->document().mask().constScanLine(0)[0]), 255);
}

void WindowPagesTest::startImageComesFromTheGallery()
{
    Bench bench(1);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QTRY_VERIFY(bench.action("galleryStart")->isEnabled());
    bench.action("galleryStart")->trigger();
    QCOMPARE(bench.pages().page(), WindowPages::Create);
    QTRY_VERIFY(bench.part<QAbstractButton>("placeUse")); // it has another shape than what is to be made
    bench.part<QAbstractButton>("placeUse")->click();
    QTRY_VERIFY(bench.action("clearStartImage")->isEnabled());
}

void WindowPagesTest::copyIsAboutThePictureThatIsSeen()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    const auto copied = [] { return QGuiApplication::clipboard()->mimeData()->urls(); };
    QVERIFY(!bench.action("galleryCopy")->isEnabled()); // on the first page nothing of the gallery is seen
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    QTRY_VERIFY(bench.action("galleryCopy")->isEnabled());
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied(), QList<QUrl>{QUrl::fromLocalFile(bench.path(1))});
    QTRY_VERIFY(!qvariant_cast<QImage>(QGuiApplication::clipboard()->mimeData()->imageData()).isNull()); // once they are read

    bench.pages().openPicture(bench.idOf(2));
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), bench.path(2));
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied(), QList<QUrl>{QUrl::fromLocalFile(bench.path(2))});

    bench.action("pageCreate")->trigger();
    QVERIFY(!bench.action("galleryCopy")->isEnabled());
    bench.prompt()->setFocus();
    bench.prompt()->selectAll();
    press(Qt::Key_C, Qt::ControlModifier); // of words
    QCOMPARE(QGuiApplication::clipboard()->text(), bench.prompt()->toPlainText());
}

void WindowPagesTest::viewerHasTheGallerysMenu()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    bench.pages().openPicture(bench.idOf(2));
    const ViewerPage *const viewer = bench.pages().viewerPage();
    QTRY_COMPARE(viewer->currentPath(), bench.path(2));
    QCOMPARE(viewer->view()->contextMenuPolicy(), Qt::ActionsContextMenu);
    QCOMPARE(viewer->view()->actions(), bench.pages().pictureActions().mid(1)); // all but Open
    QCOMPARE(viewer->strip()->actions(), viewer->view()->actions());

    const auto rating = [&bench] { return bench.model().item(bench.idOf(2))->rating; };
    QVERIFY(viewer->view()->hasFocus());
    press(Qt::Key_3);
    QTRY_COMPARE(rating(), 3);
    press(Qt::Key_0);
    QTRY_COMPARE(rating(), 0);
    press(Qt::Key_Delete);
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QTRY_VERIFY(!QFileInfo::exists(bench.path(2)));
}

void WindowPagesTest::viewedPictureIsComparedWithTheOther()
{
    Bench bench(3);
    bench.action("pageGallery")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 3);
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0 && bench.idOf(3) != 0);
    const auto path = [&bench](int row) { return bench.model().index(row).data(GalleryModel::PathRole).toString(); };
    const ComparePage *const compare = bench.pages().comparePage();
    bench.pages().openPicture(bench.model().idAt(0)); // nothing is selected: the one after it
    QVERIFY(bench.action("galleryCompare")->isEnabled());
    bench.action("galleryCompare")->trigger();
    QCOMPARE(bench.pages().page(), WindowPages::Compare);
    QCOMPARE(compare->path(CompareView::Left), path(0));
    QCOMPARE(compare->path(CompareView::Right), path(1));

    QItemSelectionModel *const selection = bench.pages().galleryPage()->grid().selectionModel();
    for (const int row : {0, 2})
        selection->select(bench.model().index(row), QItemSelectionModel::Select);
    bench.pages().openPicture(bench.model().idAt(0));
    bench.action("galleryCompare")->trigger();
    QCOMPARE(compare->path(CompareView::Right), path(2));
}

void WindowPagesTest::picturesSettingsAreUsed()
{
    Bench bench(0);
    QTRY_VERIFY(bench.hasModel());
    GenerationValues before = bench.settings().values();
    before.prompt = QStringLiteral("something else");
    before.negativePrompt = QStringLiteral("dull");
    before.steps = 7;
    bench.settings().setValues(before);
    PictureWords words;
    words.fields = {{QStringLiteral("prompt"), QStringLiteral("a heron"), WordState::Restored, {}},
                    {QStringLiteral("steps"), qint64{31}, WordState::Restored, {}},
                    {QStringLiteral("width"), qint64{128}, WordState::Restored, {}},
                    {QStringLiteral("height"), qint64{192}, WordState::Restored, {}}};
    Q_EMIT bench.pages().useWanted(words, UsedPart::Prompt);
    GenerationValues expected = before;
    expected.prompt = QStringLiteral("a heron");
    expected.negativePrompt.clear(); // which is not named where it is empty
    expected.promptSyntax = PromptSyntax::Plain; // as that program reads them
    QCOMPARE(bench.settings().values(), expected);
    Q_EMIT bench.pages().useWanted(words, UsedPart::Size);
    QCOMPARE(bench.settings().values().width, 128);
    QCOMPARE(bench.settings().values().height, 192);
    QCOMPARE(bench.settings().values().steps, 7);
    QCOMPARE(bench.message()->text(), QString());
    Q_EMIT bench.pages().useWanted(words, UsedPart::Seed);
    QVERIFY(!bench.message()->text().isEmpty()); // it is not known
    Q_EMIT bench.pages().useWanted(words, UsedPart::All);
    QCOMPARE(bench.settings().values().steps, 31);
}

void WindowPagesTest::missingFolderIsMovedInThePreferences()
{
    Bench bench(0);
    const QString gone = bench.dir.filePath(QStringLiteral("gone"));
    const QString other = bench.dir.filePath(QStringLiteral("other"));
    const QString found = bench.dir.filePath(QStringLiteral("found"));
    Preferences &preferences = bench.window->preferences();
    QVERIFY(preferences.set(QStringLiteral("output/folder"), other));
    QVERIFY(preferences.set(QStringLiteral("gallery/folders"), QStringList({gone, other})));
    Q_EMIT bench.pages().galleryPage()->folderLocated(gone, found);
    QCOMPARE(preferences.values().watchedFolders, QStringList({found, other}));
    QCOMPARE(preferences.values().output.folder, other);
    Q_EMIT bench.pages().galleryPage()->folderLocated(other, gone);
    QCOMPARE(preferences.values().watchedFolders, QStringList({found, gone}));
    QCOMPARE(preferences.values().output.folder, gone);
}

void WindowPagesTest::chosenFolderIsWatchedFromThenOn()
{
    Bench bench(0);
    const QString added = bench.dir.filePath(QStringLiteral("elsewhere"));
    QVERIFY(QDir().mkpath(added));
    QImage picture(64, 64, QImage::Format_RGB32);
    picture.fill(Qt::darkGreen);
    QVERIFY(picture.save(added + QStringLiteral("/green.png")));
    bench.action("addFolder")->trigger();
    auto *const dialog = bench.part<QFileDialog>("folderDialog");
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(added);
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
    QVERIFY(!bench.message()->isVisible());
    QCOMPARE(bench.window->preferences().values().watchedFolders, QStringList{added});
    for (const QString &again : {added, QFileInfo(bench.path(1)).path()}) {
        bench.message()->hide();
        Q_EMIT dialog->fileSelected(again);
        QVERIFY(bench.message()->isVisible());
        QCOMPARE(bench.window->preferences().values().watchedFolders, QStringList{added});
    }
    dialog->reject();
    QTRY_COMPARE(bench.pages().galleryPage()->model().pictureCount(), 1);
}

void WindowPagesTest::currentPictureIsToldToTheInfo()
{
    Bench bench(2);
    auto *const info = bench.part<InfoDock>("infoDock");
    QVERIFY(info);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(2) != 0);
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(2)));
    QTRY_COMPARE(info->path(), bench.path(2));
    bench.action("pageCreate")->trigger();
    QCOMPARE(info->path(), QString()); // nothing is made yet
    bench.pages().setResult(bench.path(1));
    QCOMPARE(info->path(), bench.path(1));
    bench.action("pageGallery")->trigger();
    QCOMPARE(info->path(), bench.path(2));
    bench.pages().setResult(bench.path(2)); // there it is not seen
    bench.pages().setResult(bench.path(1));
    QCOMPARE(info->path(), bench.path(2));
    bench.action("pageCreate")->trigger();
    QCOMPARE(info->path(), bench.path(1));
}

void WindowPagesTest::resultIsToldToTheInfo()
{
    SavingBench bench(0);
    const auto *const info = bench.part<InfoDock>("infoDock");
    const auto made = [&bench](int row) { return bench.window->results().index(row).data(ResultsModel::PathRole).toString(); };
    make(bench);
    QCOMPARE(info->path(), made(0));
    make(bench);
    QCOMPARE(info->path(), made(0)); // the newer one
    bench.part<Filmstrip>("filmstrip")->setCurrentIndex(bench.window->results().index(1));
    QCOMPARE(info->path(), made(1));
}

void WindowPagesTest::resultIsAPictureOfTheGallery()
{
    SavingBench bench(0);
    for (const char *const name : {"galleryTrash", "galleryOpenWith", "galleryReveal", "galleryExport", "galleryCopy"})
        QVERIFY2(!bench.action(name)->isEnabled(), name);
    make(bench);
    const QString first = bench.window->results().index(0).data(ResultsModel::PathRole).toString();
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    for (const char *const name : {"galleryOpenWith", "galleryReveal", "galleryExport", "galleryCopy", "galleryTags", "galleryOpen"})
        QVERIFY2(bench.action(name)->isEnabled(), name);
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QVERIFY(!bench.action("galleryCompare")->isEnabled()); // it is the only one

    make(bench);
    const QString second = bench.window->results().index(0).data(ResultsModel::PathRole).toString();
    QTRY_VERIFY(bench.action("galleryCompare")->isEnabled());
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    for (const char *const place : {"imageView", "filmstrip"}) {
        auto *const part = bench.part<QWidget>(place);
        QVERIFY(part->actions().contains(bench.action("galleryTrash")));
        QVERIFY(part->actions().contains(bench.action("galleryOpenWith")));
        part->setFocus();
        const int stars = part == bench.view() ? 4 : 2;
        press(static_cast<Qt::Key>(Qt::Key_0 + stars));
        const auto rating = [&bench, &second] {
            for (int row = 0; row < bench.model().rowCount(); ++row) {
                const QModelIndex index = bench.model().index(row);
                if (index.data(GalleryModel::PathRole).toString() == second)
                    return index.data(GalleryModel::RatingRole).toInt();
            }
            return -1;
        };
        QTRY_COMPARE(rating(), stars);
    }
    bench.action("galleryCompare")->trigger();
    QTRY_COMPARE(bench.pages().page(), WindowPages::Compare);
    QCOMPARE(bench.pages().comparePage()->path(CompareView::Left), second);
    QCOMPARE(bench.pages().comparePage()->path(CompareView::Right), first);
}

void WindowPagesTest::resultThatTheFilterHidesIsOpened()
{
    SavingBench bench(0);
    make(bench);
    const QString made = bench.window->results().index(0).data(ResultsModel::PathRole).toString();
    QTRY_VERIFY(bench.action("galleryOpen")->isEnabled());
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    gallery::GalleryFilter filter;
    filter.text = QStringLiteral("zebra");
    bench.pages().galleryPage()->filterBar().setFilter(filter);
    QTRY_COMPARE(bench.model().pictureCount(), 0);
    QVERIFY(bench.action("galleryOpen")->isEnabled());
    bench.action("galleryOpen")->trigger();
    QTRY_COMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), made);
    QVERIFY(bench.message()->text().contains(QStringLiteral("filter")));
}

void WindowPagesTest::keyOfAResultMayBeTheOrdersOwn()
{
    SavingBench bench(0);
    make(bench);
    make(bench);
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    bench.action("galleryTrash")->setShortcut(QKeySequence(Qt::Key_Delete)); // as the user may
    bench.action("copyImage")->setShortcut(QKeySequence::Copy);
    bench.view()->setFocus();
    QGuiApplication::clipboard()->clear();
    press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->mimeData()->hasUrls());
    press(Qt::Key_Delete);
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
}

/// Ctrl+Return has asked for it, and the key is still down.
void WindowPagesTest::pictureThatComesIsSelectedAlone()
{
    SavingBench bench(0);
    make(bench);
    QTest::keyPress(bench.window.get(), Qt::Key_Control, Qt::ControlModifier);
    make(bench);
    QCOMPARE(QGuiApplication::keyboardModifiers(), Qt::ControlModifier);
    QTest::keyRelease(bench.window.get(), Qt::Key_Control);
    const auto *const strip = bench.part<QAbstractItemView>("filmstrip");
    QCOMPARE(strip->selectionModel()->selectedIndexes(), QModelIndexList{strip->currentIndex()});
    QCOMPARE(strip->currentIndex().row(), 0);
}

void WindowPagesTest::trashedResultLeavesTheStripAndComesBack()
{
    SavingBench bench(0);
    ResultsModel &results = bench.window->results();
    const auto made = [&results](int row) { return results.index(row).data(ResultsModel::PathRole).toString(); };
    make(bench);
    make(bench);
    const QString second = made(0);
    const QString first = made(1);
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    bench.view()->setFocus();
    press(Qt::Key_Delete);
    QTRY_COMPARE(results.resultCount(), 1);
    QVERIFY(!QFileInfo::exists(second));
    const auto *const info = bench.part<InfoDock>("infoDock");
    QCOMPARE(info->path(), first); // the one beside it is shown
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    bench.part<Filmstrip>("filmstrip")->setFocus();
    press(Qt::Key_Delete);
    QTRY_COMPARE(results.resultCount(), 0);
    QVERIFY(bench.view()->isEmpty());
    QCOMPARE(info->path(), QString());
    QVERIFY(!bench.action("galleryTrash")->isEnabled());

    bench.pages().undoStack()->undo();
    QTRY_COMPARE(results.resultCount(), 1);
    QCOMPARE(info->path(), first);
    QTRY_VERIFY(!bench.view()->isEmpty());
    bench.pages().undoStack()->undo();
    QTRY_COMPARE(results.resultCount(), 2);
    QCOMPARE(made(0), second); // in its old place
    QCOMPARE(made(1), first);
    QTRY_VERIFY(QFileInfo::exists(second));
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
}

void WindowPagesTest::resultsThatNobodyWasAtLeaveTheStripToo()
{
    Bench bench(2);
    ResultsModel &results = bench.window->results();
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    const auto add = [&results] {
        auto made = std::make_shared<GeneratedImage>();
        made->image = Image(40, 30);
        return results.add(std::move(made), {}, {});
    };
    const qint64 known = add();
    const qint64 unknown = add();
    add(); // in front of them; it has no file yet
    const auto save = [&](qint64 result, int k) {
        results.setSaved(result, bench.path(k));
        bench.pages().addPicture(bench.path(k));
    };
    save(known, 1);
    QVERIFY(fixtures::writePicture(bench.path(3), 3));
    save(unknown, 3);
    QTRY_VERIFY(bench.idOf(3) != 0);

    for (const int k : {1, 3}) {
        QVERIFY(bench.pages().galleryPage()->select(bench.idOf(k)));
        QTRY_COMPARE(bench.pages().galleryPage()->selectedIds(), QVector<qint64>{bench.idOf(k)});
        QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
        bench.action("galleryTrash")->trigger();
        QTRY_COMPARE(bench.idOf(k), qint64{0});
    }
    QCOMPARE(results.resultCount(), 1);
    bench.pages().undoStack()->undo();
    bench.pages().undoStack()->undo();
    QTRY_COMPARE(results.resultCount(), 3);
}

void WindowPagesTest::resultThatWasNotLeftInTheTrashStaysWithoutItsFile()
{
    SavingBench bench(0);
    ResultsModel &results = bench.window->results();
    make(bench);
    make(bench);
    const QString second = results.index(0).data(ResultsModel::PathRole).toString();
    const QString first = results.index(1).data(ResultsModel::PathRole).toString();
    QTRY_COMPARE(bench.model().pictureCount(), 2);
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());

    bench.pages().setConfirmTrash(true);
    bench.action("galleryTrash")->trigger();
    auto *const question = bench.part<QMessageBox>("trashQuestion");
    QVERIFY(question);
    question->reject();
    QVERIFY(QFile::remove(second)); // by another program
    bench.action("rescan")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QCOMPARE(results.resultCount(), 2);
    QVERIFY(results.entry(results.index(0))->picture); // the last copy

    bench.pages().setConfirmTrash(false);
    bench.part<Filmstrip>("filmstrip")->setCurrentIndex(results.index(1));
    QTRY_VERIFY(bench.action("galleryTrash")->isEnabled());
    bench.action("galleryTrash")->trigger();
    QTRY_COMPARE(results.resultCount(), 1);
    bench.pages().undoStack()->undo();
    QTRY_COMPARE(results.resultCount(), 2);
    QTRY_COMPARE(bench.model().pictureCount(), 1);
    QVERIFY(QFile::remove(first));
    bench.action("rescan")->trigger();
    QTRY_COMPARE(bench.model().pictureCount(), 0);
    QCOMPARE(results.resultCount(), 2);
}

void WindowPagesTest::zoomIsAboutThePagesPicture()
{
    Bench bench(2);
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    const QAction *const zoomIn = bench.action("zoomIn");
    QVERIFY(!zoomIn->isEnabled()); // nothing is made yet
    bench.view()->setPicture(fixtures::pattern(7, 2000, 1500));
    QVERIFY(zoomIn->isEnabled());
    bench.action("zoomActual")->trigger();
    QCOMPARE(bench.view()->zoom(), 1.0);

    bench.action("pageGallery")->trigger();
    for (const char *const name : {"zoomIn", "zoomOut", "zoomActual", "zoomFit"})
        QVERIFY(!bench.action(name)->isEnabled());
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);

    bench.pages().openPicture(bench.idOf(1));
    const ImageView *const large = bench.pages().viewerPage()->view();
    QTRY_VERIFY(zoomIn->isEnabled());
    QTest::keyClick(bench.window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(large->zoom(), 1.0);
    QTest::keyClick(bench.window.get(), Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(large->zoom() > 1.0);
    QTest::keyClick(bench.window.get(), Qt::Key_0, Qt::ControlModifier);
    QVERIFY(large->isFitted());

    bench.action("pageGallery")->trigger();
    bench.pages().galleryPage()->grid().selectAll();
    QTRY_VERIFY(bench.action("galleryCompare")->isEnabled());
    bench.action("galleryCompare")->trigger();
    const ImageView *const left = bench.pages().comparePage()->view()->view(CompareView::Left);
    const ImageView *const right = bench.pages().comparePage()->view()->view(CompareView::Right);
    QTRY_VERIFY(!left->isEmpty() && !right->isEmpty()); // the one that is there is led by
    bench.action("zoomActual")->trigger();
    QCOMPARE(left->zoom(), 1.0);
    bench.action("zoomOut")->trigger();
    QVERIFY(left->zoom() < 1.0);

    bench.action("pageCreate")->trigger();
    QVERIFY(zoomIn->isEnabled());
    QCOMPARE(bench.view()->zoom(), 1.0); // the others' orders were not for it
    bench.view()->clear();
    QVERIFY(!zoomIn->isEnabled());
}

void WindowPagesTest::parentThatTheFilterHidesIsShown()
{
    Bench bench(2);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    gallery::GalleryFilter filter;
    filter.text = QStringLiteral("zebra");
    bench.pages().galleryPage()->filterBar().setFilter(filter);
    QTRY_COMPARE(bench.model().pictureCount(), 0);

    bench.pages().openByHash(gallery::fileHash(bench.path(1)));
    QTRY_COMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), bench.path(1));
    QVERIFY(bench.model().filter().isEmpty());
    QVERIFY(bench.pages().galleryPage()->filterBar().filter().isEmpty());
    QVERIFY(bench.message()->text().contains(QStringLiteral("filter")));
}

void WindowPagesTest::parentThatIsNotThereIsTold()
{
    Bench bench(1);
    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0);
    bench.pages().openByHash(QByteArray(32, 'x'));
    QTRY_VERIFY(bench.message()->text().contains(QStringLiteral("not in the gallery")));
    QCOMPARE(bench.pages().page(), WindowPages::Gallery);
}

void WindowPagesTest::linkOfASavedPictureLeadsToItsParent()
{
    Bench bench(0);
    bench.window.reset();
    const auto save = [&bench](int k, const gallery::PictureOrigin &origin) {
        Image image(32, 24);
        std::ranges::fill(image.pixels, static_cast<std::uint8_t>(40 * k));
        return gallery::savePicture(bench.path(k), image, origin);
    };
    gallery::PictureOrigin origin;
    origin.request.prompt = "a fern";
    origin.request.seeds = {1};
    origin.run.width = 32;
    origin.run.height = 24;
    QVERIFY(save(1, origin).ok());
    origin.request.initImage = std::make_shared<const Image>(32, 24);
    origin.request.parentHash = gallery::fileHash(bench.path(1)).toHex().toStdString();
    QVERIFY(save(2, origin).ok());
    bench.readFields = app::readPictureWords;
    bench.open();

    bench.action("pageGallery")->trigger();
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    bench.action("showInfo")->trigger();
    bench.pages().openPicture(bench.idOf(2));
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), bench.path(2));
    QTRY_VERIFY(bench.part<QAbstractButton>("parent_0"));
    QVERIFY(!bench.part<QAbstractButton>("parent_1"));
    bench.part<QAbstractButton>("parent_0")->click();
    QTRY_COMPARE(bench.pages().viewerPage()->currentPath(), bench.path(1));
    QCOMPARE(bench.pages().page(), WindowPages::Viewer);
    QTRY_VERIFY(!bench.part<QAbstractButton>("parent_0")); // it was made from words
}

CALOTYPE_TEST(WindowPagesTest)
#include "WindowPagesTest.moc"
