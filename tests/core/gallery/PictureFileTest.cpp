#include "core/formats/PngText.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/PictureFile.h"

#include "core/gallery/FileHash.h"
#include "core/gallery/PicturePath.h"
#include "core/gallery/PngLengths.h"
#include "core/gallery/ThumbnailCache.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <csignal>
#include <random>

#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

using namespace calotype;
using namespace calotype::gallery;
using nlohmann::json;

namespace {

Image testImage()
{
    Image image(5, 3);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(i * 11);
    return image;
}

PictureOrigin testOrigin()
{
    PictureOrigin origin;
    origin.request.prompt = "一只橘猫, on a windowsill";
    origin.request.negativePrompt = "blurry";
    origin.request.steps = 12;
    origin.request.guidance = 6.5;
    origin.request.clipSkip = 2;
    origin.seed = 4294967295;
    origin.request.seeds = {origin.seed};
    origin.run.modelName = "some model, v2";
    origin.run.prediction = "epsilon";
    origin.run.device = "cpu";
    origin.run.dtype = "float32";
    origin.run.sampler = "dpmpp_2m";
    origin.run.schedule = "karras";
    origin.run.width = 5;
    origin.run.height = 3;
    origin.run.timesteps = {999, 500.5};
    origin.run.sigmas = {14.5, 1.25, 0};
    return origin;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string textOf(const QString &path, const std::string &key)
{
    const QByteArray bytes = contents(path);
    for (const auto &chunk : formats::readPngText({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())})) {
        if (chunk.keyword == key)
            return chunk.text;
    }
    return {};
}

} // namespace

class PictureFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pixelsComeBackAsTheyWere()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("a/b/picture.png"));
        QVERIFY(savePicture(path, testImage(), testOrigin()).ok());
        const auto read = readPicture(path);
        QVERIFY(read.ok());
        QCOMPARE(read.value(), testImage());
    }

    void hashIsThatOfTheFilesBytes()
    {
        const QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("abc")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("abc");
        file.close();
        // FIPS 180-2, appendix B.1
        QCOMPARE(fileHash(file.fileName()).toHex(),
                 QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(fileHash(dir.filePath(QStringLiteral("none"))), QByteArray());
        QCOMPARE(fileHash(dir.path()), QByteArray());
    }

    void parametersTextIsTheWebUis()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QVERIFY(savePicture(path, testImage(), testOrigin()).ok());
        const std::string expected = "一只橘猫, on a windowsill\nNegative prompt: blurry\n"
                                     "Steps: 12, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967295, "
                                     "Size: 5x3, Model: \"some model, v2\", Clip skip: 2, RNG: CPU, Version: Calotype " CALOTYPE_VERSION;
        QCOMPARE(QString::fromStdString(textOf(path, "parameters")), QString::fromStdString(expected));
    }

    void ownJsonHoldsTheWholeOrigin()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QVERIFY(savePicture(path, testImage(), testOrigin()).ok());
        const json own = json::parse(textOf(path, kCalotypeKey));
        QCOMPARE(own["seed"].get<std::int64_t>(), std::int64_t{4294967295});
        QVERIFY(own["request"]["seeds"] == json({4294967295}));
        QCOMPARE(own["request"]["prompt"].get<std::string>(), testOrigin().request.prompt);
        QCOMPARE(own["mode"].get<std::string>(), std::string("txt2img"));
        QVERIFY(own["sigmas"] == json({14.5, 1.25, 0}));
        QVERIFY(own["timesteps"] == json({999, 500.5}));
        const auto image = testImage();
        const QByteArray pixels(reinterpret_cast<const char *>(image.pixels.data()), static_cast<int>(image.pixels.size()));
        QCOMPARE(QByteArray::fromStdString(own["pixels_sha256"].get<std::string>()),
                 QCryptographicHash::hash(pixels, QCryptographicHash::Sha256).toHex());
    }

    void failedSaveLeavesTheOldFile()
    {
        const QTemporaryDir dir;
        const QString folder = dir.filePath(QStringLiteral("f"));
        QFile file(folder); // a file where the folder should be
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kept");
        file.close();
        const auto saved = savePicture(folder + QStringLiteral("/p.png"), testImage(), testOrigin());
        QVERIFY(!saved.ok());
        QCOMPARE(saved.error().code, ErrorCode::Io);
        QVERIFY(saved.error().message.find("p.png") != std::string::npos);
        QCOMPARE(contents(folder), QByteArray("kept"));
    }

    void pipeIsNeitherReplacedNorWaitedFor()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QCOMPARE(mkfifo(path.toLocal8Bit().constData(), 0600), 0);
        QCOMPARE(savePicture(path, testImage(), testOrigin()).error().code, ErrorCode::Io);
        struct stat status = {};
        QCOMPARE(lstat(path.toLocal8Bit().constData(), &status), 0);
        QVERIFY(S_ISFIFO(status.st_mode));
        QCOMPARE(readPicture(path).error().code, ErrorCode::Unsupported);
    }

    void placesAreCheckedWithoutBeingMade()
    {
        const QTemporaryDir dir;
        QVERIFY(checkWritable(dir.filePath(QStringLiteral("a/b/c.png"))).ok());
        QVERIFY(QDir(dir.path()).isEmpty());
        QCOMPARE(checkWritable(dir.path()).error().code, ErrorCode::Io);
        QCOMPARE(checkWritable(dir.filePath(QStringLiteral("a/"))).error().code, ErrorCode::Io);
    }

    void pictureTooLargeIsRefusedBeforeItIsDecoded()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QVERIFY(savePicture(path, testImage(), testOrigin()).ok());
        QByteArray bytes = contents(path);
        const QByteArray header("IHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0", 17); // 30000 × 30000, RGB8
        bytes.replace(12, 17, header);
        const quint32 sum = qToBigEndian(static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef *>(header.constData()), 17)));
        bytes.replace(29, 4, reinterpret_cast<const char *>(&sum), 4);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        const auto read = readPicture(path);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::Unsupported);
        QVERIFY2(read.error().message.find("30000 × 30000") != std::string::npos, read.error().message.c_str());
    }

    void writingThatStopsHalfWayLeavesNothingBehind()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        Image noise(64, 64);
        std::mt19937 random(1);
        for (auto &value : noise.pixels)
            value = static_cast<std::uint8_t>(random());
        // The system refuses to write past 4 KB, as a full disk would.
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto saved = savePicture(path, noise, testOrigin());
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!saved.ok());
        QVERIFY(saved.error().message.find("could not be saved") != std::string::npos);
        QVERIFY(QDir(dir.path()).isEmpty());
    }

    void unreadablePicturesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("cut") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    }

    void unreadablePicturesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        const auto read = readPicture(path);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::Damaged);
    }

    void partLongerThanTheFileIsRefusedBeforeItIsReserved_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("isAtTheEnd");
        QTest::newRow("text before the pixels") << QByteArray("tEXt") << false;
        QTest::newRow("profile before the pixels") << QByteArray("iCCP") << false;
        QTest::newRow("text behind the pixels") << QByteArray("tEXt") << true;
    }

    void partLongerThanTheFileIsRefusedBeforeItIsReserved()
    {
        QFETCH(QByteArray, type);
        QFETCH(bool, isAtTheEnd);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::WriteOnly) && QImage(8, 8, QImage::Format_RGB32).save(&buffer, "PNG"));
        const qsizetype at = isAtTheEnd ? bytes.indexOf("IEND") - 4 : 33; // behind the header
        bytes.insert(at, QByteArray("ÿÿÿ", 4) + type + "key");
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto read = decodePicture(path);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::Damaged);
        QVERIFY2(read.error().message.find("longer than the whole") != std::string::npos, read.error().message.c_str());
        QVERIFY(!ThumbnailCache(dir.filePath(QStringLiteral("t"))).make(path, QDateTime(), 0, ThumbnailCache::kSmall).ok());
    }

    void hostileFileHasAnOverlongPartAndAWholeOneHasNone()
    {
        QVERIFY(hasOverlongPart(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/hostile/chunk-length-7fffffff.png")));
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QVERIFY(QImage(64, 64, QImage::Format_RGB32).save(path));
        QVERIFY(!hasOverlongPart(path));
        QFile file(path);
        QVERIFY(file.resize(file.size() - 30)); // cut within the pixels
        QVERIFY(!hasOverlongPart(path));
        QVERIFY(!hasOverlongPart(dir.path()));
        QVERIFY(!hasOverlongPart(dir.filePath(QStringLiteral("none.png"))));
    }

    void partsAreFollowedHoweverTheyLie_data()
    {
        QTest::addColumn<int>("parts");
        QTest::addColumn<int>("length"); ///< of each
        QTest::addColumn<bool>("endsOverlong");
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("many close together") << 9000 << 5 << false << false;
        QTest::newRow("many, the last overlong") << 9000 << 5 << true << true;
        QTest::newRow("each longer than what is read at a time") << 9 << 100'000 << false << false;
        QTest::newRow("those, the last overlong") << 9 << 100'000 << true << true;
        QTest::newRow("more than any picture has") << (1 << 20) + 1 << 0 << false << true;
    }

    void partsAreFollowedHoweverTheyLie()
    {
        QFETCH(int, parts);
        QFETCH(int, length);
        QFETCH(bool, endsOverlong);
        QFETCH(bool, isRefused);
        const auto head = [](quint32 size) -> QByteArray {
            QByteArray bytes(4, Qt::Uninitialized);
            qToBigEndian(size, bytes.data());
            return bytes + "teSt";
        };
        const QByteArray part = head(static_cast<quint32>(length)) + QByteArray(length + 4, '\0');
        QByteArray bytes("\x89PNG\r\n\x1a\n");
        bytes += part.repeated(parts);
        if (endsOverlong)
            bytes += head(1);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        QCOMPARE(hasOverlongPart(buffer), isRefused);
        QCOMPARE(buffer.pos(), qint64(0));
    }

    void missingPictureIsNotFound()
    {
        const auto read = readPicture(QStringLiteral("no/such.png"));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::NotFound);
    }

    void transparencyIsLaidOverWhite()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("p.png"));
        QImage clear(2, 2, QImage::Format_RGBA8888);
        clear.fill(QColor(0, 0, 0, 0));
        QVERIFY(clear.save(path));
        const auto read = readPicture(path);
        QVERIFY(read.ok());
        QCOMPARE(read.value().channels, 3);
        for (const auto value : read.value().pixels)
            QCOMPARE(int{value}, 255);
    }

    void pathsCountOnAndNameTheSeed()
    {
        const QTemporaryDir dir;
        const QString folder = dayFolder(dir.path(), QDate(2026, 1, 2));
        QVERIFY(folder.endsWith(QStringLiteral("/2026-01-02")));
        QVERIFY(newPicturePath(folder, 7).endsWith(QStringLiteral("/00001-7.png")));
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + QStringLiteral("/00041-9.png"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(newPicturePath(folder, 8).endsWith(QStringLiteral("/00042-8.png")));
        QVERIFY(newPicturePath(folder, 8, QStringLiteral("jpg")).endsWith(QStringLiteral("/00042-8.jpg")));
        file.close();
        QVERIFY(file.rename(folder + QStringLiteral("/9223372036854775807-9.png"))); // another program's
        QVERIFY(newPicturePath(folder, 8).endsWith(QStringLiteral("/00001-8.png")));
    }
};

CALOTYPE_GUILESS_TEST(PictureFileTest)
#include "PictureFileTest.moc"
