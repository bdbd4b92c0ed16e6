#include "app/PicturesFolder.h"
#include "core/formats/PngText.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QCryptographicHash>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <thread>

using namespace calotype;
using nlohmann::json;

namespace {

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
        app::PicturesFolder folder(rules());
        const ModelSpec spec = specOf(written("m.safetensors", model), written("v.safetensors", vae));
        if (isExpected)
            folder.expect(spec);
        const QString path = saved(folder, spec);
        const auto hashOf = [](const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString(); };
        QCOMPARE(modelIn(path)["sha256"].get<std::string>(), hashOf(model));
        QCOMPARE(modelIn(path)["vae_sha256"].get<std::string>(), hashOf(vae));
    }

    void programThatEndsDoesNotWaitForTheHash_data()
    {
        QTest::addColumn<bool>("isExpected");
        QTest::newRow("computed by the folder's thread") << true;
        QTest::newRow("computed by the saver's") << false;
    }

    void programThatEndsDoesNotWaitForTheHash()
    {
        QFETCH(bool, isExpected);
        const QString model = written("huge.safetensors", "abc");
        QVERIFY(QFile::resize(model, qint64{1} << 40)); // sparse: a terabyte to hash, nothing on the disk
        app::PicturesFolder folder(rules());
        const ModelSpec spec = specOf(model, {});
        if (isExpected)
            folder.expect(spec);
        std::thread end([&folder] { folder.hurry(); });
        const QString path = saved(folder, spec);
        end.join();
        QVERIFY(!QImage(path).isNull());
        QVERIFY(modelIn(path).is_object());
        QVERIFY(!modelIn(path).contains("sha256"));
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
