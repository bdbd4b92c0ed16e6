#include "core/base/Error.h"
#include "core/formats/metadata/Containers.h"
#include "core/formats/metadata/ExifTexts.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/formats/metadata/StealthText.h"
#include "core/formats/metadata/XmpTexts.h"
#include "tests/support/TestMain.h"

#include <zlib.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace calotype;
using namespace calotype::formats;

namespace {

std::string big32(std::uint32_t value)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift);
    return text;
}

std::string pngChunk(const std::string &type, const std::string &data)
{
    const std::string typed = type + data;
    const auto sum = crc32(0, reinterpret_cast<const Bytef *>(typed.data()), static_cast<uInt>(typed.size()));
    return big32(static_cast<std::uint32_t>(data.size())) + typed + big32(static_cast<std::uint32_t>(sum));
}

std::string deflated(const std::string &text)
{
    std::string packed(compressBound(text.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(text.data()), text.size());
    packed.resize(size);
    return packed;
}

std::string gzipped(const std::string &text)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

// Every row filtered by @p filter, so that the reader has to undo each of PNG's five.
std::string png(const Image &image, int filter)
{
    const std::size_t step = static_cast<std::size_t>(image.channels);
    std::string rows;
    for (int y = 0; y < image.height; ++y) {
        rows += static_cast<char>(filter);
        for (std::size_t i = 0; i < image.bytesPerRow(); ++i) {
            const int left = i >= step ? image.row(y)[i - step] : 0;
            const int up = y > 0 ? image.row(y - 1)[i] : 0;
            const int corner = y > 0 && i >= step ? image.row(y - 1)[i - step] : 0;
            const int p = left + up - corner;
            const int a = std::abs(p - left), b = std::abs(p - up), c = std::abs(p - corner);
            const int paeth = a <= b && a <= c ? left : b <= c ? up : corner;
            const int guesses[]{0, left, up, (left + up) / 2, paeth};
            rows += static_cast<char>(image.row(y)[i] - guesses[filter]);
        }
    }
    const std::string packed = deflated(rows);
    const std::string header = big32(static_cast<std::uint32_t>(image.width)) + big32(static_cast<std::uint32_t>(image.height))
                               + std::string("\x08") + static_cast<char>(image.channels == 4 ? 6 : 2) + std::string(3, '\0');
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + pngChunk("IDAT", packed.substr(0, 7)) + pngChunk("IDAT", "")
           + pngChunk("IDAT", packed.substr(7)) + pngChunk("IEND", "");
}

Image noisyPicture(int width, int height, int channels)
{
    Image image(width, height, channels);
    std::uint32_t state = 1;
    for (std::uint8_t &value : image.pixels) {
        state = state * 1664525 + 1013904223;
        value = static_cast<std::uint8_t>(state >> 24);
    }
    return image;
}

void hide(const std::string &bytes, bool inAlpha, Image &image)
{
    const std::size_t perPixel = inAlpha ? 1 : 3;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        const std::size_t pixel = bit / perPixel;
        const auto height = static_cast<std::size_t>(image.height);
        std::uint8_t &value = image.row(static_cast<int>(pixel % height))[pixel / height * static_cast<std::size_t>(image.channels)
                                                                         + (inAlpha ? 3 : bit % perPixel)];
        value = static_cast<std::uint8_t>((value & 0xFE) | (static_cast<std::uint8_t>(bytes[bit / 8]) >> (7 - bit % 8) & 1));
    }
}

std::string record(const std::string &signature, const std::string &text)
{
    return signature + big32(static_cast<std::uint32_t>(8 * text.size())) + text;
}

std::span<const std::byte> bytesOf(const std::string &text)
{
    return std::as_bytes(std::span(text));
}

QByteArray textOf(const PictureTexts &texts, const char *key)
{
    const std::string *text = texts.find(key);
    return text ? QByteArray::fromStdString(*text) : QByteArray();
}

const std::string kText = "a cat, ü, 猫\nNegative prompt: dog\nSteps: 3, Sampler: Euler, Seed: 5, Size: 64x64";

} // namespace

/// Where pictures keep their words: EXIF comments in every encoding, XMP, hidden bits; and that limits hold.
class PictureTextsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void userCommentsAreReadInEveryEncoding_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("littleEndian");
        QTest::addColumn<QByteArray>("text");
        const std::string unicode("UNICODE\0", 8), ascii("ASCII\0\0\0", 8), none(8, '\0');
        const auto row = [](const char *name, const std::string &bytes, bool little, const char *text) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << little << QByteArray(text);
        };
        const std::string be("\0c\0a\0t\0 \x73\x2b", 10), le("c\0a\0t\0 \0\x2b\x73", 10);
        row("UTF-16BE in little-endian TIFF", unicode + be, true, "cat 猫");
        row("UTF-16LE in big-endian TIFF", unicode + le, false, "cat 猫");
        row("UTF-16BE in big-endian TIFF", unicode + be, false, "cat 猫");
        row("UTF-16LE in little-endian TIFF", unicode + le, true, "cat 猫");
        row("mark, big", unicode + "\xFE\xFF" + be, true, "cat 猫");
        row("mark, little", unicode + "\xFF\xFE" + le, false, "cat 猫");
        row("ideographs only, BE", unicode + std::string("\x4e\x00\x53\xea\x6a\x58\x73\x2b", 8), true, "一只橘猫");
        row("UTF-8 under UNICODE", unicode + "cat ü", true, "cat ü");
        row("surrogate pair", unicode + std::string("\xd8\x3e\xdd\x16\0x", 6), false, "🤖x");
        row("lone surrogate", unicode + std::string("\0a\xd8\x3e\0b", 6), false, "a\uFFFDb");
        row("odd length", unicode + be + "x", false, "cat 猫");
        row("ASCII", ascii + "cat", false, "cat");
        row("ASCII with UTF-8 and padding", ascii + "ü" + std::string(3, '\0'), false, "ü");
        row("Latin-1", ascii + "caf\xe9", false, "café");
        row("undefined", none + "ü", false, "ü");
        row("no prefix", "bare ü text", false, "bare ü text");
        row("shorter than the prefix", "UNI", false, "UNI");
        row("empty", "", false, "");
    }

    void userCommentsAreReadInEveryEncoding()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, littleEndian);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(decodeUserComment(bytes.toStdString(), littleEndian)), text);
    }

    void xmpPropertiesAreRead_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("element") << QByteArray("<r><exif:UserComment>a &lt;b&gt; &#xe9;&#29483; &amp;lt;</exif:UserComment></r>")
                                 << QByteArray("a <b> é猫 &lt;");
        QTest::newRow("languages") << QByteArray("<exif:UserComment><rdf:Alt><rdf:li xml:lang='x-default'>first</rdf:li>"
                                                 "<rdf:li>second</rdf:li></rdf:Alt></exif:UserComment>")
                                   << QByteArray("first");
        QTest::newRow("attribute") << QByteArray("<rdf:Description\n exif:UserComment=\"a &quot;b&quot;\"/>") << QByteArray("a \"b\"");
        QTest::newRow("CDATA") << QByteArray("<exif:UserComment><![CDATA[a <b> &lt;]]></exif:UserComment>")
                               << QByteArray("a <b> &lt;");
        QTest::newRow("longer name") << QByteArray("<exif:UserCommentX>no</exif:UserCommentX><exif:UserComment>yes</exif:UserComment>")
                                     << QByteArray("yes");
        QTest::newRow("entities are not expanded") << QByteArray("<!ENTITY a \"zz\"><exif:UserComment>&a;</exif:UserComment>")
                                                   << QByteArray("&a;");
        QTest::newRow("no character") << QByteArray("<exif:UserComment>&#xD800;&#x110000;&#0;x</exif:UserComment>")
                                      << QByteArray("&#xD800;&#x110000;&#0;x");
        QTest::newRow("never closed") << QByteArray("<exif:UserComment>abc") << QByteArray();
    }

    void xmpPropertiesAreRead()
    {
        QFETCH(QByteArray, packet);
        QFETCH(QByteArray, text);
        PictureTexts texts;
        addXmpTexts(packet.toStdString(), texts);
        QCOMPARE(textOf(texts, "XMP exif:UserComment"), text);
    }

    void hiddenTextIsFound_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("filter");
        for (int filter = 0; filter < 5; ++filter) {
            const QByteArray name = "filter " + QByteArray::number(filter) + ", ";
            QTest::newRow((name + "alpha").constData()) << QByteArray("stealth_pnginfo") << 4 << 48 << filter;
            QTest::newRow((name + "RGB").constData()) << QByteArray("stealth_rgbinfo") << 3 << 48 << filter;
        }
        QTest::newRow("alpha, gzip, tall") << QByteArray("stealth_pngcomp") << 4 << 400 << 4;
        QTest::newRow("RGB of RGBA, gzip") << QByteArray("stealth_rgbcomp") << 4 << 70 << 4;
        QTest::newRow("flat") << QByteArray("stealth_rgbinfo") << 3 << 2 << 1;
    }

    void hiddenTextIsFound()
    {
        QFETCH(QByteArray, signature);
        QFETCH(int, channels);
        QFETCH(int, height);
        QFETCH(int, filter);
        Image image = noisyPicture(height == 2 ? 600 : 64, height, channels);
        const bool isPacked = signature.endsWith("comp");
        hide(record(signature.toStdString(), isPacked ? gzipped(kText) : kText), signature.contains("png"), image);
        const std::string file = png(image, filter);
        const auto text = readStealthText(bytesOf(file));
        QVERIFY(text);
        QCOMPARE(QByteArray::fromStdString(*text), QByteArray::fromStdString(kText));
        QCOMPARE(readStealthText(image), text);
        const PictureInfo info = readPictureInfo(bytesOf(file));
        QVERIFY(info.find("prompt") && info.find("prompt")->value == "a cat, ü, 猫");
        QVERIFY(info.raw.contains("stealth LSB"));
    }

    void hiddenTextThatCannotBeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const std::string &bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
        row("longer than the pixels", "stealth_pnginfo" + big32(64 * 48 - 152 + 8));
        row("all bits set", "stealth_pnginfo" + big32(0xFFFFFFFF));
        row("length zero", "stealth_pnginfo" + big32(0));
        row("no gzip", record("stealth_pngcomp", "no gzip at all"));
        row("gzip cut short", record("stealth_pngcomp", gzipped(kText).substr(0, 40)));
        row("gzip bomb", record("stealth_pngcomp", gzipped(std::string(200'000, 'a'))).substr(0, 19) + std::string(4, '\0'));
        row("no UTF-8", record("stealth_pnginfo", "caf\xe9"));
        row("other words", record("stealth_xxxinfo", kText));
    }

    void hiddenTextThatCannotBeIsRefused()
    {
        QFETCH(QByteArray, bytes);
        Image image = noisyPicture(64, 48, 4);
        hide(bytes.toStdString(), true, image);
        QVERIFY(!readStealthText(bytesOf(png(image, 4))));
    }

    void aTextBombIsDroppedAndCostsTheOthersNothing()
    {
        const std::string bomb = pngChunk("zTXt", std::string("bomb\0\0", 6) + deflated(std::string(20U << 20, 'a')));
        const std::string sound = pngChunk("tEXt", std::string("parameters\0", 11) + kText);
        const std::string file = png(noisyPicture(4, 4, 3), 0);
        const std::string bombed = file.substr(0, 33) + bomb + sound + file.substr(33);
        const PictureTexts texts = readPictureTexts(bytesOf(bombed));
        QCOMPARE(textOf(texts, "parameters"), QByteArray::fromStdString(kText));
        QVERIFY(!texts.find("bomb"));
    }

    void theFirstOfTwoTextsCounts()
    {
        PictureTexts texts;
        texts.add("parameters", "first");
        texts.add("parameters", "second");
        texts.add("blank", " \r\n\t");
        texts.add("padded", std::string("a\0b\0 \0", 6));
        QCOMPARE(textOf(texts, "parameters"), QByteArray("first"));
        QVERIFY(!texts.find("blank"));
        QCOMPARE(textOf(texts, "padded"), QByteArray("a b"));
    }

    void aFileThatIsNotThereIsNamed()
    {
        try {
            readPictureInfo(std::filesystem::path("/nonexistent/picture.png"));
            QFAIL("read");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::NotFound);
            QVERIFY(failure.error().message.find("picture.png") != std::string::npos);
        }
    }

    void aFolderIsNoPicture()
    {
        const QTemporaryDir folder;
        try {
            readPictureInfo(std::filesystem::path(folder.path().toStdString()));
            QFAIL("read");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::Io);
        }
    }

    void ownPicturesAreReadFromTheirJson()
    {
        const std::string json = R"({"version":1,"request":{"prompt":"a cat","negative_prompt":"","sampler":"dpmpp_2m",)"
                                 R"("schedule":"karras","steps":9,"guidance":7.5,"width":512,"height":0,"clip_skip":1,"seed":4294967295,)"
                                 R"("mode":"txt2img","strength":0.75},"model":{"name":"tiny"}})";
        const std::string line = "a cat\nNegative prompt: \nSteps: 9, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, "
                                 "Seed: 4294967295, Size: 512x768, Model hash: 0123456789, Model: tiny, Version: Calotype 0.1";
        const std::string file = png(noisyPicture(4, 4, 3), 0);
        const std::string texts = pngChunk("tEXt", std::string("parameters\0", 11) + line)
                                  + pngChunk("tEXt", std::string("calotype\0", 9) + json);
        const PictureInfo info = readPictureInfo(bytesOf(file.substr(0, 33) + texts + file.substr(33)));
        QCOMPARE(info.source, std::string("Calotype"));
        QVERIFY(info.find("sampler")->value == "dpmpp_2m");
        QVERIFY(info.find("seed")->value == 4294967295);
        QVERIFY(info.find("height")->value == 768); // left open in the request, known to the line
        QVERIFY(info.find("model_hash")->value == "0123456789");
        QVERIFY(!info.find("strength"));
    }
};

CALOTYPE_GUILESS_TEST(PictureTextsTest)
#include "PictureTextsTest.moc"
