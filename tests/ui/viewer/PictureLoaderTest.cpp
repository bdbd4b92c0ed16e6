#include "tests/support/TestMain.h"
#include "ui/viewer/PictureLoader.h"

#include "PictureFolder.h"

#include <QFile>
#include <QSignalSpy>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

class PictureLoaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wantedAndNeighboursAreBrought();
    void memoryIsBoundedAndTheFirstIsKept();
    void largeNeighboursAreLeftUntilTheyAreWanted();
    void aChangedFileIsBroughtAnew();
    void aFileThatWentIsForgotten();
    void aDamagedFileFails();
    void deletedWhileLoading();
};

void PictureLoaderTest::wantedAndNeighboursAreBrought()
{
    PictureFolder folder;
    const QStringList paths{folder.add("a.png", Qt::red), folder.add("b.png", Qt::green), folder.add("c.png", Qt::blue)};
    PictureLoader loader;
    QVERIFY(!loader.find(paths[0]));
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    loader.want({paths[1], paths[2], paths[0], paths[2], {}});
    QTRY_COMPARE(loaded.count(), 3);
    for (const QString &path : paths) {
        QVERIFY(loader.find(path));
        QVERIFY(loader.find(path)->isComplete());
    }
    QCOMPARE(loader.find(paths[1])->full().pixelColor(0, 0), QColor(Qt::green));
}

void PictureLoaderTest::memoryIsBoundedAndTheFirstIsKept()
{
    PictureFolder folder;
    PictureLoader loader;
    const qint64 one = qint64{320} * 200 * 16 / 3;
    loader.setMemoryLimit(one * 4);
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    QStringList paths;
    for (int k = 0; k < 8; ++k) {
        paths.append(folder.add(QStringLiteral("%1.png").arg(k), Qt::red));
        loader.want({paths.back()});
        QVERIFY(loaded.wait());
        QVERIFY(loader.memory() <= one * 4);
    }
    QVERIFY(loader.find(paths[7]));
    QVERIFY(loader.find(paths[4]));
    QVERIFY(!loader.find(paths[3]));
    loader.want({paths[6]});
    loader.setMemoryLimit(1); // one that is looked at stays, however large
    QVERIFY(loader.find(paths[6]));
    QVERIFY(!loader.find(paths[7]));
}

void PictureLoaderTest::largeNeighboursAreLeftUntilTheyAreWanted()
{
    PictureFolder folder;
    const QString small = folder.add("small.png", Qt::red);
    const QString large = folder.add("large.png", Qt::blue, {640, 400});
    const QString other = folder.add("other.png", Qt::green);
    PictureLoader loader;
    loader.setMemoryLimit(qint64{320} * 200 * 16 / 3 * 5); // a quarter of it holds a small one only
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    loader.want({small, large, other});
    QTRY_COMPARE(loaded.count(), 2);
    QVERIFY(loader.find(other));
    QVERIFY(!loader.find(large));
    loader.want({large});
    QVERIFY(loaded.wait());
    QVERIFY(loader.find(large));
}

void PictureLoaderTest::aChangedFileIsBroughtAnew()
{
    PictureFolder folder;
    const QString path = folder.add("a.png", Qt::red);
    PictureLoader loader;
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    loader.want({path});
    QVERIFY(loaded.wait());
    folder.add("a.png", Qt::blue, {99, 77}); // of another size in bytes, so that the clock does not matter
    loader.want({path});
    QVERIFY(loaded.wait());
    QCOMPARE(loader.find(path)->size(), QSize(99, 77));
}

void PictureLoaderTest::aFileThatWentIsForgotten()
{
    PictureFolder folder;
    const QString path = folder.add("a.png", Qt::red);
    PictureLoader loader;
    QSignalSpy loaded(&loader, &PictureLoader::loaded);
    QSignalSpy failed(&loader, &PictureLoader::failed);
    loader.want({path});
    QVERIFY(loaded.wait());
    QVERIFY(QFile::remove(path));
    loader.want({path});
    QVERIFY(failed.wait());
    QCOMPARE(failed[0][1].value<Error>().code, ErrorCode::NotFound);
    QVERIFY(!loader.find(path));
    QCOMPARE(loader.memory(), 0);
}

void PictureLoaderTest::aDamagedFileFails()
{
    PictureFolder folder;
    QFile file(folder.path("bad.png"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x89PNG\r\n\x1a\nand no more");
    file.close();
    PictureLoader loader;
    QSignalSpy failed(&loader, &PictureLoader::failed);
    loader.want({file.fileName()});
    QVERIFY(failed.wait());
    QCOMPARE(failed[0][1].value<Error>().code, ErrorCode::Damaged);
}

void PictureLoaderTest::deletedWhileLoading()
{
    PictureFolder folder;
    const QString path = folder.add("a.png", Qt::red, {3000, 2000});
    auto loader = std::make_unique<PictureLoader>();
    bool told = false;
    connect(loader.get(), &PictureLoader::loaded, this, [&] { told = true; });
    loader->want({path});
    loader.reset();
    QCoreApplication::processEvents();
    QVERIFY(!told);
}

CALOTYPE_TEST(PictureLoaderTest)
#include "PictureLoaderTest.moc"
