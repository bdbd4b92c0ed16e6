#include "core/jobs/JobQueue.h"
#include "tests/support/TestMain.h"
#include "tests/ui/WindowBench.h"
#include "ui/Language.h"
#include "ui/prompt/PromptLinesDialog.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = WindowBench;

namespace {

void writeWildcard(const Bench &bench, const QString &name, const QByteArray &lines)
{
    const QDir folder(bench.dir.filePath(QStringLiteral("wildcards")));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QFile file(folder.filePath(name + QStringLiteral(".txt")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(lines);
}

PromptLinesDialog *lines(const Bench &bench)
{
    return bench.part<PromptLinesDialog>("promptLinesDialog");
}

void paste(const Bench &bench, const QString &text)
{
    bench.action("generateSeveral")->trigger();
    QVERIFY(lines(bench));
    QApplication::clipboard()->setText(text);
    lines(bench)->findChild<QPlainTextEdit *>(QStringLiteral("promptLines"))->paste();
}

QString countOf(const Bench &bench)
{
    return lines(bench)->findChild<QLabel *>(QStringLiteral("promptLinesCount"))->text();
}

} // namespace

/// What the prompt's ways mean for the pictures that the window asks for.
class WindowPromptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(speak(*qApp, QStringLiteral("en"))); } // for the plurals

    void theSyntaxGoesIntoTheRequest()
    {
        Bench bench;
        QTRY_VERIFY(bench.hasModel());
        bench.settings().setPromptSyntax(PromptSyntax::Weighted);
        bench.action("generate")->trigger();
        QTRY_COMPARE(bench.script->requests().size(), std::size_t{1});
        QVERIFY(bench.script->requests().front().promptSyntax == PromptSyntax::Weighted);
        QTRY_COMPARE(bench.phase(), Phase::Idle);
    }

    void eachPictureDrawsItsOwnWords()
    {
        Bench bench;
        writeWildcard(bench, QStringLiteral("animal"), "# who\nfox\nowl\nhare\nnewt\n");
        QTRY_VERIFY(bench.hasModel());
        bench.settings().setPrompt(QStringLiteral("a __animal__ in snow"));
        bench.settings().setFixedSeed(true);
        bench.settings().setSeed(40);
        bench.settings().setCount(6);
        bench.action("generate")->trigger();
        QTRY_COMPARE(bench.sink.saved().size(), std::size_t{6});
        QTRY_COMPARE(bench.phase(), Phase::Idle);
        const auto requests = bench.script->requests();
        QCOMPARE(requests.size(), std::size_t{6});
        std::set<std::string> words;
        for (std::size_t k = 0; k < requests.size(); ++k) {
            QCOMPARE(requests[k].seeds, (std::vector<std::int64_t>{40 + static_cast<std::int64_t>(k)}));
            QVERIFY(requests[k].prompt.find("__") == std::string::npos);
            words.insert(requests[k].prompt);
        }
        QVERIFY(words.size() > 1);
        QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a __animal__ in snow"));

        bench.settings().setCount(1); // the third alone
        bench.settings().setSeed(42);
        bench.action("generate")->trigger();
        QTRY_COMPARE(bench.script->requests().size(), std::size_t{7});
        QCOMPARE(bench.script->requests().back().prompt, requests[2].prompt);
        QTRY_COMPARE(bench.phase(), Phase::Idle);
    }

    void whatIsAskedForFirstKeepsItsOrder()
    {
        Bench bench;
        writeWildcard(bench, QStringLiteral("animal"), "fox\n");
        QTRY_VERIFY(bench.hasModel());
        bench.settings().setPrompt(QStringLiteral("__animal__"));
        bench.settings().setFixedSeed(true);
        bench.settings().setSeed(7);
        bench.settings().setCount(3);
        bench.action("generateFirst")->trigger();
        QTRY_COMPARE(bench.script->requests().size(), std::size_t{3});
        QTRY_COMPARE(bench.phase(), Phase::Idle);
        std::vector<std::int64_t> seeds;
        for (const GenerationRequest &request : bench.script->requests())
            seeds.push_back(request.seeds.front());
        QCOMPARE(seeds, (std::vector<std::int64_t>{7, 8, 9}));
    }

    void aMissingWildcardIsToldAndNothingIsMade()
    {
        Bench bench;
        QTRY_VERIFY(bench.hasModel());
        bench.settings().setPrompt(QStringLiteral("a __beast__"));
        QSignalSpy failed(&bench.window->controller(), &GenerationController::failed);
        bench.action("generate")->trigger();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().value<Error>().message.find("beast.txt") != std::string::npos);
        QCOMPARE(bench.phase(), Phase::Idle);
        QVERIFY(bench.script->requests().empty());
    }

    void severalPromptsAreAddedAtOnce()
    {
        Bench bench;
        writeWildcard(bench, QStringLiteral("animal"), "fox\n");
        QTRY_VERIFY(bench.hasModel());
        QTRY_VERIFY(bench.window->queue().isOpen());
        bench.window->queue().setPaused(true);
        bench.settings().setFixedSeed(true);
        bench.settings().setSeed(40);
        bench.settings().setSeedStep(1);
        bench.settings().setCount(2);
        QSignalSpy inserted(&bench.window->queue(), &jobs::JobQueue::jobsInserted);
        paste(bench, QStringLiteral("a moss\n\n  an oak \n__animal__"));
        QCOMPARE(countOf(bench), QStringLiteral("3 prompts, 2 pictures of each"));
        lines(bench)->findChild<QPushButton *>(QStringLiteral("promptLinesAdd"))->click();
        QTRY_COMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first(), (QVariantList{0, 3})); // a wildcard is drawn for each picture
        const struct {
            const char *prompt;
            std::vector<std::int64_t> seeds;
        } wanted[] = {{"a moss", {40, 41}}, {"an oak", {42, 43}}, {"fox", {44}}, {"fox", {45}}};
        for (int row = 0; row < 4; ++row) {
            const GenerationRequest &request = bench.window->queue().at(row)->request;
            QCOMPARE(request.prompt, std::string(wanted[row].prompt));
            QCOMPARE(request.seeds, wanted[row].seeds);
        }
        QCOMPARE(bench.settings().values().seed, qint64{46});
        QCOMPARE(bench.settings().values().prompt, QStringLiteral("a fern"));
    }

    void severalPromptsHaveEachTheirSeed()
    {
        Bench bench;
        QTRY_VERIFY(bench.hasModel());
        paste(bench, QStringLiteral("a moss\nan oak\nan elm"));
        QCOMPARE(countOf(bench), QStringLiteral("3 prompts"));
        lines(bench)->accept();
        QTRY_COMPARE(bench.sink.saved().size(), std::size_t{3});
        QTRY_COMPARE(bench.phase(), Phase::Idle);
        const auto seeds = bench.sink.savedSeeds();
        QVERIFY(seeds[0] != seeds[1] || seeds[1] != seeds[2]);
        QCOMPARE(bench.settings().values().seed, qint64{seeds[2]});
        QCOMPARE(bench.sink.saved()[2].request.prompt, std::string("an elm"));
    }

    void severalPromptsAreTakenAllOrNot()
    {
        Bench bench;
        QTRY_VERIFY(bench.hasModel());
        QSignalSpy failed(&bench.window->controller(), &GenerationController::failed);
        paste(bench, QStringLiteral(" \n"));
        QCOMPARE(countOf(bench), QStringLiteral("0 prompts"));
        QVERIFY(!lines(bench)->findChild<QPushButton *>(QStringLiteral("promptLinesAdd"))->isEnabled());
        const QString text = QStringLiteral("a moss\na __beast__");
        lines(bench)->findChild<QPlainTextEdit *>()->setPlainText(text);
        lines(bench)->accept();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(bench.phase(), Phase::Idle);
        QCOMPARE(bench.window->queue().count(), 0);
        QTRY_VERIFY(!lines(bench));
        bench.action("generateSeveral")->trigger();
        QCOMPARE(lines(bench)->text(), text); // to be put right
    }

    void usedPromptsComeBackInTheNextSession()
    {
        Bench bench;
        QTRY_VERIFY(bench.hasModel());
        bench.settings().setPrompt(QStringLiteral("a used fern"));
        bench.action("generate")->trigger();
        QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
        QTRY_COMPARE(bench.phase(), Phase::Idle);
        bench.settings().setPrompt(QStringLiteral("a new thought"));
        bench.open();
        QTest::keyClick(bench.prompt(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(bench.settings().values().prompt, QStringLiteral("a used fern"));
    }
};

CALOTYPE_TEST(WindowPromptTest)
#include "WindowPromptTest.moc"
