#include "core/formats/metadata/PictureInfo.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QImage>
#include <QImageReader>
#include <QTest>

#include <fstream>
#include <map>
#include <set>

using namespace calotype;
using namespace calotype::formats;
using nlohmann::json;

namespace {

const QString kFolder = QStringLiteral(CALOTYPE_TEST_DATA "/metadata/");

// The golden files name variants of a program; we name the program.
std::string expectedSource(const std::string &golden)
{
    static const std::map<std::string, std::string> others{
        {"EXIF variants", "AUTOMATIC1111"}, {"camera", ""}, {"none", ""}, {"other programs", ""},
        {"InvokeAI 1/2", "InvokeAI"},       {"InvokeAI 2", "InvokeAI"},
    };
    const auto found = others.find(golden);
    return found == others.end() ? golden.substr(0, golden.find(" (")) : found->second;
}

// Numbers by value, so 7 is 7.0; large integers exactly.
bool isSame(const json &a, const json &b)
{
    return a == b;
}

bool isAccepted(const std::string &name, const json &value, const json &expected)
{
    for (const char *list : {"fields", "optional_fields"}) {
        if (expected.contains(list) && expected[list].contains(name) && isSame(value, expected[list][name]))
            return true;
    }
    for (const json &other : expected.value("acceptable", json::object()).value(name, json::array())) {
        if (isSame(value, other))
            return true;
    }
    return false;
}

std::optional<Image> decodedByQt(std::span<const std::byte> bytes)
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

// Lists of the file that our reader gives beside the fields that golden names.
const std::set<std::string> kMayBeMore{"version", "other", "hires_sampler"};

} // namespace

/// Every picture of tests/data/metadata says what its .expected.json says, no more and no less.
class PictureInfoGoldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPictureSaysWhatIsExpected_data()
    {
        QTest::addColumn<QString>("name");
        const QString ending = QStringLiteral(".expected.json");
        for (QString file : QDir(kFolder).entryList({"*" + ending}, QDir::Files)) {
            file.chop(ending.size());
            QTest::newRow(qPrintable(file)) << file;
        }
    }

    void everyPictureSaysWhatIsExpected()
    {
        QFETCH(QString, name);
        if (name.endsWith(QStringLiteral("stealth.webp")) && !QImageReader::supportedImageFormats().contains("webp"))
            QSKIP("Qt's WebP plugin is not installed, and the text is hidden in the pixels.");
        std::ifstream in((kFolder + name + QStringLiteral(".expected.json")).toStdString());
        const json expected = json::parse(in);
        const PictureInfo info = readPictureInfo((kFolder + name).toStdString(), decodedByQt);

        QCOMPARE(QString::fromStdString(info.source), QString::fromStdString(expectedSource(expected["source"])));
        for (const auto &[field, value] : expected["fields"].items()) {
            const PictureField *found = info.find(field);
            QVERIFY2(found, qPrintable(QString::fromStdString("missing: " + field)));
            QVERIFY2(found->state != FieldState::Unavailable, field.c_str());
            QVERIFY2(isAccepted(field, found->value, expected),
                     qPrintable(QString::fromStdString(field + ": " + found->value.dump() + " instead of " + value.dump())));
        }
        for (const PictureField &field : info.fields) {
            const bool isKnown = expected["fields"].contains(field.name) || isAccepted(field.name, field.value, expected);
            // What is read by position from the window's graph, where golden asks for nothing.
            const bool isBonus = expected.contains("optional_fields") && field.state == FieldState::Approximated;
            // Reading the part of the prompt that is left in a comment cut off at 64 KB is right, too.
            const bool isCutPrompt = field.name == "prompt" && field.state == FieldState::Approximated;
            QVERIFY2(isKnown || isBonus || isCutPrompt || kMayBeMore.contains(field.name),
                     qPrintable(QString::fromStdString("too much: " + field.name + ": " + field.value.dump())));
        }
    }

    void theTextItselfIsKept_data() { everyPictureSaysWhatIsExpected_data(); }

    void theTextItselfIsKept()
    {
        QFETCH(QString, name);
        std::ifstream in((kFolder + name + QStringLiteral(".expected.json")).toStdString());
        const json expected = json::parse(in);
        if (!expected.contains("raw_text"))
            return;
        if (name.endsWith(QStringLiteral("stealth.webp")) && !QImageReader::supportedImageFormats().contains("webp"))
            QSKIP("Qt's WebP plugin is not installed, and the text is hidden in the pixels.");
        const PictureInfo info = readPictureInfo((kFolder + name).toStdString(), decodedByQt);
        const auto found = std::find_if(info.raw.begin(), info.raw.end(),
                                        [&](const auto &text) { return text.second == expected["raw_text"].get<std::string>(); });
        QVERIFY(found != info.raw.end());
    }
};

CALOTYPE_GUILESS_TEST(PictureInfoGoldenTest)
#include "PictureInfoGoldenTest.moc"
