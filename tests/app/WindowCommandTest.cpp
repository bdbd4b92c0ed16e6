#include "app/SingleInstance.h"
#include "app/StartAnew.h"
#include "core/base/Error.h"
#include "tests/support/TestMain.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QMap>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <fcntl.h>

namespace {

const char *const kBecomes = "CALOTYPE_TEST_BECOMES_THE_PROGRAM"; ///< the folder that it is the first one for

} // namespace

/// The program's window as the desktop starts it: opened, and ended by the session.
class WindowCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What startsAnewInItsPlace() starts comes here too, and becomes the program.
    void initTestCase()
    {
        const QString folder = qEnvironmentVariable(kBecomes);
        if (folder.isEmpty())
            return;
        calotype::app::SingleInstance instance(folder);
        const auto isFirst = instance.begin({}, {});
        QVERIFY(isFirst && isFirst.value());
        QVERIFY(::open(qPrintable(folder + QStringLiteral("/left-open")), O_WRONLY | O_CREAT, 0600) >= 0); // as a driver does
        instance.end();
        calotype::app::startAnew(QStringLiteral(CALOTYPE_BINARY), {QStringLiteral("--threads"), QStringLiteral("1")});
    }

    void sessionsEndClosesTheWindow_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::newRow("alone") << QStringList();
        QTest::newRow("with a model") << QStringList{CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors"};
        QTest::newRow("with a picture") << QStringList{CALOTYPE_TEST_DATA "/pipelines/images/sd15_ddim.png"};
        QTest::newRow("with a damaged model") << QStringList{CALOTYPE_TEST_DATA "/rng/randn.json"};
    }

    void sessionsEndClosesTheWindow()
    {
        QFETCH(QStringList, files);
        QProcess process;
        start(process, files);
        waitFor(process, "window: ready after");
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

    void wordThatIsNoFileIsRefused()
    {
        QProcess process;
        start(process, {"no-such-command"});
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("no-such-command"));
    }

    void secondStartHandsItsFilesOver()
    {
        QProcess first;
        start(first, {});
        waitFor(first, "window: ready after");
        QImage picture(64, 64, QImage::Format_RGB32); // of the shape that is made at first: it is not asked how to place it
        picture.fill(QColor(200, 60, 20));
        const QString opened = m_dir.filePath(QStringLiteral("opened.png"));
        QVERIFY(picture.save(opened));
        QProcess second;
        start(second, {opened});
        QVERIFY(second.waitForFinished(30000));
        QCOMPARE(second.exitStatus(), QProcess::NormalExit);
        QCOMPARE(second.exitCode(), 0);
        QVERIFY(!second.readAllStandardError().contains("window: ready after"));
        waitFor(first, "another start hands over 1 files");
        const auto keptStartImage = [this] {
            QFile file(m_dir.filePath(QStringLiteral("data/start/start.json")));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_VERIFY_WITH_TIMEOUT(keptStartImage().contains("opened.png"), 30000); // and it was opened there
        QCOMPARE(first.state(), QProcess::Running);
        first.kill(); // its lock and its socket stay behind
        QVERIFY(first.waitForFinished(30000));
        QProcess third;
        start(third, {});
        waitFor(third, "window: ready after");
        third.kill();
        QVERIFY(third.waitForFinished(30000));
    }

    void startsAnewInItsPlace()
    {
        const QString data = m_dir.filePath(QStringLiteral("anew"));
        QVERIFY(QDir().mkpath(data));
        QProcess process;
        start(process, {QStringLiteral("WindowCommandTest")},
              {{QLatin1String(kBecomes), data}, {QStringLiteral("CALOTYPE_DATA_DIR"), data}}, QCoreApplication::applicationFilePath());
        waitFor(process, "window: ready after"); // not handed over to the one before
        const QString self = QStringLiteral("/proc/%1/").arg(process.processId());
        if (QFile words(self + QStringLiteral("cmdline")); words.open(QIODevice::ReadOnly)) {
            QVERIFY(words.readAll().endsWith(QByteArray("--threads\0001\0", 12)));
            QVERIFY(QFile::exists(data + QStringLiteral("/left-open")));
            for (const QFileInfo &file : QDir(self + QStringLiteral("fd")).entryInfoList(QDir::Files | QDir::System))
                QVERIFY(!file.symLinkTarget().endsWith(QLatin1String("left-open")));
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

    void whatCannotBeStartedAnewIsTold()
    {
        try {
            calotype::app::startAnew(m_dir.filePath(QStringLiteral("no-such-program")), {});
            QFAIL("it was started"); // in another place
        } catch (const calotype::Failure &failure) {
            QCOMPARE(failure.error().code, calotype::ErrorCode::Io);
            QVERIFY(QString::fromStdString(failure.error().message).contains(QLatin1String("start it once more")));
        }
    }

    void logIsKeptInTheStateFolder()
    {
        QProcess process;
        start(process, {});
        waitFor(process, "window: ready after");
        process.kill();
        QVERIFY(process.waitForFinished(30000));
        QFile log(m_dir.filePath(QStringLiteral("data/state/calotype.log")));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QVERIFY(log.readAll().contains("window: ready after"));
    }

    void stateFolderOfTheDesktopIsFollowed()
    {
        QProcess process;
        start(process, {}, {{QStringLiteral("CALOTYPE_DATA_DIR"), QString()},
                            {QStringLiteral("XDG_DATA_HOME"), m_dir.filePath(QStringLiteral("share"))},
                            {QStringLiteral("XDG_STATE_HOME"), m_dir.filePath(QStringLiteral("state"))}});
        const auto log = [this] {
            QFile file(m_dir.filePath(QStringLiteral("state/calotype/calotype.log")));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_VERIFY_WITH_TIMEOUT(log().contains("window: ready after"), 30000);
        process.kill();
        QVERIFY(process.waitForFinished(30000));
    }

    void preferencesOnTheCommandLineAreChecked_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no such device") << QStringList{"--device", "toaster"};
        QTest::newRow("no such memory mode") << QStringList{"--memory", "plenty"};
        QTest::newRow("no such choice of tiles") << QStringList{"--vae-tiles", "some"};
        QTest::newRow("no value") << QStringList{"--threads"};
        QTest::newRow("no number") << QStringList{"--threads=many"};
        QTest::newRow("no such option") << QStringList{"--colour", "red"};
    }

    void preferencesOnTheCommandLineAreChecked()
    {
        QFETCH(QStringList, words);
        QProcess process;
        start(process, words);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains(words.first().section(u'=', 0, 0).toUtf8()));
    }

    void openingTheWindowDoesNotLoadTheEngine()
    {
        QProcess process;
        start(process, {});
        waitFor(process, "window: ready after");
        QFile maps(QStringLiteral("/proc/%1/maps").arg(process.processId()));
        if (!maps.open(QIODevice::ReadOnly))
            QSKIP("this system has no /proc to read the process's libraries from");
        QVERIFY(!maps.readAll().contains("libtorch"));
        process.kill();
        QVERIFY(process.waitForFinished(30000));
    }

private:
    /// @param changes  of the environment; an empty value takes a variable out
    void start(QProcess &process, const QStringList &arguments, const QMap<QString, QString> &changes = {},
               const QString &program = QStringLiteral(CALOTYPE_BINARY))
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_dir.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_dir.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("CALOTYPE_DATA_DIR"), m_dir.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("CALOTYPE_OUTPUT_DIR"), m_dir.filePath(QStringLiteral("out")));
        environment.insert(QStringLiteral("CALOTYPE_LOG"), QStringLiteral("info"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
            if (it.value().isEmpty())
                environment.remove(it.key());
            else
                environment.insert(it.key(), it.value());
        }
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.start(program, arguments);
        QVERIFY(process.waitForStarted());
    }

    static void waitFor(QProcess &process, const char *words)
    {
        QByteArray told;
        process.setReadChannel(QProcess::StandardError);
        while (!told.contains(words)) {
            QVERIFY2(process.waitForReadyRead(30000), told.constData());
            told += process.readAllStandardError();
        }
    }

    QTemporaryDir m_dir;
};

CALOTYPE_GUILESS_TEST(WindowCommandTest)
#include "WindowCommandTest.moc"
