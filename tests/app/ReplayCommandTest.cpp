#include "core/gallery/PictureFile.h"
#include "core/gallery/Replay.h"
#include "core/models/ModelHashes.h"
#include "tests/support/ProgramRun.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTest>
#include <QtEndian>

#include <filesystem>
#include <functional>
#include <memory>

using namespace calotype;
using fixtures::ProgramRun;
using nlohmann::json;

namespace {

const QString kModel = QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny");

// Whether one of the sentences under @p key holds the words.
bool says(const json &report, const char *key, const std::string &words)
{
    for (const json &sentence : report[key]) {
        if (sentence.get<std::string>().find(words) != std::string::npos)
            return true;
    }
    return false;
}

// Puts eight spaces behind the JSON of a safetensors file, which changes its bytes and nothing else.
bool widenHeader(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QByteArray bytes = file.readAll();
    const auto length = qFromLittleEndian<quint64>(bytes.constData());
    qToLittleEndian<quint64>(length + 8, bytes.data());
    bytes.insert(static_cast<qsizetype>(8 + length), QByteArray(8, ' '));
    return file.seek(0) && file.write(bytes) == bytes.size();
}

} // namespace

/// `calotype replay`: pictures are made by the program, changed, and made again.
class ReplayCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_run = std::make_unique<ProgramRun>(QStringLiteral(CALOTYPE_BINARY));
        QVERIFY(QDir().mkpath(at("models/diffusers")));
    }

    void pictureIsMadeAgainIdentically()
    {
        const QString png = generated("p.png");
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const json report = outcome.json();
        QCOMPARE(report["verdict"].get<std::string>(), std::string("identical"));
        QCOMPARE(report["max_difference"].get<int>(), 0);
        QVERIFY(report["reasons"].empty());
        QCOMPARE(report["device"].get<std::string>(), std::string("cpu"));
        const auto plain = (*m_run)({"replay", png, "--quiet"});
        QCOMPARE(plain.status, 0);
        QVERIFY2(plain.out.startsWith("identical"), plain.out.constData());
        QVERIFY2(plain.err.isEmpty(), plain.err.constData());
    }

    void pictureOfABatchIsFoundInIt()
    {
        QCOMPARE((*m_run)({"generate", "--model", kModel, "--prompt", "a cat", "--steps", "2", "--seed", "5", "--count", "3", "--noise", "batch",
                           "--out-dir", at("batch")})
                     .status,
                 0);
        for (const QString &name : QDir(at("batch")).entryList({QStringLiteral("*.png")}))
            QVERIFY2(verdict({"replay", QDir(at("batch")).filePath(name)}) == "identical", qPrintable(name));
    }

    void variationIsMadeAgain()
    {
        QCOMPARE((*m_run)({"generate", "--model", kModel, "--prompt", "a cat", "--steps", "2", "--seed", "5", "--count", "2", "--noise", "nv",
                           "--variation-seed", "4294967295", "--variation-strength", "0.4", "--out-dir", at("varied")})
                     .status,
                 0);
        QStringList shown;
        for (const QString &name : QDir(at("varied")).entryList({QStringLiteral("*.png")})) {
            const QString path = QDir(at("varied")).filePath(name);
            QVERIFY2(verdict({"replay", path}) == "identical", qPrintable(name));
            const auto info = (*m_run)({"info", path, "--json"});
            QVERIFY2(info.status == 0, info.err.constData());
            for (const char *word : {"\"NV\"", "0.4"})
                QVERIFY2(info.out.contains(word), info.out.constData());
            shown.append(name);
        }
        QCOMPARE(shown, QStringList({"00001-5.png", "00002-5.png"})); // variations of one seed
    }

    void promptSyntaxIsKept()
    {
        const auto make = [&](const char *name, const char *syntax) {
            return (*m_run)({"generate", "--model", kModel, "--prompt", "a (cat:1.4) [in:on:1] a house", "--prompt-syntax", syntax, "--steps",
                             "2", "--seed", "5", "--out", at(name)})
                .status;
        };
        QCOMPARE(make("weighted.png", "a1111"), 0);
        QCOMPARE(make("plain.png", "plain"), 0);
        QVERIFY(QImage(at("weighted.png")) != QImage(at("plain.png")));
        for (const char *name : {"weighted.png", "plain.png"})
            QVERIFY2(verdict({"replay", at(name)}) == "identical", name);
    }

    void changedPixelIsMeasured_data()
    {
        QTest::addColumn<int>("difference");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("a little") << 3 << 0 << QByteArray("within-tolerance");
        QTest::newRow("much") << 100 << 1 << QByteArray("different");
    }

    void changedPixelIsMeasured()
    {
        QFETCH(int, difference);
        QFETCH(int, status);
        QFETCH(QByteArray, expected);
        const QString png = generated("p.png");
        rewrite(png, [&](Image &image, gallery::PictureOrigin &origin) {
            std::uint8_t &value = image.pixels[7];
            value = static_cast<std::uint8_t>(value < 128 ? value + difference : value - difference);
            origin.modelHash = std::string(64, 'a');
        });
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QCOMPARE(outcome.status, status);
        const json report = outcome.json();
        QCOMPARE(QByteArray::fromStdString(report["verdict"].get<std::string>()), expected);
        QCOMPARE(report["max_difference"].get<int>(), difference);
        QVERIFY(report["mean_difference"].get<double>() > 0);
        QVERIFY2(says(report, "reasons", std::string(64, 'a')), outcome.out.constData()); // and it was another model
        QVERIFY((*m_run)({"replay", png}).out.contains(QByteArray::number(difference) + " of 255"));
    }

    void removedModelIsNamed()
    {
        const QString model = at("my-model");
        QVERIFY(QFile::link(kModel, model));
        const QString png = generated("p.png", {"--model", model});
        QVERIFY(QFile::remove(model));
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.json()["verdict"].get<std::string>(), std::string("impossible"));
        QCOMPARE(outcome.json()["error"]["code"].get<std::string>(), std::string("not-found"));
        QVERIFY2(outcome.err.contains("my-model"), outcome.err.constData());
    }

    void movedModelIsFoundByItsName()
    {
        const QString model = at("my-model");
        QVERIFY(QFile::link(kModel, model));
        const QString png = generated("p.png", {"--model", model});
        QVERIFY(QFile::remove(model));
        // The same numbers in other bytes, so that no hash leads to it.
        const QString moved = at("models/diffusers/my-model");
        std::filesystem::copy(kModel.toStdString(), moved.toStdString(), std::filesystem::copy_options::recursive);
        QVERIFY(widenHeader(moved + QStringLiteral("/unet/diffusion_pytorch_model.safetensors")));
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(outcome.json()["verdict"].get<std::string>(), std::string("identical"));
        QVERIFY(says(outcome.json(), "notes", "by its name"));
    }

    void renamedModelIsFoundByItsHash()
    {
        const QString model = at("my-model");
        QVERIFY(QFile::link(kModel, model));
        const QString png = generated("p.png", {"--model", model});
        models::ModelHashes hashes(at("hashes.json").toStdString());
        const auto hash = hashes.hash(kModel.toStdString());
        QVERIFY(hash.ok());
        rewrite(png, [&](Image &, gallery::PictureOrigin &origin) { origin.modelHash = hash.value(); });
        QVERIFY(QFile::remove(model));
        QVERIFY(QFile::link(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd21-tiny"), at("models/diffusers/my-model"))); // of that name, and not it
        QVERIFY(QFile::link(kModel, at("models/diffusers/other-name")));
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(outcome.json()["verdict"].get<std::string>(), std::string("identical"));
        QVERIFY(says(outcome.json(), "notes", "by its SHA-256"));
        QCOMPARE(outcome.json()["model"]["sha256"].get<std::string>(), hash.value());
    }

    void deviceThatIsNotHereIsReplaced()
    {
        const QString png = generated("p.png");
        rewrite(png, [](Image &image, gallery::PictureOrigin &origin) {
            image.pixels[0] = static_cast<std::uint8_t>(image.pixels[0] ^ 1);
            origin.run.device = "cuda:7";
            origin.run.dtype = "float16";
        });
        const auto outcome = (*m_run)({"replay", png, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY(says(outcome.json(), "notes", "cuda:7"));
        QVERIFY2(says(outcome.json(), "reasons", "cuda:7"), outcome.out.constData());
        QVERIFY(says(outcome.json(), "reasons", "float16"));
    }

    void initPictureIsNeededAgain()
    {
        const QString init = generated("init.png");
        const QString png = generated("p.png", {"--init", init, "--strength", "0.5", "--steps", "4"});
        const auto without = (*m_run)({"replay", png});
        QCOMPARE(without.status, 1);
        QVERIFY2(without.err.contains("--init"), without.err.constData());
        QVERIFY(verdict({"replay", png, "--init", init}) == "identical");
        const auto wrong = (*m_run)({"replay", png, "--init", png});
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.err.contains("init image"), wrong.err.constData());
        // The gallery knows where it is.
        QVERIFY(QDir().mkpath(at("kept")));
        QVERIFY(QFile::rename(init, at("kept/renamed.png")));
        QCOMPARE((*m_run)({"gallery", "reindex", at("kept")}).status, 0);
        QVERIFY(verdict({"replay", png}) == "identical");
    }

    void newPictureIsSavedWhereAsked()
    {
        const QString png = generated("p.png");
        QVERIFY(verdict({"replay", png, "--out", at("again.png")}) == "identical");
        QCOMPARE(QImage(at("again.png")), QImage(png));
        QVERIFY(verdict({"replay", at("again.png")}) == "identical"); // it carries its making, too
        QCOMPARE((*m_run)({"replay", png, "--out", png}).status, 2);
        QCOMPARE((*m_run)({"replay", png, "--out", at("again.txt")}).status, 2);
    }

    void whatCannotBeMadeAgainSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("words");
        const QString pictures = QStringLiteral(CALOTYPE_TEST_DATA "/metadata/");
        QTest::newRow("another program's") << pictures + QStringLiteral("comfy-basic.png") << QByteArray("ComfyUI");
        QTest::newRow("without words") << pictures + QStringLiteral("plain-png.png") << QByteArray("does not say");
        QTest::newRow("not there") << pictures + QStringLiteral("none.png") << QByteArray("none.png");
    }

    void whatCannotBeMadeAgainSaysWhy()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, words);
        const auto outcome = (*m_run)({"replay", path, "--json"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(words), outcome.err.constData());
        QCOMPARE(outcome.json()["verdict"].get<std::string>(), std::string("impossible"));
    }

    void onePictureIsWanted() { QCOMPARE((*m_run)({"replay"}).status, 2); }

private:
    QString at(const char *name) const { return m_run->at(QString::fromLatin1(name)); }

    // A picture of the program's. Later options win over earlier ones.
    QString generated(const char *name, const QStringList &more = {}) const
    {
        const QString path = at(name);
        const auto outcome = (*m_run)(QStringList{"generate", "--model", kModel, "--prompt", "a cat", "--steps", "2", "--seed", "3",
                                                  "--width", "64", "--height", "64", "--out", path}
                                      + more);
        if (outcome.status != 0)
            qFatal("not generated: %s", outcome.err.constData());
        return path;
    }

    std::string verdict(const QStringList &arguments) const
    {
        const auto outcome = (*m_run)(arguments + QStringList{"--json"});
        const json report = outcome.json();
        return report.is_object() && outcome.status == 0 ? report["verdict"].get<std::string>() : outcome.err.toStdString();
    }

    // Saves the picture again with other pixels or another record.
    static void rewrite(const QString &path, const std::function<void(Image &, gallery::PictureOrigin &)> &change)
    {
        auto plan = gallery::readReplay(path);
        auto image = gallery::readPicture(path);
        QVERIFY(plan.ok() && image.ok());
        change(image.value(), plan.value().origin);
        QVERIFY(gallery::savePicture(path, image.value(), plan.value().origin).ok());
    }

    std::unique_ptr<ProgramRun> m_run;
};

CALOTYPE_GUILESS_TEST(ReplayCommandTest)
#include "ReplayCommandTest.moc"
