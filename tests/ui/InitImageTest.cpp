#include "tests/support/TestMain.h"
#include "ui/InitImage.h"

#include "ui/DropContent.h"
#include "ui/InitImageWell.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QFile>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace calotype;
using namespace calotype::ui;

namespace {

QImage picture(int width, int height, const QColor &colour)
{
    QImage image(width, height, QImage::Format_ARGB32);
    image.fill(colour);
    return image;
}

std::string hashOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex().toStdString();
}

} // namespace

class InitImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictureIsCropped();
    void theFileIsKnownByItsHash();
    void anotherSizePreparesAnew();
    void transparencyLiesOverWhite();
    void theLatestOrderCounts();
    void clearingDropsWhatIsUnderWay();
    void deletedWhileConverting();
    void theWellTakesAPastedPictureAndLetsItGo();
    void theWellShowsTheMaskAsItIsNow();
};

void InitImageTest::pictureIsCropped()
{
    InitImage image;
    image.setTargetSize(64, 128);
    image.setImage(picture(300, 100, Qt::red), QStringLiteral("wide"));
    QVERIFY(image.isBusy());
    QTRY_VERIFY(image.prepared());
    QCOMPARE(image.prepared()->width, 64);
    QCOMPARE(image.prepared()->height, 128);
    QCOMPARE(image.prepared()->channels, 3);
    QCOMPARE(image.source()->width, 300);
    QCOMPARE(image.name(), QStringLiteral("wide"));
    QVERIFY(!image.isBusy());
}

void InitImageTest::theFileIsKnownByItsHash()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a.png"));
    QVERIFY(picture(30, 10, Qt::red).save(path));
    InitImage image;
    image.setImage(picture(30, 10, Qt::red), QStringLiteral("result"), path);
    QTRY_VERIFY(image.prepared());
    QCOMPARE(image.fileHash(), hashOf(path));
    image.setImage(picture(30, 10, Qt::blue), QStringLiteral("pasted"));
    QTRY_COMPARE(image.name(), QStringLiteral("pasted"));
    QCOMPARE(image.fileHash(), std::string());
    image.setPixels(image.source(), QStringLiteral("again"), std::string(64, 'a'));
    QCOMPARE(image.fileHash(), std::string(64, 'a'));
    image.clear();
    QCOMPARE(image.fileHash(), std::string());
}

void InitImageTest::anotherSizePreparesAnew()
{
    InitImage image;
    image.setImage(picture(100, 100, Qt::blue), QStringLiteral("x"));
    QTRY_VERIFY(image.prepared());
    image.setTargetSize(72, 80);
    QVERIFY(!image.prepared()); // never one of the wrong size
    QTRY_VERIFY(image.prepared());
    QCOMPARE(image.prepared()->width, 72);
}

void InitImageTest::transparencyLiesOverWhite()
{
    InitImage image;
    image.setTargetSize(64, 64);
    image.setImage(picture(64, 64, Qt::transparent), QStringLiteral("x"));
    QTRY_VERIFY(image.prepared());
    QCOMPARE(static_cast<int>(image.prepared()->pixels[0]), 255);
}

void InitImageTest::theLatestOrderCounts()
{
    InitImage image;
    image.setTargetSize(64, 64);
    image.setImage(picture(3000, 3000, Qt::red), QStringLiteral("large and first"));
    image.setImage(picture(64, 64, Qt::green), QStringLiteral("small and last"));
    QSignalSpy settled(&image, &InitImage::settled);
    QVERIFY(settled.wait());
    QCOMPARE(image.name(), QStringLiteral("small and last"));
    QCOMPARE(static_cast<int>(image.prepared()->pixels[0]), 0);
}

void InitImageTest::clearingDropsWhatIsUnderWay()
{
    InitImage image;
    image.setImage(picture(500, 500, Qt::red), QStringLiteral("x"));
    image.clear();
    QTRY_VERIFY(!image.isBusy());
    QVERIFY(image.isEmpty());
    QVERIFY(!image.prepared());
}

void InitImageTest::deletedWhileConverting()
{
    auto image = std::make_unique<InitImage>();
    image->setImage(picture(3000, 3000, Qt::red), QStringLiteral("x"));
    image.reset();
    QVERIFY(!image);
}

void InitImageTest::theWellTakesAPastedPictureAndLetsItGo()
{
    InitImage image;
    InitImageWell well(image);
    well.show();
    connect(&well, &InitImageWell::brought, &image, [&](const DropContent &content) {
        image.setImage(decodedPicture(content), QStringLiteral("pasted"));
    });
    QGuiApplication::clipboard()->setImage(picture(80, 80, Qt::red));
    QTest::keySequence(&well, QKeySequence::Paste);
    QTRY_VERIFY(image.prepared());
    QSignalSpy asked(&well, &InitImageWell::chooseRequested);
    QTest::keyClick(&well, Qt::Key_Space);
    QCOMPARE(asked.count(), 1);
    QTest::keyClick(&well, Qt::Key_Delete);
    QVERIFY(image.isEmpty());
}

void InitImageTest::theWellShowsTheMaskAsItIsNow()
{
    InitImage image;
    image.setTargetSize(128, 128);
    image.setPixels(std::make_shared<Image>(128, 128, 3), QStringLiteral("black"));
    QTRY_VERIFY(image.prepared());
    InitImageWell well(image);
    well.resize(200, well.sizeHint().height());
    well.show();
    const auto redness = [&well](bool left) { // of the picture's left or right half
        const QPoint middle = well.rect().center();
        return well.grab().toImage().pixelColor(middle.x() + (left ? -20 : 20), middle.y()).red();
    };
    QVERIFY(redness(true) < 20 && redness(false) < 20);
    for (const bool left : {true, false}) {
        QImage mask(128, 128, QImage::Format_Grayscale8);
        mask.fill(0);
        for (int y = 0; y < 128; ++y)
            std::fill_n(mask.scanLine(y) + (left ? 0 : 64), 64, uchar{255});
        image.setMask(mask);
        QVERIFY(redness(left) > 100);
        QVERIFY(redness(!left) < 20);
    }
    image.clearMask();
    QTRY_VERIFY(image.prepared());
    QVERIFY(redness(true) < 20 && redness(false) < 20);
}

CALOTYPE_TEST(InitImageTest)
#include "InitImageTest.moc"
