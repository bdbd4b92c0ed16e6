#include "core/formats/PngText.h"
#include "core/formats/TensorFile.h"
#include "core/models/ModelHashes.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using nlohmann::json;

namespace {

const QString kModel = QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny");

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// The texts of a picture that the program made: the web UI's line, and its own record.
std::vector<calotype::formats::PngTextChunk> textsOf(const QString &path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return calotype::formats::readPngText({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

json recordOf(const QString &path)
{
    return json::parse(textsOf(path).at(1).text);
}

/// The noise level at a training timestep of the tiny SD 1.x model: betas whose roots are evenly spaced.
double sigmaAt(double timestep)
{
    double kept = 1;
    for (int t = 0; t <= static_cast<int>(timestep); ++t) {
        const double root = std::sqrt(0.00085) + (std::sqrt(0.012) - std::sqrt(0.00085)) * t / 999;
        kept *= 1 - root * root;
    }
    return std::sqrt((1 - kept) / kept);
}

} // namespace

/// The program itself, as scripts use it: real files, real processes, real signals.
class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generateEqualsTheReference()
    {
        // Row sd15_pndm of pipelines/runs.json: the model's own scheduler is the one of that run.
        const QString png = m_dir.filePath(QStringLiteral("golden.png"));
        const QString latents = m_dir.filePath(QStringLiteral("golden.safetensors"));
        const auto outcome = run({"generate", "--model", kModel, "--prompt", "a red car in the city, high detail", "--negative",
                                  "blurry, low quality", "--guidance", "7.5", "--steps", "8", "--seed", "11", "--width", "80",
                                  "--height", "96", "--out", png, "--save-latents", latents, "--json"});
        QCOMPARE(outcome.status, 0);
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["files"].size(), std::size_t{1});
        QCOMPARE(report["files"][0]["seed"].get<int>(), 11);
        QCOMPARE(report["sampler"].get<std::string>(), std::string("pndm"));
        QCOMPARE(report["seconds"]["denoise"].size(), std::size_t{8});
        for (const char *stage : {"load", "text", "decode", "total"})
            QVERIFY2(report["seconds"][stage].get<double>() > 0, stage);
        const auto bytes = [&](const char *field) { return report[field].get<std::int64_t>(); };
        QVERIFY(bytes("sampling_peak_memory_bytes") > 1000000);
        QVERIFY(bytes("peak_memory_bytes") >= bytes("sampling_peak_memory_bytes"));
        QVERIFY(bytes("estimated_sampling_peak_bytes") > 1000000);
        QVERIFY(bytes("estimated_peak_bytes") >= bytes("estimated_sampling_peak_bytes"));
        QCOMPARE(report["device"].get<std::string>(), std::string("cpu"));
        QCOMPARE(report["model"]["name"].get<std::string>(), std::string("sd15-tiny"));
        QCOMPARE(report["model"]["path"].get<std::string>(), kModel.toStdString());
        QCOMPARE(report["model"]["prediction_type"].get<std::string>(), std::string("epsilon"));
        QVERIFY(report["timesteps"] == golden("sd15_pndm")["callback_timesteps"]);
        QVERIFY(report["sigmas"].empty()); // that sampler has none

        const QImage expected(QStringLiteral(CALOTYPE_TEST_DATA "/pipelines/images/sd15_pndm.png"));
        const QImage actual(png);
        QCOMPARE(actual.size(), expected.size());
        for (int y = 0; y < actual.height(); ++y) {
            for (int x = 0; x < actual.width(); ++x) {
                const QRgb a = actual.pixel(x, y);
                const QRgb b = expected.pixel(x, y);
                QVERIFY(std::abs(qRed(a) - qRed(b)) <= 2 && std::abs(qGreen(a) - qGreen(b)) <= 2 && std::abs(qBlue(a) - qBlue(b)) <= 2);
            }
        }
        compareLatents(latents, "sd15_pndm/latents");
    }

    void sigmasAreReported()
    {
        const auto outcome = generate({"--sampler", "euler", "--steps", "8", "--out", m_dir.filePath(QStringLiteral("sigmas.png")), "--json"});
        QCOMPARE(outcome.status, 0);
        const json report = json::parse(outcome.out.toStdString());
        const json timesteps = golden("sd15_euler")["callback_timesteps"];
        QVERIFY(report["timesteps"] == timesteps);
        QCOMPARE(report["sigmas"].size(), timesteps.size() + 1);
        for (std::size_t i = 0; i < timesteps.size(); ++i) {
            const double expected = sigmaAt(timesteps[i]);
            QVERIFY(std::abs(report["sigmas"][i].get<double>() - expected) <= 1e-4 * expected);
        }
        QCOMPARE(report["sigmas"].back().get<double>(), 0.0);
    }

    void firstPictureTellsTheModelsHash()
    {
        setEnvironment("CALOTYPE_DATA_DIR", m_dir.filePath(QStringLiteral("fresh"))); // where no hash is kept
        const QString png = m_dir.filePath(QStringLiteral("hashed.png"));
        const QString vae = kModel + QStringLiteral("/vae");
        const auto outcome = generate({"--vae", vae, "--out", png});
        setEnvironment("CALOTYPE_DATA_DIR", m_dir.filePath(QStringLiteral("data")));
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        calotype::models::ModelHashes hashes(m_dir.filePath(QStringLiteral("hashes.json")).toStdString());
        const json model = recordOf(png)["model"];
        QCOMPARE(model["sha256"].get<std::string>(), hashes.hash(kModel.toStdString()).value());
        QCOMPARE(model["vae_sha256"].get<std::string>(), hashes.hash(vae.toStdString()).value());
        QVERIFY(textsOf(png).at(0).text.find("Model hash: " + model["sha256"].get<std::string>().substr(0, 10)) != std::string::npos);
    }

    void hashThatTakesLongIsNotWaitedFor_data()
    {
        QTest::addColumn<bool>("isInterrupted");
        QTest::newRow("left alone") << false;
        QTest::newRow("interrupted") << true;
    }

    void hashThatTakesLongIsNotWaitedFor()
    {
        QFETCH(bool, isInterrupted);
        const QDir model(m_dir.filePath(isInterrupted ? QStringLiteral("large") : QStringLiteral("larger")));
        QVERIFY(model.mkpath(QStringLiteral("more")));
        for (const char *part : {"unet", "text_encoder", "vae", "tokenizer", "scheduler", "model_index.json"})
            QVERIFY(QFile::link(kModel + QLatin1Char('/') + QLatin1String(part), model.filePath(QLatin1String(part))));
        // A sparse file: a terabyte to hash, nothing on the disk.
        QFile huge(model.filePath(QStringLiteral("more/huge.safetensors")));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(qint64{1} << 40));

        const QString png = model.filePath(QStringLiteral("unhashed.png"));
        QProcess process;
        start(process, {"generate", "--model", model.path(), "--prompt", "a cat", "--steps", "1", "--out", png});
        process.setReadChannel(QProcess::StandardError);
        if (isInterrupted) {
            QByteArray told;
            while (!told.contains("the model's hash")) {
                QVERIFY2(process.waitForReadyRead(60000), told.constData());
                told += process.readAllStandardError();
            }
            QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        }
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0); // all that was asked for is there
        QVERIFY(!QImage(png).isNull());
        QVERIFY(!recordOf(png)["model"].contains("sha256"));
        QVERIFY(huge.remove());
    }

    void pictureCarriesItsMaking()
    {
        const QString png = m_dir.filePath(QStringLiteral("made.png"));
        QCOMPARE(generate({"--seed", "42", "--out", png}).status, 0);
        QFile file(png);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto chunks = calotype::formats::readPngText({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
        QCOMPARE(chunks.size(), std::size_t{3}); // and XMP
        QCOMPARE(chunks[0].keyword, std::string("parameters"));
        QVERIFY(chunks[0].text.find("Seed: 42") != std::string::npos);
        QVERIFY(chunks[0].text.find("Model: sd15-tiny") != std::string::npos);
        QCOMPARE(json::parse(chunks[1].text)["seed"].get<int>(), 42);
    }

    void countGivesNumberedFilesWithTheirOwnSeeds()
    {
        const QString folder = m_dir.filePath(QStringLiteral("many"));
        const auto outcome = generate({"--seed", "4294967295", "--count", "3", "--out-dir", folder});
        QCOMPARE(outcome.status, 0);
        const QStringList expected{"00001-4294967295.png", "00002-0.png", "00003-1.png"}; // seeds wrap at 2^32
        QCOMPARE(QDir(folder).entryList({QStringLiteral("*.png")}), expected);
        QCOMPARE(outcome.out.count('\n'), 3);
    }

    void sameSeedGivesTheSamePicture()
    {
        const QString a = m_dir.filePath(QStringLiteral("a.png"));
        const QString b = m_dir.filePath(QStringLiteral("b.png"));
        QCOMPARE(generate({"--seed", "5", "--out", a}).status, 0);
        QCOMPARE(generate({"--seed", "5", "--out", b}).status, 0);
        QCOMPARE(QImage(a), QImage(b));
    }

    void eachPictureDrawsItsOwnWordsFromTheWildcards()
    {
        const QString wildcards = m_dir.filePath(QStringLiteral("wildcards"));
        QVERIFY(QDir().mkpath(wildcards));
        QFile file(wildcards + QStringLiteral("/animal.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# who\nfox\nowl\nhare\nnewt\n");
        file.close();
        const QString folder = m_dir.filePath(QStringLiteral("drawn"));
        const QStringList prompt{"generate", "--model", kModel, "--prompt", "a __animal__", "--steps", "1", "--wildcards", wildcards};
        const auto outcome = run(prompt + QStringList{"--seed", "40", "--count", "4", "--out-dir", folder, "--json"});
        QCOMPARE(outcome.status, 0);
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["files"].size(), std::size_t{4});
        QCOMPARE(report["seconds"]["denoise"].size(), std::size_t{4});
        const QString alone = m_dir.filePath(QStringLiteral("drawn-alone.png"));
        QCOMPARE(run(prompt + QStringList{"--seed", "42", "--out", alone}).status, 0);
        const auto words = [](const QString &path) {
            QFile picture(path);
            const QByteArray bytes = picture.open(QIODevice::ReadOnly) ? picture.readAll() : QByteArray();
            const auto chunks = calotype::formats::readPngText({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
            const std::string text = chunks.at(0).text; // its first line is the prompt
            return text.substr(0, text.find('\n'));
        };
        const QString third = QString::fromStdString(report["files"][2]["path"].get<std::string>());
        QCOMPARE(words(alone), words(third));
        QVERIFY(words(third).starts_with("a ") && words(third).find("__") == std::string::npos);
        QVERIFY2(!outcome.err.contains("prompt 1/"), outcome.err.constData()); // all are of one

        const auto missing = run(prompt.mid(0, 3) + QStringList{"--prompt", "__beast__", "--wildcards", wildcards, "--out", alone});
        QCOMPARE(missing.status, 1);
        QVERIFY(missing.err.contains("beast.txt"));
    }

    void batchNoiseIsNoiseBatch()
    {
        const QStringList folders{m_dir.filePath(QStringLiteral("batch-a")), m_dir.filePath(QStringLiteral("batch-b"))};
        QCOMPARE(generate({"--seed", "5", "--count", "2", "--noise", "batch", "--out-dir", folders[0]}).status, 0);
        const auto outcome = generate({"--seed", "5", "--count", "2", "--batch-noise", "--out-dir", folders[1]});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QString second = QStringLiteral("/00002-6.png");
        QVERIFY(!QImage(folders[0] + second).isNull());
        QCOMPARE(QImage(folders[1] + second), QImage(folders[0] + second));
        const QString alone = m_dir.filePath(QStringLiteral("no-batch.png"));
        QCOMPARE(generate({"--seed", "6", "--out", alone}).status, 0);
        QVERIFY(QImage(alone) != QImage(folders[0] + second));
        QCOMPARE(recordOf(folders[1] + second)["request"]["noise"].get<std::string>(), std::string("batch"));
        QCOMPARE(generate({"--noise", "batch", "--batch-noise", "--out", alone}).status, 0); // says the same twice
    }

    void severalPromptsMakePicturesInOneRun()
    {
        const QString folder = m_dir.filePath(QStringLiteral("several"));
        const QString latents = m_dir.filePath(QStringLiteral("several.safetensors"));
        const auto outcome = generate({"--prompt", "a dog", "--seed", "7", "--count", "2", "--out-dir", folder, "--save-latents", latents, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(QDir(folder).entryList({QStringLiteral("*.png")}), QStringList({"00001-7.png", "00002-8.png", "00003-7.png", "00004-8.png"}));
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["files"].size(), std::size_t{4});
        const std::vector<std::pair<std::string, int>> expected{{"a cat", 7}, {"a cat", 8}, {"a dog", 7}, {"a dog", 8}};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const json file = report["files"][i];
            QCOMPARE(file["prompt"].get<std::string>(), expected[i].first);
            QCOMPARE(file["seed"].get<int>(), expected[i].second);
            QCOMPARE(recordOf(QString::fromStdString(file["path"]))["request"]["prompt"].get<std::string>(), expected[i].first);
        }
        QCOMPARE(report["seconds"]["denoise"].size(), std::size_t{8});
        QCOMPARE(outcome.err.count("loading 100 %"), 1); // once for all
        for (const char *line : {"\nprompt 1/2, picture 1/2: ", "\nprompt 1/2, picture 2/2: ", // of what, is left to how fast it goes
                                 "\nprompt 2/2, picture 1/2: ", "\nprompt 2/2, picture 2/2: "})
            QVERIFY2(outcome.err.contains(line), outcome.err.constData());
        QVERIFY(calotype::formats::openTensorFile(latents.toStdString())->find("latents")->shape == std::vector<std::int64_t>({4, 4, 8, 8}));
        // Each is the picture of its prompt alone.
        const QString alone = m_dir.filePath(QStringLiteral("several-alone.png"));
        QCOMPARE(run({"generate", "--model", kModel, "--prompt", "a dog", "--steps", "2", "--seed", "8", "--out", alone}).status, 0);
        QCOMPARE(QImage(folder + QStringLiteral("/00004-8.png")), QImage(alone));
    }

    void tagsOfNetworksAreTold()
    {
        const QString bare = m_dir.filePath(QStringLiteral("bare.png"));
        const QString tagged = m_dir.filePath(QStringLiteral("tagged.png"));
        const QStringList base{"generate", "--model", kModel, "--steps", "2", "--seed", "5", "--prompt-syntax", "a1111"};
        QCOMPARE(run(base + QStringList{"--prompt", "a cat", "--out", bare}).status, 0);
        const auto outcome = run(base + QStringList{"--prompt", "a cat<lora:ink:0.8>", "--out", tagged, "--json"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(QImage(tagged), QImage(bare));
        QVERIFY2(outcome.out.contains("“<lora:ink:0.8>”") && outcome.out.contains("not applied by this program yet"), outcome.out.constData());
    }

    void modelBelowAPathOfOtherLetters()
    {
        const QString folder = m_dir.filePath(QString::fromUtf8("Modèle ü 模型 😀"));
        QVERIFY(QDir().mkpath(folder));
        const QString model = folder + QString::fromUtf8("/sd15 ß");
        QVERIFY(QFile::link(kModel, model));
        const QString png = folder + QString::fromUtf8("/Bild ä.png");
        const auto outcome = run({"generate", "--model", model, "--prompt", "a cat", "--steps", "2", "--seed", "5", "--out", png, "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["files"][0]["path"].get<std::string>(), png.toStdString());
        QCOMPARE(report["model"]["path"].get<std::string>(), model.toStdString());
        const QString plain = m_dir.filePath(QStringLiteral("plain-path.png"));
        QCOMPARE(generate({"--seed", "5", "--out", plain}).status, 0);
        QCOMPARE(QImage(png), QImage(plain));
        // A single file is opened by another reader.
        const QString file = folder + QString::fromUtf8("/größe.safetensors");
        QVERIFY(QFile::link(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors"), file));
        const auto inspected = run({"models", "inspect", file, "--json"});
        QCOMPARE(inspected.status, 0);
        QCOMPARE(json::parse(inspected.out.toStdString())["path"].get<std::string>(), file.toStdString());
    }

    void progressIsLinesWhereThereIsNoTerminal()
    {
        // So many that some are told, however busy the machine is: steps in between are passed over.
        const auto outcome = generate({"--steps", "60", "--out", m_dir.filePath(QStringLiteral("lines.png"))});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.err.contains("\nstep "), outcome.err.constData()); // of one prompt and one picture
        QVERIFY2(outcome.err.contains(" s/step, ") && outcome.err.contains(" left\n"), outcome.err.constData());
        QVERIFY(!outcome.err.contains('\r') && !outcome.err.contains('\033'));
        QVERIFY(!outcome.out.contains("step"));
        const auto quiet = generate({"--steps", "3", "--quiet", "--out", m_dir.filePath(QStringLiteral("lines.png"))});
        QCOMPARE(quiet.status, 0);
        QVERIFY2(quiet.err.isEmpty(), quiet.err.constData());
    }

    void progressIsABarOnATerminal()
    {
        const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
        if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
            QSKIP("this system gives out no pseudo terminals");
        const QString name = QString::fromLocal8Bit(ptsname(terminal));
        const int held = open(name.toLocal8Bit().constData(), O_RDWR | O_NOCTTY); // until all is read
        QVERIFY(held >= 0);
        QByteArray told;
        std::thread reader([&] {
            char piece[4096];
            for (;;) {
                const ssize_t count = read(terminal, piece, sizeof piece);
                if (count > 0)
                    told.append(piece, static_cast<int>(count));
                else if (count == 0 || errno != EINTR)
                    return;
            }
        });
        QProcess process;
        process.setStandardErrorFile(name);
        start(process, {"generate", "--model", kModel, "--prompt", "a cat", "--steps", "3", "--out", m_dir.filePath(QStringLiteral("bar.png"))});
        const bool hasEnded = process.waitForFinished(60000);
        if (!hasEnded)
            process.kill();
        process.waitForFinished();
        close(held);
        reader.join();
        close(terminal);
        QVERIFY(hasEnded);
        QCOMPARE(process.exitCode(), 0);
        // Which of the steps are shown is a matter of how fast they are; each that is has its share of the bar.
        const QRegularExpression bar(QStringLiteral("\\r\033\\[K\\[(█*)(·*)\\] step ([1-3])/3, "));
        auto shown = bar.globalMatch(QString::fromUtf8(told));
        QVERIFY2(shown.hasNext(), told.constData());
        while (shown.hasNext()) {
            const auto one = shown.next();
            QCOMPARE(one.captured(1).size(), 24 * one.captured(3).toInt() / 3);
            QCOMPARE(one.captured(1).size() + one.captured(2).size(), 24);
        }
        QVERIFY2(told.contains(" left"), told.constData());
        QVERIFY2(told.endsWith("\r\033[K"), told.constData()); // the bar is gone in the end
    }

    void environmentIsReadAndOptionsOverrideIt()
    {
        const QString png = m_dir.filePath(QStringLiteral("environment.png"));
        for (const auto &[name, value, option, better] :
             {std::array{"CALOTYPE_DEVICE", "cuda:9", "--device", "cpu"}, std::array{"CALOTYPE_THREADS", "257", "--threads", "1"}}) {
            setEnvironment(name, QLatin1String(value));
            const auto refused = generate({"--out", png});
            const auto made = generate({"--out", png, option, better});
            m_environment.remove(QLatin1String(name));
            QVERIFY2(refused.status == 1 || refused.status == 2, name);
            QVERIFY2(refused.err.contains(value), refused.err.constData());
            QVERIFY2(made.status == 0, made.err.constData());
        }
        setEnvironment("CALOTYPE_THREADS", QStringLiteral("1"));
        const auto made = generate({"--out", png});
        m_environment.remove(QStringLiteral("CALOTYPE_THREADS"));
        QCOMPARE(made.status, 0);
    }

    void imageToImageTakesThePicturesSize()
    {
        const QString png = m_dir.filePath(QStringLiteral("i2i.png"));
        const QString init = QStringLiteral(CALOTYPE_TEST_DATA "/pipelines/images/input_72x104_k1.png");
        const auto outcome = generate({"--init", init, "--strength", "0.5", "--steps", "4", "--out", png, "--json"});
        QCOMPARE(outcome.status, 0);
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["seconds"]["denoise"].size(), std::size_t{2});
        QCOMPARE(QImage(png).size(), QImage(init).size());
    }

    void maskOfAnotherSizeSaysYesOrNoAsBefore()
    {
        const QString init = QStringLiteral(CALOTYPE_TEST_DATA "/pipelines/images/input_72x104_k1.png");
        QStringList pictures;
        for (const int scale : {1, 2}) { // half the picture's size, and its own
            QImage mask(36 * scale, 52 * scale, QImage::Format_Grayscale8);
            mask.fill(0);
            for (int y = 14 * scale; y < 30 * scale; ++y)
                std::memset(mask.scanLine(y) + 10 * scale, 255, static_cast<std::size_t>(12 * scale));
            const QString path = m_dir.filePath(QStringLiteral("mask-%1.png").arg(scale));
            QVERIFY(mask.save(path));
            pictures << m_dir.filePath(QStringLiteral("masked-%1.png").arg(scale));
            const auto outcome = generate({"--init", init, "--mask", path, "--strength", "0.5", "--steps", "4", "--seed", "3", "--out", pictures.back()});
            QVERIFY2(outcome.status == 0, outcome.err.constData());
        }
        QCOMPARE(QImage(pictures[0]), QImage(pictures[1]));
        QCOMPARE(QImage(pictures[0]).size(), QImage(init).size());
    }

    void memoryModesMakeTheSamePicture()
    {
        QList<QImage> pictures;
        for (const char *mode : {"auto", "fast", "balanced"}) {
            const QString png = m_dir.filePath(QStringLiteral("%1.png").arg(QLatin1String(mode)));
            const auto outcome = generate({"--seed", "42", "--memory", mode, "--out", png, "--json"});
            QCOMPARE(outcome.status, 0);
            const std::string memory = json::parse(outcome.out.toStdString())["memory"];
            const bool isChosen = memory == "fast" || memory == "balanced" || memory == "low"; // by what is free here
            QVERIFY2(mode == std::string("auto") ? isChosen : memory == mode, memory.c_str());
            pictures << QImage(png);
        }
        QVERIFY(!pictures[1].isNull());
        QCOMPARE(pictures[2], pictures[1]);
        QCOMPARE(generate({"--memory", "low", "--out", m_dir.filePath(QStringLiteral("low.png"))}).status, 0);
    }

    void tilesMakeThePictureAsNearAsCanBe()
    {
        QList<QImage> pictures;
        for (const char *tiles : {"on", "off"}) {
            const QString png = m_dir.filePath(QStringLiteral("tiles-%1.png").arg(QLatin1String(tiles)));
            const auto outcome = generate({"--seed", "42", "--memory", "balanced", "--vae-tiles", tiles, "--out", png, "--json"});
            QVERIFY2(outcome.status == 0, outcome.err.constData());
            QCOMPARE(json::parse(outcome.out.toStdString())["vae_tiles"].get<std::string>(), std::string(tiles));
            pictures << QImage(png).convertToFormat(QImage::Format_RGB888);
        }
        QVERIFY(!pictures[0].isNull());
        QCOMPARE(pictures[0].size(), pictures[1].size());
        int off = 0;
        for (int y = 0; y < pictures[0].height(); ++y) {
            for (int i = 0; i < 3 * pictures[0].width(); ++i)
                off = std::max(off, std::abs(int{pictures[0].constScanLine(y)[i]} - int{pictures[1].constScanLine(y)[i]}));
        }
        QVERIFY2(off <= 1, qPrintable(QString::number(off)));
    }

    void wrongUseExitsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("names"); // what the sentence must name
        QTest::newRow("no prompt") << QStringList{"generate", "--model", kModel} << QByteArray("--prompt");
        const QStringList base{"generate", "--model", kModel, "--prompt", "x"};
        QTest::newRow("unknown option") << base + QStringList{"--stepps", "3"} << QByteArray("stepps");
        QTest::newRow("no number") << base + QStringList{"--steps", "many"} << QByteArray("--steps");
        QTest::newRow("too many steps") << base + QStringList{"--steps", "251"} << QByteArray("1 to 250");
        QTest::newRow("no multiple of 8") << base + QStringList{"--width", "100"} << QByteArray("8");
        QTest::newRow("unknown sampler") << base + QStringList{"--sampler", "eulr"} << QByteArray("euler");
        QTest::newRow("unknown preset") << base + QStringList{"--preset", "hean"} << QByteArray("heun");
        QTest::newRow("impossible pair") << base + QStringList{"--sampler", "ddim", "--schedule", "karras"} << QByteArray("DDIM does not go with");
        QTest::newRow("seed too large") << base + QStringList{"--seed", "4294967296"} << QByteArray("4294967295");
        QTest::newRow("noise") << base + QStringList{"--noise", "pink"} << QByteArray("per-image, batch or nv");
        QTest::newRow("two noises") << base + QStringList{"--batch-noise", "--noise", "nv"} << QByteArray("--batch-noise");
        QTest::newRow("threads") << base + QStringList{"--threads", "257"} << QByteArray("0 to 256");
        QTest::newRow("one file for two prompts") << base + QStringList{"--prompt", "y", "--out", "x.png"} << QByteArray("--out-dir");
        QTest::newRow("second prompt empty") << base + QStringList{"--prompt", ""} << QByteArray("prompt is empty");
        QTest::newRow("variation without strength") << base + QStringList{"--variation-seed", "5"} << QByteArray("--variation-strength");
        QTest::newRow("variation without seed") << base + QStringList{"--variation-strength", "0.5"} << QByteArray("--variation-seed");
        QTest::newRow("variation seed") << base + QStringList{"--variation-seed", "-1", "--variation-strength", "0.5"} << QByteArray("4294967295");
        QTest::newRow("variation strength") << base + QStringList{"--variation-seed", "5", "--variation-strength", "1.1"} << QByteArray("--variation-strength");
        QTest::newRow("count") << base + QStringList{"--count", "0"} << QByteArray("1 to 200");
        QTest::newRow("one file for many") << base + QStringList{"--count", "2", "--out", "x.png"} << QByteArray("--out-dir");
        QTest::newRow("mask alone") << base + QStringList{"--mask", "m.png"} << QByteArray("--init");
        QTest::newRow("only masked without mask") << base + QStringList{"--init", "i.png", "--inpaint-only-masked"} << QByteArray("--mask");
        QTest::newRow("padding of nothing") << base + QStringList{"--init", "i.png", "--mask", "m.png", "--mask-padding", "8"} << QByteArray("--inpaint-only-masked");
        QTest::newRow("weight too large") << QStringList{"generate", "--model", kModel, "--prompt", "a AND b :1000", "--prompt-syntax", "a1111"} << QByteArray("is 1000, and must be from -100 to 100");
        QTest::newRow("strength alone") << base + QStringList{"--strength", "0.5"} << QByteArray("--init");
        QTest::newRow("stray word") << base + QStringList{"cat"} << QByteArray("cat");
        QTest::newRow("prompt syntax") << base + QStringList{"--prompt-syntax", "comfy"} << QByteArray("plain or a1111");
        QTest::newRow("wildcards") << base + QStringList{"--wildcards", "no/such/folder"} << QByteArray("--wildcards");
        QTest::newRow("prediction") << base + QStringList{"--prediction", "w"} << QByteArray("v_prediction");
        QTest::newRow("device word") << base + QStringList{"--device", "gpu"} << QByteArray("gpu");
        QTest::newRow("memory word") << base + QStringList{"--memory", "much"} << QByteArray("auto, fast, balanced or low");
        QTest::newRow("tiles word") << base + QStringList{"--vae-tiles", "some"} << QByteArray("auto, on or off");
        QTest::newRow("empty word") << base + QStringList{"--init", ""} << QByteArray("--init");
        QTest::newRow("not to a PNG") << base + QStringList{"--out", "x.jpg"} << QByteArray(".png");
        QTest::newRow("picture and latents in one") << base + QStringList{"--out", "x.png", "--save-latents", "./x.png"} << QByteArray("--save-latents");
        // Refused by the engine's rules, once the size is known: the program must end all the same.
        QTest::newRow("no step left to run") << base + QStringList{"--init", CALOTYPE_TEST_DATA "/pipelines/images/input_72x104_k1.png", "--steps", "1", "--strength", "0.5"}
                                             << QByteArray("strength");
        QTest::newRow("word behind devices") << QStringList{"devices", "cpu"} << QByteArray("cpu");
        QTest::newRow("inspect nothing") << QStringList{"models", "inspect", ""} << QByteArray("inspect");
        QTest::newRow("models action") << QStringList{"models", "eat"} << QByteArray("inspect");
    }

    void wrongUseExitsWithTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, names);
        const auto outcome = run(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains(names), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }

    void failuresExitWithOne_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("no such model") << QStringList{"generate", "--model", "no-such-thing", "--prompt", "x"} << QByteArray("no-such-thing");
        QTest::newRow("no such init") << QStringList{"generate", "--model", kModel, "--prompt", "x", "--init", "none.png"} << QByteArray("none.png");
        QTest::newRow("missing device") << QStringList{"generate", "--model", kModel, "--prompt", "x", "--device", "cuda:9"} << QByteArray("cuda:9");
        QTest::newRow("out is a folder") << QStringList{"generate", "--model", kModel, "--prompt", "x", "--out", CALOTYPE_TEST_DATA} << QByteArray("is a folder");
        QTest::newRow("init is a folder") << QStringList{"generate", "--model", kModel, "--prompt", "x", "--init", CALOTYPE_TEST_DATA} << QByteArray("no ordinary file");
        QTest::newRow("not a model") << QStringList{"generate", "--model", CALOTYPE_TEST_DATA "/rng/randn.json", "--prompt", "x"} << QByteArray("randn.json");
    }

    void failuresExitWithOne()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, names);
        const auto outcome = run(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(names), outcome.err.constData());
    }

    void unwritableOutputFailsWithItsPath()
    {
        const auto outcome = generate({"--out", "/proc/nowhere/x.png"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("/proc/nowhere/x.png"), outcome.err.constData());
    }

    void failureIsTheOnlyObjectOfJson()
    {
        const auto outcome = generate({"--device", "cuda:9", "--json"});
        QCOMPARE(outcome.status, 1);
        const json report = json::parse(outcome.out.toStdString());
        QCOMPARE(report["error"]["code"].get<std::string>(), std::string("device-unavailable"));
        QVERIFY(report["error"]["message"].get<std::string>().find("cuda:9") != std::string::npos);
        QVERIFY(report["files"].empty());
        QCOMPARE(outcome.err.count("cuda:9"), 1); // told once, not by the log too
    }

    void withoutADisplayTheWindowSaysSo()
    {
        const QProcessEnvironment before = m_environment;
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY"})
            m_environment.remove(QLatin1String(name));
        m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        const auto window = run({});
        const auto typo = run({"genrate"});
        m_environment = before;
        QCOMPARE(window.status, 1);
        QVERIFY2(window.err.contains("no display"), window.err.constData());
        QCOMPARE(typo.status, 2);
        QVERIFY2(typo.err.contains("genrate"), typo.err.constData());
    }

    void wordsThatAreNotUtf8AreNamed()
    {
        // QProcess would turn the byte into UTF-8.
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral("/bin/sh"), {"-c", "exec \"$0\" models inspect \"$(printf 'a\\377')\"", CALOTYPE_BINARY});
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("not UTF-8"));
    }

    void helpNamesTheCommand()
    {
        const auto outcome = run({"generate", "--help"});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.out.startsWith("Usage: calotype generate "), outcome.out.constData());
    }

    void manPageNamesEveryOption_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("generate") << "generate" << 35;
        QTest::newRow("replay") << "replay" << 5;
    }

    void manPageNamesEveryOption()
    {
        QFETCH(QString, command);
        QFETCH(int, atLeast);
        QFile page(QStringLiteral(CALOTYPE_TEST_DATA "/../../packaging/linux/calotype.1"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll()).remove(u'\\');
        const QString help = QString::fromUtf8(run({command, "--help"}).out);
        const QRegularExpression option(QStringLiteral("^ +(?:-\\w, )*--([a-z][a-z-]*)"), QRegularExpression::MultilineOption);
        int found = 0;
        for (auto match = option.globalMatch(help); match.hasNext();) {
            const QString name = match.next().captured(1);
            if (name == QLatin1String("help-all")) // Qt's own
                continue;
            ++found;
            QVERIFY2(text.contains(QRegularExpression(QStringLiteral("--%1(?![a-z-])").arg(name))), qPrintable(name));
        }
        QVERIFY(found >= atLeast);
    }

    void resultsThatCannotBeWrittenAreAFailure()
    {
        if (!QFile::exists(QStringLiteral("/dev/full")))
            QSKIP("this system has no /dev/full");
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        start(process, {"samplers"});
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("standard output"));
    }

    void interruptCancelsWith130AndKeepsWhatIsFinished()
    {
        const QString folder = m_dir.filePath(QStringLiteral("cancel"));
        QProcess process;
        start(process, {"generate", "--model", kModel, "--prompt", "a cat", "--steps", "3", "--seed", "1", "--count", "200",
                        "--out-dir", folder});
        QVERIFY(process.waitForStarted());
        while (!process.canReadLine()) // the first finished picture's path
            QVERIFY2(process.waitForReadyRead(60000), process.readAllStandardError().constData());
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        const int files = static_cast<int>(QDir(folder).entryList({QStringLiteral("*.png")}).size());
        QVERIFY(files >= 1 && files < 200);
        QCOMPARE(static_cast<int>(process.readAllStandardOutput().count('\n')), files);
        for (const QString &name : QDir(folder).entryList(QDir::Files))
            QVERIFY(!QImage(QDir(folder).filePath(name)).isNull());
    }

    void tablesAreJsonToo_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("samplers") << "samplers" << 19;
        QTest::newRow("schedules") << "schedules" << 8;
        QTest::newRow("presets") << "presets" << 13;
        QTest::newRow("devices") << "devices" << 1;
    }

    void tablesAreJsonToo()
    {
        QFETCH(QString, command);
        QFETCH(int, atLeast);
        const auto plain = run({command});
        QCOMPARE(plain.status, 0);
        const auto outcome = run({command, "--json"});
        QCOMPARE(outcome.status, 0);
        const json entries = json::parse(outcome.out.toStdString());
        QVERIFY(static_cast<int>(entries.size()) >= atLeast);
        for (const json &entry : entries)
            QVERIFY(plain.out.contains(QByteArray::fromStdString(entry["id"].get<std::string>())));
    }

    void inspectTellsKindAndParts()
    {
        const auto outcome = run({"models", "inspect", CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors", "--json"});
        QCOMPARE(outcome.status, 0);
        const json info = json::parse(outcome.out.toStdString());
        QCOMPARE(info["kind"].get<std::string>(), std::string("SDXL"));
        QCOMPARE(info["format"].get<std::string>(), std::string("safetensors"));
        QVERIFY(info["missing"] == json::array({"vae"}));
        QCOMPARE(info["prediction_type"].get<std::string>(), std::string("epsilon"));
        QCOMPARE(info["prediction_source"].get<std::string>(), std::string("default"));
        QVERIFY(info["warnings"].is_array());
        // The file itself counts too.
        const auto file = calotype::formats::openTensorFile(CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors");
        std::int64_t bytes = 0;
        std::int64_t elements = 0;
        for (const auto &tensor : file->tensors()) {
            if (tensor.name.starts_with("model.diffusion_model.")) {
                elements += tensor.elements();
                bytes += tensor.elements() * 2; // all float16
            }
        }
        std::map<std::string, json> parts;
        for (const json &part : info["parts"])
            parts[part["name"]] = part;
        QCOMPARE(parts.size(), std::size_t{4});
        QVERIFY(elements > 0);
        QCOMPARE(parts["unet"]["dtype"].get<std::string>(), std::string("F16"));
        QCOMPARE(parts["unet"]["parameters"].get<std::int64_t>(), elements);
        QCOMPARE(parts["unet"]["size_bytes"].get<std::int64_t>(), bytes);
        QCOMPARE(parts["vae"]["present"].get<bool>(), false);
        std::int64_t sum = 0;
        for (const auto &[name, part] : parts)
            sum += part["parameters"].get<std::int64_t>();
        QCOMPARE(info["parameters"].get<std::int64_t>(), sum);
        const json folder = json::parse(run({"models", "inspect", kModel, "--json"}).out.toStdString());
        QCOMPARE(folder["prediction_source"].get<std::string>(), std::string("configuration"));
        const json sd2 = json::parse(run({"models", "inspect", CALOTYPE_TEST_DATA "/models/sd21-tiny", "--json"}).out.toStdString());
        QCOMPARE(sd2["prediction_type"].get<std::string>(), std::string("v_prediction"));
        QCOMPARE(run({"models", "inspect", CALOTYPE_TEST_DATA "/models/sd15-tiny"}).status, 0);
    }

    void inspectOfAFolderWithADamagedPartFails()
    {
        const QDir model(m_dir.filePath(QStringLiteral("damaged")));
        QVERIFY(model.mkpath(QStringLiteral("unet")));
        for (const char *part : {"text_encoder", "vae", "tokenizer", "scheduler", "model_index.json"})
            QVERIFY(QFile::link(kModel + QLatin1Char('/') + QLatin1String(part), model.filePath(QLatin1String(part))));
        QVERIFY(QFile::copy(kModel + QStringLiteral("/unet/config.json"), model.filePath(QStringLiteral("unet/config.json"))));
        QFile weights(model.filePath(QStringLiteral("unet/diffusion_pytorch_model.safetensors")));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        weights.write("cut off");
        weights.close();
        const auto outcome = run({"models", "inspect", model.path()});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.out.contains("“diffusion_pytorch_model.safetensors”"), outcome.out.constData());
        QVERIFY2(outcome.out.contains("SD 1.x"), outcome.out.constData());
    }

    void inspectOfDamageSaysSo()
    {
        const QString path = m_dir.filePath(QStringLiteral("cut.safetensors"));
        QFile source(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QFile cut(path);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write(source.read(source.size() / 2));
        cut.close();
        const auto outcome = run({"models", "inspect", path});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.out.contains("cut.safetensors") || outcome.err.contains("cut.safetensors"), outcome.out.constData());
    }

    void modelsFolderIsListed()
    {
        const QString models = m_dir.filePath(QStringLiteral("models"));
        QVERIFY(QDir().mkpath(models + QStringLiteral("/diffusers")));
        QVERIFY(QFile::link(kModel, models + QStringLiteral("/diffusers/sd15-tiny")));
        m_environment.insert(QStringLiteral("CALOTYPE_MODELS_DIR"), models);
        const auto listed = run({"models", "--json"});
        const json entries = json::parse(listed.out.toStdString());
        QVERIFY2(entries.size() == 2, listed.out.constData());
        QCOMPARE(entries[0]["name"].get<std::string>(), std::string("sd15-tiny"));
        QCOMPARE(entries[1]["name"].get<std::string>(), std::string("starter")); // what came with the program is last
        QCOMPARE(entries[0]["kind"].get<std::string>(), std::string("SD 1.x"));
        // and it is what a picture is made with when none is named
        const QString png = m_dir.filePath(QStringLiteral("default.png"));
        const auto made = run({"generate", "--prompt", "x", "--steps", "1", "--out", png});
        QVERIFY2(made.status == 0, made.err.constData());
        QVERIFY(QFile::exists(png));
    }

    void engineThatIsMissingIsNamed()
    {
        m_environment.insert(QStringLiteral("CALOTYPE_ENGINE"), m_dir.filePath(QStringLiteral("no-engine.so")));
        const auto outcome = generate({"--out", m_dir.filePath(QStringLiteral("never.png"))});
        m_environment.remove(QStringLiteral("CALOTYPE_ENGINE"));
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("no-engine.so"), outcome.err.constData());
    }

    void whatNeedsNoEngineWorksWithoutOne_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("inspect") << QStringList{"models", "inspect", kModel};
        QTest::newRow("inspect as JSON") << QStringList{"models", "inspect", CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors", "--json"};
        QTest::newRow("models") << QStringList{"models"};
        QTest::newRow("samplers") << QStringList{"samplers"};
        QTest::newRow("schedules") << QStringList{"schedules"};
        QTest::newRow("presets") << QStringList{"presets", "--json"};
        QTest::newRow("info") << QStringList{"info", CALOTYPE_TEST_DATA "/metadata/a1111-png-plain.png"};
    }

    void whatNeedsNoEngineWorksWithoutOne()
    {
        QFETCH(QStringList, arguments);
        setEnvironment("CALOTYPE_ENGINE", m_dir.filePath(QStringLiteral("no-engine.so")));
        const auto outcome = run(arguments);
        m_environment.remove(QStringLiteral("CALOTYPE_ENGINE"));
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY(!outcome.out.isEmpty());
    }

    void initTestCase()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert(QStringLiteral("HOME"), m_dir.path());
        m_environment.insert(QStringLiteral("CALOTYPE_DATA_DIR"), m_dir.filePath(QStringLiteral("data")));
        m_environment.insert(QStringLiteral("CALOTYPE_OUTPUT_DIR"), m_dir.filePath(QStringLiteral("out")));
        m_environment.remove(QStringLiteral("CALOTYPE_MODELS_DIR"));
        m_environment.remove(QStringLiteral("CALOTYPE_DEVICE"));
        m_environment.remove(QStringLiteral("CALOTYPE_THREADS"));
    }

private:
    void setEnvironment(const char *name, const QString &value) { m_environment.insert(QLatin1String(name), value); }

    static json golden(const std::string &name)
    {
        std::ifstream in(CALOTYPE_TEST_DATA "/pipelines/runs.json");
        const json whole = json::parse(in);
        for (const json &row : whole["runs"]) {
            if (row["name"] == name)
                return row;
        }
        return {};
    }

    void start(QProcess &process, const QStringList &arguments) const
    {
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral(CALOTYPE_BINARY), arguments);
    }

    Outcome run(const QStringList &arguments) const
    {
        QProcess process;
        start(process, arguments);
        Outcome outcome;
        if (process.waitForFinished(120000) && process.exitStatus() == QProcess::NormalExit)
            outcome.status = process.exitCode();
        outcome.out = process.readAllStandardOutput();
        outcome.err = process.readAllStandardError();
        return outcome;
    }

    Outcome generate(const QStringList &more) const
    {
        return run(QStringList{"generate", "--model", kModel, "--prompt", "a cat", "--steps", "2"} + more);
    }

    static void compareLatents(const QString &path, const std::string &key)
    {
        const auto actual = calotype::formats::openTensorFile(path.toStdString());
        const auto golden = calotype::formats::openTensorFile(CALOTYPE_TEST_DATA "/pipelines/latents.safetensors");
        const auto *a = actual->find("latents");
        const auto *b = golden->find(key);
        QVERIFY(a && b);
        QVERIFY(a->shape == b->shape);
        for (std::int64_t i = 0; i < a->elements(); ++i) {
            float x = 0;
            float y = 0;
            std::memcpy(&x, a->data + 4 * i, 4);
            std::memcpy(&y, b->data + 4 * i, 4);
            QVERIFY(std::abs(x - y) <= 2e-3F);
        }
    }

    QTemporaryDir m_dir;
    QProcessEnvironment m_environment;
};

CALOTYPE_GUILESS_TEST(CommandLineTest)
#include "CommandLineTest.moc"
