#include "tests/support/ProgramRun.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <memory>
#include <set>

using calotype::fixtures::ProgramRun;
using nlohmann::json;

namespace {

std::set<QString> names(const json &pictures)
{
    std::set<QString> names;
    for (const json &picture : pictures)
        names.insert(QFileInfo(QString::fromStdString(picture["path"].get<std::string>())).fileName());
    return names;
}

} // namespace

/// `calotype gallery`, as scripts use it: pictures of several programs, and the index in a home of its own.
class GalleryCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_run = std::make_unique<ProgramRun>(QStringLiteral(CALOTYPE_BINARY));
        QVERIFY(QDir().mkpath(folder() + QStringLiteral("/deep/er")));
        copy("a1111-png-plain.png", "fox.png");
        copy("a1111-unicode.jpg", "robot.jpg");
        copy("comfy-img2img.png", "deep/apple.png");
        copy("swarm.png", "deep/er/cat.png");
        copy("plain-png.png", "plain.png");
        write(folder() + QStringLiteral("/broken.png"), "this is no picture");
        write(folder() + QStringLiteral("/notes.txt"), "nor is this");
    }

    void reindexCountsWhatItRead()
    {
        const auto outcome = (*m_run)({"gallery", "reindex", folder(), "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const json report = outcome.json();
        QCOMPARE(report["read"].get<int>(), 5);
        QCOMPARE(report["listed"].get<int>(), 5);
        QCOMPARE(report["added"].get<int>(), 5);
        QVERIFY(report["programs"] == json({{"AUTOMATIC1111", 2}, {"ComfyUI", 1}, {"SwarmUI", 1}, {"", 1}}));
        QCOMPARE(report["unreadable"].size(), std::size_t{1});
        QVERIFY(report["unreadable"][0].get<std::string>().ends_with("/broken.png"));

        const auto plain = (*m_run)({"gallery", "reindex", folder()});
        QCOMPARE(plain.status, 0);
        for (const char *words : {"5 pictures read", "2  AUTOMATIC1111", "1  ComfyUI", "say nothing", "broken.png"})
            QVERIFY2(plain.out.contains(words), plain.out.constData());
    }

    void searchFindsTheWordsOfPrompts_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("found");
        QTest::newRow("of AUTOMATIC1111") << QStringList{"watercolor", "snowy"} << "fox.png";
        QTest::newRow("of a JPEG") << QStringList{"astronaut"} << "robot.jpg";
        QTest::newRow("of ComfyUI's graph") << QStringList{"\"still life\""} << "apple.png";
        QTest::newRow("Chinese") << QStringList{QString::fromUtf8("窗台")} << "cat.png robot.jpg";
        QTest::newRow("beginning of a word") << QStringList{"waterc"} << "fox.png";
        QTest::newRow("of no prompt") << QStringList{"watercolor", "robot"} << "";
    }

    void searchFindsTheWordsOfPrompts()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, found);
        QCOMPARE((*m_run)({"gallery", "reindex", folder()}).status, 0);
        const QStringList search = QStringList{"gallery", "search"} + words;
        const auto outcome = (*m_run)(search + QStringList{"--json"});
        QCOMPARE(outcome.status, 0);
        const QStringList files = found.split(u' ', Qt::SkipEmptyParts);
        const std::set<QString> expected(files.begin(), files.end());
        QVERIFY2(outcome.json().is_array() && names(outcome.json()) == expected, outcome.out.constData());
        const auto plain = (*m_run)(search);
        QCOMPARE(plain.status, 0);
        QCOMPARE(plain.out.count('\n'), qsizetype(expected.size()));
        for (const QString &file : files)
            QVERIFY(plain.out.contains(file.toUtf8()));
    }

    void reindexingTwiceGivesTheSame()
    {
        const json first = (*m_run)({"gallery", "reindex", folder(), "--json"}).json();
        const json before = (*m_run)({"gallery", "list", "--json"}).json();
        const json second = (*m_run)({"gallery", "reindex", folder(), "--json"}).json();
        const json after = (*m_run)({"gallery", "--json"}).json();
        QCOMPARE(names(before), (std::set<QString>{"fox.png", "robot.jpg", "apple.png", "cat.png", "plain.png"}));
        QVERIFY(before == after);
        QVERIFY(first["programs"] == second["programs"]);
        QVERIFY(first["read"] == second["read"]);
        QCOMPARE(second["added"].get<int>(), 0);
        QCOMPARE(second["removed"].get<int>(), 0);
    }

    void listTellsTheSettings()
    {
        QCOMPARE((*m_run)({"gallery", "reindex", folder()}).status, 0);
        const json found = (*m_run)({"gallery", "search", "watercolor", "--json"}).json();
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0]["model"].get<std::string>(), std::string("dreamshaper_8"));
        QCOMPARE(found[0]["seed"].get<std::int64_t>(), std::int64_t{3340869679});
        QCOMPARE(found[0]["steps"].get<int>(), 29);
        QCOMPARE(found[0]["source"].get<std::string>(), std::string("AUTOMATIC1111"));
        QCOMPARE(found[0]["sha256"].get<std::string>().size(), std::size_t{64});
    }

    void picturesFolderIsTheDefault()
    {
        QVERIFY(QDir().rename(folder(), m_run->at(QStringLiteral("pictures"))));
        const auto outcome = (*m_run)({"gallery", "reindex", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(outcome.json()["listed"].get<int>(), 5);
    }

    void readingMakesNoIndex()
    {
        const auto outcome = (*m_run)({"gallery", "list", "--json"});
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.json() == json::array());
        QVERIFY(outcome.err.contains("reindex"));
        QVERIFY(!QFileInfo::exists(database()));
    }

    void damagedIndexIsMadeAnew()
    {
        QVERIFY(QDir().mkpath(QFileInfo(database()).path()));
        write(database(), QByteArray(5000, 'x'));
        const auto listed = (*m_run)({"gallery", "list"});
        QCOMPARE(listed.status, 1);
        QVERIFY2(listed.err.contains("calotype gallery reindex"), listed.err.constData());
        const auto outcome = (*m_run)({"gallery", "reindex", folder(), "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY(outcome.err.contains("set aside"));
        QCOMPARE((*m_run)({"gallery", "list", "--json"}).json().size(), std::size_t{5});
        QCOMPARE(QDir(QFileInfo(database()).path()).entryList({QStringLiteral("calotype.damaged-*.db")}).size(), 1);
    }

    void wrongUseExitsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown action") << QStringList{"gallery", "eat"};
        QTest::newRow("search for nothing") << QStringList{"gallery", "search"};
        QTest::newRow("word behind list") << QStringList{"gallery", "list", "x"};
        QTest::newRow("a file") << QStringList{"gallery", "reindex", CALOTYPE_BINARY};
    }

    void wrongUseExitsWithTwo()
    {
        QFETCH(QStringList, arguments);
        QCOMPARE((*m_run)(arguments).status, 2);
    }

    void missingFolderIsAFailure()
    {
        const auto outcome = (*m_run)({"gallery", "reindex", m_run->at(QStringLiteral("nowhere"))});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("nowhere"), outcome.err.constData());
    }

private:
    QString folder() const { return m_run->at(QStringLiteral("shots")); }
    QString database() const { return m_run->at(QStringLiteral("data/calotype.db")); }

    void copy(const char *from, const char *to) const
    {
        QVERIFY(QFile::copy(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/") + QLatin1String(from), folder() + QLatin1Char('/') + QLatin1String(to)));
    }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<ProgramRun> m_run;
};

CALOTYPE_GUILESS_TEST(GalleryCommandTest)
#include "GalleryCommandTest.moc"
