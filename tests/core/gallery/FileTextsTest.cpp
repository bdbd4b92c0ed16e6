#include "core/gallery/FileTexts.h"
#include "core/formats/JpegMetadata.h"
#include "core/formats/PngText.h"
#include "core/formats/RequestJson.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PictureRecord.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using formats::PictureInfo;

namespace {

const QString kGolden = QStringLiteral(CALOTYPE_TEST_DATA "/metadata/");
constexpr const char *kCutRecord = "{\"version\":3,\"request\":{\"pro";

Image testImage()
{
    Image image(40, 24);
    for (int y = 0; y < image.height; ++y) {
        for (std::size_t i = 0; i < image.bytesPerRow(); ++i)
            image.row(y)[i] = static_cast<std::uint8_t>(60 + i + 3 * static_cast<std::size_t>(y));
    }
    return image;
}

PictureOrigin testOrigin()
{
    PictureOrigin origin;
    origin.request.prompt = "一只橘猫 🤖 <b>\"quoted\" & 'more'</b>,\nsecond line \\ café";
    origin.request.negativePrompt = "blurry, ]]>";
    origin.request.steps = 12;
    origin.request.seeds = {7};
    origin.seed = 7;
    origin.run.modelName = "some model, v2";
    origin.run.sampler = "dpmpp_2m";
    origin.run.schedule = "karras";
    origin.run.width = 40;
    origin.run.height = 24;
    origin.run.sigmas = {14.5, 1.25, 0};
    return origin;
}

std::vector<std::uint8_t> contents(const QString &path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return {bytes.begin(), bytes.end()};
}

std::optional<Image> decoded(std::span<const std::byte> bytes)
{
    const QImage image = QImage::fromData(reinterpret_cast<const uchar *>(bytes.data()), static_cast<int>(bytes.size()))
                             .convertToFormat(QImage::Format_RGBA8888);
    if (image.isNull())
        return std::nullopt;
    Image pixels(image.width(), image.height(), 4);
    for (int y = 0; y < image.height(); ++y)
        std::copy_n(image.constScanLine(y), pixels.bytesPerRow(), pixels.row(y));
    return pixels;
}

PictureInfo infoOf(const QString &path)
{
    return formats::readPictureInfo(path.toStdString(), decoded);
}

std::string textAt(const PictureInfo &info, const char *key)
{
    const auto text = info.raw.find(key);
    return text == info.raw.end() ? std::string() : text->second;
}

std::string parametersIn(const PictureInfo &info)
{
    const std::string text = textAt(info, "parameters");
    return text.empty() ? textAt(info, "EXIF UserComment") : text;
}

std::string packetIn(const PictureInfo &info)
{
    const std::string text = textAt(info, "XML:com.adobe.xmp");
    return text.empty() ? textAt(info, "XMP") : text;
}

/// "seed: 7" and so on, a line each.
QString fieldsOf(const PictureInfo &info)
{
    QStringList fields;
    for (const auto &field : info.fields)
        fields << QString::fromStdString(field.name + ": " + field.value.dump());
    fields.sort();
    return fields.join(u'\n');
}

bool save(const QString &path, const std::vector<std::uint8_t> &bytes)
{
    return writeAtomically(path, bytes).ok();
}

/// A picture with these texts in its chunks.
bool savePng(const QString &path, const std::vector<formats::PngTextChunk> &chunks)
{
    if (!savePixels(path, testImage(), 95))
        return false;
    return save(path, formats::withPngText(contents(path), chunks));
}

bool isLoadable(const QString &path, const char *format)
{
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    return reader.format() == format && reader.read().size() == QSize(40, 24);
}

} // namespace

/// What a file says goes along when its picture is converted.
class FileTextsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownPictureSaysTheSameInAnotherFormat_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("isEdit");
        for (const char *from : {"png", "jpg", "webp"}) {
            for (const char *to : {"png", "jpg", "webp"}) {
                for (const bool isEdit : {false, true})
                    QTest::addRow("%s to %s%s", from, to, isEdit ? ", edit" : "")
                        << "a." + QString(from) << "b." + QString(to) << isEdit;
            }
        }
    }

    void ownPictureSaysTheSameInAnotherFormat()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, isEdit);
        const QTemporaryDir dir;
        PictureOrigin origin = testOrigin();
        if (isEdit)
            origin.request.initImage = std::make_shared<Image>(testImage());
        QVERIFY(savePicture(dir.filePath(from), testImage(), origin));
        const auto carried = convertPicture(dir.filePath(from), dir.filePath(to));
        QVERIFY(carried);
        QCOMPARE(carried.value(), Carried::All);

        const PictureInfo before = infoOf(dir.filePath(from));
        const PictureInfo after = infoOf(dir.filePath(to));
        QCOMPARE(after.source, std::string("Calotype"));
        QCOMPARE(fieldsOf(after), fieldsOf(before));
        QCOMPARE(after.find("prompt")->value.get<std::string>(), testOrigin().request.prompt);
        QVERIFY(after.find("seed")->value == 7 && after.find("steps")->value == 12);
        QCOMPARE(parametersIn(after), parametersText(origin));
        // Word for word, with the hash of the pixels that were made; as savePicture() has it in a lossy format too.
        QCOMPARE(recordAmong(after.raw), recordAmong(before.raw));
        QCOMPARE(originFrom(recordAmong(after.raw)).pixelHash, formats::pixelHash(testImage()));
        // It stands where savePicture() puts it, and nowhere else.
        QVERIFY(savePicture(dir.filePath("saved." + QFileInfo(to).suffix()), testImage(), origin));
        QCOMPARE(packetIn(after), packetIn(infoOf(dir.filePath("saved." + QFileInfo(to).suffix()))));
        QCOMPARE(packetIn(after).find("compositeWithTrainedAlgorithmicMedia") != std::string::npos, isEdit);
    }

    void picturesOfOtherProgramsSayTheSame_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("to");
        const QString ending = QStringLiteral(".expected.json");
        // Qt reads no AVIF. The texts of the others go along too, but are no settings, or are known as such only where
        // they stand in their own program's files.
        const QStringList others{"a1111.avif", "a1111-png-settings-like-prompt.png", "a1111-png-two-pairs.png",
            "a1111-postprocessing.png", "invokeai-legacy-dream.png", "invokeai-legacy-sdmetadata.png", "mochi.jpg",
            "mochi-png.png", "sdcpp-jpg-long.jpg"};
        for (QString name : QDir(kGolden).entryList({"*" + ending}, QDir::Files)) {
            name.chop(ending.size());
            if (others.contains(name))
                continue;
            for (const char *to : {"png", "jpg", "webp"})
                QTest::addRow("%s to %s", qPrintable(name), to) << name << "a." + QString(to);
        }
    }

    void picturesOfOtherProgramsSayTheSame()
    {
        QFETCH(QString, name);
        QFETCH(QString, to);
        const QTemporaryDir dir;
        const auto carried = convertPicture(kGolden + name, dir.filePath(to));
        QVERIFY2(carried, carried ? "" : carried.error().message.c_str());
        const PictureInfo before = infoOf(kGolden + name);
        const PictureInfo after = infoOf(dir.filePath(to));
        QCOMPARE(after.source, before.source);
        QCOMPARE(fieldsOf(after), fieldsOf(before));
        QVERIFY(!QImage(dir.filePath(to)).isNull());
    }

    void graphsAreTextsOfTheirOwnAgain()
    {
        const QTemporaryDir dir;
        const PictureInfo before = infoOf(kGolden + "comfy-basic.png");
        QVERIFY(!textAt(before, "prompt").empty() && !textAt(before, "workflow").empty());
        QVERIFY(convertPicture(kGolden + "comfy-basic.png", dir.filePath("a.webp")));
        QVERIFY(convertPicture(dir.filePath("a.webp"), dir.filePath("a.png")));
        const auto bytes = contents(dir.filePath("a.png"));
        std::map<std::string, std::string> chunks;
        for (const auto &chunk : formats::readPngText(bytes))
            chunks[chunk.keyword] = chunk.text;
        QCOMPARE(chunks.size(), std::size_t{2});
        QCOMPARE(chunks["prompt"], textAt(before, "prompt"));
        QCOMPARE(chunks["workflow"], textAt(before, "workflow"));
    }

    void pictureWithoutSettingsSaysNothing_data()
    {
        QTest::addColumn<QString>("to");
        QTest::newRow("jpeg") << "b.jpg";
        QTest::newRow("webp") << "b.webp";
        QTest::newRow("png") << "b.png";
    }

    void pictureWithoutSettingsSaysNothing()
    {
        QFETCH(QString, to);
        const QTemporaryDir dir;
        QVERIFY(savePixels(dir.filePath("a.png"), testImage(), 95));
        QVERIFY(savePixels(dir.filePath("a.jpg"), testImage(), 95));
        for (const QString &from :
            {dir.filePath("a.png"), dir.filePath("a.jpg"), kGolden + "camera.jpg", kGolden + "other-texts.png"}) {
            const auto carried = convertPicture(from, dir.filePath(to));
            QVERIFY(carried);
            QCOMPARE(carried.value(), Carried::All);
            QVERIFY2(infoOf(dir.filePath(to)).raw.empty(), qPrintable(from));
        }
    }

    void damagedWordsDoNotKeepThePixels_data() { pictureWithoutSettingsSaysNothing_data(); }
    void damagedWordsDoNotKeepThePixels()
    {
        QFETCH(QString, to);
        const QByteArray format = to.endsWith("jpg") ? "jpeg" : to.endsWith("webp") ? "webp" : "png";
        const QTemporaryDir dir;
        // A record that is cut off, beside a text that is whole: both as they are.
        QVERIFY(
            savePng(dir.filePath("a.png"), {{"calotype", kCutRecord}, {"parameters", parametersText(testOrigin())}}));
        QVERIFY(convertPicture(dir.filePath("a.png"), dir.filePath(to)));
        QVERIFY(isLoadable(dir.filePath(to), format));
        const PictureInfo info = infoOf(dir.filePath(to));
        QCOMPARE(recordAmong(info.raw), std::string(kCutRecord));
        QCOMPARE(info.find("prompt")->value.get<std::string>(), testOrigin().request.prompt);
        // A chunk whose checksum does not hold.
        QVERIFY(savePicture(dir.filePath("a.png"), testImage(), testOrigin()));
        auto bytes = contents(dir.filePath("a.png"));
        const std::string_view view(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        const std::size_t at = view.find("calotype");
        QVERIFY(at != std::string_view::npos);
        bytes[at + 20] ^= 1;
        QVERIFY(save(dir.filePath("a.png"), bytes));
        QVERIFY(convertPicture(dir.filePath("a.png"), dir.filePath(to)));
        QVERIFY(isLoadable(dir.filePath(to), format));
        QCOMPARE(recordAmong(infoOf(dir.filePath(to)).raw), std::string());
        QCOMPARE(parametersIn(infoOf(dir.filePath(to))), parametersText(testOrigin()));
    }

    void hostileWordsDoNotKeepThePixels_data() { pictureWithoutSettingsSaysNothing_data(); }
    void hostileWordsDoNotKeepThePixels()
    {
        QFETCH(QString, to);
        const QTemporaryDir dir;
        const QString hostile = kGolden + "hostile/";
        int converted = 0;
        for (const QString &name : QDir(hostile).entryList({"*.png", "*.jpg", "*.webp", "*.gif"}, QDir::Files)) {
            if (name == QStringLiteral("chunk-length-7fffffff.png"))
                continue; // libpng takes two gigabytes and seconds before it refuses the pixels
            const bool isPicture = decodePicture(hostile + name).ok();
            const auto carried = convertPicture(hostile + name, dir.filePath(to));
            QVERIFY2(carried.ok() == isPicture, qPrintable(name));
            QVERIFY2(!isPicture || decodePicture(dir.filePath(to)).ok(), qPrintable(name));
            converted += isPicture;
        }
        QVERIFY(converted > 20);
    }

    void sourceTypeIsThatOfTheRecordWhereNoneIsTold()
    {
        const QTemporaryDir dir;
        PictureOrigin origin = testOrigin();
        origin.request.initImage = std::make_shared<Image>(testImage());
        QVERIFY(savePng(dir.filePath("a.png"), {{"calotype", pictureRecord(origin, formats::pixelHash(testImage()))}}));
        QVERIFY(convertPicture(dir.filePath("a.png"), dir.filePath("a.jpg")));
        QVERIFY(
            packetIn(infoOf(dir.filePath("a.jpg"))).find("compositeWithTrainedAlgorithmicMedia") != std::string::npos);
    }

    void jpegHasWhatItHasRoomFor()
    {
        const QTemporaryDir dir;
        const QString from = dir.filePath("a.png");
        const QString to = dir.filePath("a.jpg");
        PictureOrigin origin = testOrigin();
        // In the web UI's text a letter takes two bytes, in our record one.
        origin.request.prompt = std::string(40000, 'x');
        QVERIFY(savePicture(from, testImage(), origin));
        QCOMPARE(convertPicture(from, to).value(), Carried::Part);
        QCOMPARE(parametersIn(infoOf(to)), std::string());
        QCOMPARE(recordAmong(infoOf(to).raw), recordAmong(infoOf(from).raw));

        origin.request.prompt = std::string(70000, 'x');
        QVERIFY(savePicture(from, testImage(), origin));
        QCOMPARE(convertPicture(from, to).value(), Carried::Part);
        QCOMPARE(recordAmong(infoOf(to).raw), std::string());
        QVERIFY(packetIn(infoOf(to)).find("/digitalsourcetype/trainedAlgorithmicMedia<") != std::string::npos);
        QVERIFY(isLoadable(to, "jpeg"));

        QCOMPARE(convertPicture(from, dir.filePath("a.webp")).value(), Carried::All);
        QCOMPARE(recordAmong(infoOf(dir.filePath("a.webp")).raw), recordAmong(infoOf(from).raw));
    }

    void jpegKeepsWhatIsDearest()
    {
        const QTemporaryDir dir;
        const QString from = dir.filePath("a.png");
        const PictureInfo comfy = infoOf(kGolden + "comfy-basic.png");
        const std::string prompt = textAt(comfy, "prompt");
        QVERIFY(savePng(from, {{"prompt", prompt}, {"workflow", "{\"nodes\":\"" + std::string(70000, 'x') + "\"}"}}));
        QCOMPARE(convertPicture(from, dir.filePath("a.jpg")).value(), Carried::Part);
        const PictureInfo after = infoOf(dir.filePath("a.jpg"));
        QCOMPARE(textAt(after, "prompt"), prompt);
        QCOMPARE(textAt(after, "workflow"), std::string());
        QCOMPARE(fieldsOf(after), fieldsOf(comfy));
    }

    void fullSegmentsAreWritten()
    {
        FileTexts texts;
        texts.parameters = std::string(40000, 'x');
        texts.xmp = std::string(formats::kMostXmpInJpeg, 'x');
        const FileTexts fitted = fittedIntoJpeg(texts);
        QCOMPARE(fitted.parameters, std::string());
        QCOMPARE(fitted.xmp, texts.xmp);
        // What surrounds the comment takes 64 bytes.
        texts.parameters = std::string((formats::kMostExifInJpeg - 64) / 2, 'x');
        QVERIFY(fittedIntoJpeg(texts) == texts);
        const QByteArray plain = encodePixels(testImage(), PictureFormat::Jpeg).value();
        const auto bytes = withFileTexts(
            {reinterpret_cast<const std::uint8_t *>(plain.constData()), static_cast<std::size_t>(plain.size())},
            PictureFormat::Jpeg, texts);
        const PictureInfo info = formats::readPictureInfo(std::as_bytes(std::span(bytes)));
        QCOMPARE(parametersIn(info), texts.parameters);
        QCOMPARE(packetIn(info), texts.xmp);
        texts.parameters += "xx";
        texts.xmp += 'x';
        QVERIFY(fittedIntoJpeg(texts) == FileTexts());
    }

    void labelOfAnotherProgramStays()
    {
        const QTemporaryDir dir;
        const std::string packet
            = "<x:xmpmeta><rdf:RDF><rdf:Description Iptc4xmpExt:DigitalSourceType="
              "'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'/></rdf:RDF></x:xmpmeta>";
        QVERIFY(savePng(dir.filePath("a.png"), {{"XML:com.adobe.xmp", packet}, {"Comment", "of a camera"}}));
        QVERIFY(convertPicture(dir.filePath("a.png"), dir.filePath("a.jpg")));
        const PictureInfo info = infoOf(dir.filePath("a.jpg"));
        QCOMPARE(packetIn(info), packet);
        QCOMPARE(info.raw.size(), std::size_t{1});
    }

    void whatCannotBeReadReplacesNothing()
    {
        const QTemporaryDir dir;
        QVERIFY(save(dir.filePath("a.png"), {'n', 'o'}));
        QVERIFY(save(dir.filePath("a.jpg"), {'o', 'l', 'd'}));
        QCOMPARE(convertPicture(dir.filePath("a.png"), dir.filePath("a.jpg")).error().code, ErrorCode::Damaged);
        QCOMPARE(convertPicture(dir.filePath("none.png"), dir.filePath("a.jpg")).error().code, ErrorCode::NotFound);
        QCOMPARE(contents(dir.filePath("a.jpg")), (std::vector<std::uint8_t>{'o', 'l', 'd'}));
    }
};

CALOTYPE_GUILESS_TEST(FileTextsTest)
#include "FileTextsTest.moc"
