#include "core/models/KnownCheckpoints.h"

#include "core/base/Error.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using calotype::models::KnownCheckpoints;

class KnownCheckpointsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownRepositoriesHaveTheirFileNames_data();
    void knownRepositoriesHaveTheirFileNames();
    void friendlyNamesStandForKnownRepositories();
    void aUsersTableAddsAndOverrides();
    void aDamagedTableAddsNothing_data();
    void aDamagedTableAddsNothing();

private:
    std::filesystem::path write(const QByteArray &json)
    {
        QFile file(m_folder.filePath(QStringLiteral("models.json")));
        [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
        file.write(json);
        return file.fileName().toStdString();
    }

    QTemporaryDir m_folder;
};

void KnownCheckpointsTest::knownRepositoriesHaveTheirFileNames_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("file");
    const auto row = [](const char *id, const char *file) {
        QTest::newRow(id) << QString::fromUtf8(id) << QString::fromUtf8(file);
    };
    row("RunDiffusion/Juggernaut-XL-Lightning", "juggernaut-xl-lightning.safetensors");
    row("SG161222/RealVisXL_V5.0", "realvisxl-v5.safetensors");
    row("cyberdelia/CyberRealisticXL", "cyberrealistic-xl-v80.safetensors");
    row("Cyberdelia/CyberRealistic_XL", "cyberrealistic-xl-v80.safetensors");
    row("cyberdelia/CyberRealisticPony", "cyberrealistic-pony.safetensors");
    row("Lykon/dreamshaper-xl-1-0", "dreamshaper-xl.safetensors");
    row("Lykon/dreamshaper-xl-lightning", "dreamshaper-xl-lightning.safetensors");
    row("dataautogpt3/ProteusV0.4", "proteus-xl.safetensors");
    row("cagliostrolab/animagine-xl-3.1", "animagine-xl.safetensors");
    row("imagepipeline/NightVisionXL", "nightvision-xl.safetensors");
    row("Disra/NightVisionXL", "nightvision-xl.safetensors");
    row("stablediffusionapi/epicrealism-xl-v5", "epicrealism-xl-purefix.safetensors");
    row("stablediffusionapi/epicella-xl", "epicella-xl.safetensors");
    row("stablediffusionapi/zavychromaxl-v80", "zavychroma-xl.safetensors");
    row("Leosam/HelloWorld_XL", "helloworld-xl.safetensors");
    row("Copax/Copax_TimeLessXL", "copax-timeless-xl.safetensors");
    row("stablediffusionapi/albedobase-xl-v13", "albedobase-xl.safetensors");
    row("SG161222/realvisxl_v5.0", "realvisxl-v5.safetensors");
    row("nobody/knows-this", "");
}

void KnownCheckpointsTest::knownRepositoriesHaveTheirFileNames()
{
    QFETCH(QString, id);
    QTEST(QString::fromStdString(KnownCheckpoints::builtIn().fileName(id.toStdString())), "file");
}

void KnownCheckpointsTest::friendlyNamesStandForKnownRepositories()
{
    const KnownCheckpoints known = KnownCheckpoints::builtIn();
    QCOMPARE(known.resolve("sdxl-realism"), std::string("RunDiffusion/Juggernaut-XL-Lightning"));
    QCOMPARE(known.resolve("sdxl-anime"), std::string("cagliostrolab/animagine-xl-3.1"));
    QCOMPARE(known.resolve("SDXL-Surreal"), std::string("Lykon/dreamshaper-xl-lightning"));
    QCOMPARE(known.resolve("something else"), std::string("something else"));
    for (const auto &name : known.names()) {
        QVERIFY(!known.fileName(name.id).empty());
    }
}

void KnownCheckpointsTest::aUsersTableAddsAndOverrides()
{
    KnownCheckpoints known = KnownCheckpoints::builtIn();
    const std::size_t before = known.checkpoints().size();
    known.extend(write(R"({"checkpoints": {"me/My-Model": "mine", "sg161222/realvisxl_v5.0": "real.ckpt"},
                           "names": {"sdxl-anime": "me/My-Model"}})"));
    QCOMPARE(known.fileName("me/my-model"), std::string("mine.safetensors"));
    QCOMPARE(known.fileName("SG161222/RealVisXL_V5.0"), std::string("real.ckpt"));
    QCOMPARE(known.resolve("sdxl-anime"), std::string("me/My-Model"));
    QCOMPARE(known.checkpoints().size(), before + 1);
}

void KnownCheckpointsTest::aDamagedTableAddsNothing_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no JSON") << QByteArray("{ \"checkpoints\": ");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("checkpoints is a list") << QByteArray(R"({"checkpoints": ["a"]})");
    QTest::newRow("a number for a file") << QByteArray(R"({"checkpoints": {"a/b": 3}})");
    QTest::newRow("good checkpoints, bad names") << QByteArray(R"({"checkpoints": {"a/b": "c"}, "names": {"x": null}})");
}

void KnownCheckpointsTest::aDamagedTableAddsNothing()
{
    QFETCH(QByteArray, json);
    KnownCheckpoints known = KnownCheckpoints::builtIn();
    const auto file = write(json);
    try {
        known.extend(file);
        QFAIL("It was accepted.");
    } catch (const Failure &failure) {
        QCOMPARE(failure.error().code, ErrorCode::Damaged);
        QVERIFY(QString::fromStdString(failure.error().message).contains(QLatin1String("models.json")));
    }
    QCOMPARE(known.checkpoints().size(), KnownCheckpoints::builtIn().checkpoints().size());
}

CALOTYPE_GUILESS_TEST(KnownCheckpointsTest)
#include "KnownCheckpointsTest.moc"
