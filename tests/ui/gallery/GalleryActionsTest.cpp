#include "tests/support/TestMain.h"
#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/FilterChip.h"
#include "ui/gallery/GalleryActions.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/gallery/TagDialog.h"

#include <QAction>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSet>
#include <QToolButton>
#include <QUndoStack>

using namespace calotype;
using namespace calotype::ui;
using calotype::ui::test::GalleryFixture;

namespace {

/// A shown gallery with the actions in its grid's context menu, as in the window.
struct Shown {
    explicit Shown(int count)
        : fixture(count)
        , page(fixture.store(), fixture.cache())
        , edits(fixture.store(), stack)
        , actions(fixture.store(), edits, page, [this] { return page.selectedIds(); })
        , failed(&actions, &GalleryActions::failed)
        , wanted(&actions, &GalleryActions::galleryWanted)
    {
        page.setPictureActions(actions.actions());
        page.resize(900, 600);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        (void)QTest::qWaitFor([this] { return page.model().isReady() && known(0) && known(page.model().rowCount() - 1); });
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
    QAction *action(const char *name) const
    {
        for (QAction *const action : page.grid().actions()) {
            if (action->objectName() == QLatin1String(name))
                return action;
        }
        return nullptr;
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
    void actionsFollowTheSelection();
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

void GalleryActionsTest::actionsFollowTheSelection()
{
    Shown shown(4);
    QVERIFY(!shown.action("galleryTags")->isEnabled());
    QVERIFY(!shown.action("gallerySimilar")->isEnabled());
    shown.choose({1});
    QTRY_VERIFY(shown.action("galleryTags")->isEnabled());
    QVERIFY(shown.action("gallerySimilar")->isEnabled());
    shown.choose({1, 2});
    QTRY_VERIFY(!shown.action("gallerySimilar")->isEnabled());
    QVERIFY(shown.action("galleryTags")->isEnabled());
    for (const QAction *const action : shown.actions.actions())
        QVERIFY(!action->shortcut().isEmpty());
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
