#include "core/tokenizer/ClipTokenizer.h"
#include "core/base/Error.h"
#include "core/tokenizer/BuiltInMerges.h"
#include "core/tokenizer/BytePairs.h"
#include "core/tokenizer/ClipText.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace calotype;

namespace {

using Ids = std::vector<std::int64_t>;

const std::filesystem::path kData = CALOTYPE_TEST_DATA;

nlohmann::json loadJson(const std::filesystem::path &relative)
{
    std::ifstream in(kData / relative);
    return nlohmann::json::parse(in);
}

const ClipTokenizer &builtIn()
{
    static const ClipTokenizer tokenizer(ClipVocabulary::builtIn(), {});
    return tokenizer;
}

ClipTokenizer folderTokenizer(const std::string &folder, std::int64_t padId)
{
    return {ClipVocabulary::fromFiles(kData / folder / "vocab.json", kData / folder / "merges.txt"), {77, padId}};
}

Ids withEnds(const ClipTokenizer &tokenizer, Ids ids)
{
    ids.insert(ids.begin(), tokenizer.bosId());
    ids.push_back(tokenizer.eosId());
    return ids;
}

// int64 [4, 77] "input_ids" of a safetensors file.
std::vector<Ids> inputIds(const std::string &name)
{
    QFile file(QString::fromStdString((kData / "forward" / name).string()));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::uint64_t headerSize = 0;
    file.read(reinterpret_cast<char *>(&headerSize), sizeof headerSize);
    const auto header = nlohmann::json::parse(file.read(static_cast<qint64>(headerSize)).toStdString());
    const auto &tensor = header["input_ids"];
    std::vector<Ids> rows(tensor["shape"][0].get<std::size_t>(), Ids(tensor["shape"][1].get<std::size_t>()));
    file.seek(static_cast<qint64>(8 + headerSize + tensor["data_offsets"][0].get<std::uint64_t>()));
    for (Ids &row : rows)
        file.read(reinterpret_cast<char *>(row.data()), static_cast<qint64>(row.size() * sizeof(std::int64_t)));
    return rows;
}

std::string repeated(std::string_view text, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += text;
    return out;
}

std::filesystem::path write(const QTemporaryDir &dir, const char *name, const std::string &text)
{
    const auto path = std::filesystem::path(dir.path().toStdString()) / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

} // namespace

class ClipTokenizerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promptsEqualTheReference_data();
    void promptsEqualTheReference();
    void builtInMergesEqualTheFile();
    void builtInVocabularyEqualsTheFile();
    void tinyTokenizersEqualTheReference_data();
    void tinyTokenizersEqualTheReference();
    void paddingIsAnOption();
    void paddingTokenOfThePromptIsSpecial();
    void truncationQuotesWhatWasCut();
    void cutCharactersAreQuotedAsReplacements();
    void fullPromptIsNotTruncated();
    void decodingGivesTheWordsBack();
    void invalidUtf8BecomesTheReplacementCharacter_data();
    void invalidUtf8BecomesTheReplacementCharacter();
    void composedAndDecomposedTextAreOne_data();
    void composedAndDecomposedTextAreOne();
    void anyWhiteSpaceIsOneSpace();
    void hugeInputsAreReadWhole_data();
    void hugeInputsAreReadWhole();
    void mergesOfAWordEqualTheNaiveOnes();
    void damagedFilesAreRefused_data();
    void damagedFilesAreRefused();
    void missingFileIsRefused();
};

void ClipTokenizerTest::promptsEqualTheReference_data()
{
    QTest::addColumn<int>("index");
    const auto prompts = loadJson("tokenizer/tokens.json")["prompts"];
    QCOMPARE(prompts.size(), std::size_t(163));
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const auto text = QString::fromStdString(prompts[i]["text"].get<std::string>()).simplified().left(40);
        QTest::addRow("%zu %s", i, qPrintable(text)) << static_cast<int>(i);
    }
}

void ClipTokenizerTest::promptsEqualTheReference()
{
    QFETCH(int, index);
    static const auto prompts = loadJson("tokenizer/tokens.json")["prompts"];
    const auto &prompt = prompts[static_cast<std::size_t>(index)];
    const auto text = prompt["text"].get<std::string>();
    const Ids ids = withEnds(builtIn(), builtIn().encode(text));
    // Where the references differ, this is the fast tokenizer's answer.
    QCOMPARE(ids, prompt["ids"].get<Ids>());

    const auto encoded = builtIn().encodePadded(text);
    QCOMPARE(encoded.ids, prompt["ids77"].get<Ids>());
    QCOMPARE(encoded.length, prompt["attention_mask_ones"].get<int>());
    QCOMPARE(encoded.truncated, ids.size() > 77);
    QCOMPARE(encoded.cut.empty(), !encoded.truncated);
}

void ClipTokenizerTest::builtInMergesEqualTheFile()
{
    QFile file(QString::fromStdString((kData / "tokenizer/merges.txt").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto text = builtInMerges();
    QVERIFY(file.readAll() == QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
}

void ClipTokenizerTest::builtInVocabularyEqualsTheFile()
{
    const auto vocab = loadJson("tokenizer/vocab.json");
    const ClipVocabulary &vocabulary = builtIn().vocabulary();
    QCOMPARE(vocabulary.size(), std::int64_t(49408));
    QCOMPARE(vocab.size(), std::size_t(49408));
    for (const auto &[token, id] : vocab.items()) {
        const auto found = vocabulary.find(token);
        QVERIFY2(found && *found == id.get<std::int64_t>(), token.c_str());
        QVERIFY2(vocabulary.token(*found) == token, token.c_str());
    }
    QCOMPARE(vocabulary.bosId(), std::int64_t(49406));
    QCOMPARE(vocabulary.eosId(), std::int64_t(49407));
}

void ClipTokenizerTest::tinyTokenizersEqualTheReference_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("padId");
    QTest::newRow("SD 1") << "models/sd15-tiny/tokenizer"
                          << "sd15-tiny.text_encoder.safetensors" << 999;
    QTest::newRow("SD 2") << "models/sd21-tiny/tokenizer"
                          << "sd21-tiny.text_encoder.safetensors" << 0;
    QTest::newRow("SDXL first") << "models/sdxl-tiny/tokenizer"
                                << "sdxl-tiny.text_encoder.safetensors" << 999;
    QTest::newRow("SDXL second") << "models/sdxl-tiny/tokenizer_2"
                                 << "sdxl-tiny.text_encoder_2.safetensors" << 0;
    QTest::newRow("many heads") << "models/sd15-tiny/tokenizer"
                                << "te-multihead-tiny.safetensors" << 999;
}

void ClipTokenizerTest::tinyTokenizersEqualTheReference()
{
    QFETCH(QString, folder);
    QFETCH(QString, file);
    QFETCH(int, padId);
    const auto tokenizer = folderTokenizer(folder.toStdString(), padId);
    QCOMPARE(tokenizer.bosId(), std::int64_t(998));
    QCOMPARE(tokenizer.eosId(), std::int64_t(999));
    const auto prompts = loadJson("forward/text_prompts.json")["prompts"];
    const auto expected = inputIds(file.toStdString());
    QCOMPARE(expected.size(), prompts.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(tokenizer.encodePadded(prompts[i].get<std::string>()).ids, expected[i]);
}

void ClipTokenizerTest::paddingIsAnOption()
{
    const ClipTokenizer tokenizer(ClipVocabulary::builtIn(), {6, 0});
    QCOMPARE(tokenizer.encodePadded("a").ids, (Ids{49406, 320, 49407, 0, 0, 0}));
}

void ClipTokenizerTest::paddingTokenOfThePromptIsSpecial()
{
    const ClipTokenizer tokenizer(ClipVocabulary::builtIn(), {6, 0});
    QCOMPARE(tokenizer.encode("a!!"), (Ids{320, 0, 0}));
    QCOMPARE(tokenizer.decode({320, 0, 320}), std::string("a ! a"));
    QCOMPARE(builtIn().encode("a!"), (Ids{320, 256}));
}

void ClipTokenizerTest::truncationQuotesWhatWasCut()
{
    const std::string kept = repeated("cat ", 75);
    const auto encoded = builtIn().encodePadded(kept + "A Red, apple!");
    QVERIFY(encoded.truncated);
    QCOMPARE(encoded.cut, std::string("a red , apple !"));
    QCOMPARE(encoded.length, 77);
    QCOMPARE(encoded.ids.size(), std::size_t(77));
    QCOMPARE(encoded.ids.back(), builtIn().eosId());
}

void ClipTokenizerTest::cutCharactersAreQuotedAsReplacements()
{
    // One character of several tokens straddles the end; what is quoted stays UTF-8.
    const std::string face = "\U0001FAE8";
    const auto pieces = builtIn().encode(face);
    QVERIFY(pieces.size() > 1);
    const auto encoded = builtIn().encodePadded(repeated("cat ", 74) + face);
    QVERIFY(encoded.truncated);
    QVERIFY(QString::fromStdString(encoded.cut).contains(QChar(QChar::ReplacementCharacter)));
}

void ClipTokenizerTest::fullPromptIsNotTruncated()
{
    QVERIFY(!builtIn().encodePadded(repeated("cat ", 75)).truncated);
    QVERIFY(builtIn().encodePadded(repeated("cat ", 76)).truncated);
}

void ClipTokenizerTest::decodingGivesTheWordsBack()
{
    const auto ids = builtIn().encode("A Photo of 2 caf\u00E9s \U0001F431");
    QCOMPARE(builtIn().decode(ids), std::string("a photo of 2 caf\u00E9s \U0001F431"));
    QCOMPARE(builtIn().decode({320, 49407}), std::string("a <|endoftext|>"));
    QCOMPARE(builtIn().decode({-1, 1000000}), std::string());
}

void ClipTokenizerTest::invalidUtf8BecomesTheReplacementCharacter_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("lone byte") << QByteArray("a \xFF b") << QByteArray("a \uFFFD b");
    QTest::newRow("cut at the end") << QByteArray("a \xE2") << QByteArray("a \uFFFD");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\uFFFD\uFFFD\uFFFD");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QByteArray("\uFFFD\uFFFD");
    QTest::newRow("sound") << QByteArray("caf\u00E9") << QByteArray("caf\u00E9");
}

void ClipTokenizerTest::invalidUtf8BecomesTheReplacementCharacter()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(replaceInvalidUtf8(bytes.toStdString()), text.toStdString());
    QCOMPARE(builtIn().encode(bytes.toStdString()), builtIn().encode(text.toStdString()));
}

void ClipTokenizerTest::composedAndDecomposedTextAreOne_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("normal");
    QTest::newRow("accent") << QByteArray("e\u0301") << QByteArray("\u00E9");
    QTest::newRow("marks in another order") << QByteArray("q\u0307\u0323") << QByteArray("q\u0323\u0307");
    QTest::newRow("two marks") << QByteArray("s\u0307\u0323") << QByteArray("\u1E69");
    QTest::newRow("Hangul") << QByteArray("\u1112\u1161\u11AB") << QByteArray("\uD55C");
    QTest::newRow("singleton") << QByteArray("\u212B") << QByteArray("\u00E5");
    QTest::newRow("dotted capital I") << QByteArray("\u0130") << QByteArray("i\u0307");
    QTest::newRow("final sigma stays plain") << QByteArray("\u039F\u03A3") << QByteArray("\u03BF\u03C3");
    QTest::newRow("no compatibility forms") << QByteArray("\uFB01") << QByteArray("\uFB01");
}

void ClipTokenizerTest::composedAndDecomposedTextAreOne()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, normal);
    QCOMPARE(QByteArray::fromStdString(normalizeClipText(text.toStdString())), normal);
}

void ClipTokenizerTest::anyWhiteSpaceIsOneSpace()
{
    QCOMPARE(normalizeClipText("a \t\r\n\u00A0\u3000\u2028b"), std::string("a b"));
}

void ClipTokenizerTest::hugeInputsAreReadWhole_data()
{
    constexpr int kMillion = 1000000;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("least"); // tokens
    QTest::newRow("one word") << QByteArray(kMillion, 'a') << 10000;
    QTest::newRow("one sign") << QByteArray(kMillion, '!') << 10000;
    QTest::newRow("digits") << QByteArray(kMillion, '7') << kMillion;
    QTest::newRow("words") << QByteArray("cat ").repeated(kMillion / 4) << kMillion / 4;
    QTest::newRow("unordered marks") << QByteArray("\u0301\u0323").repeated(kMillion / 4) << 1000;
    QTest::newRow("openings of special tokens") << QByteArray("<|").repeated(kMillion / 2) << 10000;
    QTest::newRow("no UTF-8") << QByteArray(kMillion / 3, '\xFF') << 10000;
}

void ClipTokenizerTest::hugeInputsAreReadWhole()
{
    // Quadratic work on any of these would run into the test's time limit.
    QFETCH(QByteArray, text);
    QFETCH(int, least);
    const std::string_view utf8(text.constData(), static_cast<std::size_t>(text.size()));
    const Ids ids = builtIn().encode(utf8);
    QVERIFY(ids.size() >= static_cast<std::size_t>(least));
    std::string whole;
    for (const auto id : ids)
        whole += builtIn().vocabulary().bytesOf(id);
    std::erase(whole, ' ');
    std::string expected = normalizeClipText(utf8);
    std::erase(expected, ' ');
    QVERIFY(whole == expected);
}

void ClipTokenizerTest::mergesOfAWordEqualTheNaiveOnes()
{
    const ClipVocabulary &vocabulary = builtIn().vocabulary();
    for (const std::string_view word :
        {"aaaaaaa", "antidisestablishmentarianism", "lalalalalala", "hmmmmmmmmm", "x", "\xF0\x9F\x90\xB1"}) {
        Ids naive;
        for (std::size_t i = 0; i < word.size(); ++i) {
            const auto byte = static_cast<std::uint8_t>(word[i]);
            naive.push_back(i + 1 == word.size() ? vocabulary.finalByteId(byte) : vocabulary.byteId(byte));
        }
        for (;;) {
            std::size_t best = naive.size();
            std::optional<ClipVocabulary::Merge> bestMerge;
            for (std::size_t i = 0; i + 1 < naive.size(); ++i) {
                const auto merge = vocabulary.merge(naive[i], naive[i + 1]);
                if (merge && (!bestMerge || merge->rank < bestMerge->rank)) {
                    best = i;
                    bestMerge = merge;
                }
            }
            if (!bestMerge)
                break;
            naive[best] = bestMerge->id;
            naive.erase(naive.begin() + static_cast<std::ptrdiff_t>(best) + 1);
        }
        QCOMPARE(mergeBytePairs(vocabulary, word), naive);
    }
    QVERIFY(mergeBytePairs(vocabulary, "").empty());
}

void ClipTokenizerTest::damagedFilesAreRefused_data()
{
    const QString special = R"("<|startoftext|>": 0, "<|endoftext|>": 1)";
    QTest::addColumn<QString>("vocab");
    QTest::addColumn<QString>("merges");
    QTest::newRow("no JSON") << "{"
                             << "";
    QTest::newRow("no object") << "[1]"
                               << "";
    QTest::newRow("no special tokens") << R"({"a": 0})"
                                       << "";
    QTest::newRow("number is text") << "{" + special + R"(, "a": "2"})"
                                    << "";
    QTest::newRow("number is negative") << "{" + special + R"(, "a": -2})"
                                        << "";
    QTest::newRow("number is too large") << "{" + special + R"(, "a": 9000000000})"
                                         << "";
    QTest::newRow("one token in a line") << "{" + special + R"(, "a": 2})"
                                         << "#version: 0.2\na\n";
    QTest::newRow("three tokens in a line") << "{" + special + R"(, "a": 2})"
                                            << "a a a\n";
    QTest::newRow("unknown token") << "{" + special + R"(, "a": 2})"
                                   << "a a\n";
}

void ClipTokenizerTest::damagedFilesAreRefused()
{
    QFETCH(QString, vocab);
    QFETCH(QString, merges);
    const QTemporaryDir dir;
    const auto vocabPath = write(dir, "vocab.json", vocab.toStdString());
    const auto mergesPath = write(dir, "merges.txt", merges.toStdString());
    try {
        ClipVocabulary::fromFiles(vocabPath, mergesPath);
        QFAIL("accepted");
    } catch (const Failure &failure) {
        QCOMPARE(failure.error().code, ErrorCode::Damaged);
        QVERIFY(
            QString::fromStdString(failure.error().message).contains(merges.isEmpty() ? "vocab.json" : "merges.txt"));
    }
}

void ClipTokenizerTest::missingFileIsRefused()
{
    try {
        ClipVocabulary::fromFiles(kData / "tokenizer/vocab.json", kData / "tokenizer/none.txt");
        QFAIL("accepted");
    } catch (const Failure &failure) {
        QCOMPARE(failure.error().code, ErrorCode::NotFound);
    }
}

CALOTYPE_GUILESS_TEST(ClipTokenizerTest)
#include "ClipTokenizerTest.moc"
