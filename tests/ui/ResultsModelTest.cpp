#include "tests/support/TestMain.h"
#include "ui/ResultsModel.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;
using TestModel = QAbstractItemModelTester;

namespace {

std::shared_ptr<const GeneratedImage> picture(qint64 seed, int width = 40, int height = 30)
{
    auto made = std::make_shared<GeneratedImage>();
    made->image = Image(width, height);
    made->seed = seed;
    return made;
}

qint64 seedAt(const ResultsModel &model, int row)
{
    return model.index(row).data(ResultsModel::SeedRole).toLongLong();
}

} // namespace

class ResultsModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestComesFirst();
    void theLiveRowStandsInFront();
    void thumbnailsFollow();
    void savedPicturesAreDraggedAsFiles();
    void unsavedPicturesAreDraggedAsPixels();
    void theLiveRowCannotBeDragged();
    void memoryIsKeptWithinItsLimit();
    void takenOutComesBackToItsPlace();
    void takenOutKeepsNoPixels();
    void takenOutIsNotKeptForEver();
    void unknownIdsChangeNothing();
    void deletedWithThumbnailsUnderWay();
};

void ResultsModelTest::theNewestComesFirst()
{
    ResultsModel model;
    const TestModel tester(&model, TestModel::FailureReportingMode::QtTest);
    const qint64 first = model.add(picture(1), {}, {});
    const qint64 second = model.add(picture(2), {}, {});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(seedAt(model, 0), 2);
    QCOMPARE(seedAt(model, 1), 1);
    QCOMPARE(model.indexOf(first).row(), 1);
    QCOMPARE(model.indexOf(second).row(), 0);
}

void ResultsModelTest::theLiveRowStandsInFront()
{
    ResultsModel model;
    const TestModel tester(&model, TestModel::FailureReportingMode::QtTest);
    model.add(picture(1), {}, {});
    model.showLive({}, 0);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(0).data(ResultsModel::LiveRole).toBool());
    QVERIFY(!model.entry(model.index(0)));
    QCOMPARE(seedAt(model, 1), 1);

    QImage preview(4, 4, QImage::Format_RGB32);
    preview.fill(Qt::red);
    model.showLive(preview, 0.25);
    QCOMPARE(model.rowCount(), 2);
    model.showLive({}, 0.5); // a step without a preview leaves the one that is there
    QCOMPARE(model.index(0).data(Qt::DecorationRole).value<QImage>(), preview);
    QCOMPARE(model.index(0).data(ResultsModel::ProgressRole).toDouble(), 0.5);

    model.add(picture(2), {}, {}); // a batch: behind the live row, before the older ones
    QCOMPARE(seedAt(model, 1), 2);
    QCOMPARE(seedAt(model, 2), 1);
    model.hideLive();
    model.hideLive();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(seedAt(model, 0), 2);
}

void ResultsModelTest::thumbnailsFollow()
{
    ResultsModel model;
    const TestModel tester(&model, TestModel::FailureReportingMode::QtTest);
    model.add(picture(1, 400, 300), {}, {});
    QVERIFY(model.index(0).data(Qt::DecorationRole).value<QImage>().isNull());
    QSignalSpy changes(&model, &ResultsModel::dataChanged);
    QTRY_COMPARE(changes.count(), 1);
    QCOMPARE(model.index(0).data(Qt::DecorationRole).value<QImage>().size(), QSize(192, 144));
}

void ResultsModelTest::savedPicturesAreDraggedAsFiles()
{
    ResultsModel model;
    model.setSaved(model.add(picture(1), {}, {}), QStringLiteral("/p/1.png"));
    model.setSaved(model.add(picture(2), {}, {}), QStringLiteral("/p/2.png"));
    const std::unique_ptr<QMimeData> one(model.mimeData({model.index(0)}));
    QCOMPARE(one->urls(), QList<QUrl>{QUrl::fromLocalFile(QStringLiteral("/p/2.png"))});
    QVERIFY(one->hasImage());
    const std::unique_ptr<QMimeData> both(model.mimeData({model.index(0), model.index(1)}));
    QCOMPARE(both->urls().size(), 2);
}

void ResultsModelTest::unsavedPicturesAreDraggedAsPixels()
{
    ResultsModel model;
    model.add(picture(1), {}, {});
    const std::unique_ptr<QMimeData> data(model.mimeData({model.index(0)}));
    QVERIFY(!data->hasUrls());
    QCOMPARE(qvariant_cast<QImage>(data->imageData()).size(), QSize(40, 30));
}

void ResultsModelTest::theLiveRowCannotBeDragged()
{
    ResultsModel model;
    model.showLive({}, 0);
    QVERIFY(!model.index(0).flags().testFlag(Qt::ItemIsDragEnabled));
    QVERIFY(!model.mimeData({model.index(0)}));
}

void ResultsModelTest::memoryIsKeptWithinItsLimit()
{
    ResultsModel model;
    const qint64 oldest = model.add(picture(1), {}, {});
    const qint64 unsaved = model.add(picture(2), {}, {});
    const qint64 newest = model.add(picture(3), {}, {});
    model.setSaved(oldest, QStringLiteral("/p/1.png"));
    model.setSaved(newest, QStringLiteral("/p/3.png"));
    model.setMemoryLimit(40 * 30 * 3);
    QVERIFY(!model.entry(model.indexOf(oldest))->picture);
    QVERIFY(model.entry(model.indexOf(unsaved))->picture); // its only copy
    QVERIFY(model.entry(model.indexOf(newest))->picture);
    QCOMPARE(model.entry(model.indexOf(oldest))->size, QSize(40, 30));
}

void ResultsModelTest::takenOutComesBackToItsPlace()
{
    ResultsModel model;
    const TestModel tester(&model, TestModel::FailureReportingMode::QtTest);
    const auto path = [](int k) { return QStringLiteral("/p/%1.png").arg(k); };
    for (int k = 1; k <= 3; ++k)
        model.setSaved(model.add(picture(k), {}, {}), path(k));
    model.add(picture(4), {}, {}); // not saved yet
    model.showLive({}, 0);
    model.takeOut(path(2));
    model.takeOut({});
    model.takeOut(QStringLiteral("/p/other.png"));
    QCOMPARE(model.resultCount(), 3);
    QCOMPARE(seedAt(model, 2), 3);
    QCOMPARE(seedAt(model, 3), 1);
    QVERIFY(!model.bringBack(path(3)).isValid()); // it is there
    QCOMPARE(model.bringBack(path(2)).row(), 3);
    QCOMPARE(seedAt(model, 3), 2);
    QVERIFY(!model.bringBack(path(2)).isValid());
    model.takeOut(path(3));
    model.takeOut(path(1));
    QCOMPARE(model.bringBack(path(1)).row(), 3); // the oldest
    QCOMPARE(model.bringBack(path(3)).row(), 2);
    QTRY_VERIFY(!model.index(3).data(Qt::DecorationRole).value<QImage>().isNull()); // also of those that had none yet
    QTRY_VERIFY(!model.index(4).data(Qt::DecorationRole).value<QImage>().isNull());
}

void ResultsModelTest::takenOutKeepsNoPixels()
{
    ResultsModel model;
    const QString path = QStringLiteral("/p/1.png");
    auto made = picture(1, 400, 300);
    const std::weak_ptr<const GeneratedImage> pixels = made;
    model.setSaved(model.add(std::move(made), {}, {}), path);
    model.takeOut(path); // before its thumbnail is there
    QTRY_VERIFY(pixels.expired());
    const QModelIndex back = model.bringBack(path);
    QVERIFY(back.isValid());
    QCOMPARE(back.data(Qt::DecorationRole).value<QImage>().size(), QSize(192, 144));
}

void ResultsModelTest::takenOutIsNotKeptForEver()
{
    ResultsModel model;
    const auto path = [](int k) { return QStringLiteral("/p/%1.png").arg(k); };
    const int most = static_cast<int>(ResultsModel::kMostTakenOut);
    for (int k = 0; k <= most; ++k) {
        model.setSaved(model.add(picture(k, 4, 3), {}, {}), path(k));
        model.takeOut(path(k));
    }
    QVERIFY(!model.bringBack(path(0)).isValid());
    QVERIFY(model.bringBack(path(1)).isValid());
    QVERIFY(model.bringBack(path(most)).isValid());
}

void ResultsModelTest::unknownIdsChangeNothing()
{
    ResultsModel model;
    model.add(picture(1), {}, {});
    QSignalSpy changes(&model, &ResultsModel::dataChanged);
    model.setSaved(99, QStringLiteral("/p"));
    model.setSaveError(99, QStringLiteral("no"));
    QCOMPARE(changes.count(), 0);
    QVERIFY(!model.indexOf(99).isValid());
    QVERIFY(!model.entry({}));
}

void ResultsModelTest::deletedWithThumbnailsUnderWay()
{
    auto model = std::make_unique<ResultsModel>();
    std::weak_ptr<const GeneratedImage> last;
    for (int k = 0; k < 8; ++k) {
        auto made = picture(k, 2000, 1500);
        last = made;
        model->add(std::move(made), {}, {});
    }
    model.reset();
    QVERIFY(last.expired()); // nothing still works on it
}

CALOTYPE_TEST(ResultsModelTest)
#include "ResultsModelTest.moc"
