#include "core/gallery/ThumbnailCache.h"
#include "tests/support/TestMain.h"
#include "ui/gallery/ThumbnailLoader.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace calotype;
using namespace calotype::ui;

class ThumbnailLoaderTest : public QObject
{
    Q_OBJECT

private:
    ThumbnailRequest request(qint64 id, int width = 640)
    {
        const QString path = m_dir.filePath(QStringLiteral("%1-%2.png").arg(id).arg(width));
        if (!QFile::exists(path)) {
            QImage picture(width, 320, QImage::Format_RGB32);
            picture.fill(Qt::darkGreen);
            picture.save(path);
        }
        const QFileInfo file(path);
        return {id, path, file.lastModified(), file.size()};
    }

    QTemporaryDir m_dir;
    gallery::ThumbnailCache m_cache{m_dir.filePath(QStringLiteral("thumbnails"))};

private Q_SLOTS:
    void thumbnailsComeAtTheEdgeThatIsAskedFor();
    void whatIsNoPictureIsBroken();
    void whatIsNotWantedAnyLongerIsDropped();
    void deletedWhileBusy();
};

void ThumbnailLoaderTest::thumbnailsComeAtTheEdgeThatIsAskedFor()
{
    ThumbnailLoader loader(m_cache);
    loader.setEdge(100);
    QVERIFY(loader.pixmap(1).isNull());
    loader.request({request(1)});
    QTRY_COMPARE(loader.pixmap(1).size(), QSize(100, 50));
    loader.setEdge(300);
    QCOMPARE(loader.pixmap(1).size(), QSize(100, 50)); // serves until the other is there
    loader.request({request(1)});
    QTRY_COMPARE(loader.pixmap(1).size(), QSize(300, 150));
    loader.forget({1});
    QVERIFY(loader.pixmap(1).isNull());
}

void ThumbnailLoaderTest::whatIsNoPictureIsBroken()
{
    const QString path = m_dir.filePath(QStringLiteral("words.png"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    ThumbnailLoader loader(m_cache);
    loader.request({{5, path, QFileInfo(path).lastModified(), 10}});
    QTRY_VERIFY(loader.isBroken(5));
    QVERIFY(loader.pixmap(5).isNull());
    ThumbnailRequest elsewhere = request(1);
    elsewhere.id = 5;
    loader.request({elsewhere});
    QTRY_VERIFY(!loader.pixmap(5).isNull());
    QVERIFY(!loader.isBroken(5));
    loader.request({{5, path, QFileInfo(path).lastModified(), 10}});
    QTRY_VERIFY(loader.isBroken(5));
    loader.forget({5});
    QVERIFY(!loader.isBroken(5));
}

void ThumbnailLoaderTest::whatIsNotWantedAnyLongerIsDropped()
{
    QVector<ThumbnailRequest> many;
    for (qint64 id = 10; id < 60; ++id)
        many.append(request(id));
    ThumbnailLoader loader(m_cache);
    QSignalSpy ready(&loader, &ThumbnailLoader::ready);
    loader.request(many);
    loader.request({request(99)});
    QTRY_VERIFY(!loader.pixmap(99).isNull());
    QVERIFY2(ready.count() < 50, qPrintable(QString::number(ready.count())));
}

void ThumbnailLoaderTest::deletedWhileBusy()
{
    auto loader = std::make_unique<ThumbnailLoader>(m_cache);
    QVector<ThumbnailRequest> many;
    for (qint64 id = 100; id < 120; ++id)
        many.append(request(id));
    loader->request(many);
    loader.reset();
    QCoreApplication::processEvents(); // answers on their way find nobody
    QVERIFY(!loader);
}

CALOTYPE_TEST(ThumbnailLoaderTest)
#include "ThumbnailLoaderTest.moc"
