#include "core/base/Error.h"
#include "core/jobs/ImageBlob.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::jobs;

class ImageBlobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureComesBackAsItWas_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        QTest::newRow("RGB") << 64 << 48 << 3;
        QTest::newRow("grey mask") << 17 << 5 << 1;
        QTest::newRow("RGBA") << 3 << 9 << 4;
        QTest::newRow("one pixel") << 1 << 1 << 3;
    }

    void aPictureComesBackAsItWas()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, channels);
        const auto image = tests::picture(width, height, channels);
        QVERIFY(unpackImage(packImage(*image), imageHash(*image)) == *image);
    }

    void aSmoothPictureShrinks()
    {
        Image image(256, 256);
        for (int y = 0; y < 256; ++y) {
            for (int x = 0; x < 256 * 3; ++x)
                image.row(y)[x] = static_cast<std::uint8_t>(x / 3);
        }
        QVERIFY(packImage(image).size() < 10'000);
    }

    void theSamePixelsInAnotherShapeAreAnotherPicture()
    {
        QVERIFY(imageHash(Image(4, 2)) != imageHash(Image(2, 4)));
        QCOMPARE(imageHash(Image(4, 2)), imageHash(Image(4, 2)));
    }

    void damageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = packImage(*tests::picture(16, 16, 3));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("header alone") << good.left(12);
        QTest::newRow("truncated") << good.left(good.size() - 5);
        QByteArray flipped = good;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x10);
        QTest::newRow("flipped bit") << flipped;
        QByteArray huge = good;
        huge.replace(0, 8, QByteArray::fromHex("ffffff7fffffff7f"));
        QTest::newRow("huge size") << huge;
        QByteArray other = good;
        other.replace(0, 8, QByteArray::fromHex("0800000020000000"));
        QTest::newRow("another shape of the same size") << other;
    }

    void damageIsRefused()
    {
        QFETCH(QByteArray, bytes);
        const QByteArray hash = imageHash(*tests::picture(16, 16, 3));
        try {
            unpackImage(bytes, hash);
            QFAIL("it was taken");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::Damaged);
        }
    }
};

CALOTYPE_GUILESS_TEST(ImageBlobTest)
#include "ImageBlobTest.moc"
