#include "core/base/Error.h"
#include "core/formats/PngText.h"
#include "tests/support/TestMain.h"

#include <zlib.h>

#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QTest>

#include <vector>

using namespace calotype;
using namespace calotype::formats;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes plainPng()
{
    QImage image(3, 2, QImage::Format_RGB888);
    image.fill(Qt::red);
    QByteArray data;
    QBuffer buffer(&data);
    image.save(&buffer, "PNG");
    return {data.begin(), data.end()};
}

void insertChunk(Bytes &png, std::size_t at, const std::string &typed, bool goodChecksum = true)
{
    Bytes chunk;
    const auto number = [&chunk](std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8)
            chunk.push_back(static_cast<std::uint8_t>(value >> shift));
    };
    number(static_cast<std::uint32_t>(typed.size() - 4));
    for (const char c : typed)
        chunk.push_back(static_cast<std::uint8_t>(c));
    const auto sum = crc32(0, reinterpret_cast<const Bytef *>(typed.data()), static_cast<uInt>(typed.size()));
    number(static_cast<std::uint32_t>(goodChecksum ? sum : sum + 1));
    png.insert(png.begin() + static_cast<std::ptrdiff_t>(at), chunk.begin(), chunk.end());
}

constexpr std::size_t kAfterHeader = 8 + 25; // signature and IHDR

std::string deflated(const std::string &text)
{
    std::string packed(compressBound(text.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(text.data()), text.size());
    packed.resize(size);
    return packed;
}

const std::string kNul(1, '\0');

} // namespace

class PngTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenTextIsReadBackByUsAndByQt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("ascii") << QStringLiteral("a photo of a cat\nSteps: 20") << QByteArray("tEXt");
        QTest::newRow("latin-1") << QStringLiteral("café Ångström £") << QByteArray("tEXt");
        QTest::newRow("cjk") << QStringLiteral("一只橘猫") << QByteArray("iTXt");
        QTest::newRow("emoji") << QStringLiteral("🤖 ❤️‍🔥") << QByteArray("iTXt");
        QTest::newRow("empty") << QString() << QByteArray("tEXt");
    }

    void writtenTextIsReadBackByUsAndByQt()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, type);
        const Bytes png = withPngText(plainPng(), {{"parameters", text.toStdString()}});
        const std::vector<PngTextChunk> expected{{"parameters", text.toStdString()}};
        QCOMPARE(readPngText(png), expected);
        const QByteArray bytes(reinterpret_cast<const char *>(png.data()), static_cast<int>(png.size()));
        QVERIFY(bytes.contains(type + "parameters"));
        QImage image;
        QVERIFY(image.loadFromData(bytes));
        QCOMPARE(image.pixelColor(2, 1), QColor(Qt::red));
        QCOMPARE(image.text(QStringLiteral("parameters")), text);
    }

    void sameKeywordIsReplacedAndOthersAreKept()
    {
        Bytes png = withPngText(plainPng(), {{"parameters", "old"}, {"Comment", "kept"}});
        png = withPngText(png, {{"parameters", "new"}});
        const auto texts = readPngText(png);
        QCOMPARE(texts.size(), std::size_t{2});
        QVERIFY(std::find(texts.begin(), texts.end(), PngTextChunk{"parameters", "new"}) != texts.end());
        QVERIFY(std::find(texts.begin(), texts.end(), PngTextChunk{"Comment", "kept"}) != texts.end());
    }

    void everyKindOfTextChunkIsRead_data()
    {
        QTest::addColumn<QByteArray>("chunk");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const std::string &chunk, const char *text) {
            QTest::newRow(name) << QByteArray::fromStdString(chunk) << QByteArray(text);
        };
        row("tEXt latin-1", "tEXtk" + kNul + "caf\xe9", "café");
        row("tEXt raw utf-8", "tEXtk" + kNul + "猫", "猫");
        row("zTXt", "zTXtk" + kNul + kNul + deflated("packed"), "packed");
        row("iTXt", "iTXtk" + kNul + kNul + kNul + "en" + kNul + "key" + kNul + "猫", "猫");
        row("iTXt compressed", "iTXtk" + kNul + "\1" + kNul + kNul + kNul + deflated("猫 packed"), "猫 packed");
    }

    void everyKindOfTextChunkIsRead()
    {
        QFETCH(QByteArray, chunk);
        QFETCH(QByteArray, text);
        Bytes png = plainPng();
        insertChunk(png, kAfterHeader, chunk.toStdString());
        const std::vector<PngTextChunk> expected{{"k", text.toStdString()}};
        QCOMPARE(readPngText(png), expected);
    }

    void textAfterThePictureIsRead()
    {
        Bytes png = plainPng();
        insertChunk(png, png.size() - 12, "tEXtk" + kNul + "late");
        QCOMPARE(readPngText(png).size(), std::size_t{1});
    }

    void brokenChunksArePassedOver_data()
    {
        QTest::addColumn<QByteArray>("chunk");
        QTest::addColumn<bool>("goodChecksum");
        const auto row = [](const char *name, const std::string &chunk, bool good = true) {
            QTest::newRow(name) << QByteArray::fromStdString(chunk) << good;
        };
        row("wrong checksum", "tEXtk" + kNul + "text", false);
        row("no keyword end", "tEXtkeyword");
        row("empty keyword", "tEXt" + kNul + "text");
        row("unknown compression", "zTXtk" + kNul + "\1" + deflated("x"));
        row("truncated deflate", "zTXtk" + kNul + kNul + deflated("packed text").substr(0, 6));
        row("iTXt too short", "iTXtk" + kNul + "\1");
        row("bomb", "zTXtk" + kNul + kNul + deflated(std::string(20U << 20, 'a')));
    }

    void brokenChunksArePassedOver()
    {
        QFETCH(QByteArray, chunk);
        QFETCH(bool, goodChecksum);
        Bytes png = plainPng();
        insertChunk(png, kAfterHeader, chunk.toStdString(), goodChecksum);
        insertChunk(png, png.size() - 12, "tEXtsound" + kNul + "kept");
        const std::vector<PngTextChunk> expected{{"sound", "kept"}};
        QCOMPARE(readPngText(png), expected);
    }

    void everyTruncationIsSurvived()
    {
        const Bytes png = withPngText(plainPng(), {{"parameters", "a photo"}});
        for (std::size_t size = 0; size < png.size(); ++size) {
            const std::span<const std::uint8_t> cut(png.data(), size);
            const auto texts = readPngText(cut);
            QVERIFY(texts.empty() || texts == readPngText(png));
        }
    }

    void whatIsNoPngIsRefusedForWriting()
    {
        const Bytes text{'h', 'e', 'l', 'l', 'o'};
        QVERIFY(readPngText(text).empty());
        QVERIFY_EXCEPTION_THROWN((void)withPngText(text, {{"a", "b"}}), Failure);
        const Bytes png = plainPng();
        QVERIFY_EXCEPTION_THROWN((void)withPngText(std::span(png).first(30), {{"a", "b"}}), Failure);
    }
};

CALOTYPE_GUILESS_TEST(PngTextTest)
#include "PngTextTest.moc"
