#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"
#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/Language.h"
#include "ui/gallery/GalleryModel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QUrl>

#include <memory>

using namespace calotype;
using namespace calotype::ui;
using calotype::ui::test::GalleryFixture;
using TestModel = QAbstractItemModelTester;
using Sort = gallery::GalleryFilter::Sort;

namespace {

constexpr auto kReport = TestModel::FailureReportingMode::QtTest;

/// Waits until the model has taken in the answer to a query.
bool show(GalleryModel &model, const gallery::GalleryFilter &filter = {})
{
    QSignalSpy refreshed(&model, &GalleryModel::refreshed);
    model.setFilter(filter);
    return refreshed.wait();
}

gallery::GalleryFilter words(const QString &text)
{
    gallery::GalleryFilter filter;
    filter.text = text;
    return filter;
}

bool isKnown(const GalleryModel &model, int row)
{
    return model.index(row).data(GalleryModel::LoadedRole).toBool();
}

} // namespace

class GalleryModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreKnownOnceTheyAreAskedFor();
    void newPicturesComeInAsInsertedRows();
    void persistentIndexesStayOnTheirPicture();
    void picturesThatAreGoneTakeTheirRows();
    void liveAndFailedRowsStandInFront();
    void daysAreFoundInTheOrderOfDates();
    void filesAreDraggedAsUrls();
    void onlyTheLastQueryCounts();
    void thumbnailsOfWhatIsSeenComeFirst();
    void thumbnailsOfTheFirstAndTheLastPageComeLast();
    void clearedFilterShowsAllAtOnce_data();
    void clearedFilterShowsAllAtOnce();
    void clearedFilterShowsNothingThatIsGone();
    void clearedFilterShowsWhatHasComeMeanwhile();
};

void GalleryModelTest::rowsAreKnownOnceTheyAreAskedFor()
{
    GalleryFixture fixture(500);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    QCOMPARE(model.rowCount(), 500);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setVisibleRows(200, 219);
    QTRY_VERIFY(isKnown(model, 219));
    QCOMPARE(model.index(200).data(GalleryModel::SeedRole).toLongLong(), 299); // the newest, 499, is row 0
    QVERIFY(!changes.isEmpty());
    for (const QList<QVariant> &change : changes)
        QVERIFY(change[0].toModelIndex().row() <= change[1].toModelIndex().row());
}

void GalleryModelTest::newPicturesComeInAsInsertedRows()
{
    GalleryFixture fixture(50);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    const qint64 newest = model.idAt(0);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy replaced(&model, &QAbstractItemModel::layoutChanged);
    fixture.add(3);
    QVERIFY(show(model));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first()[1].toInt(), 0);
    QCOMPARE(inserted.first()[2].toInt(), 2);
    QCOMPARE(replaced.count(), 0);
    QCOMPARE(model.indexOf(newest).row(), 3);
}

void GalleryModelTest::persistentIndexesStayOnTheirPicture()
{
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    // Number 95 has a lighthouse, 94 has none.
    const QPersistentModelIndex kept(model.index(4));
    const QPersistentModelIndex lost(model.index(5));
    const qint64 id = model.idAt(4);
    QVERIFY(show(model, words(QStringLiteral("lighthouse"))));
    QCOMPARE(model.rowCount(), 20);
    QVERIFY(kept.isValid());
    QCOMPARE(model.idAt(kept.row()), id);
    QVERIFY(!lost.isValid());
}

void GalleryModelTest::picturesThatAreGoneTakeTheirRows()
{
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    const QPersistentModelIndex after(model.index(10));
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    const QVector<qint64> gone{model.idAt(2), model.idAt(3), model.idAt(7)};
    Q_EMIT fixture.store().removed(gone);
    QCOMPARE(removed.count(), 2); // two stretches
    QCOMPARE(model.rowCount(), 97);
    QCOMPARE(after.row(), 7);
    for (const qint64 id : gone)
        QVERIFY(!model.indexOf(id).isValid());
}

void GalleryModelTest::liveAndFailedRowsStandInFront()
{
    GalleryFixture fixture(10);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    const qint64 newest = model.idAt(0);
    model.addFailure(7, Error{ErrorCode::OutOfMemory, "No memory is left.", "detail"});
    model.addFailure(8, Error{ErrorCode::Io, "No disk.", {}});
    QImage preview(8, 8, QImage::Format_RGB32);
    preview.fill(Qt::red);
    model.setLive(preview, 0.25, QStringLiteral("5/20"));
    QCOMPARE(model.rowCount(), 13);
    QVERIFY(model.index(0).data(GalleryModel::KindRole).value<GalleryModel::Kind>() == GalleryModel::Kind::Live);
    QCOMPARE(model.index(0).data(GalleryModel::TextRole).toString(), QStringLiteral("5/20"));
    QVERIFY(!model.index(0).flags().testFlag(Qt::ItemIsSelectable));
    QCOMPARE(model.index(1).data(GalleryModel::JobRole).toLongLong(), 8);
    QCOMPARE(model.index(2).data(GalleryModel::TextRole).toString(), QStringLiteral("No memory is left."));
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    const QString german = model.index(2).data(GalleryModel::TextRole).toString();
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    QCOMPARE(german, QStringLiteral("Der Arbeitsspeicher reicht nicht. No memory is left."));
    QVERIFY(!model.index(2).flags().testFlag(Qt::ItemIsDragEnabled));
    QCOMPARE(model.idAt(3), newest);
    model.setLive({}, 0.5, QStringLiteral("10/20")); // keeps the preview
    QCOMPARE(model.index(0).data(Qt::DecorationRole).value<QPixmap>().size(), QSize(8, 8));
    QCOMPARE(model.index(0).data(GalleryModel::ProgressRole).toDouble(), 0.5);

    const QPersistentModelIndex failure(model.index(2));
    QVERIFY(show(model, words(QStringLiteral("lighthouse")))); // the rows in front are not filtered
    QCOMPARE(failure.row(), 2);
    QCOMPARE(model.rowCount(), 5);
    model.removeFailure(8);
    model.clearLive();
    model.clearLive();
    QCOMPARE(failure.row(), 0);
    model.removeFailure(7);
    model.removeFailure(7);
    QCOMPARE(model.rowCount(), 2);
}

void GalleryModelTest::daysAreFoundInTheOrderOfDates()
{
    GalleryFixture fixture(1000, 10);
    GalleryModel model(fixture.store(), fixture.loader());
    QVERIFY(show(model));
    QTRY_COMPARE(model.sections().size(), 100);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(model.sections()[i].firstRow, 10 * i);
    model.setLive({}, 0, {});
    QCOMPARE(model.sections().first(), (GridSection{0, QStringLiteral("Today")}));
    QCOMPARE(model.sections()[1].firstRow, 1);
    gallery::GalleryFilter byName;
    byName.sort = Sort::Name;
    QVERIFY(show(model, byName));
    QVERIFY(model.sections().isEmpty());
}

void GalleryModelTest::filesAreDraggedAsUrls()
{
    GalleryFixture fixture(1000);
    GalleryModel model(fixture.store(), fixture.loader());
    QVERIFY(show(model));
    model.setSelected({model.idAt(0), model.idAt(999)}); // far from what is seen
    const QModelIndexList both{model.index(0), model.index(999)};
    const auto dragged = [&] { return std::unique_ptr<QMimeData>(model.mimeData(both)); };
    QTRY_VERIFY(dragged() && dragged()->urls().size() == 2);
    QCOMPARE(dragged()->urls().last(), QUrl::fromLocalFile(fixture.folder() + QStringLiteral("/000000.png")));
    QVERIFY(!dragged()->hasImage());
    const std::unique_ptr<QMimeData> one(model.mimeData({model.index(0)}));
    QVERIFY(one->hasImage());
    QVERIFY(one->imageData().value<QImage>().isNull()); // there is no file
    QVERIFY(one->data(QStringLiteral("image/png")).isEmpty());
    QVERIFY(QDir().mkpath(fixture.folder()));
    QVERIFY(fixtures::pattern(3).save(fixture.folder() + QStringLiteral("/000999.png")));
    QCOMPARE(one->imageData().value<QImage>().convertToFormat(QImage::Format_RGB32), fixtures::pattern(3));
    QVERIFY(one->hasFormat(QStringLiteral("image/png")));
    QFile file(fixture.folder() + QStringLiteral("/000999.png"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(one->data(QStringLiteral("image/png")), file.readAll());
    QVERIFY(fixtures::pattern(3).save(file.fileName(), "JPG")); // whatever its name says
    QVERIFY(one->data(QStringLiteral("image/png")).isEmpty());
}

void GalleryModelTest::onlyTheLastQueryCounts()
{
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QSignalSpy refreshed(&model, &GalleryModel::refreshed);
    model.setFilter(words(QStringLiteral("lighthouse")));
    model.setFilter(words(QStringLiteral("meadow")));
    QVERIFY(refreshed.wait());
    QCOMPARE(model.rowCount(), 80);
    QCOMPARE(refreshed.count(), 1);
}

void GalleryModelTest::thumbnailsOfWhatIsSeenComeFirst()
{
    constexpr int kPage = 10;
    constexpr int kMiddle = 200;
    GalleryFixture fixture(400);
    QVERIFY(QDir().mkpath(fixture.folder()));
    for (int number = kMiddle - 5 * kPage; number < kMiddle + 6 * kPage; ++number)
        QVERIFY(fixtures::pattern(number, 8, 8).save(test::madeUpItem(fixture.folder(), number, 10).path));
    ThumbnailLoader loader(fixture.cache(), nullptr, 1);
    GalleryModel model(fixture.store(), loader);
    gallery::GalleryFilter byName; // so that no rows are looked at for their dates
    byName.sort = Sort::Name;
    QVERIFY(show(model, byName));
    QSignalSpy ready(&loader, &ThumbnailLoader::ready);
    model.setVisibleRows(0, kPage - 1);
    QTRY_VERIFY(!ready.isEmpty()); // and the user scrolls away from what is still to come
    model.setVisibleRows(kMiddle, kMiddle + kPage - 1);

    QVector<qint64> expected; // what is seen, then the pages around it by turns
    for (const int page : {0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5}) {
        for (int row = 0; row < kPage; ++row)
            expected << model.idAt(kMiddle + page * kPage + row);
    }
    QTRY_VERIFY(!loader.pixmap(expected.last()).isNull());
    QVector<qint64> came;
    for (const QList<QVariant> &call : ready) {
        if (expected.contains(call.first().toLongLong()))
            came << call.first().toLongLong();
    }
    QCOMPARE(came, expected);
    QVERIFY(!loader.pixmap(expected.first()).isNull());
}

void GalleryModelTest::thumbnailsOfTheFirstAndTheLastPageComeLast()
{
    constexpr int kPage = 10;
    GalleryFixture fixture(400);
    for (const int middle : {200, 53, 344}) { // in two of them a part of that page is near
        ThumbnailLoader loader(fixture.cache(), nullptr, 1);
        GalleryModel model(fixture.store(), loader);
        gallery::GalleryFilter byName; // so that no rows are looked at for their dates
        byName.sort = Sort::Name;
        QVERIFY(show(model, byName));
        QSignalSpy ready(&loader, &ThumbnailLoader::ready); // that there is no file is an answer too
        model.setVisibleRows(middle, middle + kPage - 1);
        QVector<qint64> expected;
        const auto expect = [&](int row) {
            if (const qint64 id = model.idAt(row); id != 0 && !expected.contains(id))
                expected << id;
        };
        for (const int page : {0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5}) {
            for (int row = 0; row < kPage; ++row)
                expect(middle + page * kPage + row);
        }
        for (int row = 0; row < kPage; ++row)
            expect(row);
        for (int row = 400 - kPage; row < 400; ++row)
            expect(row);
        const auto came = [&ready] {
            QVector<qint64> ids;
            for (const QList<QVariant> &call : ready) {
                if (const qint64 id = call.first().toLongLong(); !ids.contains(id))
                    ids << id;
            }
            return ids;
        };
        QTRY_COMPARE(came().size(), expected.size());
        QCOMPARE(came(), expected);
    }
}

void GalleryModelTest::clearedFilterShowsAllAtOnce_data()
{
    QTest::addColumn<gallery::GalleryFilter>("filter");
    QTest::addColumn<int>("count");
    gallery::GalleryFilter oldest;
    oldest.to = QDate(2024, 1, 1);
    QTest::newRow("some") << words(QStringLiteral("lighthouse")) << 20;
    QTest::newRow("none") << words(QStringLiteral("zeppelin")) << 0;
    QTest::newRow("the last rows") << oldest << 10;
}

void GalleryModelTest::clearedFilterShowsAllAtOnce()
{
    QFETCH(gallery::GalleryFilter, filter);
    QFETCH(int, count);
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    QTRY_COMPARE(model.sections().size(), 10);
    const QVector<qint64> all = model.ids();
    const QVector<GridSection> days = model.sections();
    QVERIFY(show(model, filter));
    QCOMPARE(model.rowCount(), count);
    const QPersistentModelIndex kept(model.index(0));
    const qint64 id = model.idAt(0);

    QSignalSpy refreshed(&model, &GalleryModel::refreshed);
    model.setFilter({});
    QCOMPARE(model.ids(), all); // before the store has answered
    QCOMPARE(model.sections(), days);
    QCOMPARE(refreshed.count(), 1);
    if (count > 0)
        QCOMPARE(kept.row(), static_cast<int>(all.indexOf(id)));
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.indexOf(all[row]).row(), row);
    QTRY_COMPARE(refreshed.count(), 2); // it has
    QCOMPARE(model.ids(), all);
    QCOMPARE(model.sections(), days);
}

void GalleryModelTest::clearedFilterShowsNothingThatIsGone()
{
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    const qint64 gone = model.idAt(1); // a meadow
    QVERIFY(show(model, words(QStringLiteral("lighthouse"))));
    Q_EMIT fixture.store().removed({gone}); // by itself: these pictures have no files that could go
    model.setFilter({});
    QVERIFY(!model.indexOf(gone).isValid());
}

void GalleryModelTest::clearedFilterShowsWhatHasComeMeanwhile()
{
    GalleryFixture fixture(100);
    GalleryModel model(fixture.store(), fixture.loader());
    const TestModel tester(&model, kReport);
    QVERIFY(show(model));
    QVERIFY(show(model, words(QStringLiteral("lighthouse"))));
    fixture.add(3); // by another program
    model.setFilter({});
    QTRY_COMPARE(model.rowCount(), 103);
}

CALOTYPE_TEST(GalleryModelTest)
#include "GalleryModelTest.moc"
