#include "tests/core/formats/FileBytes.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <set>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// The first bytes of a file up to where its tensors' numbers begin; all of it for the small ones.
std::size_t headerSize(const std::string &bytes)
{
    if (bytes.size() < 5000)
        return bytes.size();
    if (bytes[8] == '{') {
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        return 8 + static_cast<std::size_t>(length);
    }
    return 8000;
}

void verifyRefused(const std::string &bytes, const char *what, std::size_t where)
{
    const auto error = refusal(bytes);
    QVERIFY2(error, qPrintable(QStringLiteral("%1 %2 was opened").arg(what).arg(where)));
    QVERIFY(error->code == ErrorCode::Damaged || error->code == ErrorCode::Unsupported);
    QVERIFY2(error->message.starts_with("“model.file” ") && error->message.ends_with("."), error->message.c_str());
}

void addGoldenRows()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"ckpt-odd-tensors.expected.safetensors", "odd.zip.ckpt", "odd.legacy.ckpt", "clip-tiny.legacy.ckpt",
                             "sd21-tiny.ckpt", "sd15-tiny.safetensors"})
        QTest::newRow(name) << name;
}

const std::string kPickle = pickle::dict({{"w", pickle::tensor(pickle::storage("ByteStorage", "0", 4), 0, {4}, {1})}});

} // namespace

class DamagedFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedFileIsRefused_data() { addGoldenRows(); }
    void truncatedFileIsRefused();
    void flippedBitsNeverLeadOutOfTheFile_data() { addGoldenRows(); }
    void flippedBitsNeverLeadOutOfTheFile();
    void flippedSafetensorsLengthIsRefused();
    void hostileFileIsRefused_data();
    void hostileFileIsRefused();
    void whatIsNoModelGetsItsOwnSentence_data();
    void whatIsNoModelGetsItsOwnSentence();
};

void DamagedFilesTest::truncatedFileIsRefused()
{
    QFETCH(QString, name);
    const std::string whole = readWhole("models/" + name.toStdString());
    QVERIFY(!refusal(whole));
    std::set<std::size_t> lengths;
    const std::size_t header = headerSize(whole);
    for (std::size_t length = 0; length < header; length += header < 5000 ? 1 : 97)
        lengths.insert(length);
    for (std::size_t around = header - 3; around < std::min(header + 3, whole.size()); ++around)
        lengths.insert(around);
    for (std::size_t length = header; length < whole.size(); length += whole.size() / 50)
        lengths.insert(length);
    lengths.insert(whole.size() - 1);
    for (const std::size_t length : lengths) {
        verifyRefused(whole.substr(0, length), "the first bytes:", length);
        if (QTest::currentTestFailed())
            return;
    }
}

void DamagedFilesTest::flippedBitsNeverLeadOutOfTheFile()
{
    QFETCH(QString, name);
    std::string bytes = readWhole("models/" + name.toStdString());
    const std::size_t header = headerSize(bytes);
    const bool isSmall = header < 5000;
    std::size_t refused = 0;
    const auto tryAll = [&](std::size_t from, std::size_t to, std::size_t step) {
        for (std::size_t at = from; at < to; at += step) {
            for (int bit = 0; bit < 8; bit += isSmall ? 1 : 3) {
                const char before = bytes[at];
                bytes[at] = static_cast<char>(before ^ (1 << bit));
                try {
                    const auto map = asFile(bytes);
                    QVERIFY2(viewsAreInside(*formats::openTensorFile(map), *map), std::to_string(at).c_str());
                } catch (const Failure &failure) {
                    QVERIFY(failure.error().code == ErrorCode::Damaged || failure.error().code == ErrorCode::Unsupported);
                    ++refused;
                }
                bytes[at] = before;
            }
        }
    };
    tryAll(0, header, isSmall ? 1 : header / 100);
    if (!isSmall && bytes.starts_with("PK"))
        tryAll(bytes.size() - 3000, bytes.size(), 29); // the directory is at the end
    QVERIFY(refused > 50);
}

void DamagedFilesTest::flippedSafetensorsLengthIsRefused()
{
    const std::string whole = readWhole("models/ckpt-odd-tensors.expected.safetensors");
    for (std::size_t at = 0; at < 8; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
            verifyRefused(bytes, "flipped length byte", at);
        }
    }
}

void DamagedFilesTest::hostileFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const std::string &bytes, const char *sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(sentence);
    };
    const auto system = std::string("\x80\x02") + "}(" + pickle::text("a") + "cos\nsystem\n(" + pickle::text("echo hi") + "tRu.";
    const auto stackSystem = std::string("\x80\x04") + "}(" + pickle::text("a") + pickle::text("os") + pickle::text("system") + "\x93"
        + pickle::text("echo hi") + "\x85Ru.";
    const std::string data = "abcd";
    row("os.system in a zip", zipCheckpoint(system, {}), "names the Python object “os.system”");
    row("os.system by STACK_GLOBAL in a zip", zipCheckpoint(stackSystem, {}), "names the Python object “os.system”");
    row("os.system in a legacy file", legacyCheckpoint(system, {}), "names the Python object “os.system”");
    row("os.system by STACK_GLOBAL in a legacy file", legacyCheckpoint(stackSystem, {}), "names the Python object “os.system”");
    row("deflated pickle", zipArchive({{"m/data.pkl", kPickle, 8, {}, {}}}), "“m/data.pkl” in compressed form");
    row("deflated storage that claims 4 GB", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 8, {}, 0xFFFFFFF0}}),
        "“m/data/0” in compressed form");
    row("overlapping entries", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 0, {}, 12}, {"m/data/1", data, 0, {}, {}}}),
        "“m/data/0” and “m/data/1” overlap");
    row("two entries in one place", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data.pkl", kPickle, 0, 0, {}}}),
        "two entries named “m/data.pkl”");
    row("entry past the end", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 0, {}, 0x7FFFFFFF}}), "runs past the end");
    row("entry that starts outside", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 0, 0x7FFFFFFF, {}}}),
        "starts outside the file");
    row("entry that starts elsewhere", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 0, 5, {}}}),
        "has no header where the directory says");
    row("entry under another's header", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/data/0", data, 0, 0, {}}}),
        "has another name in its own header");
    std::string many = zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}});
    many.replace(many.size() - 14, 4, "\xf0\xff\xf0\xff");
    row("65520 entries claimed", many, "too small for the 65520 entries");
    std::string many64 = zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}}, true);
    many64.replace(many64.size() - 22 - 20 - 24, 8, littleEndian(std::uint64_t(1) << 62, 8));
    row("2^62 entries claimed", many64, "too small for the 4611686018427387904 entries");
    std::string far64 = zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}}, true);
    far64.replace(far64.size() - 22 - 20 - 8, 8, littleEndian(std::uint64_t(1) << 62, 8));
    row("directory at 2^62", far64, "directory lies outside the file");
    row("zip without a pickle", zipArchive({{"a.txt", data, 0, {}, {}}}), "is a zip archive but no PyTorch checkpoint");
    row("TorchScript", zipArchive({{"m/data.pkl", kPickle, 0, {}, {}}, {"m/constants.pkl", data, 0, {}, {}}}), "is a TorchScript program");
    row("unknown byte order", zipCheckpoint(kPickle, {data}, "middle"), "byte order is neither little nor big");
    row("two tensors of one name", zipCheckpoint(std::string("\x80\x02") + "}(" + pickle::text("w") + pickle::tensor(pickle::storage("ByteStorage", "0", 4), 0, {4}, {1})
                + pickle::text("w") + pickle::tensor(pickle::storage("ByteStorage", "0", 4), 0, {4}, {1}) + "u.", {data}),
        "two tensors named “w”");
    row("legacy storage of 2^62", legacyCheckpoint(kPickle, {{"0", littleEndian(std::uint64_t(1) << 62, 8) + data}}),
        "claims 4611686018427387904 numbers but only 4 bytes follow");
    row("legacy storage of 2^64-1", legacyCheckpoint(kPickle, {{"0", littleEndian(std::numeric_limits<std::uint64_t>::max(), 8) + data}}),
        "but only 4 bytes follow");
    row("legacy storage that is short", legacyCheckpoint(kPickle, {{"0", littleEndian(3, 8) + data}}), "should hold 4 numbers but has 3");
    row("legacy storage that is missing", legacyCheckpoint(kPickle, {}), "“0” is missing");
    row("legacy storage listed twice", legacyCheckpoint(kPickle, {{"0", littleEndian(4, 8) + data}, {"0", littleEndian(4, 8) + data}}),
        "“0” is listed twice");
    row("legacy storage that is unknown", legacyCheckpoint(kPickle, {{"9", littleEndian(4, 8) + data}}), "names one that no tensor uses");
    const std::string twoFormats = pickle::dict({{"a", pickle::tensor(pickle::storage("ByteStorage", "0", 4), 0, {4}, {1})},
                                                 {"b", pickle::tensor(pickle::storage("FloatStorage", "0", 4), 0, {4}, {1})}});
    row("legacy storage of two formats", legacyCheckpoint(twoFormats, {{"0", littleEndian(4, 8) + data}}), "has two number formats");
}

void DamagedFilesTest::hostileFileIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const auto error = refusal(bytes.toStdString(), "model.ckpt");
    QVERIFY(error);
    QVERIFY(error->code == ErrorCode::Damaged || error->code == ErrorCode::Unsupported);
    QVERIFY2(QString::fromStdString(error->message).contains(sentence), error->message.c_str());
    QVERIFY(error->message.starts_with("“model.ckpt” "));
}

void DamagedFilesTest::whatIsNoModelGetsItsOwnSentence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("empty") << QByteArray() << "is damaged: it is empty";
    QTest::newRow("web page") << QByteArray("\n<!DOCTYPE html><html><body>Sign in</body></html>") << "is a web page, not a model";
    QTest::newRow("web page without a type") << QByteArray("<HTML>") << "is a web page, not a model";
    QTest::newRow("Git LFS pointer") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4265380512\n")
                                     << "is only a Git LFS pointer";
    QTest::newRow("GGUF") << QByteArray("GGUF\3\0\0\0", 8) << "is a GGUF file";
    QTest::newRow("bare pickle") << QByteArray("\x80\x04N.", 4) << "is a Python pickle that torch.save did not write";
    QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n", 8) << "is no model file";
}

void DamagedFilesTest::whatIsNoModelGetsItsOwnSentence()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const auto error = refusal(bytes.toStdString(), "model.safetensors");
    QVERIFY(error);
    QVERIFY2(QString::fromStdString(error->message).contains(sentence), error->message.c_str());
    QVERIFY(error->message.starts_with("“model.safetensors” "));
}

CALOTYPE_GUILESS_TEST(DamagedFilesTest)
#include "DamagedFilesTest.moc"
