#include "tests/support/ProgramRun.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QTest>

#include <algorithm>
#include <fstream>

using calotype::fixtures::ProgramRun;
using nlohmann::json;

namespace {

const QString kPictures = QStringLiteral(CALOTYPE_TEST_DATA "/metadata/");

json expectedOf(const QString &name)
{
    std::ifstream in((kPictures + name + QStringLiteral(".expected.json")).toStdString());
    return json::parse(in);
}

bool isAccepted(const json &expected, const std::string &field, const json &value)
{
    if (value == expected["fields"][field])
        return true;
    const json others = expected.value("acceptable", json::object()).value(field, json::array());
    return std::find(others.begin(), others.end(), value) != others.end();
}

} // namespace

/// `calotype info`, as scripts use it.
class InfoCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreWhatThePictureSays_data()
    {
        QTest::addColumn<QString>("source");
        const std::pair<const char *, const char *> pictures[] = {
            {"a1111-png-plain.png", "AUTOMATIC1111"},    {"a1111-unicode.jpg", "AUTOMATIC1111"},
            {"a1111.webp", "AUTOMATIC1111"},             {"a1111.gif", "AUTOMATIC1111"},
            {"a1111.avif", "AUTOMATIC1111"},             {"forge-flux.png", "Forge"},
            {"comfy-basic.png", "ComfyUI"},              {"comfy-img2img.png", "ComfyUI"},
            {"invokeai.png", "InvokeAI"},                {"novelai.png", "NovelAI"},
            {"novelai-stealth.png", "NovelAI"},          {"fooocus-png-json.png", "Fooocus"},
            {"swarm.png", "SwarmUI"},                    {"swarm-webp-stealth.webp", "SwarmUI"},
            {"drawthings.png", "Draw Things"},           {"mochi.jpg", "Mochi Diffusion"},
            {"easydiffusion.png", "Easy Diffusion"},     {"sdcpp-png.png", "stable-diffusion.cpp"},
        };
        for (const auto &[name, source] : pictures)
            QTest::newRow(name) << QString::fromLatin1(source);
    }

    void fieldsAreWhatThePictureSays()
    {
        QFETCH(QString, source);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        if (name.endsWith(QLatin1String("stealth.webp")) && !QImageReader::supportedImageFormats().contains("webp"))
            QSKIP("Qt's WebP plugin is not installed, and the text is hidden in the pixels.");
        const auto outcome = m_run({"info", kPictures + name, "--json"});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.err.isEmpty(), outcome.err.constData());
        const json info = outcome.json();
        QCOMPARE(QString::fromStdString(info["source"].get<std::string>()), source);
        const json expected = expectedOf(name);
        for (const auto &[field, value] : expected["fields"].items()) {
            QVERIFY2(info["fields"].contains(field), field.c_str());
            QVERIFY2(isAccepted(expected, field, info["fields"][field]), (field + ": " + info["fields"][field].dump()).c_str());
            const std::string state = info["states"][field].get<std::string>();
            QVERIFY2(state == "restored" || state == "approximated", (field + ": " + state).c_str());
        }
        QCOMPARE(info["states"].size(), info["fields"].size());
    }

    void linesForPeopleNameEachFieldWithItsState()
    {
        const auto outcome = m_run({"info", kPictures + "comfy-basic.png"});
        QCOMPARE(outcome.status, 0);
        const QList<QByteArray> lines = outcome.out.trimmed().split('\n');
        QVERIFY(lines.first().startsWith("source ") && lines.first().endsWith("  ComfyUI"));
        const json expected = expectedOf(QStringLiteral("comfy-basic.png"));
        const QByteArray prompt = QByteArray::fromStdString(expected["fields"]["prompt"].get<std::string>());
        const qsizetype column = lines.first().indexOf("ComfyUI");
        const auto named = std::find_if(lines.begin(), lines.end(), [](const QByteArray &line) { return line.startsWith("prompt "); });
        QVERIFY(named != lines.end());
        QCOMPARE(named->mid(column), prompt); // aligned with the source
        QVERIFY(named->contains(" restored "));
    }

    void controlCharactersReachNoTerminal()
    {
        const QString path = m_run.at(QStringLiteral("hostile.png"));
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::black);
        image.setText(QStringLiteral("parameters"),
                      QStringLiteral("a fox\x1b[2J\u202e\nin the snow\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, "
                                     "Seed: 1, Size: 64x64, Model: m"));
        QVERIFY(image.save(path));
        const auto outcome = m_run({"info", path});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.out.contains("a fox\\x1b[2J\\u202e\\nin the snow\n"), outcome.out.constData());
        QVERIFY(!outcome.out.contains('\x1b'));
        QVERIFY(!outcome.out.contains("\u202e"));
    }

    void pictureWithoutWordsSaysNothing_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *name : {"plain-png.png", "camera.jpg", "other-texts.png"})
            QTest::newRow(name) << kPictures + QLatin1String(name);
    }

    void pictureWithoutWordsSaysNothing()
    {
        QFETCH(QString, path);
        const auto plain = m_run({"info", path});
        QCOMPARE(plain.status, 0);
        QVERIFY2(plain.out.contains("says nothing of its making"), plain.out.constData());
        const auto outcome = m_run({"info", "--json", path});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.json()["source"].get<std::string>(), std::string());
        QVERIFY(outcome.json()["fields"] == json::object());
    }

    void whatIsNoPictureIsAFailure_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("JSON") << kPictures + QStringLiteral("plain-png.png.expected.json");
        QTest::newRow("model") << QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors");
        QTest::newRow("folder") << QStringLiteral(CALOTYPE_TEST_DATA "/metadata");
        QTest::newRow("nothing") << QStringLiteral(CALOTYPE_TEST_DATA "/metadata/no-such.png");
    }

    void whatIsNoPictureIsAFailure()
    {
        QFETCH(QString, path);
        const auto outcome = m_run({"info", path});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(path.toUtf8()), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }

    void onePictureIsWanted()
    {
        QCOMPARE(m_run({"info"}).status, 2);
        QCOMPARE(m_run({"info", kPictures + "a1111.webp", kPictures + "a1111.gif"}).status, 2);
    }

private:
    ProgramRun m_run{QStringLiteral(CALOTYPE_BINARY)};
};

CALOTYPE_GUILESS_TEST(InfoCommandTest)
#include "InfoCommandTest.moc"
