#include "core/engine/prompt/WildcardFolder.h"
#include "core/engine/prompt/Wildcards.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace calotype;

namespace {

using Files = std::map<std::string, std::vector<std::string>>;

WildcardLines linesOf(const Files &files)
{
    return [files](const std::string &name) -> std::optional<std::vector<std::string>> {
        const auto found = files.find(name);
        return found == files.end() ? std::nullopt : std::optional(found->second);
    };
}

GenerationRequest requestFor(const std::string &prompt, std::int64_t seed = 0)
{
    GenerationRequest request;
    request.prompt = prompt;
    request.seeds = {seed};
    return request;
}

std::string expanded(const std::string &prompt, const Files &files, std::int64_t seed = 0)
{
    const auto result = withWildcards(requestFor(prompt, seed), linesOf(files));
    return result ? result.value().prompt : "failed: " + result.error().message;
}

const Files kAnimals{{"animal", {"a fox", "an owl", "a hare", "a newt"}}};

} // namespace

class WildcardsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreFound_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<bool>("isThere");
        QTest::newRow("alone") << "__animal__" << true;
        QTest::newRow("inWords") << "a photo of __animal__, sharp" << true;
        QTest::newRow("folder") << "__places/cities__" << true;
        QTest::newRow("hyphenAndNumber") << "__hair-style2__" << true;
        QTest::newRow("underscore") << "__hair_style__" << true;
        QTest::newRow("notAscii") << "__bäume__" << true;
        QTest::newRow("afterBlank") << "a __ line __animal__" << true;
        QTest::newRow("none") << "a fox" << false;
        QTest::newRow("oneUnderscore") << "_animal_" << false;
        QTest::newRow("blankWithin") << "a __ b __ c" << false;
        QTest::newRow("empty") << "____" << false;
        QTest::newRow("open") << "__animal" << false;
        QTest::newRow("outOfTheFolder") << "__../secret__" << false;
        QTest::newRow("hidden") << "__.ssh/id__" << false;
        QTest::newRow("absolute") << "__/etc/passwd__" << false;
    }
    void namesAreFound()
    {
        QFETCH(QString, prompt);
        QTEST(hasWildcards(prompt.toStdString()), "isThere");
    }

    void aNameBecomesOneOfItsLines()
    {
        std::set<std::string> seen;
        for (int seed = 0; seed < 200; ++seed)
            seen.insert(expanded("see __animal__ run", kAnimals, seed));
        QCOMPARE(seen, (std::set<std::string>{"see a fox run", "see an owl run", "see a hare run", "see a newt run"}));
    }

    void theSameSeedGivesTheSameWords()
    {
        // The standard gives the ten thousandth number of mt19937_64; its first from seed 5489 is 14514284786278117030.
        QCOMPARE(expanded("__animal__", kAnimals, 5489), kAnimals.at("animal")[14514284786278117030u % 4]);
        const std::string prompt = "__animal__ and __animal__ and __animal__";
        QCOMPARE(expanded(prompt, kAnimals, 77), expanded(prompt, kAnimals, 77));
    }

    void commentsAndBlankLinesAreNotDrawn()
    {
        const Files files{{"a", {"# animals", "", "   ", "  a fox \r", "\t# another"}}};
        for (int seed = 0; seed < 20; ++seed)
            QCOMPARE(expanded("[__a__]", files, seed), std::string("[a fox]"));
    }

    void linesMayNameOthers()
    {
        const Files files{{"scene", {"__beast__ in __place__"}}, {"beast", {"a fox"}}, {"place", {"the snow"}}};
        QCOMPARE(expanded("__scene__", files), std::string("a fox in the snow"));
    }

    void aCircleIsNamed()
    {
        const Files files{{"a", {"__b__"}}, {"b", {"__a__"}}};
        const auto result = withWildcards(requestFor("__a__"), linesOf(files));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::WrongUse);
        QVERIFY2(result.error().message.find("a → b → a") != std::string::npos, result.error().message.c_str());
    }

    void depthAndGrowthHaveBounds()
    {
        Files deep;
        for (int level = 0; level < 12; ++level)
            deep["l" + std::to_string(level)] = {"__l" + std::to_string(level + 1) + "__"};
        deep["l12"] = {"end"};
        QVERIFY(!withWildcards(requestFor("__l0__"), linesOf(deep)));
        QCOMPARE(expanded("__l5__", deep), std::string("end"));

        Files wide{{"w0", {"x"}}};
        for (int level = 1; level < 7; ++level) {
            std::string line;
            for (int k = 0; k < 10; ++k)
                line += "__w" + std::to_string(level - 1) + "__";
            wide["w" + std::to_string(level)] = {line};
        }
        const auto result = withWildcards(requestFor("__w6__"), linesOf(wide));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::WrongUse);
    }

    void aMissingOneIsNamed()
    {
        const auto result = withWildcards(requestFor("a __beast__"), linesOf(kAnimals));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
        QVERIFY(result.error().message.find("beast.txt") != std::string::npos);
    }

    void anEmptyOneIsNamed()
    {
        const auto result = withWildcards(requestFor("a __beast__"), linesOf({{"beast", {"# nothing yet", ""}}}));
        QVERIFY(!result);
        QVERIFY(result.error().message.find("beast") != std::string::npos);
    }

    void allPromptsAreExpanded()
    {
        GenerationRequest request = requestFor("a");
        request.negativePrompt = "__x__";
        request.prompt2 = "two __x__";
        QVERIFY(hasWildcards(request));
        const auto result = withWildcards(request, linesOf({{"x", {"y"}}}));
        QVERIFY(bool(result));
        QCOMPARE(result.value().negativePrompt, std::optional<std::string>("y"));
        QCOMPARE(result.value().prompt2, std::optional<std::string>("two y"));
        QVERIFY(!result.value().negativePrompt2);
    }

    void eachPictureHasTheWordsOfItsSeed()
    {
        GenerationRequest request = requestFor("__animal__");
        request.seeds = {10, 11, 12, 13, 14, 15, 16, 17};
        const auto all = expandWildcards(request, linesOf(kAnimals));
        QVERIFY(bool(all));
        QCOMPARE(all.value().size(), request.seeds.size());
        std::set<std::string> words;
        for (std::size_t k = 0; k < request.seeds.size(); ++k) {
            QCOMPARE(all.value()[k].seeds, (std::vector{request.seeds[k]}));
            QCOMPARE(all.value()[k].prompt, expanded("__animal__", kAnimals, request.seeds[k]));
            words.insert(all.value()[k].prompt);
        }
        QVERIFY(words.size() > 1);
    }

    void picturesOfOneGeneratorStayTogether()
    {
        GenerationRequest request = requestFor("__animal__");
        request.seeds = {10, 11, 12};
        request.noise = NoiseMode::Batch;
        const auto all = expandWildcards(request, linesOf(kAnimals));
        QVERIFY(bool(all));
        QCOMPARE(all.value().size(), std::size_t{1});
        QCOMPARE(all.value().front().seeds, request.seeds);
    }

    void eachWildcardIsReadOnceForAllPictures()
    {
        GenerationRequest request = requestFor("__animal__ and __animal__");
        request.seeds = {10, 11, 12, 13};
        int reads = 0;
        const WildcardLines counted = [&reads](const std::string &name) -> std::optional<std::vector<std::string>> {
            ++reads;
            return kAnimals.at(name);
        };
        const auto all = expandWildcards(request, counted);
        QVERIFY(bool(all));
        QCOMPARE(all.value().size(), std::size_t{4});
        QCOMPARE(reads, 1);
    }

    void withoutWildcardsNothingIsSplit()
    {
        GenerationRequest request = requestFor("a fox");
        request.seeds = {1, 2, 3};
        const auto all = expandWildcards(request, linesOf({}));
        QVERIFY(bool(all));
        QCOMPARE(all.value(), (std::vector{request}));
    }

    void filesAreReadFromTheirFolder()
    {
        const QTemporaryDir dir;
        write(dir, "places/cities.txt", "\xEF\xBB\xBF" "Lisbon\r\n\r\n");
        write(dir, "beast.txt", "füchse");
        const WildcardLines lines = wildcardsIn(dir.path().toStdString());
        const auto result = withWildcards(requestFor("__beast__ in __places/cities__"), lines);
        QVERIFY2(bool(result), result ? "" : result.error().message.c_str());
        QCOMPARE(result.value().prompt, std::string("füchse in Lisbon"));
        QVERIFY(!lines("nowhere"));
    }

    void aFileThatIsNotUtf8IsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("latin1") << QByteArray("ok\nf\xFC" "chse");
        QTest::newRow("cut") << QByteArray("ok\n\xE2\x82");
        QTest::newRow("overlong") << QByteArray("ok\n\xC0\xAF");
        QTest::newRow("surrogate") << QByteArray("ok\n\xED\xA0\x80");
    }
    void aFileThatIsNotUtf8IsRefused()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir dir;
        write(dir, "beast.txt", bytes);
        const auto result = withWildcards(requestFor("__beast__"), wildcardsIn(dir.path().toStdString()));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Damaged);
        QVERIFY(result.error().message.find("line 2") != std::string::npos);
    }

private:
    static void write(const QTemporaryDir &dir, const QString &name, const QByteArray &bytes)
    {
        const QString path = dir.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
};

CALOTYPE_GUILESS_TEST(WildcardsTest)
#include "WildcardsTest.moc"
