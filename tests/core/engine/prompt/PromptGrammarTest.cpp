#include "core/engine/prompt/NetworkTags.h"
#include "core/engine/prompt/PromptAttention.h"
#include "core/engine/prompt/PromptParts.h"
#include "core/engine/prompt/PromptSchedule.h"
#include "core/engine/prompt/PromptSpans.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <fstream>

using namespace calotype;
using namespace calotype::prompt;
using nlohmann::json;
using Kind = PromptSpan::Kind;

namespace {

json golden(const std::string &name, const char *field = "rows")
{
    std::ifstream in(std::string(CALOTYPE_TEST_DATA "/emphasis/") + name);
    return json::parse(in)[field];
}

QByteArray label(const json &prompt)
{
    return "“" + QByteArray::fromStdString(prompt.get<std::string>()) + "”";
}

std::vector<ScheduledText> scheduleIn(const json &rows)
{
    std::vector<ScheduledText> schedule;
    for (const json &row : rows)
        schedule.push_back({row[0].get<int>(), row[1].get<std::string>()});
    return schedule;
}

QByteArray shown(const std::vector<ScheduledText> &schedule)
{
    QByteArray text;
    for (const ScheduledText &entry : schedule)
        text += QByteArray::number(entry.endAtStep) + " “" + QByteArray::fromStdString(entry.text) + "” ";
    return text;
}

/// A span as "kind:words" or "kind:words*weight".
QStringList shown(const std::string &prompt, const std::vector<PromptSpan> &spans)
{
    static const char *const kinds[] = {"text", "sign", "number", "word"};
    QStringList list;
    for (const PromptSpan &span : spans) {
        QString one = QString::fromLatin1(kinds[static_cast<int>(span.kind)]) + u':'
                      + QString::fromStdString(prompt.substr(span.begin, span.end - span.begin));
        if (span.weight != 1)
            one += u'*' + QString::number(span.weight, 'g', 4);
        list.append(one);
    }
    return list;
}

} // namespace

/// The prompt grammar of AUTOMATIC1111's web UI, to the answers of its own code.
class PromptGrammarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emphasisIsReadAsTheReferenceReadsIt()
    {
        const json rows = golden("parse.json");
        QVERIFY(rows.size() > 60);
        for (const json &row : rows) {
            const auto parsed = parseAttention(row["prompt"].get<std::string>());
            const json &expected = row["parsed"];
            QVERIFY2(parsed.size() == expected.size(), label(row["prompt"]));
            for (std::size_t i = 0; i < parsed.size(); ++i) {
                QVERIFY2(parsed[i].text == expected[i][0].get<std::string>(), label(row["prompt"]));
                QVERIFY2(std::abs(parsed[i].weight - expected[i][1].get<double>()) <= 1e-12, label(row["prompt"]));
            }
        }
    }

    void weightThatIsNoNumberIsText()
    {
        for (const json &row : golden("parse.json", "malformed_numbers")) {
            const std::string prompt = row["prompt"];
            const std::vector<WeightedText> expected{{prompt.substr(1, prompt.size() - 2), 1.1}};
            QVERIFY2(parseAttention(prompt) == expected, label(prompt));
        }
    }

    void wordBreakWithinWeightsIsAWord()
    {
        QVERIFY(parseAttention("a BREAK b")[1].isBreak());
        QVERIFY(!parseAttention("(a BREAK b:1.3)")[1].isBreak());
        QVERIFY(parseAttention("(a BREAK b:1)")[1].isBreak());
    }

    void lettersOfAllAlphabetsJoinWords()
    {
        QCOMPARE(parseAttention("éBREAK").size(), std::size_t{1});
        QCOMPARE(parseAttention("日本BREAK").size(), std::size_t{1});
        QCOMPARE(parseAttention("a　BREAK—b").size(), std::size_t{3}); // an ideographic space, a dash
        QCOMPARE(splitAnd("äAND b").size(), std::size_t{1});
        QCOMPARE(splitAnd("ä AND b").size(), std::size_t{2});
    }

    void scheduleIsTheReferences()
    {
        int compared = 0;
        for (const json &row : golden("schedules.json")) {
            if (!row["hires_steps"].is_null() || row["use_old_scheduling"].get<bool>())
                continue; // other rules than ours
            ++compared;
            const auto schedule = promptSchedule(row["prompt"].get<std::string>(), row["steps"]);
            bool found = schedule == scheduleIn(row["schedule"]);
            for (const json &other : row.value("alternatives", json::array()))
                found = found || schedule == scheduleIn(other);
            QVERIFY2(found, label(row["prompt"]) + " " + shown(schedule));
        }
        QVERIFY(compared > 100);
    }

    void momentBeyondAllNumbersIsTheEnd()
    {
        QVERIFY(promptSchedule("[a:b:1e999]", 5) == (std::vector<ScheduledText>{{5, "a"}}));
        QVERIFY(promptSchedule("[a:b:-1e999]", 5) == (std::vector<ScheduledText>{{5, "b"}}));
    }

    void barOutsideOfSquareBracketsTakesTheMeaningOfEveryEdit()
    {
        QCOMPARE(promptSchedule("[a:b:2] | c", 4).front().text, std::string("[a:b:2] | c"));
        QCOMPARE(promptSchedule("[a:b:2] \\| c", 4).front().text, std::string("a \\| c"));
        QCOMPARE(promptSchedule("[a:b:2]\\", 4).size(), std::size_t{1});
    }

    void manyBracketsAreReadWithoutDepth()
    {
        constexpr int kDeep = 20000;
        const std::string open(kDeep, '[');
        std::string nested = open + "a";
        for (int i = 0; i < kDeep; ++i)
            nested += "|b]";
        QCOMPARE(promptSchedule(nested, 2).front().text, std::string("a"));
        QCOMPARE(promptSchedule(nested, 2).back().text, std::string("b"));
        QCOMPARE(parseAttention(std::string(kDeep, '(')).size(), std::size_t{1});
        QCOMPARE(promptSchedule(open, 2).front().text, open);
    }

    // So many that reading them again for each one would never end.
    void bracketsAreWeighedInOnePass_data()
    {
        constexpr std::size_t kMany = 1'000'000;
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<double>("weight"); // of the last span
        QTest::newRow("open") << QByteArray(kMany, '(') << HUGE_VAL;
        QTest::newRow("open, square") << QByteArray(kMany, '[') << 0.0;
        QTest::newRow("closed") << QByteArray(kMany, '(') + QByteArray(kMany, ')') << 1.1;
        QTest::newRow("nothing in many") << QByteArray(kMany, '(') + "(a:0)" << 0.0;
        QTest::newRow("bars") << "[" + QByteArray("a|").repeated(kMany / 2) + "]" << 1.0;
    }

    void bracketsAreWeighedInOnePass()
    {
        QFETCH(QByteArray, prompt);
        QTEST(promptSpans(prompt.toStdString(), PromptSide::Positive).back().weight, "weight");
    }

    void bracketsOfOtherShapesMayCross()
    {
        const std::vector<WeightedText> expected{{"a", 2}, {"b", 2 / 1.1}, {"c", 1 / 1.1}};
        const auto parsed = parseAttention("(a[b:2)c]");
        QCOMPARE(parsed.size(), expected.size());
        for (std::size_t i = 0; i < parsed.size(); ++i) {
            QCOMPARE(parsed[i].text, expected[i].text);
            QCOMPARE(parsed[i].weight, expected[i].weight);
        }
    }

    void callsTakeTheTextThatTheReferenceTakes()
    {
        for (const json &row : golden("applied.json")) {
            const std::string prompt = row["prompt"];
            const int steps = row["schedule_steps"];
            if (row.contains("text_of_call")) {
                const auto schedule = promptSchedule(prompt, steps);
                for (std::size_t call = 0; call < row["text_of_call"].size(); ++call) {
                    const std::string text = schedule[entryOfCall(schedule, static_cast<int>(call))].text;
                    QVERIFY2(text == row["text_of_call"][call].get<std::string>(), label(prompt) + QByteArray::number(qulonglong(call)));
                }
                continue;
            }
            const auto parts = splitAnd(prompt);
            const json &calls = row["weighted_texts_of_call"];
            for (std::size_t call = 0; call < calls.size(); ++call) {
                QCOMPARE(parts.size(), calls[call].size());
                for (std::size_t i = 0; i < parts.size(); ++i) {
                    const auto schedule = promptSchedule(parts[i].prompt, steps);
                    const std::string text = schedule[entryOfCall(schedule, static_cast<int>(call))].text;
                    QVERIFY2(text == calls[call][i][0].get<std::string>(), label(prompt));
                    QCOMPARE(parts[i].weight, calls[call][i][1].get<double>());
                }
            }
        }
    }

    void promptsAreSplitAtAndAsTheReferenceSplits()
    {
        for (const json &row : golden("and.json")) {
            for (std::size_t k = 0; k < row["prompts"].size(); ++k) {
                const auto parts = splitAnd(row["prompts"][k].get<std::string>());
                const json &indexes = row["indexes"][k];
                QVERIFY2(parts.size() == indexes.size(), label(row["prompts"][k]));
                for (std::size_t i = 0; i < parts.size(); ++i) {
                    const std::string text = row["flat"][indexes[i][0].get<std::size_t>()];
                    QVERIFY2(parts[i].prompt == text, label(row["prompts"][k]));
                    QVERIFY2(parts[i].weight == indexes[i][1].get<double>(), label(row["prompts"][k]));
                }
            }
        }
    }

    void tagsOfNetworksAreFoundAndCut_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QStringList>("tags");
        const auto row = [](const char *prompt, const char *rest, const QStringList &tags) {
            QTest::newRow(prompt) << QString::fromUtf8(prompt) << QString::fromUtf8(rest) << tags;
        };
        row("a cat <lora:ink:0.8>, wet", "a cat , wet", {"<lora:ink:0.8>"});
        row("<lora:a:1:0.5><hypernet:b:1>", "", {"<lora:a:1:0.5>", "<hypernet:b:1>"});
        row("(<lyco:näh (v2):1>cat:1.2)", "(cat:1.2)", {"<lyco:näh (v2):1>"});
        row("<<lora:a>> b", "<> b", {"<lora:a>"});
        row("<lora:> a <lora:b", "<lora:> a <lora:b", {});
        row("<Lora:a:1> <b:c> 1 < 2", "<Lora:a:1> <b:c> 1 < 2", {});
        row("", "", {});
    }

    void tagsOfNetworksAreFoundAndCut()
    {
        QFETCH(QString, prompt);
        const std::string text = prompt.toStdString();
        QStringList tags;
        for (const TextRange &tag : findNetworkTags(text))
            tags << QString::fromStdString(std::string(tag.of(text)));
        QTEST(tags, "tags");
        QTEST(QString::fromStdString(withoutNetworkTags(text)), "rest");
        const std::string note = networkTagsNote({text, text}, true);
        QCOMPARE(note.empty(), tags.isEmpty());
        for (const QString &tag : tags)
            QCOMPARE(QString::fromStdString(note).count(u'“' + tag + u'”'), 1);
    }

    void spansTellSignsNumbersAndWeights_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QStringList>("spans");
        const auto row = [](const char *prompt, const QStringList &spans) {
            QTest::newRow(prompt) << QString::fromUtf8(prompt) << spans;
        };
        row("a (b:1.2), c", {"text:a ", "sign:(*1.2", "text:b*1.2", "sign::*1.2", "number:1.2*1.2", "sign:)*1.2", "text:, c"});
        row("((ä))", {"sign:(*1.1", "sign:(*1.21", "text:ä*1.21", "sign:)*1.21", "sign:)*1.1"});
        row("a (b", {"text:a ", "sign:(*1.1", "text:b*1.1"});
        row("\\(a\\)", {"sign:\\", "text:(a", "sign:\\", "text:)"});
        row("a BREAK b", {"text:a ", "word:BREAK", "text: b"});
        row("(a BREAK b:2)", {"sign:(*2", "text:a *2", "text:BREAK*-2", "text: b*2", "sign::*2", "number:2*2", "sign:)*2"});
        row("a AND b :-0.5 ", {"text:a ", "word:AND", "text: b ", "sign::", "number:-0.5", "text: "});
        row("[a:(b:2): 0.5]", {"sign:[", "text:a", "sign::", "sign:(*2", "text:b*2", "sign::*2", "number:2*2", "sign:)*2",
                               "sign:: ", "number:0.5", "sign:]"});
        row("([a|b])", {"sign:(*1.1", "sign:[*1.1", "text:a*1.1", "sign:|*1.1", "text:b*1.1", "sign:]*1.1", "sign:)*1.1"});
        row("[a:b]", {"sign:[*0.9091", "text:a:b*0.9091", "sign:]*0.9091"});
        row("a<lora:x:1>(b<lora:(y:2>c:2)", {"text:a", "sign:<lora:x:1>", "sign:(*2", "text:b*2", "sign:<lora:(y:2>", "text:c*2",
                                            "sign::*2", "number:2*2", "sign:)*2"});
        row("a :3 <hypernet:x:1>", {"text:a ", "sign::", "number:3", "text: ", "sign:<hypernet:x:1>"});
    }

    void spansTellSignsNumbersAndWeights()
    {
        QFETCH(QString, prompt);
        const std::string text = prompt.toStdString();
        QTEST(shown(text, promptSpans(text, PromptSide::Positive)), "spans");
    }

    void negativePromptHasNoAnd()
    {
        const std::string text = "a AND b:2";
        QCOMPARE(shown(text, promptSpans(text, PromptSide::Negative)), QStringList{"text:a AND b:2"});
    }

    void spansCoverEveryByteInOrder()
    {
        std::vector<std::string> prompts;
        for (const char *file : {"parse.json", "schedules.json"}) {
            for (const json &row : golden(file))
                prompts.push_back(row["prompt"]);
        }
        for (const json &row : golden("and.json"))
            prompts.push_back(row["prompts"][0]);
        for (const std::string &prompt : prompts) {
            std::size_t at = 0;
            for (const PromptSpan &span : promptSpans(prompt, PromptSide::Positive)) {
                QVERIFY2(span.begin == at && span.end > at, prompt.c_str());
                at = span.end;
                QVERIFY2(at == prompt.size() || (static_cast<unsigned char>(prompt[at]) & 0xC0) != 0x80, prompt.c_str());
            }
            QVERIFY2(at == prompt.size(), prompt.c_str());
        }
        QVERIFY(promptSpans("", PromptSide::Positive).empty());
    }
};

CALOTYPE_GUILESS_TEST(PromptGrammarTest)
#include "PromptGrammarTest.moc"
