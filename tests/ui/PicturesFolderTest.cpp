#include "app/PicturesFolder.h"
#include "core/formats/PngText.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QCryptographicHash>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <memory>
#include <thread>

using namespace calotype;
using nlohmann::json;

namespace {

constexpr std::chrono::hours kLong{1};

GeneratedImage picture()
{
    GeneratedImage made;
    made.image = Image(8, 8);
    made.seed = 7;
    made.run = std::make_shared<const RunDetails>();
    return made;
}

json modelIn(const QString &path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    for (const auto &chunk : formats::readPngText({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())})) {
        if (chunk.keyword == "calotype")
            return json::parse(chunk.text)["model"];
    }
    return {};
}

} // namespace

/// Where the window's pictures go: real files, and the models' real hashes.
class PicturesFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("CALOTYPE_DATA_DIR", QFile::encodeName(m_dir->filePath(QStringLiteral("data")))); // where no hash is kept yet
    }
    void cleanup() { qunsetenv("CALOTYPE_DATA_DIR"); }

    void firstPictureTellsTheModelsHash_data()
    {
        QTest::addColumn<bool>("isExpected");
        QTest::newRow("run was told of") << true;
        QTest::newRow("run was not") << false;
    }

    void firstPictureTellsTheModelsHash()
    {
        QFETCH(bool, isExpected);
        const QByteArray model = QByteArray("model").repeated(1 << 20);
        const QByteArray vae = "vae";
        app::PicturesFolder folder(rules(), kLong);
        const ModelSpec spec = specOf(written("m.safetensors", model), written("v.safetensors", vae));
        if (isExpected)
            folder.expect(spec);
        const QString path = saved(folder, spec);
        const auto hashOf = [](const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString(); };
        QCOMPARE(modelIn(path)["sha256"].get<std::string>(), hashOf(model));
        QCOMPARE(modelIn(path)["vae_sha256"].get<std::string>(), hashOf(vae));
    }

    void whoHurriesDoesNotWaitForTheHash_data()
    {
        QTest::addColumn<bool>("isExpected");
        QTest::newRow("run was told of") << true;
        QTest::newRow("run was not") << false;
    }

    void whoHurriesDoesNotWaitForTheHash()
    {
        QFETCH(bool, isExpected);
        app::PicturesFolder folder(rules(), kLong);
        const ModelSpec spec = specOf(huge(), {});
        if (isExpected)
            folder.expect(spec);
        std::thread end([&folder] { folder.hurry(); }); // before the waiting or during it: it never ends by itself
        const QString path = saved(folder, spec);
        end.join();
        QVERIFY(isWholeWithoutHash(path));
    }

    void hashThatTakesLongIsNotWaitedFor()
    {
        app::PicturesFolder folder(rules(), std::chrono::milliseconds(1));
        const ModelSpec spec = specOf(huge(), written("v.safetensors", "vae"));
        folder.expect(spec);
        QVERIFY(isWholeWithoutHash(saved(folder, spec)));
        QVERIFY(isWholeWithoutHash(saved(folder, spec)));
    }

    void nextRunWaitsAgain()
    {
        const QByteArray model = QByteArray("model").repeated(1 << 20);
        app::PicturesFolder folder(rules(), kLong);
        folder.expect({});
        folder.hurry();
        const ModelSpec spec = specOf(written("m.safetensors", model), {});
        folder.expect(spec);
        const QByteArray hash = QCryptographicHash::hash(model, QCryptographicHash::Sha256).toHex();
        // Hashing takes longer than a picture of 8 × 8, so that one that did not wait would not have it.
        QCOMPARE(modelIn(saved(folder, spec)).value("sha256", std::string()), hash.toStdString());
    }

    void modelThatIsGoneCostsTheHashAlone()
    {
        app::PicturesFolder folder(rules());
        const ModelSpec spec = specOf(m_dir->filePath(QStringLiteral("none.safetensors")), {});
        folder.expect(spec);
        const QString path = saved(folder, spec);
        QVERIFY(modelIn(path).is_object());
        QVERIFY(!modelIn(path).contains("sha256"));
    }

private:
    gallery::OutputRules rules() const
    {
        gallery::OutputRules made;
        made.folder = m_dir->filePath(QStringLiteral("pictures"));
        return made;
    }

    QString written(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_dir->filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    /// A sparse file: a terabyte to hash, nothing on the disk.
    QString huge() const
    {
        const QString model = written("huge.safetensors", "abc");
        return QFile::resize(model, qint64{1} << 40) ? model : QString();
    }

    static bool isWholeWithoutHash(const QString &path)
    {
        return !QImage(path).isNull() && modelIn(path).is_object() && !modelIn(path).contains("sha256");
    }

    static ModelSpec specOf(const QString &model, const QString &vae)
    {
        ModelSpec spec;
        spec.path = model.toStdString();
        spec.vaePath = vae.toStdString();
        return spec;
    }

    static QString saved(app::PicturesFolder &folder, const ModelSpec &spec)
    {
        GenerationRequest request;
        request.prompt = "a cat";
        request.seeds = {7};
        const auto path = folder.place(picture(), request);
        return path && folder.save(path.value(), picture(), request, {}, spec) ? path.value() : QString();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

CALOTYPE_GUILESS_TEST(PicturesFolderTest)
#include "PicturesFolderTest.moc"
