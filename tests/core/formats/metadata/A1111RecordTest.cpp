#include "core/formats/metadata/A1111Fields.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype::formats;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

PictureInfo fieldsOf(const std::string &text)
{
    PictureInfo info;
    addA1111Fields(splitA1111Text(text), info);
    return info;
}

const std::string kLine = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768";

} // namespace

/// The web UI's text: where prompt, negative prompt and settings part, and what the settings mean.
class A1111RecordTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsLinesAreSplitAtTheRightCommas_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("joined"); // key=value|key=value
        const auto row = [](const char *name, const char *line, const char *joined) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(joined);
        };
        row("plain", "Steps: 20, Sampler: Euler a", "Steps=20|Sampler=Euler a");
        row("quoted comma", "Model: \"a, b: c\", Seed: 1", "Model=a, b: c|Seed=1");
        row("escaped quotes", "Hires prompt: \"fine: \\\"x\\\", y\", Seed: 1", "Hires prompt=fine: \"x\", y|Seed=1");
        row("quoted CJK", "Model: \"模型, 甲\", Seed: 1", "Model=模型, 甲|Seed=1");
        row("line break in quotes", "Hires prompt: \"a\\nb\", Seed: 1", "Hires prompt=a\nb|Seed=1");
        row("quotes without need", "Model: say \"hi\", Seed: 1", "Model=say \"hi\"|Seed=1");
        row("unclosed quote", "Model: \"abc, Seed: 1", "Model=\"abc|Seed=1");
        row("quote, then more", "Model: \"a\"b, Seed: 1", "Model=\"a\"b|Seed=1");
        row("colon in a value", "Time: 10:20, Seed: 1", "Time=10:20|Seed=1");
        row("empty value", "Model: , Seed: 1", "Model=|Seed=1");
        row("one-letter key", "x: 1, Seed: 1", "Seed=1");
        row("hash by name", "Lora hashes: \"a: 11, b: 22\", Seed: 1", "Lora hashes=a: 11, b: 22|Seed=1");
        row("list of numbers", "Custom Sigmas: [14.6250, 7.5000, ], Seed: 1", "Custom Sigmas=[14.6250, 7.5000, ]|Seed=1");
        row("bracket that is no list", "Model: [a, b], Seed: 1", "Model=[a|Seed=1");
        row("key behind other words", "(note) Steps: 3, Seed: 1", "Steps=3|Seed=1");
        row("nothing", "", "");
    }

    void settingsLinesAreSplitAtTheRightCommas()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, joined);
        QByteArray result;
        for (const auto &[key, value] : splitSettingsLine(line.toStdString())) {
            if (!result.isEmpty())
                result += '|';
            result += QByteArray::fromStdString(key + "=" + value);
        }
        QCOMPARE(result, joined);
    }

    void partsAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("negative");
        QTest::addColumn<bool>("hasSettings");
        const auto row = [](const char *name, const std::string &text, const char *prompt, const char *negative, bool settings) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(prompt) << QByteArray(negative) << settings;
        };
        row("all three", "a cat\nNegative prompt: dog\n" + kLine, "a cat", "dog", true);
        row("no negative", "a cat\n" + kLine, "a cat", "", true);
        row("no prompt", "Negative prompt: dog\n" + kLine, "", "dog", true);
        row("settings alone", kLine, "", "", true);
        row("prompt alone", "a cat", "a cat", "", false);
        row("two pairs are prompt", "a menu\nSoup: 4, Bread: 1", "a menu\nSoup: 4, Bread: 1", "", false);
        row("three pairs are settings", "a form\nName: M, Age: 3, City: L", "a form", "", true);
        row("negative amid a line", "a sign: Negative prompt: x\nNegative prompt: y\n" + kLine, "a sign: Negative prompt: x", "y",
            true);
        row("steps in the negative", "a\nNegative prompt: Steps: 1, Size: 2, Seed: 3\nmore\n" + kLine, "a",
            "Steps: 1, Size: 2, Seed: 3\nmore", true);
        row("blank lines", "a\n\nb\nNegative prompt: c\n\nd\n" + kLine, "a\n\nb", "c\n\nd", true);
        row("CRLF", "a\r\nb\r\nNegative prompt: c\r\n" + kLine + "\r\n", "a\nb", "c", true);
        row("empty", "", "", "", false);
    }

    void partsAreToldApart()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, negative);
        QFETCH(bool, hasSettings);
        const A1111Record record = splitA1111Text(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(record.prompt), prompt);
        QCOMPARE(QByteArray::fromStdString(record.negativePrompt), negative);
        QCOMPARE(!record.settings.empty(), hasSettings);
    }

    void oneBadNumberDoesNotSpoilTheOthers()
    {
        const PictureInfo info = fieldsOf("a\nSteps: 99999999999999999999, Sampler: Euler, CFG scale: nan, Seed: -1, "
                                          "Size: 0x99999999999, Clip skip: -5, Denoising strength: 1e999, Eta: 0.5");
        for (const char *name : {"steps", "guidance", "seed", "width", "height", "clip_skip", "strength"}) {
            QVERIFY2(info.find(name), name);
            QVERIFY2(info.find(name)->state == FieldState::Unavailable, name);
            QVERIFY2(!info.find(name)->note.empty(), name);
        }
        QVERIFY(info.find("eta")->value == 0.5);
        QVERIFY(info.find("eta")->state == FieldState::Restored);
        QVERIFY(info.find("prompt")->value == "a");
    }

    void aSeedOf64BitsIsKeptExactly()
    {
        const PictureInfo info = fieldsOf("a\nSteps: 1, Seed: 18446744073709551615, Variation seed: 9007199254740993, Size: 8x8");
        QCOMPARE(info.find("seed")->value.get<std::uint64_t>(), 18446744073709551615ULL);
        QCOMPARE(info.find("variation_seed")->value.get<std::uint64_t>(), 9007199254740993ULL);
    }

    void aFusedSamplerIsSplitOnlyWithoutASchedule()
    {
        const PictureInfo old = fieldsOf("a\nSteps: 1, Sampler: DPM++ 2M SDE Karras, Seed: 1");
        QVERIFY(old.find("sampler")->value == "DPM++ 2M SDE");
        QVERIFY(old.find("schedule")->value == "Karras");
        QVERIFY(old.find("sampler_raw")->value == "DPM++ 2M SDE Karras");
        const PictureInfo current = fieldsOf("a\nSteps: 1, Sampler: My Karras, Schedule type: Beta, Seed: 1");
        QVERIFY(current.find("sampler")->value == "My Karras");
        QVERIFY(current.find("schedule")->value == "Beta");
        QVERIFY(!current.find("sampler_raw"));
    }

    void loraTagsAreRead_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("loras");
        QTest::newRow("weight") << QByteArray("<lora:ink style:0.8>") << QByteArray("[{\"name\":\"ink style\",\"weight\":0.8}]");
        QTest::newRow("no weight") << QByteArray("<lora:a>") << QByteArray("[{\"name\":\"a\",\"weight\":1}]");
        QTest::newRow("third number") << QByteArray("<lora:a:0.6:0.4>") << QByteArray("[{\"name\":\"a\",\"weight\":0.6}]");
        QTest::newRow("negative") << QByteArray("x<lora:a:-2>y") << QByteArray("[{\"name\":\"a\",\"weight\":-2}]");
        QTest::newRow("unclosed") << QByteArray("<lora:a:1 <lora:b:1>") << QByteArray("[{\"name\":\"b\",\"weight\":1}]");
        QTest::newRow("no name") << QByteArray("<lora::1><lora:>") << QByteArray("[]");
        QTest::newRow("no number") << QByteArray("<lora:a:nan><lora:b:x>") << QByteArray("[]");
        QTest::newRow("none") << QByteArray("(a:1.2) <b>") << QByteArray("[]");
    }

    void loraTagsAreRead()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, loras);
        QCOMPARE(QByteArray::fromStdString(loraTags(prompt.toStdString()).dump()), loras);
    }

    void unknownSettingsAreKeptAsOther()
    {
        const PictureInfo info = fieldsOf("a\n" + kLine + ", Emphasis: No norm");
        QVERIFY(info.find("other")->value == nlohmann::json({{"Emphasis", "No norm"}}));
    }
};

CALOTYPE_GUILESS_TEST(A1111RecordTest)
#include "A1111RecordTest.moc"
