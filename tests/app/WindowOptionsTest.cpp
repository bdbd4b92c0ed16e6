#include "app/WindowOptions.h"
#include "core/base/Error.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace calotype;
using namespace calotype::app;
using calotype::ui::PreferenceOverrides;

namespace {

const char *const kVariables[] = {"CALOTYPE_DEVICE", "CALOTYPE_THREADS", "CALOTYPE_OUTPUT_DIR", "CALOTYPE_LOG"};

} // namespace

/// What counts over the preferences, and who is named for it.
class WindowOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        for (const char *const variable : kVariables)
            qunsetenv(variable);
    }
    void cleanup() { init(); }

    void whatCountsAndWhoSaysSo_data()
    {
        QTest::addColumn<QByteArrayList>("environment"); // NAME=value
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("source");
        const auto row = [](const char *name, const QByteArrayList &environment, const QStringList &words, const char *key, const char *value,
                            const char *source) {
            QTest::newRow(name) << environment << words << QString::fromLatin1(key) << QString::fromLatin1(value) << QString::fromLatin1(source);
        };
        row("device by variable", {"CALOTYPE_DEVICE=cuda:1"}, {}, "compute/device", "cuda:1", "CALOTYPE_DEVICE");
        row("threads by variable", {"CALOTYPE_THREADS=2"}, {}, "compute/threads", "2", "CALOTYPE_THREADS");
        row("folder by variable", {"CALOTYPE_OUTPUT_DIR=/tmp/../tmp/out/"}, {}, "output/folder", "/tmp/out", "CALOTYPE_OUTPUT_DIR");
        row("log by variable", {"CALOTYPE_LOG=debug"}, {}, "advanced/logLevel", "debug", "CALOTYPE_LOG");
        row("device by option", {}, {"--device", "cpu"}, "compute/device", "cpu", "--device");
        row("number format by option", {}, {"--dtype", "bfloat16"}, "compute/dtype", "bfloat16", "--dtype");
        row("memory by option", {}, {"--memory", "low"}, "compute/memory", "low", "--memory");
        row("threads by option", {}, {"--threads", "3"}, "compute/threads", "3", "--threads");
        row("value attached", {}, {"--threads=3"}, "compute/threads", "3", "--threads");
        row("option over variable", {"CALOTYPE_DEVICE=cuda"}, {"--device", "cpu"}, "compute/device", "cpu", "--device");
        row("the last of two", {}, {"--device", "cuda", "--device=cpu"}, "compute/device", "cpu", "--device");
    }

    void whatCountsAndWhoSaysSo()
    {
        QFETCH(QByteArrayList, environment);
        QFETCH(QStringList, words);
        QFETCH(QString, key);
        for (const QByteArray &each : environment)
            qputenv(each.left(each.indexOf('=')).constData(), each.mid(each.indexOf('=') + 1));
        const PreferenceOverrides overrides = windowOptions(words).overrides;
        QCOMPARE(overrides.keys(), QStringList{key});
        QTEST(overrides.value(key).value.toString(), "value");
        QTEST(overrides.value(key).source, "source");
    }

    void filesAndOptionsStandInAnyOrder()
    {
        const QTemporaryDir dir;
        const QString picture = dir.filePath(QStringLiteral("a picture.png"));
        QFile file(picture);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const WindowOptions options = windowOptions({picture, QStringLiteral("--memory"), QStringLiteral("fast"), QDir(dir.path()).filePath(QStringLiteral("."))});
        QCOMPARE(options.files.size(), 2);
        QCOMPARE(options.files.first(), picture);
        QCOMPARE(options.overrides.keys(), QStringList{QStringLiteral("compute/memory")});
    }

    void wordsToStartAnewAreAllButTheFiles()
    {
        const QTemporaryDir dir;
        const QStringList left{QStringLiteral("--memory"), QStringLiteral("fast"), dir.path(), QStringLiteral("--threads=2")};
        const QStringList given = QStringList{QStringLiteral("-platform"), QStringLiteral("offscreen")} + left;
        QCOMPARE(wordsToStartAnew(given, left, windowOptions(left)),
                 (QStringList{QStringLiteral("-platform"), QStringLiteral("offscreen"), QStringLiteral("--memory"), QStringLiteral("fast"),
                              QStringLiteral("--threads=2")}));
        QCOMPARE(wordsToStartAnew({dir.path()}, {dir.path()}, windowOptions({dir.path()})), QStringList());
    }

    void emptyVariablesAndNoWordsSayNothing()
    {
        for (const char *const variable : kVariables)
            qputenv(variable, "");
        const WindowOptions options = windowOptions({});
        QVERIFY(options.files.isEmpty());
        QVERIFY(options.overrides.isEmpty());
    }

    void wrongWordsAreRefusedByName_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("told"); // in the sentence
        QTest::newRow("unknown option") << QStringList{"--colour", "red"} << "“--colour” is neither a command nor a file";
        QTest::newRow("unknown option with a value") << QStringList{"--colour=red"} << "“--colour=red” is neither a command nor a file";
        QTest::newRow("short option") << QStringList{"-x"} << "“-x” is neither";
        QTest::newRow("no such file") << QStringList{"no-such-file.png"} << "“no-such-file.png” is neither";
        QTest::newRow("no value") << QStringList{"--device"} << "--device needs a value";
        QTest::newRow("no such device") << QStringList{"--device", "toaster"} << "“toaster” is no value for --device";
        QTest::newRow("no number") << QStringList{"--threads=many"} << "“many” is no value for --threads";
        QTest::newRow("no such mode") << QStringList{"--memory", "plenty"} << "“plenty” is no value for --memory";
        QTest::newRow("no such format") << QStringList{"--dtype="} << "“” is no value for --dtype";
    }

    void wrongWordsAreRefusedByName()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, told);
        try {
            windowOptions(words);
            QFAIL("the words were taken");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::WrongUse);
            const QString sentence = QString::fromStdString(failure.error().message);
            QVERIFY2(sentence.contains(told), qPrintable(sentence));
        }
    }
};

CALOTYPE_GUILESS_TEST(WindowOptionsTest)
#include "WindowOptionsTest.moc"
