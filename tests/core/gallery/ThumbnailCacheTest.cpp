#include "core/gallery/ThumbnailCache.h"
#include "tests/support/TestMain.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using gallery::ThumbnailCache;

namespace {

QImage picture(int width, int height, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(width, height, format);
    image.fill(format == QImage::Format_RGB32 ? QColor(200, 40, 40) : QColor(200, 40, 40, 128));
    return image;
}

QStringList filesIn(const QString &folder)
{
    QStringList files;
    for (QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        files.append(it.next());
    return files;
}

const QDateTime kTime = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123);

} // namespace

class ThumbnailCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasMadeIsFoundAgain();
    void savedPictureNeedNotBeRead();
    void aChangedFileHasNone();
    void transparencyIsKept();
    void smallPicturesAreNotEnlarged();
    void aDamagedThumbnailIsRemoved();
    void theOldestGoFirst();
    void aFileThatIsNoPictureIsRefused();
};

void ThumbnailCacheTest::whatWasMadeIsFoundAgain()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.filePath(QStringLiteral("t")));
    const QString path = dir.filePath(QStringLiteral("a.png"));
    QVERIFY(picture(1000, 500).save(path));
    QVERIFY(!cache.load(path, kTime, 7, 256));
    const auto made = cache.make(path, kTime, 7, 256);
    QVERIFY(made.ok());
    QCOMPARE(made.value().size(), QSize(256, 128));
    const auto found = cache.load(path, kTime, 7, 256);
    QVERIFY(found);
    QCOMPARE(found->size(), QSize(256, 128));
    QVERIFY(qAbs(found->pixelColor(100, 60).red() - 200) < 6); // JPEG
    QVERIFY(!cache.load(path, kTime, 7, 512));
}

void ThumbnailCacheTest::savedPictureNeedNotBeRead()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.filePath(QStringLiteral("t")));
    const QString path = dir.filePath(QStringLiteral("a.png"));
    cache.makeOfSaved(picture(1000, 500), path);
    QCOMPARE(cache.usedBytes(), 0); // there is no file
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("whatever") == 8);
    file.close();
    cache.makeOfSaved(picture(1000, 500), dir.filePath(QStringLiteral("./a.png")));
    const QDateTime modified = QFileInfo(path).lastModified();
    const auto small = cache.load(path, modified, 8, 256);
    const auto large = cache.load(path, modified, 8, 512);
    QVERIFY(small && large);
    QCOMPARE(small->size(), QSize(256, 128));
    QCOMPARE(large->size(), QSize(512, 256));
    QVERIFY(qAbs(small->pixelColor(100, 60).red() - 200) < 6); // JPEG
}

void ThumbnailCacheTest::aChangedFileHasNone()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.path());
    cache.make(picture(300, 300), QStringLiteral("/p/a.png"), kTime, 7, 256);
    QVERIFY(cache.load(QStringLiteral("/p/a.png"), kTime, 7, 256));
    QVERIFY(!cache.load(QStringLiteral("/p/a.png"), kTime.addMSecs(1), 7, 256));
    QVERIFY(!cache.load(QStringLiteral("/p/a.png"), kTime, 8, 256));
    QVERIFY(!cache.load(QStringLiteral("/p/b.png"), kTime, 7, 256));
}

void ThumbnailCacheTest::transparencyIsKept()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.path());
    cache.make(picture(300, 300, QImage::Format_ARGB32), QStringLiteral("/p/a.png"), kTime, 7, 256);
    const auto found = cache.load(QStringLiteral("/p/a.png"), kTime, 7, 256);
    QVERIFY(found);
    QVERIFY(found->hasAlphaChannel());
    QVERIFY(qAbs(found->pixelColor(100, 100).alpha() - 128) < 4);
}

void ThumbnailCacheTest::smallPicturesAreNotEnlarged()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.path());
    QCOMPARE(cache.make(picture(30, 20), QStringLiteral("/p/a.png"), kTime, 7, 256).size(), QSize(30, 20));
    QCOMPARE(cache.make(picture(4000, 2), QStringLiteral("/p/b.png"), kTime, 7, 256).size(), QSize(256, 1));
}

void ThumbnailCacheTest::aDamagedThumbnailIsRemoved()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.path());
    cache.make(picture(300, 300), QStringLiteral("/p/a.png"), kTime, 7, 256);
    const QStringList files = filesIn(dir.path());
    QCOMPARE(files.size(), 1);
    QFile file(files.first());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xff\xd8 cut off");
    file.close();
    QVERIFY(!cache.load(QStringLiteral("/p/a.png"), kTime, 7, 256));
    QVERIFY(filesIn(dir.path()).isEmpty());
}

void ThumbnailCacheTest::theOldestGoFirst()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.path());
    cache.make(picture(300, 300), QStringLiteral("/p/old.png"), kTime, 7, 256);
    QFile old(filesIn(dir.path()).first());
    QVERIFY(old.open(QIODevice::ReadWrite));
    QVERIFY(old.setFileTime(kTime, QFileDevice::FileModificationTime));
    old.close();
    cache.make(picture(300, 300), QStringLiteral("/p/new.png"), kTime, 7, 256);
    const qint64 both = cache.usedBytes();
    cache.setLimitBytes(both * 3 / 4); // room for one
    QVERIFY(cache.usedBytes() <= cache.limitBytes());
    QVERIFY(!cache.load(QStringLiteral("/p/old.png"), kTime, 7, 256));
    QVERIFY(cache.load(QStringLiteral("/p/new.png"), kTime, 7, 256));
    cache.clear();
    QCOMPARE(cache.usedBytes(), 0);
    QVERIFY(filesIn(dir.path()).isEmpty());
}

void ThumbnailCacheTest::aFileThatIsNoPictureIsRefused()
{
    const QTemporaryDir dir;
    ThumbnailCache cache(dir.filePath(QStringLiteral("t")));
    const auto missing = cache.make(dir.filePath(QStringLiteral("none.png")), kTime, 7, 256);
    QVERIFY(!missing.ok());
    QVERIFY(missing.error().code == ErrorCode::NotFound);
    QFile file(dir.filePath(QStringLiteral("words.png")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    const auto words = cache.make(file.fileName(), kTime, 10, 256);
    QVERIFY(!words.ok());
    QVERIFY(words.error().code == ErrorCode::Damaged);
    QVERIFY(filesIn(dir.filePath(QStringLiteral("t"))).isEmpty());
}

CALOTYPE_GUILESS_TEST(ThumbnailCacheTest)
#include "ThumbnailCacheTest.moc"
