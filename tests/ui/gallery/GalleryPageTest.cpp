#include "tests/support/TestMain.h"
#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/FilterChip.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"
#include "ui/gallery/ThumbnailLoader.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QUndoStack>
#include <QWindow>

using namespace calotype;
using namespace calotype::ui;
using calotype::ui::test::GalleryFixture;

namespace {

/// A shown page, when its first query is answered.
struct Shown {
    explicit Shown(int count)
        : fixture(count)
        , page(fixture.store(), fixture.cache())
    {
        page.resize(900, 600);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        (void)QTest::qWaitFor([this] { return page.model().isReady(); });
    }

    int count() const { return page.model().pictureCount(); }
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return page.findChild<Widget *>(QString::fromLatin1(name));
    }
    /// Chooses an entry of a chip's menu.
    bool choose(const char *chip, const QString &label)
    {
        QMenu *const menu = find<FilterChip>(chip)->menu();
        Q_EMIT menu->aboutToShow();
        for (QAction *const action : menu->actions()) {
            if (action->text() == label) {
                action->trigger();
                return true;
            }
        }
        return false;
    }

    GalleryFixture fixture;
    GalleryPage page;
};

} // namespace

class GalleryPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void searchReachesTheStore();
    void chipsReachTheStore_data();
    void chipsReachTheStore();
    void noMatchesOffersToClearTheFilters();
    void chipShowsThatItOpens();
    void anEmptyGallerySaysWhy();
    void missingFolderCanBeLocated();
    void ownFolderIsNotMissed();
    void thumbnailsFollowTheScreen();
    void orderAndThumbnailSizeAreKept();
    void returnAndSpaceOpenAndDeleteTrashes();
    void deleteDismissesAFailure();
    void everythingSelectedIsNotMoreAfterAQuery();
    void ratingsAreUndone();
    void ratingsInARowAreUndoneOneByOne();
    void everyControlIsNamed();
};

void GalleryPageTest::searchReachesTheStore()
{
    Shown shown(100);
    QCOMPARE(shown.count(), 100);
    QTest::keyClicks(shown.find<QLineEdit>("gallerySearch"), QStringLiteral("lighthouse"));
    QTRY_COMPARE(shown.count(), 20);
    shown.find<QLineEdit>("gallerySearch")->clear();
    QTRY_COMPARE(shown.count(), 100);
}

void GalleryPageTest::chipsReachTheStore_data()
{
    QTest::addColumn<QByteArray>("chip");
    QTest::addColumn<QString>("label");
    QTest::addColumn<int>("count");
    QTest::newRow("model") << QByteArray("filterModel") << QStringLiteral("alpha") << 60;
    QTest::newRow("sampler") << QByteArray("filterSampler") << QStringLiteral("Euler") << 40;
    QTest::newRow("made from an image") << QByteArray("filterFromImage") << QStringLiteral("Made from an image") << 30;
    QTest::newRow("made from words") << QByteArray("filterFromImage") << QStringLiteral("Made from words alone") << 90;
    QTest::newRow("rating") << QByteArray("filterRating") << QString(5, u'★') << 0;
    QTest::newRow("date") << QByteArray("filterDate") << QStringLiteral("Today") << 0;
    QTest::newRow("size") << QByteArray("filterSize") << QStringLiteral("768 × 512") << 60;
}

void GalleryPageTest::chipsReachTheStore()
{
    QFETCH(QByteArray, chip);
    QFETCH(QString, label);
    QFETCH(int, count);
    Shown shown(120);
    QTRY_VERIFY(shown.choose(chip.constData(), label)); // the facets follow the page
    QTRY_COMPARE(shown.count(), count);
    QVERIFY(shown.find<FilterChip>(chip.constData())->isActive());
    QTest::mouseClick(shown.find<QToolButton>("clearFilters"), Qt::LeftButton);
    QTRY_COMPARE(shown.count(), 120);
    QVERIFY(!shown.find<FilterChip>(chip.constData())->isActive());
}

void GalleryPageTest::noMatchesOffersToClearTheFilters()
{
    Shown shown(20);
    QTest::keyClicks(shown.find<QLineEdit>("gallerySearch"), QStringLiteral("zeppelin"));
    QTRY_VERIFY(shown.find<QWidget>("galleryNotice")->isVisible());
    QCOMPARE(shown.find<QLabel>("galleryNoticeTitle")->text(), QStringLiteral("No matches"));
    QTest::mouseClick(shown.find<QPushButton>("galleryNoticeButton"), Qt::LeftButton);
    QTRY_COMPARE(shown.count(), 20);
    QVERIFY(shown.find<QLineEdit>("gallerySearch")->text().isEmpty());
    QTRY_VERIFY(shown.page.grid().isVisible());
}

/// Within it there is nothing but its words and, where it ends, the arrow.
void GalleryPageTest::chipShowsThatItOpens()
{
    for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
        FilterChip chip(QStringLiteral("chip"), QStringLiteral("Model"), QStringLiteral("Any model"));
        chip.setLayoutDirection(direction);
        chip.setValue(1, QStringLiteral("bold")); // is shown in bold letters
        QCOMPARE_GE(chip.sizeHint().width(), QFontMetrics(chip.font()).horizontalAdvance(chip.text()) + 24);
        chip.resize(chip.sizeHint());
        const QImage seen = chip.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        const auto darkest = [&seen](int from, int to) {
            int least = 255;
            for (int x = from; x < to; ++x) {
                for (int y = 6; y < seen.height() - 6; ++y)
                    least = std::min(least, qGray(seen.pixel(x, y)));
            }
            return least;
        };
        const int width = seen.width();
        const int atStart = darkest(3, 8), atEnd = darkest(width - 16, width - 4);
        if (direction == Qt::LeftToRight)
            QVERIFY2(atEnd + 60 < atStart, qPrintable(QStringLiteral("%1 %2").arg(atStart).arg(atEnd)));
        else
            QVERIFY2(darkest(4, 16) + 60 < darkest(width - 8, width - 3), "the arrow is at the other end");
    }
}

void GalleryPageTest::anEmptyGallerySaysWhy()
{
    Shown shown(0);
    QTRY_VERIFY(shown.find<QWidget>("galleryNotice")->isVisible());
    QCOMPARE(shown.find<QLabel>("galleryNoticeTitle")->text(), QStringLiteral("No pictures yet"));

    const QTemporaryDir place;
    QSignalSpy chosen(&shown.page, &GalleryPage::folderChosen);
    QPushButton *const add = shown.find<QPushButton>("galleryNoticeButton");
    QVERIFY(add->isVisible());
    QCOMPARE(add->text(), QStringLiteral("Add Folder…"));
    QTest::mouseClick(add, Qt::LeftButton);
    auto *const dialog = shown.find<QFileDialog>("folderDialog");
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(place.path());
    dialog->reject();
    QCOMPARE(chosen, (QList<QList<QVariant>>{{place.path()}}));
}

void GalleryPageTest::missingFolderCanBeLocated()
{
    Shown shown(0);
    QTRY_VERIFY(shown.find<QWidget>("galleryNotice")->isVisible());
    const QTemporaryDir place;
    const QString own = place.filePath(QStringLiteral("own"));
    const QString gone = place.filePath(QStringLiteral("gone"));
    shown.page.setOwnFolder(own);
    shown.fixture.store().watch({own, gone});
    const auto *const title = shown.find<QLabel>("galleryNoticeTitle");
    QTRY_COMPARE(title->text(), QStringLiteral("A folder is not there"));
    QVERIFY(shown.find<QLabel>("galleryNoticeText")->text().contains(gone));
    QPushButton *const locate = shown.find<QPushButton>("galleryNoticeButton");
    QVERIFY(locate->isVisible());

    QSignalSpy located(&shown.page, &GalleryPage::folderLocated);
    QTest::mouseClick(locate, Qt::LeftButton);
    auto *const dialog = shown.find<QFileDialog>("folderDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    Q_EMIT dialog->fileSelected(place.path());
    dialog->reject();
    QCOMPARE(located.count(), 1);
    QCOMPARE(located.first(), (QList<QVariant>{gone, place.path()}));

    QVERIFY(QDir().mkpath(gone)); // its disk is back
    QTRY_COMPARE(title->text(), QStringLiteral("No pictures yet"));
    QCOMPARE(locate->text(), QStringLiteral("Add Folder…"));
}

/// It is made with the first picture.
void GalleryPageTest::ownFolderIsNotMissed()
{
    Shown shown(0);
    const QTemporaryDir place;
    const QString own = place.filePath(QStringLiteral("own"));
    shown.page.setOwnFolder(own);
    QSignalSpy missing(&shown.fixture.store(), &gallery::GalleryStore::foldersMissing);
    shown.fixture.store().watch({own});
    QTRY_COMPARE(missing.count(), 1);
    QCOMPARE(missing.first()[0].toStringList(), QStringList{own});
    QCOMPARE(shown.find<QLabel>("galleryNoticeTitle")->text(), QStringLiteral("No pictures yet"));
}

void GalleryPageTest::thumbnailsFollowTheScreen()
{
    Shown shown(1);
    auto *const loader = shown.page.findChild<ThumbnailLoader *>();
    QVERIFY(loader);
    const int edge = qRound(shown.page.filterBar().thumbnailEdge() * shown.page.devicePixelRatioF());
    QCOMPARE(loader->edge(), edge);
    loader->setEdge(edge / 2); // as on a screen of half the scale
    QWindow *const window = shown.page.windowHandle();
    QVERIFY(window);
    Q_EMIT window->screenChanged(window->screen());
    QCOMPARE(loader->edge(), edge);
}

void GalleryPageTest::orderAndThumbnailSizeAreKept()
{
    const QTemporaryDir dir;
    QSettings store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    for (const int row : {0, 1, 2, 3}) { // all orders, the usual one too
        FilterBar bar;
        auto *const sort = bar.findChild<QComboBox *>(QStringLiteral("gallerySort"));
        QCOMPARE(sort->count(), 4);
        QSignalSpy told(&bar, &FilterBar::filterChanged);
        sort->setCurrentIndex(row);
        Q_EMIT sort->activated(row);
        QCOMPARE(told.count(), row == 0 ? 0 : 1);
        bar.setThumbnailEdge(FilterBar::kSmallestEdge + row * FilterBar::kEdgeStep);
        bar.store(store);
        FilterBar next;
        next.restore(store);
        QCOMPARE(next.filter(), bar.filter());
        QCOMPARE(next.findChild<QComboBox *>(QStringLiteral("gallerySort"))->currentIndex(), row);
        QCOMPARE(next.thumbnailEdge(), bar.thumbnailEdge());
    }
    store.setValue(QStringLiteral("gallery/sort"), QStringLiteral("plaid"));
    store.setValue(QStringLiteral("gallery/thumbnailEdge"), 100'000);
    FilterBar damaged;
    damaged.restore(store);
    QCOMPARE(damaged.filter(), gallery::GalleryFilter());
    QCOMPARE(damaged.thumbnailEdge(), FilterBar::kLargestEdge);
}

void GalleryPageTest::returnAndSpaceOpenAndDeleteTrashes()
{
    Shown shown(20);
    const qint64 id = shown.page.model().idAt(3);
    QVERIFY(shown.page.select(id));
    QSignalSpy trashed(&shown.page, &GalleryPage::trashRequested);
    QSignalSpy opened(&shown.page, &GalleryPage::opened);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Delete);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Return);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Space);
    QCOMPARE(shown.page.selectedIds(), QVector<qint64>{id});
    QCOMPARE(trashed.count(), 1);
    QCOMPARE(trashed.first()[0].value<QVector<qint64>>(), QVector<qint64>{id});
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened.first()[0].toLongLong(), id);
    QCOMPARE(opened.last()[0].toLongLong(), id);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Space, Qt::ControlModifier); // takes it out of the selection, as lists do
    QVERIFY(shown.page.selectedIds().isEmpty());
    QCOMPARE(opened.count(), 2);
}

void GalleryPageTest::deleteDismissesAFailure()
{
    Shown shown(5);
    QTRY_COMPARE(shown.count(), 5);
    GalleryModel &model = shown.page.model();
    model.addFailure(42, Error{ErrorCode::Io, "No disk.", {}});
    model.addFailure(43, Error{ErrorCode::Io, "No disk.", {}});
    model.setLive({}, 0.5, {}); // in front of them, and selected with them
    QCOMPARE(model.rowCount(), 8);
    QSignalSpy trashed(&shown.page, &GalleryPage::trashRequested);
    shown.page.grid().selectionModel()->select(QItemSelection(model.index(0), model.index(2)), QItemSelectionModel::ClearAndSelect);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Delete);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(trashed.count(), 0);
}

/// The selection model itself would select all rows of a list of the same length, whatever stands in it.
void GalleryPageTest::everythingSelectedIsNotMoreAfterAQuery()
{
    Shown shown(100); // as many of alpha as of beta
    QTRY_VERIFY(shown.choose("filterModel", QStringLiteral("alpha")));
    QTRY_COMPARE(shown.count(), 50);
    shown.page.grid().selectAll();
    QCOMPARE(shown.page.selectedIds().size(), 50);
    const qint64 first = shown.page.model().idAt(0);
    QVERIFY(shown.choose("filterModel", QStringLiteral("beta")));
    QTRY_VERIFY(shown.page.model().idAt(0) != first);
    QCOMPARE(shown.count(), 50);
    QVERIFY(shown.page.selectedIds().isEmpty());
}

void GalleryPageTest::ratingsAreUndone()
{
    Shown shown(10);
    QUndoStack stack;
    GalleryEdits edits(shown.fixture.store(), stack);
    GalleryModel &model = shown.page.model();
    const QVector<qint64> ids{model.idAt(0), model.idAt(1)};
    const auto rating = [&model](qint64 id) { return model.item(id) ? model.item(id)->rating : -1; };
    edits.rate({ids[0]}, 2);
    QTRY_COMPARE(rating(ids[0]), 2);
    edits.rate(ids, 5);
    QTRY_VERIFY(rating(ids[0]) == 5 && rating(ids[1]) == 5);
    stack.undo();
    QTRY_VERIFY(rating(ids[0]) == 2 && rating(ids[1]) == 0);
    edits.rate({ids[0]}, 2); // changes nothing, and is nothing to undo
    edits.addTag(ids, QStringLiteral("sea"));
    QTRY_COMPARE(model.item(ids[1])->tags, QStringList{QStringLiteral("sea")});
    QCOMPARE(stack.index(), 2);
    stack.undo();
    QTRY_VERIFY(model.item(ids[1])->tags.isEmpty());
}

/// The second begins before anybody has heard of the first.
void GalleryPageTest::ratingsInARowAreUndoneOneByOne()
{
    Shown shown(3);
    QUndoStack stack;
    GalleryEdits edits(shown.fixture.store(), stack);
    GalleryModel &model = shown.page.model();
    const qint64 id = model.idAt(0);
    QTRY_VERIFY(model.item(id));
    shown.fixture.store().fetch({id}); // somebody else's, answered first
    edits.rate({id}, 2);
    edits.rate({id}, 5);
    QTRY_COMPARE(model.item(id)->rating, 5);
    QCOMPARE(stack.count(), 2);
    stack.undo();
    QTRY_COMPARE(model.item(id)->rating, 2);
    stack.undo();
    QTRY_COMPARE(model.item(id)->rating, 0);
}

void GalleryPageTest::everyControlIsNamed()
{
    Shown shown(1);
    int controls = 0;
    for (const QWidget *const widget : shown.page.findChildren<QWidget *>()) {
        // Parts that Qt makes, as a field's clear button, are named by Qt or not at all.
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_"))
            || widget->inherits("QComboBoxListView"))
            continue;
        ++controls;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 11);
}

CALOTYPE_TEST(GalleryPageTest)
#include "GalleryPageTest.moc"
