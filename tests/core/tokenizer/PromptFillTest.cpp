#include "core/tokenizer/PromptChunks.h"
#include "core/tokenizer/PromptFill.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <fstream>

using namespace calotype;

namespace {

const ClipTokenizer &tokenizer()
{
    static const ClipTokenizer clip(ClipVocabulary::builtIn(), {});
    return clip;
}

std::string repeated(const std::string &word, int count)
{
    std::string text;
    for (int k = 0; k < count; ++k)
        text += word;
    return text;
}

std::string from(const std::string &prompt, std::size_t byte)
{
    return prompt.substr(byte, 12);
}

} // namespace

/// The expected counts are those of A1111 (tests/data/emphasis/chunks.json).
class PromptFillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightedPromptsFillWindowsAsTheReference()
    {
        std::ifstream in(CALOTYPE_TEST_DATA "/emphasis/chunks.json");
        const auto whole = nlohmann::json::parse(in);
        int compared = 0;
        for (const auto &row : whole["rows"]) {
            if (row["tokenizer"] != "full" || row["backtrack"] != 20)
                continue;
            const auto prompt = row["prompt"].get<std::string>();
            const PromptFill fill = weightedFill(tokenizer(), prompt, 20, PromptSide::Positive);
            QVERIFY2(fill.tokens == row["token_count"].get<int>(), prompt.c_str());
            QVERIFY2(fill.windows == static_cast<int>(row["chunks"].size()), prompt.c_str());
            QVERIFY2(fill.cut.empty(), prompt.c_str());
            ++compared;
        }
        QCOMPARE(compared, 33);
    }

    void tagsOfNetworksTakeNoTokens()
    {
        const std::string tag = "<lora:ink:1>";
        const std::string words = repeated("cat ", 80);
        const PromptFill bare = weightedFill(tokenizer(), words, 20, PromptSide::Positive);
        const PromptFill tagged = weightedFill(tokenizer(), tag + words, 20, PromptSide::Positive);
        QCOMPARE(bare.windows, 2);
        QCOMPARE(tagged.tokens, bare.tokens);
        QCOMPARE(tagged.begins.size(), std::size_t{1});
        QCOMPARE(tagged.begins.front(), bare.begins.front() + tag.size());
        QVERIFY(weightedFill(tokenizer(), tag, 20, PromptSide::Negative).tokens > 0); // there they are words
    }

    void windowsBeginWhereTheirFirstWordStands()
    {
        const std::string words = repeated("red ", 75) + "lighthouse, and more";
        const PromptFill fill = weightedFill(tokenizer(), "(" + words + ":1.2)", 20, PromptSide::Positive);
        QCOMPARE(fill.windows, 2);
        QCOMPARE(fill.begins, (std::vector<std::size_t>{1 + 75 * 4}));

        const std::string commas = repeated("red ", 60) + "fern, " + repeated("blue ", 20);
        const PromptFill back = weightedFill(tokenizer(), commas, 20, PromptSide::Positive); // what follows the comma goes along
        QCOMPARE(back.windows, 2);
        QCOMPARE(from(commas, back.begins.at(0)), std::string("blue blue bl"));
        QCOMPARE(back.begins.at(0), std::size_t{60 * 4 + 6});

        const std::string broken = "a cat BREAK a dog";
        QCOMPARE(weightedFill(tokenizer(), broken, 20, PromptSide::Positive).begins, (std::vector<std::size_t>{12}));
        QCOMPARE(weightedFill(tokenizer(), "BREAK a", 20, PromptSide::Positive).begins, (std::vector<std::size_t>{6}));
    }

    void theLongestOfPartsByTurnsCounts()
    {
        const PromptFill turns = weightedFill(tokenizer(), "a [cat|big red dog]", 20, PromptSide::Positive);
        QCOMPARE(turns.tokens, 4); // "a big red dog"
        const PromptFill joined = weightedFill(tokenizer(), "a cat AND a big red dog", 20, PromptSide::Positive);
        QCOMPARE(joined.tokens, 4);
        QVERIFY(joined.begins.empty());
        QVERIFY(weightedFill(tokenizer(), "a cat AND a cat", 20, PromptSide::Positive).begins.empty());
    }

    void partsAreSplitBeforeTheirEditsAreRead()
    {
        // The first part's bracket stays open, and so “:b:3]” of the second is text.
        QCOMPARE(weightedFill(tokenizer(), "[a cat AND a dog:b:3]", 20, PromptSide::Positive).tokens, 7);
    }

    void momentsAreCountedInEvaluations()
    {
        // The fourth evaluation of three never comes.
        QCOMPARE(weightedFill(tokenizer(), "a [cat:big red dog:3]", 3, PromptSide::Positive).tokens, 2);
        QCOMPARE(weightedFill(tokenizer(), "a [cat:big red dog:3]", 6, PromptSide::Positive).tokens, 4);
    }

    void andIsAWordOfTheNegativePrompt()
    {
        const std::string words = "a cat AND " + repeated("red ", 75);
        const PromptFill fill = weightedFill(tokenizer(), words, 20, PromptSide::Negative);
        QCOMPARE(fill.tokens, 78);
        QCOMPARE(fill.begins, (std::vector<std::size_t>{10 + 72 * 4}));
        QCOMPARE(weightedFill(tokenizer(), words, 20, PromptSide::Positive).tokens, 75);
    }

    void exclamationMarksAreNoPaddingInWeightedPrompts()
    {
        const ClipTokenizer second(ClipVocabulary::builtIn(), {77, 0}); // "!" pads
        QCOMPARE(weightedFill(second, "wow!!!", 20, PromptSide::Positive).tokens, 2);
        const std::string words = "wow!!! BREAK wow!!!";
        QCOMPARE(weightedFill(second, words, 20, PromptSide::Positive).begins, (std::vector<std::size_t>{13}));
        QCOMPARE(plainFill(second, "wow!!!").tokens, 4);
    }

    void chunksGoOnFromTheCommaThatIsNearEnough()
    {
        const auto sizes = [](const std::string &prompt, int backtrack) {
            std::vector<int> tokens;
            for (const PromptChunk &chunk : chunkPrompt(tokenizer(), prompt, backtrack))
                tokens.push_back(chunk.tokens);
            return tokens;
        };
        const std::string far = repeated("red ", 54) + ", " + repeated("red ", 30); // 20 behind the comma, and one more
        QCOMPARE(sizes(far, 20), (std::vector<int>{75, 10}));
        QCOMPARE(sizes(far, 21), (std::vector<int>{55, 30}));
        const std::string last = repeated("red ", 75) + ", red";
        QCOMPARE(sizes(last, 20), (std::vector<int>{75, 2}));
        QCOMPARE(sizes("BREAK", 20), (std::vector<int>{0}));
        QCOMPARE(sizes("a BREAK BREAK b", 20), (std::vector<int>{1, 0, 1}));
    }

    void chunksAreFilledUpBehindTheFirstEnd()
    {
        const ClipTokenizer second(ClipVocabulary::builtIn(), {77, 0});
        const PromptChunk chunk = chunkPrompt(second, "a (cat:1.5)").front();
        QCOMPARE(chunk.ids.size(), std::size_t{77});
        QCOMPARE(chunk.ids[0], second.bosId());
        QCOMPARE(chunk.ids[3], second.eosId());
        QCOMPARE(chunk.ids[4], std::int64_t{0});
        QCOMPARE(chunk.ids[76], std::int64_t{0});
        QCOMPARE(chunk.weights[1], 1.0);
        QCOMPARE(chunk.weights[2], 1.5);
        QCOMPARE(chunk.weights[3], 1.0);
        QCOMPARE(emptyChunk(second).tokens, 0);
        QCOMPARE(emptyChunk(second), chunkPrompt(second, "").front());
    }

    void plainPromptsHaveOneWindowAndTellWhatIsLost()
    {
        const PromptFill exact = plainFill(tokenizer(), repeated("red ", 75));
        QCOMPARE(exact.tokens, 75);
        QVERIFY(!exact.isCut());
        QVERIFY(exact.begins.empty());

        const std::string prompt = repeated("red ", 75) + "Lighthouse, at dawn";
        const PromptFill fill = plainFill(tokenizer(), prompt);
        QCOMPARE(fill.tokens, 79);
        QCOMPARE(fill.windows, 1);
        QCOMPARE(fill.cut, std::string("lighthouse , at dawn"));
        QCOMPARE(fill.begins, (std::vector<std::size_t>{75 * 4}));
    }

    void bracketsOfAPlainPromptCount()
    {
        QCOMPARE(plainFill(tokenizer(), "(cat:1.5)").tokens, static_cast<int>(tokenizer().encode("(cat:1.5)").size()));
        QCOMPARE(weightedFill(tokenizer(), "(cat:1.5)", 20, PromptSide::Positive).tokens, 1);
    }

    void theCutLiesBetweenCharacters_data()
    {
        QTest::addColumn<QString>("tail");
        QTest::newRow("letters") << QStringLiteral("ein Bäumchen am Weg");
        QTest::newRow("chinese") << QStringLiteral("一只红色的狐狸在雪地里");
        QTest::newRow("emoji") << QStringLiteral("🦊🦊🦊🦊🦊🦊🦊🦊");
        QTest::newRow("composed") << QStringLiteral("cafe\u0301 cafe\u0301");
    }
    void theCutLiesBetweenCharacters()
    {
        QFETCH(QString, tail);
        for (int before = 66; before < 75; ++before) {
            const std::string prompt = repeated("red ", before) + tail.toStdString();
            for (const std::size_t begin : plainFill(tokenizer(), prompt).begins) {
                QVERIFY(begin >= static_cast<std::size_t>(before) * 4 && begin < prompt.size());
                QVERIFY((static_cast<unsigned char>(prompt[begin]) & 0xC0) != 0x80);
            }
        }
    }
};

CALOTYPE_GUILESS_TEST(PromptFillTest)
#include "PromptFillTest.moc"
