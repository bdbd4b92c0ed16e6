#include "tests/support/TestMain.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>

/// The program as it is on its first day: no model but the one that came with it.
class StarterModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRedAppleIsRedOnWhite();
    void theSameSeedGivesTheSamePicture();
    void halfStrengthKeepsTheLayout();
    void itsAdviceIsFollowed();
    void wordsItNeverSawAreTold_data();
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

    static QJsonObject object(const Run &run) { return QJsonDocument::fromJson(run.out).object(); }

    QImage picture(const QString &name, const QStringList &arguments)
    {
        const QString path = m_dir.filePath(name);
        const Run run = calotype(QStringList{QStringLiteral("generate"), QStringLiteral("--seed"), QStringLiteral("7"), QStringLiteral("--device"),
                                             QStringLiteral("cpu"), QStringLiteral("--out"), path} + arguments);
        return run.status == 0 ? QImage(path) : QImage();
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
    Run one, other;
    const QImage first = apple(QStringLiteral("first.png"), one);
    const QImage second = apple(QStringLiteral("second.png"), other);
    QVERIFY2(one.status == 0, one.err.constData());
    QVERIFY2(other.status == 0, other.err.constData());
    QVERIFY(!first.isNull());
    QCOMPARE(first, second);
}

/// How much of what either of two pictures shows on its white ground is shown there by both.
static double overlap(const QImage &a, const QImage &b)
{
    const auto isThing = [](QRgb pixel) { return std::min({qRed(pixel), qGreen(pixel), qBlue(pixel)}) <= 225; };
    int both = 0, either = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const bool inA = isThing(a.pixel(x, y)), inB = isThing(b.pixel(x, y));
            both += inA && inB;
            either += inA || inB;
        }
    }
    return either ? double(both) / either : 0.0;
}

/// Mean square of the differences of the colours.
static double difference(const QImage &a, const QImage &b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor left = a.pixelColor(x, y), right = b.pixelColor(x, y);
            sum += std::pow(left.redF() - right.redF(), 2) + std::pow(left.greenF() - right.greenF(), 2) + std::pow(left.blueF() - right.blueF(), 2);
        }
    }
    return sum / (3.0 * a.width() * a.height());
}

void StarterModelTest::halfStrengthKeepsTheLayout()
{
    const QImage init = picture(QStringLiteral("whale.png"), {QStringLiteral("--prompt"), QStringLiteral("a whale")});
    const QStringList words{QStringLiteral("--prompt"), QStringLiteral("a panda face")};
    const QImage alone = picture(QStringLiteral("panda.png"), words);
    const QImage made = picture(QStringLiteral("both.png"), words + QStringList{QStringLiteral("--init"), m_dir.filePath(QStringLiteral("whale.png")),
                                                                                QStringLiteral("--strength"), QStringLiteral("0.5")});
    QVERIFY(!init.isNull() && made.size() == init.size() && alone.size() == init.size());
    QVERIFY2(difference(made, alone) < difference(init, alone), "nothing of the words is in it");
    const double withInit = overlap(made, init), withWords = overlap(made, alone);
    QVERIFY2(withInit > withWords, qPrintable(QStringLiteral("%1 with the init image, %2 with the words alone").arg(withInit).arg(withWords)));
}

void StarterModelTest::itsAdviceIsFollowed()
{
    const auto info = object(calotype({QStringLiteral("models"), QStringLiteral("inspect"), QStringLiteral("starter"), QStringLiteral("--json")}));
    const QJsonObject advice = info.value(QStringLiteral("advice")).toObject();
    QVERIFY(advice.value(QStringLiteral("steps")).toInt() > 0);
    QVERIFY(advice.value(QStringLiteral("guidance")).toDouble() > 1);
    QCOMPARE(advice.value(QStringLiteral("example_prompts")).toArray().size(), 3);
    const QString picture = m_dir.filePath(QStringLiteral("cat.png"));
    const auto run = calotype({QStringLiteral("generate"), QStringLiteral("--prompt"), QStringLiteral("a cat"),
                               QStringLiteral("--device"), QStringLiteral("cpu"), QStringLiteral("--out"), picture});
    QVERIFY2(run.status == 0, run.err.constData());
    const auto told = object(calotype({QStringLiteral("info"), picture, QStringLiteral("--json")}));
    const QJsonObject fields = told.value(QStringLiteral("fields")).toObject();
    for (const char *name : {"steps", "guidance"})
        QCOMPARE(fields.value(QLatin1String(name)).toVariant().toDouble(), advice.value(QLatin1String(name)).toDouble());
    QCOMPARE(QImage(picture).size(), QSize(info.value(QStringLiteral("native_width")).toInt(), info.value(QStringLiteral("native_height")).toInt()));
}

void StarterModelTest::wordsItNeverSawAreTold_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("told");
    QTest::newRow("a word") << "a red zyzzyva" << "“zyzzyva”";
    QTest::newRow("among marks") << "a red (zyzzyva), please!" << "“zyzzyva”, “please”";
    QTest::newRow("none") << "A red apple, a green pear." << "";
}

void StarterModelTest::wordsItNeverSawAreTold()
{
    QFETCH(QString, prompt);
    QFETCH(QString, told);
    const auto run = calotype({QStringLiteral("generate"), QStringLiteral("--prompt"), prompt, QStringLiteral("--steps"),
                               QStringLiteral("1"), QStringLiteral("--device"), QStringLiteral("cpu")});
    QVERIFY2(run.status == 0, run.err.constData());
    const QString said = QString::fromUtf8(run.err);
    const auto at = said.indexOf(QStringLiteral("never shown"));
    QCOMPARE(at >= 0, !told.isEmpty());
    QVERIFY2(told.isEmpty() || said.mid(at).contains(QStringLiteral(": ") + told + QLatin1Char('.')), run.err.constData());
}

void StarterModelTest::itIsListedAsStarter()
{
    const auto run = calotype({QStringLiteral("models"), QStringLiteral("--json")});
    QVERIFY2(run.status == 0, run.err.constData());
    const QJsonArray entries = QJsonDocument::fromJson(run.out).array();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0].toObject().value(QStringLiteral("name")).toString(), QStringLiteral("starter"));
}

CALOTYPE_GUILESS_TEST(StarterModelTest)
#include "StarterModelTest.moc"
