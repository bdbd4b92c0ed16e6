#include "core/engine/Inpainting.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <algorithm>

using namespace calotype;

Q_DECLARE_METATYPE(PixelRect)

namespace {

Image flat(int width, int height, int channels, int value)
{
    Image image(width, height, channels);
    std::fill(image.pixels.begin(), image.pixels.end(), static_cast<std::uint8_t>(value));
    return image;
}

Image pattern(int width, int height)
{
    Image image(width, height);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(i * 7 + i / 13);
    return image;
}

QString words(const PixelRect &r)
{
    return QStringLiteral("%1 %2 %3 %4").arg(r.x).arg(r.y).arg(r.width).arg(r.height);
}

} // namespace

class InpaintingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxHoldsEveryPixelThatIsNotBlack()
    {
        Image mask(20, 10, 1);
        QVERIFY(!maskedBox(mask));
        mask.row(3)[5] = 1;
        QCOMPARE(words(*maskedBox(mask)), QStringLiteral("5 3 1 1"));
        mask.row(8)[2] = 255;
        mask.row(9)[19] = 7;
        QCOMPARE(words(*maskedBox(mask)), QStringLiteral("2 3 18 7"));
    }

    void softAndHardMasksAreToldApart()
    {
        Image mask(4, 4, 1);
        QVERIFY(!isSoft(mask) && !marksAnything(mask));
        mask.pixels[3] = 255;
        QVERIFY(!isSoft(mask) && marksAnything(mask));
        mask.pixels[4] = 127;
        QVERIFY(isSoft(mask));
        mask.pixels[3] = 0;
        QVERIFY(!marksAnything(mask));
        mask.pixels[4] = 128;
        QVERIFY(marksAnything(mask));
    }

    void scaledMaskSaysYesOrNoUnlessItWasSoft_data()
    {
        QTest::addColumn<int>("side");
        for (const int side : {2, 4, 6, 10, 64})
            QTest::addRow("%d", side) << side;
    }

    void scaledMaskSaysYesOrNoUnlessItWasSoft()
    {
        QFETCH(int, side);
        const PicturePart all{0, 0, 4, 4};
        Image mask(4, 4, 1);
        for (int y = 0; y < 4; ++y)
            std::fill_n(mask.row(y) + 2, 2, std::uint8_t{255});
        Image wanted(side, side, 1); // white from the middle on
        for (int y = 0; y < side; ++y)
            std::fill_n(wanted.row(y) + side / 2, side - side / 2, std::uint8_t{255});
        QVERIFY(maskPart(mask, all, side, side, isSoft(mask)) == wanted);
        mask.pixels[0] = 77;
        QVERIFY(isSoft(maskPart(mask, all, side, side, isSoft(mask))));
    }

    void regionHasPaddingAndTheShapeOfTheCanvas_data()
    {
        QTest::addColumn<PixelRect>("masked");
        QTest::addColumn<int>("padding");
        QTest::addColumn<QSize>("canvas");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("place");
        // The picture is 1000 × 600.
        QTest::newRow("square in the middle") << PixelRect{400, 200, 100, 100} << 32 << QSize(512, 512) << "368 168 164 164" << "0 0 512 512";
        QTest::newRow("widened across") << PixelRect{400, 200, 50, 100} << 0 << QSize(512, 512) << "375 200 100 100" << "0 0 512 512";
        QTest::newRow("widened down, odd") << PixelRect{400, 200, 101, 50} << 0 << QSize(512, 512) << "400 175 101 101" << "0 0 512 512";
        QTest::newRow("shape of the canvas") << PixelRect{400, 200, 100, 100} << 0 << QSize(768, 512) << "375 200 150 100" << "0 0 768 512";
        QTest::newRow("at the left edge") << PixelRect{0, 200, 20, 100} << 10 << QSize(512, 512) << "0 190 120 120" << "0 0 512 512";
        QTest::newRow("at the lower right corner") << PixelRect{990, 500, 10, 100} << 0 << QSize(512, 512) << "900 500 100 100" << "0 0 512 512";
        QTest::newRow("too wide for the shape") << PixelRect{0, 0, 1000, 600} << 32 << QSize(512, 512) << "0 0 1000 600" << "0 102 512 307";
        QTest::newRow("too high for the shape") << PixelRect{400, 0, 20, 600} << 0 << QSize(1024, 512) << "0 0 1000 600" << "85 0 853 512";
    }

    void regionHasPaddingAndTheShapeOfTheCanvas()
    {
        QFETCH(PixelRect, masked);
        QFETCH(int, padding);
        QFETCH(QSize, canvas);
        const MaskedRegion region = maskedRegion(masked, padding, 1000, 600, canvas.width(), canvas.height());
        QTEST(words(region.source), "source");
        QTEST(words(region.canvas), "place");
    }

    void regionComesBackWhereItWas()
    {
        const Image picture = pattern(90, 70);
        Image mask(90, 70, 1);
        for (int y = 20; y < 40; ++y)
            std::fill_n(mask.row(y) + 30, 20, std::uint8_t{255});
        const MaskedRegion region = maskedRegion(*maskedBox(mask), 6, 90, 70, 64, 64);
        QCOMPARE(words(region.source), QStringLiteral("24 14 32 32"));
        const Image canvas = regionPicture(picture, region, 64, 64);
        QCOMPARE(canvas.width, 64);
        QCOMPARE(canvas.height, 64);
        const Image scaled = regionMask(mask, region, 64, 64);
        QCOMPARE(static_cast<int>(scaled.row(32)[32]), 255);
        QCOMPARE(static_cast<int>(scaled.row(4)[4]), 0);

        const Image out = withRegion(picture, flat(64, 64, 3, 200), region, mask);
        for (int y = 0; y < 70; ++y) {
            for (int x = 0; x < 90 * 3; ++x) {
                const bool inside = mask.row(y)[x / 3] == 255;
                QCOMPARE(static_cast<int>(out.row(y)[x]), inside ? 200 : static_cast<int>(picture.row(y)[x]));
            }
        }
    }

    void thinMaskReachesTheLatents_data()
    {
        QTest::addColumn<PixelRect>("source");
        QTest::addColumn<PixelRect>("place");
        QTest::addColumn<QPoint>("marked");
        QTest::addColumn<QString>("cells"); // that are masked
        QTest::newRow("reduced to a sixteenth") << PixelRect{0, 0, 1024, 1024} << PixelRect{0, 0, 64, 64} << QPoint(500, 130) << "24 8 8 8";
        QTest::newRow("of their own size") << PixelRect{10, 10, 64, 64} << PixelRect{0, 0, 64, 64} << QPoint(10 + 15, 10 + 16) << "8 16 8 8";
        QTest::newRow("enlarged") << PixelRect{0, 0, 4, 4} << PixelRect{0, 0, 64, 64} << QPoint(3, 0) << "48 0 16 16";
        QTest::newRow("over two cells") << PixelRect{0, 0, 6, 6} << PixelRect{0, 0, 64, 64} << QPoint(2, 5) << "16 48 16 16";
        QTest::newRow("beside the region's edge") << PixelRect{0, 0, 1000, 600} << PixelRect{0, 13, 64, 38} << QPoint(999, 599) << "56 48 8 8";
    }

    void thinMaskReachesTheLatents()
    {
        QFETCH(PixelRect, source);
        QFETCH(PixelRect, place);
        QFETCH(QPoint, marked);
        Image mask(source.right(), source.bottom(), 1);
        mask.row(marked.y())[marked.x()] = 128;
        const Image scaled = regionMask(mask, {source, place}, 64, 64);
        const PixelRect box = maskedBox(scaled).value_or(PixelRect{});
        QTEST(words(box), "cells");
        QCOMPARE(std::count(scaled.pixels.begin(), scaled.pixels.end(), 255), std::ptrdiff_t{box.width} * box.height);
        mask.row(marked.y())[marked.x()] = 127; // not to be painted anew
        QVERIFY(!maskedBox(regionMask(mask, {source, place}, 64, 64)));
    }

    void greyValuesBlend()
    {
        Image mask(4, 1, 1);
        mask.pixels = {0, 51, 128, 255};
        const MaskedRegion all{{0, 0, 4, 1}, {0, 0, 4, 1}};
        const Image out = withRegion(flat(4, 1, 3, 10), flat(4, 1, 3, 210), all, mask);
        // 10 + 200 m/255, rounded
        const std::vector<std::uint8_t> expected{10, 10, 10, 50, 50, 50, 110, 110, 110, 210, 210, 210};
        QVERIFY(out.pixels == expected);
    }

    void edgesGoOnAroundAPlacedPart()
    {
        Image part(2, 2, 1);
        part.pixels = {10, 200, 10, 200};
        const Image canvas = extended(part, {10, 10, 2, 2}, 32, 32);
        QCOMPARE(static_cast<int>(canvas.row(10)[10]), 10);
        QCOMPARE(static_cast<int>(canvas.row(11)[11]), 200);
        // Far off on either side there is but that side's colour to blur.
        QCOMPARE(static_cast<int>(canvas.row(0)[0]), 10);
        QCOMPARE(static_cast<int>(canvas.row(31)[31]), 200);
        // The part alone, where it is all.
        QVERIFY(extended(part, {0, 0, 2, 2}, 2, 2) == part);
    }
};

CALOTYPE_GUILESS_TEST(InpaintingTest)
#include "InpaintingTest.moc"
