#include "tests/support/TestMain.h"

#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QtTest>

/// The program as it is on its first day: no model but the one that came with it.
class StarterModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRedAppleIsRedOnWhite();
    void theSameSeedGivesTheSamePicture();
    void itsAdviceIsFollowed();
    void wordsItNeverSawAreTold();
    void itIsListedAsStarter();

private:
    struct Run {
        int status = -1;
        QByteArray out, err;
    };

    Run calotype(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_dir.path());
        for (const char *name : {"CALOTYPE_MODELS_DIR", "HF_HOME", "HF_HUB_CACHE", "CALOTYPE_DEVICE"})
            environment.remove(QLatin1String(name));
        environment.insert(QStringLiteral("CALOTYPE_DATA_DIR"), m_dir.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("CALOTYPE_OUTPUT_DIR"), m_dir.filePath(QStringLiteral("out")));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CALOTYPE_BINARY), arguments);
        Run run;
        if (process.waitForFinished(120000))
            run.status = process.exitCode();
        run.out = process.readAllStandardOutput();
        run.err = process.readAllStandardError();
        return run;
    }

    QImage apple(const QString &name, Run &run)
    {
        const QString path = m_dir.filePath(name);
        run = calotype({QStringLiteral("generate"), QStringLiteral("--prompt"), QStringLiteral("a red apple"),
                        QStringLiteral("--seed"), QStringLiteral("1"), QStringLiteral("--device"), QStringLiteral("cpu"),
                        QStringLiteral("--out"), path});
        return QImage(path);
    }

    QTemporaryDir m_dir;
};

void StarterModelTest::aRedAppleIsRedOnWhite()
{
    Run run;
    const QImage picture = apple(QStringLiteral("apple.png"), run);
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY(picture.width() >= 64);
    const QImage middle = picture.copy(picture.width() * 3 / 8, picture.height() * 3 / 8, picture.width() / 4,
                                       picture.height() / 4)
                              .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const QColor apple = middle.pixelColor(0, 0);
    QVERIFY2(apple.red() > 120 && apple.red() > apple.green() + 60 && apple.red() > apple.blue() + 60,
             qPrintable(apple.name()));
    for (const QPoint &corner : {QPoint(2, 2), QPoint(picture.width() - 3, 2), QPoint(2, picture.height() - 3),
                                 QPoint(picture.width() - 3, picture.height() - 3)}) {
        const QColor colour = picture.pixelColor(corner);
        QVERIFY2(std::min({colour.red(), colour.green(), colour.blue()}) > 235, qPrintable(colour.name()));
    }
}

void StarterModelTest::theSameSeedGivesTheSamePicture()
{
    Run run;
    const QImage first = apple(QStringLiteral("first.png"), run);
    const QImage second = apple(QStringLiteral("second.png"), run);
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY(!first.isNull());
    QCOMPARE(first, second);
}

void StarterModelTest::itsAdviceIsFollowed()
{
    const auto info = QJsonDocument::fromJson(
        calotype({QStringLiteral("models"), QStringLiteral("inspect"), QStringLiteral("starter"), QStringLiteral("--json")}).out).object();
    const int steps = info.value(QStringLiteral("advice")).toObject().value(QStringLiteral("steps")).toInt();
    QVERIFY(steps > 0);
    const auto run = calotype({QStringLiteral("generate"), QStringLiteral("--prompt"), QStringLiteral("a cat"),
                               QStringLiteral("--device"), QStringLiteral("cpu"), QStringLiteral("--json"),
                               QStringLiteral("--quiet")});
    QVERIFY2(run.status == 0, run.err.constData());
    const auto report = QJsonDocument::fromJson(run.out).object();
    QCOMPARE(report.value(QStringLiteral("timesteps")).toArray().size(), steps);
    QCOMPARE(report.value(QStringLiteral("width")).toInt(), info.value(QStringLiteral("native_width")).toInt());
}

void StarterModelTest::wordsItNeverSawAreTold()
{
    const auto run = calotype({QStringLiteral("generate"), QStringLiteral("--prompt"), QStringLiteral("a red zyzzyva"),
                               QStringLiteral("--steps"), QStringLiteral("1"), QStringLiteral("--device"), QStringLiteral("cpu")});
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY2(run.err.contains("“zyzzyva”"), run.err.constData());
    QVERIFY2(!run.err.contains("“red”"), run.err.constData());
}

void StarterModelTest::itIsListedAsStarter()
{
    const auto run = calotype({QStringLiteral("models")});
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY2(run.out.contains("starter"), run.out.constData());
}

CALOTYPE_GUILESS_TEST(StarterModelTest)
#include "StarterModelTest.moc"
