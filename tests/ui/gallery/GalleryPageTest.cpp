#include "tests/support/TestMain.h"
#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/FilterChip.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

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
    void anEmptyGallerySaysWhy();
    void digitsRateAndDeleteTrashes();
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
    QTRY_VERIFY(shown.page.model().item(shown.page.model().idAt(1))); // the sizes are those of known pictures
    QTRY_VERIFY(shown.choose(chip.constData(), label));               // the facets follow the page
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

void GalleryPageTest::anEmptyGallerySaysWhy()
{
    Shown shown(0);
    QTRY_VERIFY(shown.find<QWidget>("galleryNotice")->isVisible());
    QVERIFY(!shown.find<QPushButton>("galleryNoticeButton")->isVisible());
    QCOMPARE(shown.find<QLabel>("galleryNoticeTitle")->text(), QStringLiteral("No pictures yet"));
}

void GalleryPageTest::digitsRateAndDeleteTrashes()
{
    Shown shown(20);
    const qint64 id = shown.page.model().idAt(3);
    QVERIFY(shown.page.select(id));
    QSignalSpy rated(&shown.page, &GalleryPage::ratingRequested);
    QSignalSpy trashed(&shown.page, &GalleryPage::trashRequested);
    QSignalSpy opened(&shown.page, &GalleryPage::opened);
    QTest::keyClick(&shown.page.grid(), Qt::Key_4);
    QTest::keyClick(&shown.page.grid(), Qt::Key_6); // is no rating
    QTest::keyClick(&shown.page.grid(), Qt::Key_Delete);
    QTest::keyClick(&shown.page.grid(), Qt::Key_Return);
    QCOMPARE(rated.count(), 1);
    QCOMPARE(rated.first()[0].value<QVector<qint64>>(), QVector<qint64>{id});
    QCOMPARE(rated.first()[1].toInt(), 4);
    QCOMPARE(trashed.count(), 1);
    QCOMPARE(trashed.first()[0].value<QVector<qint64>>(), QVector<qint64>{id});
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first()[0].toLongLong(), id);
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
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        ++controls;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 11);
}

CALOTYPE_TEST(GalleryPageTest)
#include "GalleryPageTest.moc"
