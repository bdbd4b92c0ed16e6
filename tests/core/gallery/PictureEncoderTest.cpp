#include "core/formats/JpegMetadata.h"
#include "core/formats/PngText.h"
#include "core/formats/RequestJson.h"
#include "core/formats/WebpMetadata.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/PictureEncoder.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PictureRecord.h"
#include "tests/support/TestMain.h"

#include <QImage>
#include <QImageReader>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace calotype;
using namespace calotype::gallery;

namespace {

using Bytes = std::vector<std::uint8_t>;

// Smooth, so that a lossy format changes it little.
Image testImage(int channels = 3)
{
    Image image(40, 24, channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] = static_cast<std::uint8_t>(c == 3 ? 255 : 60 + 2 * x + 3 * y + 10 * c);
        }
    }
    return image;
}

PictureOrigin testOrigin()
{
    PictureOrigin origin;
    origin.request.prompt = "一只橘猫 🤖 <b>\"quoted\" & 'more'</b>,\nsecond line \\ café";
    origin.request.negativePrompt = "blurry, ]]>";
    origin.request.seeds = {7};
    origin.seed = 7;
    origin.modelHash = "6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa";
    origin.run.modelName = "v1-5-pruned-emaonly";
    origin.run.sampler = "dpmpp_2m";
    origin.run.schedule = "karras";
    origin.run.width = 40;
    origin.run.height = 24;
    origin.run.timesteps = {999, 500.5};
    origin.run.sigmas = {14.5, 1.25, 0};
    return origin;
}

std::span<const std::byte> asBytes(const Bytes &bytes)
{
    return std::as_bytes(std::span(bytes));
}

QByteArray asArray(const Bytes &bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

Bytes encoded(PictureFormat format, const PictureOrigin &origin = testOrigin())
{
    auto bytes = encodePicture(testImage(), format, origin);
    if (!bytes)
        qFatal("%s", bytes.error().message.c_str());
    return bytes.value();
}

std::string textAt(const Bytes &bytes, const char *key)
{
    const auto info = formats::readPictureInfo(asBytes(bytes));
    const auto text = info.raw.find(key);
    return text == info.raw.end() ? std::string() : text->second;
}

const char *parametersKey(PictureFormat format)
{
    return format == PictureFormat::Png ? "parameters" : "EXIF UserComment";
}

const char *xmpKey(PictureFormat format)
{
    return format == PictureFormat::Png ? "XML:com.adobe.xmp" : "XMP";
}

void addFormats()
{
    QTest::addColumn<PictureFormat>("format");
    QTest::addColumn<QByteArray>("qtFormat");
    QTest::newRow("png") << PictureFormat::Png << QByteArray("png");
    QTest::newRow("jpeg") << PictureFormat::Jpeg << QByteArray("jpeg");
    QTest::newRow("webp") << PictureFormat::Webp << QByteArray("webp");
}

} // namespace

Q_DECLARE_METATYPE(calotype::gallery::PictureFormat)

class PictureEncoderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatIsThatOfTheEnding_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("png") << "a.png" << QByteArray("png");
        QTest::newRow("jpg") << "a.jpg" << QByteArray("jpeg");
        QTest::newRow("jpeg, capitals") << "a.b.JPEG" << QByteArray("jpeg");
        QTest::newRow("webp") << "a.WebP" << QByteArray("webp");
        QTest::newRow("none") << "jpg/picture" << QByteArray("png");
        QTest::newRow("other") << "a.bmp" << QByteArray("png");
    }

    void formatIsThatOfTheEnding()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, format);
        const QTemporaryDir dir;
        QVERIFY(savePicture(dir.filePath(path), testImage(), testOrigin()).ok());
        QImageReader reader(dir.filePath(path));
        reader.setDecideFormatFromContent(true);
        QCOMPARE(reader.format(), format);
    }

    void pixelsComeBack_data() { addFormats(); }
    void pixelsComeBack()
    {
        QFETCH(PictureFormat, format);
        QFETCH(QByteArray, qtFormat);
        QImage image;
        QVERIFY(image.loadFromData(asArray(encoded(format)), qtFormat.constData()));
        image.convertTo(QImage::Format_RGB888);
        const Image expected = testImage();
        QCOMPARE(image.size(), QSize(expected.width, expected.height));
        int most = 0;
        for (int y = 0; y < expected.height; ++y) {
            for (std::size_t i = 0; i < expected.bytesPerRow(); ++i)
                most = std::max(most, std::abs(int{image.constScanLine(y)[i]} - int{expected.row(y)[i]}));
        }
        QVERIFY2(most <= (format == PictureFormat::Png ? 0 : 12), qPrintable(QString::number(most)));
    }

    void textsComeBack_data() { addFormats(); }
    void textsComeBack()
    {
        QFETCH(PictureFormat, format);
        const Bytes bytes = encoded(format);
        const auto info = formats::readPictureInfo(asBytes(bytes));
        QCOMPARE(info.source, std::string("Calotype"));
        QCOMPARE(textAt(bytes, parametersKey(format)), parametersText(testOrigin()));
        QVERIFY(parametersText(testOrigin()).find("Model hash: 6ce0161689, Model: v1-5-pruned-emaonly") != std::string::npos);
        const PictureOrigin read = originFrom(recordAmong(info.raw));
        QCOMPARE(read.request.prompt, testOrigin().request.prompt);
        QCOMPARE(read.request.negativePrompt, testOrigin().request.negativePrompt);
        QCOMPARE(read.run.sigmas, testOrigin().run.sigmas);
        QCOMPARE(read.pixelHash, formats::pixelHash(testImage()));
    }

    void sourceTypeSaysWhetherAPictureWasEdited_data() { addFormats(); }
    void sourceTypeSaysWhetherAPictureWasEdited()
    {
        QFETCH(PictureFormat, format);
        const std::string base = "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/";
        QVERIFY(textAt(encoded(format), xmpKey(format)).find(base + "trainedAlgorithmicMedia<") != std::string::npos);
        PictureOrigin edit = testOrigin();
        edit.request.initImage = std::make_shared<Image>(testImage());
        QVERIFY(textAt(encoded(format, edit), xmpKey(format)).find(base + "compositeWithTrainedAlgorithmicMedia<") != std::string::npos);
    }

    void commentIsUtf16InBigEndianTiff()
    {
        const QByteArray bytes = asArray(encoded(PictureFormat::Jpeg));
        const QByteArray head("Exif\0\0MM\0\x2a\0\0\0\x08", 14);
        QCOMPARE(bytes.indexOf(head), 24); // after the start and JFIF's 18 bytes, in the first APP1
        const QString text = QString::fromStdString(parametersText(testOrigin()));
        QByteArray utf16;
        for (const QChar c : text) {
            utf16 += static_cast<char>(c.unicode() >> 8);
            utf16 += static_cast<char>(c.unicode() & 0xff);
        }
        QVERIFY(bytes.contains(QByteArray("UNICODE\0", 8) + utf16));
    }

    void xmpOfAPngIsInternationalText()
    {
        QVERIFY(asArray(encoded(PictureFormat::Png)).contains(QByteArray("iTXtXML:com.adobe.xmp\0\0\0\0\0<?xpacket", 35)));
    }

    void textsTooLongForAJpegAreRefused()
    {
        PictureOrigin origin = testOrigin();
        origin.request.prompt = std::string(70000, 'x');
        const auto bytes = encodePicture(testImage(), PictureFormat::Jpeg, origin);
        QVERIFY(!bytes.ok());
        QCOMPARE(bytes.error().code, ErrorCode::Unsupported);
        QCOMPARE(originFrom(recordAmong(formats::readPictureInfo(asBytes(encoded(PictureFormat::Webp, origin))).raw)).request.prompt,
                 origin.request.prompt);
    }

    void greyAndTransparentPicturesAreWritten_data()
    {
        QTest::addColumn<PictureFormat>("format");
        QTest::addColumn<int>("channels");
        for (const int channels : {1, 4}) {
            QTest::addRow("png %d", channels) << PictureFormat::Png << channels;
            QTest::addRow("jpeg %d", channels) << PictureFormat::Jpeg << channels;
            QTest::addRow("webp %d", channels) << PictureFormat::Webp << channels;
        }
    }

    void greyAndTransparentPicturesAreWritten()
    {
        QFETCH(PictureFormat, format);
        QFETCH(int, channels);
        const auto bytes = encodePicture(testImage(channels), format, testOrigin());
        QVERIFY(bytes.ok());
        QImage image;
        QVERIFY(image.loadFromData(asArray(bytes.value())));
        const QColor pixel = image.pixelColor(10, 5);
        QVERIFY(std::abs(pixel.red() - testImage(channels).row(5)[10 * channels]) <= 12);
        QCOMPARE(textAt(bytes.value(), parametersKey(format)), parametersText(testOrigin()));
    }

    void newTextsReplaceTheOldAndUnknownPartsAreKept_data() { addFormats(); }
    void newTextsReplaceTheOldAndUnknownPartsAreKept()
    {
        QFETCH(PictureFormat, format);
        const Bytes exif{'M', 'M'};
        Bytes bytes = encoded(format);
        QByteArray unknown;
        if (format == PictureFormat::Png) {
            bytes = formats::withPngText(bytes, {{"Comment", "kept"}});
            bytes = formats::withPngText(bytes, {{"parameters", "new"}, {"XML:com.adobe.xmp", "<new/>"}});
            unknown = "tEXtComment";
        } else if (format == PictureFormat::Jpeg) {
            const std::string comment("\xFF\xFE\0\x06kept", 8);
            bytes.insert(bytes.begin() + 20, comment.begin(), comment.end());
            bytes = formats::withJpegMetadata(bytes, exif, "<new/>");
            unknown = "kept";
        } else {
            const std::string chunk("unkn\x03\0\0\0abc\0", 12);
            bytes.insert(bytes.end(), chunk.begin(), chunk.end());
            bytes = formats::withWebpMetadata(bytes, exif, "<new/>");
            unknown = QByteArray("unkn\x03\0\0\0abc\0", 12);
        }
        const QByteArray array = asArray(bytes);
        QVERIFY(array.contains(unknown));
        QVERIFY(array.contains("<new/>"));
        QVERIFY(!array.contains("trainedAlgorithmicMedia"));
        QVERIFY(!array.contains("UNICODE"));
        QImage image;
        QVERIFY(image.loadFromData(array));
        QCOMPARE(image.size(), QSize(40, 24));
    }

    void webpIsAWholeRiffFile()
    {
        const Bytes bytes = encoded(PictureFormat::Webp);
        const auto number = [&bytes](std::size_t at, int count) {
            std::uint32_t value = 0;
            for (int i = count; i-- > 0;)
                value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
            return value;
        };
        QCOMPARE(number(4, 4), static_cast<std::uint32_t>(bytes.size() - 8));
        QCOMPARE(bytes.size() % 2, std::size_t{0});
        QCOMPARE(asArray(bytes).mid(12, 4), QByteArray("VP8X"));
        QCOMPARE(number(20, 1) & 0x0cU, 0x0cU); // EXIF and XMP are there
        QCOMPARE(number(24, 3), 39U);
        QCOMPARE(number(27, 3), 23U);
    }

    void brokenFilesAreRefused_data() { addFormats(); }
    void brokenFilesAreRefused()
    {
        QFETCH(PictureFormat, format);
        if (format == PictureFormat::Png)
            return; // PngTextTest has it
        const auto rewrite = [format](std::span<const std::uint8_t> bytes) {
            return format == PictureFormat::Jpeg ? formats::withJpegMetadata(bytes, {}, "x") : formats::withWebpMetadata(bytes, {}, "x");
        };
        const QByteArray plain = encodePixels(testImage(), format).value();
        const std::span<const std::uint8_t> whole(reinterpret_cast<const std::uint8_t *>(plain.constData()), static_cast<std::size_t>(plain.size()));
        for (std::size_t size = 0; size < 30; ++size)
            QVERIFY_EXCEPTION_THROWN((void)rewrite(whole.first(size)), Failure);
        QVERIFY(!rewrite(whole).empty());
    }
};

CALOTYPE_GUILESS_TEST(PictureEncoderTest)
#include "PictureEncoderTest.moc"
