#include "tests/support/TestMain.h"
#include "ui/prompt/PromptHistory.h"
#include "ui/prompt/PromptStyle.h"
#include "ui/prompt/SavedList.h"
#include "ui/prompt/SettingsPreset.h"
#include "ui/prompt/TextPositions.h"
#include "ui/prompt/WeightEdit.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// A text with its selection: "a [fern] b"; "a fe|rn b" for a cursor.
struct Marked {
    QString text;
    int begin = 0;
    int end = 0;
};

Marked read(QString marked)
{
    const auto cursor = static_cast<int>(marked.indexOf(u'|'));
    if (cursor >= 0)
        return {marked.remove(cursor, 1), cursor, cursor};
    const auto begin = static_cast<int>(marked.indexOf(u'«'));
    marked.remove(begin, 1);
    const auto end = static_cast<int>(marked.indexOf(u'»'));
    return {marked.remove(end, 1), begin, end};
}

QString write(Marked marked)
{
    marked.text.insert(marked.end, u'»');
    marked.text.insert(marked.begin, u'«');
    return marked.text;
}

QString changed(const QString &marked, double difference)
{
    Marked text = read(marked);
    const auto change = changedWeight(text.text, text.begin, text.end, difference);
    if (!change)
        return QStringLiteral("nothing");
    text.text.replace(change->begin, change->end - change->begin, change->text);
    return write({text.text, change->selectionBegin, change->selectionEnd});
}

SavedList::Item item(const QString &name, const QString &prompt = {})
{
    return {name, toJson(PromptStyle{prompt, {}})};
}

} // namespace

/// What happens to the words of a prompt, without a window.
class PromptTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightsChange_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<double>("difference");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const char *before, double difference, const char *after) {
            QTest::newRow(name) << QString::fromUtf8(before) << difference << QString::fromUtf8(after);
        };
        row("word", "a fe|rn b", 0.1, "a («fern»:1.1) b");
        row("wordBefore", "a fern|, b", 0.1, "a («fern»:1.1), b");
        row("hyphen", "snow-cov|ered", 0.1, "(«snow-covered»:1.1)");
        row("selection", "a «green fern» b", 0.1, "a («green fern»:1.1) b");
        row("selectionWithBlanks", "a« green fern »b", -0.1, "a («green fern»:0.9) b");
        row("up", "a («fern»:1.1) b", 0.1, "a («fern»:1.2) b");
        row("toOne", "a («fern»:1.1) b", -0.1, "a «fern» b");
        row("throughOne", "a («fern»:0.9) b", 0.1, "a «fern» b");
        row("group", "a (green fe|rn:1.3) b", 0.1, "a («green fern»:1.4) b");
        row("inTheNumber", "a (fern:1.|3) b", 0.1, "a («fern»:1.4) b");
        row("wholeGroupSelected", "a «(fern:1.3)» b", 0.1, "a («fern»:1.4) b");
        row("innermost", "(a (fe|rn:1.2) b:1.5)", 0.1, "(a («fern»:1.3) b:1.5)");
        row("outer", "(a (fern:1.2) w|ood:1.5)", 0.1, "(«a (fern:1.2) wood»:1.6)");
        row("bareBrackets", "a («fern») b", 0.1, "a («fern»:1.2) b");
        row("quarter", "a («fern»:1.25) b", 0.1, "a («fern»:1.35) b");
        row("notBelowZero", "a («fern»:0.05) b", -0.1, "a («fern»:0) b");
        row("escapedBracket", "fern \\(gre|en\\)", 0.1, "fern \\((«green»:1.1)\\)");
        row("nothing", "a  |  b", 0.1, "nothing");
        row("newline", "a\nfe|rn\nb", 0.1, "a\n(«fern»:1.1)\nb");
        row("notAscii", "ein Bäum|chen", 0.1, "ein («Bäumchen»:1.1)");
    }
    void weightsChange()
    {
        QFETCH(QString, before);
        QFETCH(double, difference);
        QTEST(changed(before, difference), "after");
    }

    void upAndDownIsTheSameText()
    {
        QString text = QStringLiteral("a «fern» b");
        for (int step = 0; step < 30; ++step)
            text = changed(text, 0.1);
        QCOMPARE(text, QStringLiteral("a («fern»:4) b"));
        for (int step = 0; step < 30; ++step)
            text = changed(text, -0.1);
        QCOMPARE(text, QStringLiteral("a «fern» b"));
    }

    void bytesAreFoundInTheText()
    {
        const QString text = QStringLiteral("aä🦊b");
        const TextPositions positions(text);
        QCOMPARE(positions.utf8(), std::string_view("a\xC3\xA4\xF0\x9F\xA6\x8A" "b"));
        const QVector<int> expected{0, 1, 1, 2, 2, 2, 2, 4, 5, 5};
        for (int byte = 0; byte < expected.size(); ++byte)
            QCOMPARE(positions.of(static_cast<std::size_t>(byte)), expected[byte]);
        QCOMPARE(TextPositions(QString()).of(3), 0);
    }

    void historyGoesBackAndForth()
    {
        PromptHistory history(QStringLiteral("prompts"));
        history.add(QStringLiteral("one"));
        history.add(QStringLiteral("two"));
        history.add(QStringLiteral("two"));
        history.add(QStringLiteral("  "));
        QCOMPARE(history.prompts(), (QStringList{"one", "two"}));
        QCOMPARE(history.older(QStringLiteral("unfinished")), std::optional<QString>("two"));
        QCOMPARE(history.older(QStringLiteral("two")), std::optional<QString>("one"));
        QCOMPARE(history.older(QStringLiteral("one")), std::nullopt);
        QCOMPARE(history.newer(QStringLiteral("one")), std::optional<QString>("two"));
        QCOMPARE(history.newer(QStringLiteral("two")), std::optional<QString>("unfinished"));
        QCOMPARE(history.newer(QStringLiteral("unfinished")), std::nullopt);
    }

    void aChangedPromptOfTheHistoryIsTheUnfinishedOne()
    {
        PromptHistory history(QStringLiteral("prompts"));
        history.add(QStringLiteral("one"));
        history.add(QStringLiteral("two"));
        QCOMPARE(history.older(QStringLiteral("two")), std::optional<QString>("one")); // "two" is shown already
        QCOMPARE(history.older(QStringLiteral("one more")), std::optional<QString>("two"));
        QCOMPARE(history.newer(QStringLiteral("two")), std::optional<QString>("one more"));
    }

    void historyIsKeptAndBounded()
    {
        const QTemporaryDir dir;
        QSettings store(dir.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        PromptHistory history(QStringLiteral("history/prompts"));
        for (int k = 0; k < PromptHistory::kMost + 5; ++k)
            history.add(QStringLiteral("prompt %1\nsecond line, ä").arg(k));
        history.store(store);
        store.sync();
        const QSettings again(dir.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        PromptHistory restored(QStringLiteral("history/prompts"));
        restored.restore(again);
        QCOMPARE(restored.prompts().size(), PromptHistory::kMost);
        QCOMPARE(restored.prompts().first(), QStringLiteral("prompt 5\nsecond line, ä"));
        QCOMPARE(restored.older(QString()), std::optional<QString>("prompt 204\nsecond line, ä"));
    }

    void stylesAreWovenIn_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("result");
        QTest::newRow("behind") << "a fern" << "ink drawing" << "a fern, ink drawing";
        QTest::newRow("around") << "a fern" << "drawing of {prompt} in ink" << "drawing of a fern in ink";
        QTest::newRow("twice") << "fern" << "{prompt}, ({prompt}:1.2)" << "fern, (fern:1.2)";
        QTest::newRow("comma") << "a fern, " << "ink" << "a fern, ink";
        QTest::newRow("noWords") << "" << "ink" << "ink";
        QTest::newRow("noStyle") << "a fern" << "" << "a fern";
    }
    void stylesAreWovenIn()
    {
        QFETCH(QString, words);
        QFETCH(QString, style);
        QTEST(withStyle(words, style), "result");
    }

    void listsAreKept()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("new/styles.json"));
        {
            SavedList list(path);
            QSignalSpy failed(&list, &SavedList::failed);
            list.insert(item(QStringLiteral("Ink"), QStringLiteral("ink, ä")));
            list.insert(item(QStringLiteral("Oil")));
            list.insert(item(QStringLiteral("ink"), QStringLiteral("over it"))); // the same name
            QVERIFY(list.rename(1, QStringLiteral(" Oil paint ")));
            QVERIFY(!list.rename(1, QStringLiteral("INK")));
            QVERIFY(!list.rename(1, QStringLiteral(" ")));
            QCOMPARE(list.freeName(QStringLiteral("Ink")), QStringLiteral("Ink 2"));
            QCOMPARE(failed.size(), 0);
        }
        SavedList again(path);
        QCOMPARE(again.items(), (QVector<SavedList::Item>{item(QStringLiteral("ink"), QStringLiteral("over it")),
                                                          item(QStringLiteral("Oil paint"))}));
        const auto removed = again.remove(0);
        QVERIFY(removed);
        QCOMPARE(SavedList(path).items().size(), 1);
        again.insert(*removed, 0);
        QCOMPARE(SavedList(path).items().first().name, QStringLiteral("ink"));
    }

    void aDamagedListIsToldAndSetAside()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("styles.json"));
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{\"version\": 1, \"items\": [");
        damaged.close();
        SavedList list(path);
        QSignalSpy failed(&list, &SavedList::failed);
        QVERIFY(list.items().isEmpty());
        QCOMPARE(failed.size(), 1);
        list.insert(item(QStringLiteral("Ink")));
        QFile kept(path + QStringLiteral(".damaged"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("{\"version\": 1, \"items\": ["));
        QCOMPARE(SavedList(path).items().size(), 1);
    }

    void whatCannotBeWrittenIsToldAndStays()
    {
        const QTemporaryDir dir;
        QFile taken(dir.filePath(QStringLiteral("taken"))); // a file where the folder should be
        QVERIFY(taken.open(QIODevice::WriteOnly));
        SavedList list(taken.fileName() + QStringLiteral("/styles.json"));
        QSignalSpy failed(&list, &SavedList::failed);
        QVERIFY(!list.insert(item(QStringLiteral("Ink"))));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(list.items().size(), 1);
    }

    void presetsHoldTheSettingsAndNotThePrompt()
    {
        GenerationValues values;
        values.prompt = QStringLiteral("a fern");
        values.sampler = QStringLiteral("euler_a");
        values.schedule = QStringLiteral("karras");
        values.steps = 33;
        values.guidance = 4.5;
        values.width = 640;
        values.height = 768;
        values.clipSkip = 2;
        values.promptSyntax = PromptSyntax::Weighted;
        values.seed = 5;

        GenerationValues other;
        other.prompt = QStringLiteral("a fox");
        other.seed = 9;
        other = withPreset(other, presetOf(values));
        QCOMPARE(other.prompt, QStringLiteral("a fox"));
        QCOMPARE(other.seed, qint64{9});
        QCOMPARE(other.sampler, values.sampler);
        QCOMPARE(other.schedule, values.schedule);
        QCOMPARE(other.steps, 33);
        QCOMPARE(other.guidance, 4.5);
        QCOMPARE(other.width, 640);
        QCOMPARE(other.height, 768);
        QCOMPARE(other.clipSkip, 2);
        QVERIFY(other.promptSyntax == PromptSyntax::Weighted);
        QVERIFY(!other.modelSampling && !other.modelSize); // else the model would have its way again

        QJsonObject unknown{{QStringLiteral("sampler"), QStringLiteral("nonsense")}};
        QCOMPARE(withPreset(values, unknown), values);
    }
};

CALOTYPE_GUILESS_TEST(PromptTextTest)
#include "PromptTextTest.moc"
