#include "app/PictureWordsReader.h"
#include "core/gallery/PictureFile.h"
#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"
#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/Language.h"
#include "ui/desktop/Desktop.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/FilterChip.h"
#include "ui/gallery/GalleryActions.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/gallery/PictureExport.h"
#include "ui/gallery/TagDialog.h"

#include <QAction>
#include <QClipboard>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSet>
#include <QToolButton>
#include <QUndoStack>
#include <QUrl>

#include <memory>
#include <stop_token>

using namespace calotype;
using namespace calotype::ui;
using calotype::ui::test::GalleryFixture;

namespace {

/// Writes down what is asked of it.
class HeardDesktop final : public Desktop
{
public:
    void reveal(const QString &path) override { revealed << path; }
    void openWith(const QString &path) override { opened << path; }

    QStringList revealed;
    QStringList opened;
};

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A shown gallery with the actions in its grid's context menu, as in the window.
struct Shown {
    explicit Shown(int count)
        : fixture(count)
        , page(fixture.store(), fixture.cache())
        , edits(fixture.store(), stack)
        , actions(parts())
        , failed(&actions, &GalleryActions::failed)
        , wanted(&actions, &GalleryActions::galleryWanted)
    {
        page.setPictureActions(actions.actions());
        page.resize(900, 600);
        page.show();
        page.activateWindow();
        page.grid().setFocus();
        (void)QTest::qWaitForWindowActive(&page);
        (void)QTest::qWaitFor([this] { return page.model().isReady() && known(0) && known(page.model().rowCount() - 1); });
    }

    GalleryActions::Parts parts()
    {
        return {fixture.store(), edits, page, desktop, app::readPictureWords, [this] { return page.selectedIds(); },
                [this](qint64) { return partner; }};
    }
    bool known(int row) const { return page.model().item(page.model().idAt(row)) != nullptr; }
    qint64 id(int row) const { return page.model().idAt(row); }
    QStringList tags(qint64 picture) const
    {
        const auto *const item = page.model().item(picture);
        return item ? item->tags : QStringList{QStringLiteral("?")};
    }
    void choose(const QVector<int> &rows)
    {
        page.grid().clearSelection();
        for (const int row : rows)
            page.grid().selectionModel()->select(page.model().index(row), QItemSelectionModel::Select);
    }
    /// Also of the menus within the menu.
    QAction *action(const char *name) const { return actions.findChild<QAction *>(QLatin1String(name)); }
    QString path(int row) const { return page.model().item(id(row))->path; }
    /// Puts the files of these rows where the database says that they are, and chooses them.
    bool chooseWithFiles(const QVector<int> &rows)
    {
        for (const int row : rows) {
            if (!fixtures::writePicture(path(row), row + 1))
                return false;
        }
        choose(rows);
        return QTest::qWaitFor([this] { return action("galleryTrash")->isEnabled(); });
    }
    /// The dialog that the export has opened, answered.
    bool exportTo(const QString &target)
    {
        action("galleryExport")->trigger();
        auto *const dialog = find<QFileDialog>("exportDialog");
        if (!dialog)
            return false;
        Q_EMIT dialog->fileSelected(target);
        dialog->reject();
        return true;
    }
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return page.findChild<Widget *>(QString::fromLatin1(name));
    }
    /// The dialog for the chosen pictures, when it knows what they have.
    TagDialog *openTags()
    {
        if (!QTest::qWaitFor([this] { return action("galleryTags")->isEnabled(); }))
            return nullptr;
        action("galleryTags")->trigger();
        auto *const dialog = find<TagDialog>("tagDialog");
        if (!dialog || !QTest::qWaitFor([dialog] { return dialog->findChild<QLineEdit *>(QStringLiteral("newTag"))->isEnabled(); }))
            return nullptr;
        return dialog;
    }
    QString sentence() const { return QString::fromStdString(failed.last().at(0).value<Error>().message); }
    /// Gives the picture in @p row a difference hash, as the scan does.
    void setHash(int row, std::optional<quint64> hash)
    {
        gallery::GalleryDatabase database(fixture.databasePath());
        database.setDifferenceHash(id(row), hash);
    }

    GalleryFixture fixture;
    GalleryPage page;
    HeardDesktop desktop;
    qint64 partner = 0;
    QUndoStack stack;
    GalleryEdits edits;
    GalleryActions actions;
    QSignalSpy failed;
    QSignalSpy wanted;
};

QListWidget *listOf(const TagDialog *dialog)
{
    return dialog->findChild<QListWidget *>(QStringLiteral("tagList"));
}

QLineEdit *fieldOf(const TagDialog *dialog)
{
    return dialog->findChild<QLineEdit *>(QStringLiteral("newTag"));
}

/// "sea: 2, sky: 1", the states being those of Qt::CheckState
QStringList statesOf(const TagDialog *dialog)
{
    QStringList states;
    for (int row = 0; row < listOf(dialog)->count(); ++row) {
        const QListWidgetItem *const item = listOf(dialog)->item(row);
        states << QStringLiteral("%1: %2").arg(item->text()).arg(item->checkState());
    }
    return states;
}

/// As a user without a mouse does.
void toggle(const TagDialog *dialog, const QString &tag)
{
    QListWidget *const list = listOf(dialog);
    list->setCurrentItem(list->findItems(tag, Qt::MatchExactly).value(0));
    QTest::keyClick(list, Qt::Key_Space);
}

} // namespace

class GalleryActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { speak(*qApp, QStringLiteral("en")); }

    void menuHasAllThatTheGalleryCanDo();
    void actionsFollowTheSelection();
    void labelsCountThePictures();
    void digitsRateTheSelection();
    void pictureIsCopiedWithItsFile();
    void pixelsDoNotTakeThePlaceOfALaterCopy();
    void severalPicturesAreCopiedAsFiles();
    void wordsOfThePictureAreCopied();
    void whatThePictureSaysIsUsed_data();
    void whatThePictureSaysIsUsed();
    void pictureThatSaysNothingIsTold();
    void desktopShowsAndOpensTheFile();
    void exportedPictureIsTheSameFile();
    void exportedPictureOfAnotherFormatHasThePixelsAndTheWords_data();
    void exportedPictureOfAnotherFormatHasThePixelsAndTheWords();
    void wordsThatAJpegHasNoRoomForAreTold();
    void exportOfAStrangeFormatIsToldAndWritesNothing();
    void severalPicturesAreExportedUnderFreeNames();
    void stoppedExportCopiesNoMore();
    void exportEndsWithTheWindow();
    void wordsAndExportsDoNotWaitForEachOther();
    void pictureIsComparedWithItsPartner();
    void tagsOfSeveralPicturesAreShownAsTheyAre();
    void tagsAreGivenAndTakenAsOneThingToUndo();
    void halfCheckedTagsStayAsTheyAre();
    void whatStandsInTheFieldCounts();
    void enterInTheFieldAddsAndKeepsTheDialogOpen();
    void aTagInOtherLettersIsTheSame();
    void cancelChangesNothing();
    void knownTagsAreOfferedWhileTyping();
    void tagsAreAFilter();
    void everyControlOfTheDialogIsNamed();
    void similarPicturesAreShownAndTheChipLeadsBack();
    void clearingTheFiltersLeavesTheSimilarOnes();
    void nothingSimilarIsToldInASentence_data();
    void nothingSimilarIsToldInASentence();
};

void GalleryActionsTest::menuHasAllThatTheGalleryCanDo()
{
    Shown shown(1);
    QStringList names;
    for (const QAction *const action : shown.page.grid().actions()) {
        if (const QMenu *const menu = action->menu<QMenu *>()) {
            for (const QAction *const within : menu->actions())
                names << within->objectName();
        } else if (!action->isSeparator()) {
            names << action->objectName();
        }
    }
    const QStringList expected{"galleryOpen", "galleryOpenWith", "galleryReveal", "galleryCopy", "galleryCopyPrompt", "galleryCopySeed",
                               "galleryCopySettings", "galleryUseAll", "galleryUsePrompt", "galleryUseSeed", "galleryUseSize", "galleryStart",
                               "galleryCompare", "gallerySimilar", "galleryRating0", "galleryRating1", "galleryRating2", "galleryRating3",
                               "galleryRating4", "galleryRating5", "galleryTags", "galleryExport", "galleryTrash"};
    QCOMPARE(names, expected);
    QCOMPARE(shown.actions.actionsWhereOpen(), shown.actions.actions().mid(1));
}

void GalleryActionsTest::actionsFollowTheSelection()
{
    Shown shown(4);
    const auto enabled = [&shown] {
        QStringList names;
        for (const QAction *const action : shown.actions.findChildren<QAction *>()) {
            if (action->isEnabled() && !action->isSeparator())
                names << action->objectName();
        }
        return names;
    };
    QCOMPARE(enabled(), QStringList());
    QVERIFY(!shown.action("galleryTags")->isEnabled());
    QVERIFY(!shown.action("gallerySimilar")->isEnabled());
    shown.choose({1});
    QTRY_VERIFY(shown.action("galleryTags")->isEnabled());
    QVERIFY(shown.action("gallerySimilar")->isEnabled());
    for (const char *const name : {"galleryOpen", "galleryOpenWith", "galleryReveal", "galleryCopySeed", "galleryUseAll", "galleryStart"})
        QVERIFY2(shown.action(name)->isEnabled(), name);
    QVERIFY(!shown.action("galleryCompare")->isEnabled());
    shown.choose({1, 2});
    QTRY_VERIFY(!shown.action("gallerySimilar")->isEnabled());
    QStringList several{"galleryCopy", "galleryCompare", "galleryTags", "galleryExport", "galleryTrash"};
    for (int stars = 0; stars <= 5; ++stars)
        several << QStringLiteral("galleryRating%1").arg(stars);
    QStringList now = enabled();
    now.sort();
    several.sort();
    QCOMPARE(now, several);
    shown.choose({0, 1, 2});
    QTRY_VERIFY(!shown.action("galleryCompare")->isEnabled());
}

void GalleryActionsTest::labelsCountThePictures()
{
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    Shown shown(4);
    shown.choose({1});
    QTRY_VERIFY(shown.action("galleryTrash")->isEnabled());
    QCOMPARE(shown.action("galleryTrash")->text(), QStringLiteral("Move to &Trash"));
    QCOMPARE(shown.action("galleryCopy")->text(), QStringLiteral("&Copy Image"));
    shown.choose({0, 1, 3});
    QTRY_COMPARE(shown.action("galleryTrash")->text(), QStringLiteral("Move 3 Pictures to &Trash"));
    QCOMPARE(shown.action("galleryCopy")->text(), QStringLiteral("&Copy 3 Images"));
    QCOMPARE(shown.action("galleryExport")->text(), QStringLiteral("E&xport 3 Pictures…"));
    QCOMPARE(shown.action("galleryTags")->text(), QStringLiteral("Ta&gs of 3 Pictures…"));
    QSignalSpy trash(&shown.actions, &GalleryActions::trashWanted);
    shown.action("galleryTrash")->trigger();
    QCOMPARE(trash.count(), 1);
    QCOMPARE(trash.first()[0].value<QVector<qint64>>(), (QVector<qint64>{shown.id(0), shown.id(1), shown.id(3)}));
}

void GalleryActionsTest::digitsRateTheSelection()
{
    Shown shown(4);
    const QVector<qint64> ids{shown.id(0), shown.id(2)};
    const auto rating = [&shown](qint64 id) { return shown.page.model().item(id)->rating; };
    shown.choose({0, 2});
    QTRY_VERIFY(shown.action("galleryRating4")->isEnabled());
    QTest::keyClick(&shown.page.grid(), Qt::Key_6); // is no rating
    QTest::keyClick(&shown.page.grid(), Qt::Key_4);
    QTRY_VERIFY(rating(ids[0]) == 4 && rating(ids[1]) == 4);
    QCOMPARE(shown.stack.count(), 1);
    shown.action("galleryRating0")->trigger();
    QTRY_VERIFY(rating(ids[0]) == 0 && rating(ids[1]) == 0);
    shown.stack.undo();
    QTRY_VERIFY(rating(ids[0]) == 4 && rating(ids[1]) == 4);
    auto *const search = shown.find<QLineEdit>("gallerySearch");
    search->setFocus();
    QTest::keyClick(search, Qt::Key_5); // is written
    QCOMPARE(search->text(), QStringLiteral("5"));
    QCOMPARE(shown.stack.index(), 1);
}

void GalleryActionsTest::pictureIsCopiedWithItsFile()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    QSignalSpy copies(QGuiApplication::clipboard(), &QClipboard::dataChanged);
    QTest::keySequence(&shown.page.grid(), QKeySequence(QKeySequence::Copy));
    QVERIFY(QGuiApplication::clipboard()->mimeData()->hasImage()); // some desktops ask once
    QSignalSpy used(&shown.actions, &GalleryActions::useWanted);
    shown.action("galleryUseAll")->trigger(); // read after the pixels
    QTRY_COMPARE(used.count(), 1);
    QCOMPARE(copies.count(), 1); // as one copy in the list of a clipboard's manager
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->urls(), QList<QUrl>{QUrl::fromLocalFile(shown.path(1))});
    const QByteArray bytes = bytesOf(shown.path(1));
    QVERIFY(QFile::remove(shown.path(1))); // which the copied picture outlives
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(QStringLiteral("image/png")), bytes);
    const QImage copied = qvariant_cast<QImage>(QGuiApplication::clipboard()->mimeData()->imageData());
    QCOMPARE(copied.convertToFormat(QImage::Format_RGB32), fixtures::pattern(2));
}

void GalleryActionsTest::pixelsDoNotTakeThePlaceOfALaterCopy()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    shown.action("galleryCopy")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->urls(), QList<QUrl>{QUrl::fromLocalFile(shown.path(1))}); // at once
    shown.action("galleryCopyPrompt")->trigger();
    QSignalSpy used(&shown.actions, &GalleryActions::useWanted);
    shown.action("galleryUseAll")->trigger(); // read after the pixels
    QTRY_COMPARE(used.count(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), shown.page.model().item(shown.id(1))->prompt);
    QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasImage());
}

void GalleryActionsTest::severalPicturesAreCopiedAsFiles()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({0, 2}));
    shown.action("galleryCopy")->trigger();
    const QMimeData *const data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->urls(), (QList<QUrl>{QUrl::fromLocalFile(shown.path(0)), QUrl::fromLocalFile(shown.path(2))}));
    QVERIFY(!data->hasImage());
}

void GalleryActionsTest::wordsOfThePictureAreCopied()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    const auto copied = [] { return QGuiApplication::clipboard()->text(); };
    shown.action("galleryCopyPrompt")->trigger();
    QCOMPARE(copied(), shown.page.model().item(shown.id(1))->prompt);
    shown.action("galleryCopySeed")->trigger();
    QCOMPARE(copied(), QStringLiteral("1")); // of three, the row's number
    shown.action("galleryCopySettings")->trigger();
    QTRY_VERIFY(copied().contains(QStringLiteral("a fox"))); // as the file says
    QVERIFY2(copied().contains(QStringLiteral("DPM++ 2M")) && copied().contains(QStringLiteral("blurry")), qPrintable(copied()));
}

void GalleryActionsTest::whatThePictureSaysIsUsed_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("part");
    QTest::newRow("all") << QByteArray("galleryUseAll") << static_cast<int>(UsedPart::All);
    QTest::newRow("prompt") << QByteArray("galleryUsePrompt") << static_cast<int>(UsedPart::Prompt);
    QTest::newRow("seed") << QByteArray("galleryUseSeed") << static_cast<int>(UsedPart::Seed);
    QTest::newRow("size") << QByteArray("galleryUseSize") << static_cast<int>(UsedPart::Size);
}

void GalleryActionsTest::whatThePictureSaysIsUsed()
{
    QFETCH(QByteArray, order);
    QFETCH(int, part);
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    QSignalSpy used(&shown.actions, &GalleryActions::useWanted);
    shown.action(order.constData())->trigger();
    QTRY_COMPARE(used.count(), 1);
    QCOMPARE(static_cast<int>(used.first()[1].value<UsedPart>()), part);
    const auto words = used.first()[0].value<PictureWords>();
    QVERIFY(words.find(QStringLiteral("prompt")));
    QCOMPARE(words.find(QStringLiteral("prompt"))->value.toString(), QStringLiteral("a fox"));
}

void GalleryActionsTest::pictureThatSaysNothingIsTold()
{
    Shown shown(3);
    const QString path = shown.path(1);
    QVERIFY(shown.chooseWithFiles({1}));
    QVERIFY(fixtures::pattern(1).save(path));
    QSignalSpy used(&shown.actions, &GalleryActions::useWanted);
    shown.action("galleryUseAll")->trigger();
    QTRY_COMPARE(shown.failed.count(), 1);
    QVERIFY(shown.sentence().contains(path.section(u'/', -1)));
    QFile::remove(path);
    shown.action("galleryUseAll")->trigger();
    QTRY_COMPARE(shown.failed.count(), 2);
    QVERIFY(shown.sentence().contains(path.section(u'/', -1)));
    QCOMPARE(used.count(), 0);
}

void GalleryActionsTest::desktopShowsAndOpensTheFile()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({2}));
    shown.action("galleryReveal")->trigger();
    QCOMPARE(shown.desktop.revealed, QStringList{shown.path(2)});
    shown.action("galleryOpenWith")->trigger();
    QCOMPARE(shown.desktop.opened, QStringList{shown.path(2)});
}

void GalleryActionsTest::exportedPictureIsTheSameFile()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    const QTemporaryDir target;
    const QString copy = target.filePath(QStringLiteral("ein Bild ä.png"));
    QVERIFY(shown.exportTo(copy));
    QTRY_COMPARE(bytesOf(copy), bytesOf(shown.path(1)));
    QVERIFY(shown.failed.isEmpty());
}

void GalleryActionsTest::exportedPictureOfAnotherFormatHasThePixelsAndTheWords_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("jpeg") << "a.jpg" << QByteArray("\xff\xd8\xff");
    QTest::newRow("webp") << "a.webp" << QByteArray("RIFF");
}

void GalleryActionsTest::exportedPictureOfAnotherFormatHasThePixelsAndTheWords()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    QSignalSpy noted(&shown.actions, &GalleryActions::noted);
    const QTemporaryDir target;
    const QString copy = target.filePath(name);
    QVERIFY(shown.exportTo(copy));
    QTRY_VERIFY(QFile::exists(copy));
    QVERIFY(bytesOf(copy).startsWith(begin));
    const Result<QImage> picture = gallery::decodePicture(copy);
    QVERIFY(picture);
    QCOMPARE(picture.value().size(), QSize(96, 64));
    const auto before = app::readPictureWords(shown.path(1));
    const auto after = app::readPictureWords(copy);
    QVERIFY(before && after);
    for (const char *field : {"prompt", "negative_prompt", "seed", "steps", "sampler", "guidance", "model"}) {
        const auto *const was = before.value().find(QLatin1String(field));
        const auto *const is = after.value().find(QLatin1String(field));
        QVERIFY2(was && is, field);
        QCOMPARE(is->value, was->value);
    }
    QVERIFY(shown.failed.isEmpty());
    QVERIFY(noted.isEmpty());
}

void GalleryActionsTest::wordsThatAJpegHasNoRoomForAreTold()
{
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    QVERIFY(fixtures::writePicture(shown.path(1), 2, QString(40000, u'x')));
    QSignalSpy noted(&shown.actions, &GalleryActions::noted);
    const QTemporaryDir target;
    const QString copy = target.filePath(QStringLiteral("a.jpg"));
    QVERIFY(shown.exportTo(copy));
    QTRY_COMPARE(noted.count(), 1);
    QVERIFY(noted.first()[0].toString().contains(QStringLiteral("a.jpg")));
    QVERIFY(gallery::decodePicture(copy));
    QVERIFY(shown.failed.isEmpty());
}

void GalleryActionsTest::exportOfAStrangeFormatIsToldAndWritesNothing()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    const QTemporaryDir target;
    QVERIFY(shown.exportTo(target.filePath(QStringLiteral("a.doc"))));
    QTRY_COMPARE(shown.failed.count(), 1);
    QVERIFY(shown.sentence().contains(QStringLiteral("a.doc")));
    QVERIFY(QDir(target.path()).isEmpty());
}

void GalleryActionsTest::severalPicturesAreExportedUnderFreeNames()
{
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({0, 1}));
    const QTemporaryDir target;
    const QDir folder(target.path());
    QVERIFY(fixtures::writePicture(folder.filePath(QFileInfo(shown.path(0)).fileName()), 7));
    const QByteArray before = bytesOf(folder.filePath(QFileInfo(shown.path(0)).fileName()));
    QSignalSpy noted(&shown.actions, &GalleryActions::noted);
    QVERIFY(shown.exportTo(target.path()));
    QTRY_COMPARE(noted.count(), 1);
    QVERIFY(noted.first()[0].toString().startsWith(QStringLiteral("2 pictures")));
    QCOMPARE(bytesOf(folder.filePath(QFileInfo(shown.path(0)).fileName())), before); // stays
    QCOMPARE(bytesOf(folder.filePath(QFileInfo(shown.path(0)).baseName() + QStringLiteral(" (2).png"))), bytesOf(shown.path(0)));
    QCOMPARE(bytesOf(folder.filePath(QFileInfo(shown.path(1)).fileName())), bytesOf(shown.path(1)));
    QCOMPARE(QDir(target.path()).entryList(QDir::Files).size(), 3);
}

void GalleryActionsTest::stoppedExportCopiesNoMore()
{
    const QTemporaryDir source;
    const QTemporaryDir target;
    const QString path = source.filePath(QStringLiteral("a.png"));
    QVERIFY(fixtures::writePicture(path, 1));
    std::stop_source stop;
    QVERIFY(exportInto({path}, target.path(), stop.get_token()));
    stop.request_stop();
    const Result<void> done = exportInto({path, path}, target.path(), stop.get_token());
    QVERIFY(!done);
    QVERIFY(done.error().code == ErrorCode::Cancelled);
    QCOMPARE(QDir(target.path()).entryList(QDir::Files), QStringList{QStringLiteral("a.png")});
}

void GalleryActionsTest::exportEndsWithTheWindow()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({0, 1}));
    bool isStopped = false; // while the export is under way
    GalleryActions::Parts parts = shown.parts();
    parts.copyInto = [&isStopped](const QStringList &from, const QString &folder, const std::stop_token &stop) {
        QSemaphore asked;
        const std::stop_callback ask(stop, [&asked] { asked.release(); });
        isStopped = asked.tryAcquire(1, 30'000);
        return exportInto(from, folder, stop);
    };
    auto closing = std::make_unique<GalleryActions>(parts);
    const QTemporaryDir target;
    closing->findChild<QAction *>(QStringLiteral("galleryExport"))->trigger();
    auto *const dialog = shown.find<QFileDialog>("exportDialog");
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(target.path());
    closing.reset(); // returns when nothing is copied any more
    QVERIFY(isStopped);
    QVERIFY(QDir(target.path()).isEmpty());
    dialog->reject();
}

void GalleryActionsTest::wordsAndExportsDoNotWaitForEachOther()
{
    Shown shown(3);
    QVERIFY(shown.chooseWithFiles({1}));
    QSemaphore gate;
    GalleryActions::Parts parts = shown.parts();
    parts.readFields = [&gate](const QString &path) {
        gate.acquire();
        return app::readPictureWords(path);
    };
    GalleryActions actions(parts);
    const auto open = qScopeGuard([&gate] { gate.release(); }); // also where the test ends early: the actions wait
    QSignalSpy used(&actions, &GalleryActions::useWanted);
    actions.findChild<QAction *>(QStringLiteral("galleryUseAll"))->trigger();
    const QTemporaryDir target;
    const QString copy = target.filePath(QStringLiteral("a.png"));
    actions.findChild<QAction *>(QStringLiteral("galleryExport"))->trigger();
    auto *const dialog = shown.find<QFileDialog>("exportDialog");
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(copy);
    dialog->reject();
    QTRY_COMPARE(bytesOf(copy), bytesOf(shown.path(1)));
    QCOMPARE(used.count(), 0);
    gate.release();
    QTRY_COMPARE(used.count(), 1);
}

void GalleryActionsTest::pictureIsComparedWithItsPartner()
{
    Shown shown(3);
    shown.partner = shown.id(2);
    QTRY_VERIFY(shown.known(2));
    shown.choose({0});
    QTRY_VERIFY(shown.action("galleryCompare")->isEnabled());
    QSignalSpy compared(&shown.actions, &GalleryActions::compareWanted);
    shown.action("galleryCompare")->trigger();
    QCOMPARE(compared.count(), 1);
    QCOMPARE(compared.first(), (QList<QVariant>{shown.path(0), shown.path(2)}));
}

void GalleryActionsTest::tagsOfSeveralPicturesAreShownAsTheyAre()
{
    Shown shown(4);
    shown.fixture.store().addTag({shown.id(0), shown.id(1)}, QStringLiteral("sea"));
    shown.fixture.store().addTag({shown.id(0)}, QStringLiteral("sky"));
    shown.fixture.store().addTag({shown.id(3)}, QStringLiteral("forest"));
    shown.choose({0, 1});
    const TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    QCOMPARE(statesOf(dialog), (QStringList{QStringLiteral("forest: 0"), QStringLiteral("sea: 2"), QStringLiteral("sky: 1")}));
    QVERIFY(dialog->tagsToAdd().isEmpty() && dialog->tagsToRemove().isEmpty());
}

void GalleryActionsTest::tagsAreGivenAndTakenAsOneThingToUndo()
{
    Shown shown(4);
    const qint64 first = shown.id(0);
    const qint64 second = shown.id(1);
    shown.fixture.store().addTag({first, second}, QStringLiteral("sea"));
    shown.fixture.store().addTag({first}, QStringLiteral("sky"));
    shown.choose({0, 1});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    toggle(dialog, QStringLiteral("sea"));
    toggle(dialog, QStringLiteral("sky"));
    QTest::keyClicks(fieldOf(dialog), QStringLiteral("  red   fox "));
    dialog->accept();
    const QStringList expected{QStringLiteral("red fox"), QStringLiteral("sky")};
    QTRY_VERIFY(shown.tags(first) == expected && shown.tags(second) == expected);
    QCOMPARE(shown.stack.count(), 1);
    shown.stack.undo();
    QTRY_COMPARE(shown.tags(first), (QStringList{QStringLiteral("sea"), QStringLiteral("sky")}));
    QTRY_COMPARE(shown.tags(second), QStringList{QStringLiteral("sea")});
    shown.stack.redo();
    QTRY_VERIFY(shown.tags(first) == expected && shown.tags(second) == expected);
}

void GalleryActionsTest::halfCheckedTagsStayAsTheyAre()
{
    Shown shown(2);
    shown.fixture.store().addTag({shown.id(0)}, QStringLiteral("sky"));
    shown.choose({0, 1});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    for (int state = 0; state < 3; ++state) // once round
        toggle(dialog, QStringLiteral("sky"));
    QCOMPARE(statesOf(dialog), QStringList{QStringLiteral("sky: 1")});
    QVERIFY(dialog->tagsToAdd().isEmpty() && dialog->tagsToRemove().isEmpty());
}

void GalleryActionsTest::whatStandsInTheFieldCounts()
{
    Shown shown(2);
    shown.choose({0});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    QTest::keyClicks(fieldOf(dialog), QStringLiteral("sea"));
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(shown.tags(shown.id(0)), QStringList{QStringLiteral("sea")});
    QVERIFY(shown.tags(shown.id(1)).isEmpty());
}

void GalleryActionsTest::enterInTheFieldAddsAndKeepsTheDialogOpen()
{
    Shown shown(2);
    shown.choose({0});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    QTRY_VERIFY(fieldOf(dialog)->hasFocus());
    QTest::keyClicks(fieldOf(dialog), QStringLiteral("sea"));
    QTest::keyClick(fieldOf(dialog), Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(fieldOf(dialog)->text().isEmpty());
    QCOMPARE(statesOf(dialog), QStringList{QStringLiteral("sea: 2")});
    QTest::keyClick(fieldOf(dialog), Qt::Key_Return); // with nothing in it
    QTRY_COMPARE(shown.tags(shown.id(0)), QStringList{QStringLiteral("sea")});
}

void GalleryActionsTest::aTagInOtherLettersIsTheSame()
{
    Shown shown(2);
    shown.fixture.store().addTag({shown.id(1)}, QStringLiteral("Sea"));
    shown.choose({0});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    fieldOf(dialog)->setText(QStringLiteral("sEA"));
    dialog->accept();
    QTRY_COMPARE(shown.tags(shown.id(0)), QStringList{QStringLiteral("Sea")});
}

void GalleryActionsTest::cancelChangesNothing()
{
    Shown shown(2);
    shown.choose({0});
    QPointer<TagDialog> dialog = shown.openTags();
    QVERIFY(dialog);
    fieldOf(dialog)->setText(QStringLiteral("sea"));
    QTest::keyClick(fieldOf(dialog), Qt::Key_Escape);
    QTRY_VERIFY(!dialog);
    QCOMPARE(shown.stack.count(), 0);
}

void GalleryActionsTest::knownTagsAreOfferedWhileTyping()
{
    Shown shown(2);
    shown.fixture.store().addTag({shown.id(1)}, QStringLiteral("lighthouse"));
    shown.choose({0});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    QCompleter *const completer = fieldOf(dialog)->completer();
    QVERIFY(completer);
    completer->setCompletionPrefix(QStringLiteral("HOUSE"));
    QCOMPARE(completer->completionCount(), 1);
    QCOMPARE(completer->currentCompletion(), QStringLiteral("lighthouse"));
}

void GalleryActionsTest::tagsAreAFilter()
{
    Shown shown(6);
    shown.choose({0, 3});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    fieldOf(dialog)->setText(QStringLiteral("sea"));
    dialog->accept();
    FilterChip *const chip = shown.find<FilterChip>("filterTag");
    const auto choose = [chip] {
        Q_EMIT chip->menu()->aboutToShow();
        for (QAction *const action : chip->menu()->actions()) {
            if (action->text() == QLatin1String("sea")) {
                action->trigger();
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY(choose());
    QTRY_COMPARE(shown.page.model().pictureCount(), 2);
    QCOMPARE(chip->text(), QStringLiteral("sea"));
}

void GalleryActionsTest::everyControlOfTheDialogIsNamed()
{
    Shown shown(1);
    shown.choose({0});
    TagDialog *const dialog = shown.openTags();
    QVERIFY(dialog);
    for (const char *const name : {"tagList", "newTag", "addTag"})
        QVERIFY2(!dialog->findChild<QWidget *>(QLatin1String(name))->accessibleName().isEmpty(), name);
    QSet<QWidget *> buddies;
    for (const QLabel *const label : dialog->findChildren<QLabel *>())
        buddies.insert(label->buddy());
    QVERIFY(buddies.contains(listOf(dialog)) && buddies.contains(fieldOf(dialog)));
}

void GalleryActionsTest::similarPicturesAreShownAndTheChipLeadsBack()
{
    Shown shown(40);
    const QVector<qint64> ids{shown.id(5), shown.id(20)};
    shown.setHash(5, 0x0123456789abcdef);
    shown.setHash(20, 0x0123456789abcdec);
    const QString model = shown.page.model().item(ids[0])->model;
    shown.choose({5});
    QTRY_VERIFY(shown.action("gallerySimilar")->isEnabled());
    const QString name = shown.page.model().item(ids[0])->path.section(u'/', -1);
    auto *const chip = shown.find<QToolButton>("filterSimilar");
    QVERIFY(!chip->isVisible());

    shown.action("gallerySimilar")->trigger();
    QTRY_COMPARE(shown.page.model().ids(), ids);
    QCOMPARE(shown.wanted.count(), 1);
    QVERIFY(shown.failed.isEmpty());
    QCOMPARE(shown.page.currentId(), ids[0]);
    QVERIFY(chip->isVisible());
    QCOMPARE(chip->text(), QStringLiteral("Similar to %1 ×").arg(name));
    QVERIFY(chip->accessibleName().contains(name));
    QCOMPARE(chip->focusPolicy(), Qt::StrongFocus);

    QTest::mouseClick(chip, Qt::LeftButton);
    QTRY_COMPARE(shown.page.model().pictureCount(), 40);
    QVERIFY(!chip->isVisible());

    // What was shown before comes back, though one of the two is not among it.
    gallery::GalleryFilter before;
    before.model = model;
    shown.page.filterBar().setFilter(before);
    QTRY_COMPARE(shown.page.model().pictureCount(), 20);
    shown.page.select(ids[0]);
    shown.action("gallerySimilar")->trigger();
    QTRY_COMPARE(shown.page.model().ids(), ids);
    QTest::keyClick(chip, Qt::Key_Space);
    QTRY_COMPARE(shown.page.model().pictureCount(), 20);
    QCOMPARE(shown.page.filterBar().filter(), before);
}

void GalleryActionsTest::clearingTheFiltersLeavesTheSimilarOnes()
{
    Shown shown(10);
    shown.setHash(1, 0xff00ff00ff00ff00);
    shown.setHash(2, 0xff00ff00ff00ff00);
    shown.choose({1});
    QTRY_VERIFY(shown.action("gallerySimilar")->isEnabled());
    shown.action("gallerySimilar")->trigger();
    QTRY_COMPARE(shown.page.model().pictureCount(), 2);
    QTest::mouseClick(shown.find<QToolButton>("clearFilters"), Qt::LeftButton);
    QTRY_COMPARE(shown.page.model().pictureCount(), 10);
    QVERIFY(!shown.find<QToolButton>("filterSimilar")->isVisible());
}

void GalleryActionsTest::nothingSimilarIsToldInASentence_data()
{
    QTest::addColumn<bool>("isCompared");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("compared") << true << QStringLiteral("No other picture in the gallery looks like “%1”.");
    QTest::newRow("not compared yet")
        << false << QStringLiteral("“%1” has not been compared with the other pictures yet; try again in a moment.");
}

void GalleryActionsTest::nothingSimilarIsToldInASentence()
{
    QFETCH(bool, isCompared);
    QFETCH(QString, sentence);
    Shown shown(5);
    // Of the last row's picture, the first that was made, the hash is not known; see madeUpItem().
    const int row = isCompared ? 1 : 4;
    shown.choose({row});
    QTRY_VERIFY(shown.action("gallerySimilar")->isEnabled());
    const QString name = shown.page.model().item(shown.id(row))->path.section(u'/', -1);
    shown.action("gallerySimilar")->trigger();
    QTRY_COMPARE(shown.failed.count(), 1);
    QCOMPARE(shown.sentence(), sentence.arg(name));
    QCOMPARE(shown.page.model().pictureCount(), 5); // and all is as it was
    QVERIFY(!shown.find<QToolButton>("filterSimilar")->isVisible());
    QCOMPARE(shown.wanted.count(), 0);
}

CALOTYPE_TEST(GalleryActionsTest)
#include "GalleryActionsTest.moc"
