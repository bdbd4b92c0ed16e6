#include "core/gallery/DifferenceHash.h"
#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"

#include <QBuffer>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;

class DifferenceHashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachBitSaysThatTheRightNeighbourIsLighter()
    {
        // 9 × 8 pixels are their own cells. Bit 8 y + x is set where column x + 1 is lighter than x.
        QImage image(9, 8, QImage::Format_RGB32);
        image.fill(Qt::black);
        for (int x = 0; x < 9; ++x)
            image.setPixelColor(x, 0, QColor(x * 20, x * 20, x * 20)); // rising: eight bits
        image.setPixelColor(3, 5, Qt::white);                          // one bit, from 2 to 3
        QCOMPARE(differenceHash(image), quint64{0xff} | (quint64{1} << (5 * 8 + 2)));
    }

    void cellsAreMeansOverTheirArea()
    {
        // 18 × 8: a cell is two pixels; black and white side by side is as light as the grey of two times 127.5.
        QImage image(18, 8, QImage::Format_RGB32);
        image.fill(QColor(128, 128, 128));
        image.setPixelColor(0, 0, Qt::black);
        image.setPixelColor(1, 0, Qt::white); // 127.5 < 128: bit 0
        image.setPixelColor(16, 3, Qt::white);
        image.setPixelColor(17, 3, QColor(0, 0, 2)); // just under 128: no bit
        QCOMPARE(differenceHash(image), quint64{1});
    }

    void clearPixelsAreWhite()
    {
        QImage image(9, 8, QImage::Format_ARGB32);
        image.fill(QColor(0, 0, 0, 255));
        for (int y = 0; y < 8; ++y)
            image.setPixelColor(8, y, QColor(0, 0, 0, 0));
        QCOMPARE(differenceHash(image), quint64{0x8080808080808080});
    }

    void emptyAndFlatPicturesHaveNone()
    {
        QCOMPARE(differenceHash(QImage()), quint64{0});
        QImage flat(50, 30, QImage::Format_RGB32);
        flat.fill(Qt::red);
        QCOMPARE(differenceHash(flat), quint64{0});
        QImage one(1, 1, QImage::Format_RGB32);
        one.fill(Qt::blue);
        QCOMPARE(differenceHash(one), quint64{0});
    }

    void scaledAndCompressedCopiesAreNear_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed)
            QTest::addRow("%d", seed) << seed;
    }

    void scaledAndCompressedCopiesAreNear()
    {
        QFETCH(int, seed);
        const QImage image = fixtures::pattern(seed, 400, 300);
        const quint64 hash = differenceHash(image);
        for (const QSize size : {QSize(200, 150), QSize(133, 100), QSize(800, 600), QSize(37, 29)}) {
            const QImage scaled = image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
            QVERIFY2(hashDistance(hash, differenceHash(scaled)) <= 6, qPrintable(QString::number(size.width())));
        }
        QByteArray jpeg;
        QBuffer buffer(&jpeg);
        buffer.open(QIODevice::WriteOnly);
        QVERIFY(image.save(&buffer, "JPEG", 40));
        QVERIFY(hashDistance(hash, differenceHash(QImage::fromData(jpeg))) <= 6);
    }

    void othersAreFar()
    {
        std::vector<quint64> hashes;
        for (int seed = 1; seed <= 40; ++seed)
            hashes.push_back(differenceHash(fixtures::pattern(seed, 200, 150)));
        double sum = 0;
        int pairs = 0;
        for (std::size_t a = 0; a < hashes.size(); ++a) {
            for (std::size_t b = a + 1; b < hashes.size(); ++b) {
                const int distance = hashDistance(hashes[a], hashes[b]);
                QVERIFY2(distance > 10, qPrintable(QStringLiteral("%1 and %2: %3").arg(a + 1).arg(b + 1).arg(distance)));
                sum += distance;
                ++pairs;
            }
        }
        QVERIFY2(sum / pairs > 26 && sum / pairs < 38, qPrintable(QString::number(sum / pairs)));
    }

    void distanceCountsBits()
    {
        QCOMPARE(hashDistance(0, 0), 0);
        QCOMPARE(hashDistance(0b1011, 0b0110), 3);
        QCOMPARE(hashDistance(0, ~quint64{0}), 64);
    }
};

CALOTYPE_GUILESS_TEST(DifferenceHashTest)
#include "DifferenceHashTest.moc"
