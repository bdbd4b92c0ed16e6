#include "core/base/Resample.h"
#include "tests/support/TestMain.h"

#include <QtTest>

#include <vector>

using calotype::Image;

namespace {

/// A picture without symmetry: (37 x + 59 y + 101 c + 13 x y) mod 256.
Image pattern(int width, int height, int channels)
{
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] = static_cast<std::uint8_t>(x * 37 + y * 59 + c * 101 + x * y * 13);
    return image;
}

Image constant(int width, int height, int channels, int value)
{
    Image image(width, height, channels);
    std::fill(image.pixels.begin(), image.pixels.end(), static_cast<std::uint8_t>(value));
    return image;
}

QList<int> bytes(const Image &image)
{
    return QList<int>(image.pixels.begin(), image.pixels.end());
}

} // namespace

/// The rows of numbers were made by Pillow 9.4.0 from pattern(), with resize((w, h), LANCZOS) and its box=.
class ResampleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resizingEqualsPillow_data();
    void resizingEqualsPillow();
    void croppingEqualsPillowWithABox_data();
    void croppingEqualsPillowWithABox();
    void ownSizeKeepsEveryByte();
    void constantStaysConstant_data();
    void constantStaysConstant();
    void halvingTwoPixelsIsTheirMean();
    void clearPixelsDoNotBleed();
    void cropKeepsTheMiddle();
    void extremeShapesStayWithinTheirMemory();
    void emptyStaysEmpty();
    void greyIsSpreadOverThreeChannels();
    void transparencyBecomesWhite();
    void greyEqualsPillow();
};

void ResampleTest::resizingEqualsPillow_data()
{
    QTest::addColumn<int>("sourceWidth");
    QTest::addColumn<int>("sourceHeight");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<QList<int>>("expected");

    QTest::newRow("grey, smaller") << 7 << 5 << 1 << 3 << 4
                                   << QList<int>{35, 117, 158, 138, 130, 101, 188, 138, 157, 157, 170, 82};
    QTest::newRow("grey, larger") << 2 << 2 << 1 << 4 << 3
                                  << QList<int>{0, 1, 19, 34, 25, 40, 63, 81, 56, 79, 106, 127};
    QTest::newRow("grey, much smaller") << 31 << 17 << 1 << 4 << 3
                                        << QList<int>{129, 128, 131, 123, 126, 120, 116, 126, 129, 113, 128, 129};
    QTest::newRow("colour, smaller") << 7 << 5 << 3 << 3 << 2
                                     << QList<int>{96, 131, 109, 122, 134, 134, 138, 124, 153,
                                                   177, 96, 109, 153, 129, 130, 114, 119, 149};
    QTest::newRow("colour, larger, clipped at both ends")
        << 3 << 2 << 3 << 5 << 3
        << QList<int>{0,  92,  215, 0,   98,  255, 28,  129, 255, 56, 178, 96, 66,  200, 0,  28, 123, 96,  39, 154, 127, 73, 174,
                      147, 107, 122, 95, 120, 89,  55,  62,  154, 0,  78,  209, 0, 118, 219, 32, 158, 66, 94,  174, 0,  123};
    QTest::newRow("one pixel grows") << 1 << 1 << 3 << 2 << 2
                                     << QList<int>{0, 101, 202, 0, 101, 202, 0, 101, 202, 0, 101, 202};
    QTest::newRow("shrinks to one pixel") << 5 << 7 << 3 << 1 << 1 << QList<int>{137, 128, 120};
    QTest::newRow("columns kept") << 7 << 5 << 3 << 7 << 2
                                  << QList<int>{47,  153, 84,  110, 136, 147, 147, 93,  93,  129, 140, 141, 87,  178,
                                                138, 124, 85,  186, 187, 132, 117, 189, 94,  119, 177, 107, 107, 150,
                                                85,  96,  163, 164, 175, 141, 137, 97,  114, 75,  176, 102, 154, 139};
    QTest::newRow("rows kept") << 7 << 5 << 3 << 2 << 5
                               << QList<int>{49,  165, 132, 173, 137, 104, 123, 107, 83,  86,  122, 178, 153, 122, 145,
                                             159, 110, 151, 174, 121, 116, 124, 170, 147, 168, 95,  102, 117, 89,  124};
    QTest::newRow("with alpha") << 7 << 5 << 4 << 3 << 2
                                << QList<int>{111, 121, 93, 128, 119, 150, 108, 117, 135, 127, 131, 126,
                                              156, 79, 95, 134, 132, 143, 106, 110, 122, 113, 124, 121};
}

void ResampleTest::resizingEqualsPillow()
{
    QFETCH(int, sourceWidth);
    QFETCH(int, sourceHeight);
    QFETCH(int, channels);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(QList<int>, expected);

    const Image out = calotype::resized(pattern(sourceWidth, sourceHeight, channels), width, height);
    QCOMPARE(out.width, width);
    QCOMPARE(out.height, height);
    QCOMPARE(out.channels, channels);
    QCOMPARE(bytes(out), expected);
}

void ResampleTest::croppingEqualsPillowWithABox_data()
{
    QTest::addColumn<int>("sourceWidth");
    QTest::addColumn<int>("sourceHeight");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<QList<int>>("expected");

    QTest::newRow("sides cut") << 7 << 5 << 3 << 4 << 4
                               << QList<int>{43,  157, 164, 112, 146, 21,  129, 210, 109, 139, 98,  164, 144, 118, 70,  208,
                                             18,  199, 56,  132, 173, 89,  116, 174, 224, 63,  160, 101, 207, 114, 161, 179,
                                             140, 138, 94,  170, 108, 130, 57,  182, 64,  115, 177, 154, 105, 107, 75,  130};
    QTest::newRow("top and bottom cut, within a pixel")
        << 5 << 8 << 3 << 6 << 3
        << QList<int>{142, 83,  100, 244, 51,  198, 197, 115, 128, 75,  240, 73,  124, 218, 146, 229, 99,  145,
                      237, 17,  147, 192, 112, 128, 82,  109, 38,  143, 114, 69,  227, 163, 147, 140, 122, 101,
                      186, 96,  235, 74,  210, 48,  139, 81,  73,  240, 9,   197, 168, 139, 117, 102, 144, 22};
    QTest::newRow("a third of a pixel cut") << 9 << 4 << 1 << 2 << 3 << QList<int>{133, 124, 90, 82, 152, 141};
}

void ResampleTest::croppingEqualsPillowWithABox()
{
    QFETCH(int, sourceWidth);
    QFETCH(int, sourceHeight);
    QFETCH(int, channels);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(QList<int>, expected);

    const Image out = calotype::centreCropped(pattern(sourceWidth, sourceHeight, channels), width, height);
    QCOMPARE(out.width, width);
    QCOMPARE(out.height, height);
    QCOMPARE(bytes(out), expected);
}

void ResampleTest::ownSizeKeepsEveryByte()
{
    for (const int channels : {1, 3, 4}) {
        const Image source = pattern(7, 5, channels);
        QVERIFY(calotype::resized(source, 7, 5) == source);
        QVERIFY(calotype::centreCropped(source, 7, 5) == source);
    }
}

void ResampleTest::constantStaysConstant_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("smaller") << 3 << 5;
    QTest::newRow("larger") << 29 << 31;
    QTest::newRow("wider and lower") << 40 << 2;
    QTest::newRow("one pixel") << 1 << 1;
}

void ResampleTest::constantStaysConstant()
{
    QFETCH(int, width);
    QFETCH(int, height);
    for (const int value : {0, 1, 127, 254, 255}) {
        const Image expected = constant(width, height, 3, value);
        QVERIFY(calotype::resized(constant(13, 11, 3, value), width, height) == expected);
        QVERIFY(calotype::centreCropped(constant(13, 11, 3, value), width, height) == expected);
    }
}

void ResampleTest::halvingTwoPixelsIsTheirMean()
{
    // Both lie half a (reduced) pixel from the centre, so they weigh the same; 0.5 is rounded up.
    Image source(2, 1, 1);
    source.pixels = {10, 21};
    QCOMPARE(bytes(calotype::resized(source, 1, 1)), (QList<int>{16}));
}

void ResampleTest::clearPixelsDoNotBleed()
{
    Image source(8, 1, 4);
    for (int x = 0; x < 8; ++x) {
        std::uint8_t *const p = source.row(0) + x * 4;
        p[0] = x < 4 ? 200 : 0; // red where it is seen, black where it is clear
        p[3] = x < 4 ? 255 : 0;
    }
    const Image out = calotype::resized(source, 2, 1);
    QVERIFY(out.pixels[3] > 200);
    QVERIFY2(out.pixels[0] >= 198, "red was darkened by pixels that are not seen");
}

void ResampleTest::cropKeepsTheMiddle()
{
    // Thirds of red, green and blue: a square from the middle is green.
    Image source(96, 32, 3);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 96; ++x)
            source.row(y)[x * 3 + x / 32] = 255;
    const Image out = calotype::centreCropped(source, 32, 32);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x)
            QCOMPARE(static_cast<int>(out.row(y)[x * 3 + 1]), 255);
}

void ResampleTest::extremeShapesStayWithinTheirMemory()
{
    // Scaled until it covers, this would be 4096 × 16777216 pixels before the crop.
    const Image out = calotype::centreCropped(constant(1, 4096, 3, 90), 4096, 8);
    QCOMPARE(out.width, 4096);
    QCOMPARE(out.height, 8);
    QVERIFY(out == constant(4096, 8, 3, 90));
}

void ResampleTest::emptyStaysEmpty()
{
    QVERIFY(calotype::resized(Image(), 8, 8).isEmpty());
    QVERIFY(calotype::resized(pattern(3, 3, 3), 0, 8).isEmpty());
    QVERIFY(calotype::centreCropped(Image(), 8, 8).isEmpty());
    QVERIFY(calotype::toRgb(Image()).isEmpty());
    QVERIFY(calotype::toGrey(Image()).isEmpty());
}

void ResampleTest::greyIsSpreadOverThreeChannels()
{
    Image source(2, 1, 1);
    source.pixels = {7, 250};
    const Image out = calotype::toRgb(source);
    QCOMPARE(out.channels, 3);
    QCOMPARE(bytes(out), (QList<int>{7, 7, 7, 250, 250, 250}));
}

void ResampleTest::transparencyBecomesWhite()
{
    Image source(3, 1, 4);
    source.pixels = {10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 51};
    // 51 / 255 is a fifth: a fifth of the colour and four fifths of white.
    QCOMPARE(bytes(calotype::toRgb(source)), (QList<int>{10, 20, 30, 255, 255, 255, 204, 224, 244}));
    QVERIFY(calotype::toRgb(pattern(4, 3, 3)) == pattern(4, 3, 3));
}

void ResampleTest::greyEqualsPillow()
{
    QCOMPARE(bytes(calotype::toGrey(pattern(3, 2, 3))), (QList<int>{82, 119, 127, 112, 162, 62}));
    QCOMPARE(bytes(calotype::toGrey(pattern(2, 2, 4))), (QList<int>{82, 119, 112, 162}));
    QVERIFY(calotype::toGrey(pattern(4, 3, 1)) == pattern(4, 3, 1));
}

CALOTYPE_GUILESS_TEST(ResampleTest)
#include "ResampleTest.moc"
