#include "core/formats/MappedFile.h"
#include "core/formats/SafetensorsWriter.h"
#include "tests/core/formats/FileBytes.h"
#include "tests/support/ResidentMemory.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <vector>

#include <sys/resource.h>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// Pages that the system must map so that all of a tensor can be read.
long faultsOfReading(const formats::TensorView &view)
{
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    const auto *const bytes = reinterpret_cast<const volatile unsigned char *>(view.data);
    unsigned sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(view.elements()) * formats::dtypeSize(view.dtype); i += 4096)
        sum += bytes[i];
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    return sum == 1 ? -1 : after.ru_minflt + after.ru_majflt - before.ru_minflt - before.ru_majflt;
}

} // namespace

class SafetensorsFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tensorsAreShownInFileOrder();
    void changeOfTheFileIsSeen();
    void viewsPointIntoTheMap();
    void stringMetadataIsKept();
    void anEmptyHeaderIsAFileWithoutTensors();
    void formatIsToldByContentNotByName();
    void unsoundHeaderIsRefused_data();
    void unsoundHeaderIsRefused();
    void foreignNumberFormatIsUnsupported();
    void missingFileIsNotFound();
    void folderIsRefused();
    void emptyShapesAreContiguous();
    void bytesThatAreLetGoAreReadAgain();
    void bytesInMemoryCannotBeLetGo();
};

void SafetensorsFileTest::tensorsAreShownInFileOrder()
{
    const auto file = formats::openTensorFile(
        asFile(safetensors(R"({"b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})",
                           "0123456789ab")));
    QCOMPARE(file->tensors().size(), std::size_t(2));
    QCOMPARE(file->tensors()[0].name, std::string("a"));
    QCOMPARE(file->tensors()[1].name, std::string("b"));
    const formats::TensorView *b = file->find("b");
    QVERIFY(b);
    QVERIFY(b->dtype == formats::DType::F16);
    QVERIFY((b->shape == std::vector<std::int64_t>{2}));
    QCOMPARE(contiguousBytes(*b), std::string("89ab"));
    QVERIFY((file->find("a")->strides == std::vector<std::int64_t>{2, 1}));
    QVERIFY(!file->find("c"));
}

void SafetensorsFileTest::viewsPointIntoTheMap()
{
    const auto map = formats::MappedFile::open(std::filesystem::path(CALOTYPE_TEST_DATA) / "models/sd15-tiny.safetensors");
    const auto file = formats::openTensorFile(map);
    QCOMPARE(file->tensors().size(), std::size_t(653));
    QVERIFY(viewsAreInside(*file, *map));
    const auto &last = file->tensors().back();
    QVERIFY(last.data + static_cast<std::size_t>(last.elements()) * formats::dtypeSize(last.dtype)
            == map->bytes().data() + map->bytes().size());
}

void SafetensorsFileTest::stringMetadataIsKept()
{
    const auto file = formats::openTensorFile(asFile(safetensors(R"({"__metadata__":{"format":"pt","name":"ü"}})")));
    QCOMPARE(file->metadata().size(), std::size_t(2));
    QCOMPARE(file->metadata().at("name"), std::string("ü"));
    QVERIFY(file->tensors().empty());
}

void SafetensorsFileTest::anEmptyHeaderIsAFileWithoutTensors()
{
    QVERIFY(formats::openTensorFile(asFile(safetensors("{}  ")))->tensors().empty());
}

void SafetensorsFileTest::formatIsToldByContentNotByName()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("model.ckpt");
    QVERIFY(QFile::copy(QStringLiteral(CALOTYPE_TEST_DATA "/models/ckpt-odd-tensors.expected.safetensors"), path));
    QVERIFY(formats::detectTensorFile(path.toStdString()) == formats::TensorFileFormat::Safetensors);
    QCOMPARE(formats::openTensorFile(std::filesystem::path(path.toStdString()))->tensors().size(), std::size_t(9));
}

void SafetensorsFileTest::unsoundHeaderIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const std::string &bytes, const char *fault) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(fault);
    };
    const auto one = [](const std::string &entry, std::size_t size = 8) {
        return safetensors("{\"a\":" + entry + "}", std::string(size, '\0'));
    };
    const auto two = [](const char *first, const char *second, std::size_t size = 8) {
        return safetensors(std::string(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":)") + first
                               + R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":)" + second + "}}",
                           std::string(size, '\0'));
    };
    row("length over 100 MB", littleEndian(100'000'001, 8) + "{}", "more than the 100 MB");
    row("length of 2^62", littleEndian(std::uint64_t(1) << 62, 8) + "{}", "more than the 100 MB");
    row("length past the end", littleEndian(3, 8) + "{}", "claims 3 bytes but only 2 follow");
    row("no JSON", safetensors("{nope}"), "not valid JSON");
    row("no UTF-8", safetensors("{\"\xff\":{}}"), "not valid JSON");
    row("text behind the object", safetensors("{}{}"), "not valid JSON");
    row("same name twice", safetensors(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
        "names “a” twice");
    row("same metadata twice", safetensors(R"({"__metadata__":{"x":"1","x":"2"}})"), "names “x” twice");
    row("metadata that is no text", safetensors(R"({"__metadata__":{"x":1}})"), "in place of the text of “x”");
    row("entry that is no object", one("7"), "in place of tensor “a”");
    row("no dtype", one(R"({"shape":[8],"data_offsets":[0,8]})"), "has no dtype");
    row("no shape", one(R"({"dtype":"U8","data_offsets":[0,8]})"), "has no shape");
    row("no offsets", one(R"({"dtype":"U8","shape":[8]})"), "has no data_offsets");
    row("field twice", one(R"({"dtype":"U8","dtype":"I8","shape":[8],"data_offsets":[0,8]})"), "field “dtype” twice");
    row("unknown field", one(R"({"dtype":"U8","shape":[8],"data_offsets":[0,8],"x":[]})"), "unexpected field “x”");
    row("dtype that is no text", one(R"({"dtype":8,"shape":[8],"data_offsets":[0,8]})"), "where its dtype belongs");
    row("shape that is no array", one(R"({"dtype":"U8","shape":8,"data_offsets":[0,8]})"), "where its shape belongs");
    row("nested shape", one(R"({"dtype":"U8","shape":[[8]],"data_offsets":[0,8]})"), "where its shape belongs");
    row("negative size", one(R"({"dtype":"U8","shape":[-8],"data_offsets":[0,8]})"), "a negative number where its shape belongs");
    row("broken size", one(R"({"dtype":"U8","shape":[8.5],"data_offsets":[0,8]})"), "the number “8.5” where its shape belongs");
    row("size of 2^63", one(R"({"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,8]})"), "impossible shape");
    row("overflowing shape", one(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]})"), "impossible shape");
    row("overflow behind a zero", one(R"({"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]})", 0), "impossible shape");
    row("33 dimensions", one(R"({"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,8],"data_offsets":[0,8]})"),
        "too many dimensions");
    row("one offset", one(R"({"dtype":"U8","shape":[8],"data_offsets":[0]})"), "two data_offsets");
    row("three offsets", one(R"({"dtype":"U8","shape":[8],"data_offsets":[0,8,9]})"), "where its data_offsets belongs");
    row("offsets turned round", one(R"({"dtype":"U8","shape":[8],"data_offsets":[8,0]})"), "before its start");
    row("size and offsets differ", one(R"({"dtype":"U8","shape":[7],"data_offsets":[0,8]})"), "needs 7 bytes by its shape but has 8");
    row("past the end", one(R"({"dtype":"U8","shape":[9],"data_offsets":[0,9]})"), "tensor “a” ends at byte 9 but the file has 8");
    row("offset of 2^62", one(R"({"dtype":"U8","shape":[4611686018427387904],"data_offsets":[0,4611686018427387904]})"), "but the file has 8");
    row("data that belongs to none", one(R"({"dtype":"U8","shape":[7],"data_offsets":[0,7]})"), "end at byte 7 but the file has 8");
    row("hole at the start", one(R"({"dtype":"U8","shape":[7],"data_offsets":[1,8]})"), "belong to no tensor");
    row("overlap", two("[0,4]", "[3,7]"), "overlaps");
    row("same place twice", two("[0,4]", "[0,4]"), "overlaps");
    row("hole", two("[0,4]", "[5,9]", 9), "bytes 4 to 5 before tensor “b” belong to no tensor");
}

void SafetensorsFileTest::unsoundHeaderIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, fault);
    const auto error = refusal(bytes.toStdString(), "my model.safetensors");
    QVERIFY(error);
    QVERIFY(error->code == ErrorCode::Damaged);
    const QString message = QString::fromStdString(error->message);
    QVERIFY2(message.contains(fault), qPrintable(message));
    QVERIFY2(message.startsWith(QStringLiteral("“my model.safetensors” is damaged: ")), qPrintable(message));
    QVERIFY2(message.endsWith(QStringLiteral("; download it again.")), qPrintable(message));
}

void SafetensorsFileTest::foreignNumberFormatIsUnsupported()
{
    for (const char *dtype : {"F8_E4M3", "F8_E5M2", "C64", "nonsense"}) {
        const auto error = refusal(safetensors(std::string(R"({"a":{"dtype":")") + dtype + R"(","shape":[1],"data_offsets":[0,1]}})", "x"));
        QVERIFY(error);
        QVERIFY(error->code == ErrorCode::Unsupported);
        QVERIFY(error->message.find(dtype) != std::string::npos);
        QVERIFY(error->message.find("use a float16 or float32 version") != std::string::npos);
    }
}

void SafetensorsFileTest::missingFileIsNotFound()
{
    try {
        formats::openTensorFile(std::filesystem::path("/no/such/model.safetensors"));
        QFAIL("a missing file was opened");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::NotFound);
        QVERIFY(failure.error().message.find("/no/such/model.safetensors") != std::string::npos);
    }
}

void SafetensorsFileTest::folderIsRefused()
{
    try {
        formats::openTensorFile(std::filesystem::path(CALOTYPE_TEST_DATA));
        QFAIL("a folder was opened");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Unsupported);
        QVERIFY(failure.error().message.find("is a folder") != std::string::npos);
    }
}

void SafetensorsFileTest::emptyShapesAreContiguous()
{
    const auto file = formats::openTensorFile(asFile(safetensors(
        R"({"none":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"scalar":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", "abcd")));
    QVERIFY(file->find("none")->data == nullptr);
    QCOMPARE(file->find("none")->elements(), std::int64_t(0));
    QVERIFY(file->find("none")->isContiguous());
    QCOMPARE(file->find("scalar")->elements(), std::int64_t(1));
    QCOMPARE(contiguousBytes(*file->find("scalar")), std::string("abcd"));
}

void SafetensorsFileTest::bytesThatAreLetGoAreReadAgain()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("large.safetensors")));
    const std::vector<float> values(8 << 20, 1.5F);
    const auto bytes = formats::safetensorsOf("a", std::vector<std::int64_t>{8 << 20}, values);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<qint64>(bytes.size())),
             static_cast<qint64>(bytes.size()));
    file.close();

    const auto tensors = formats::openTensorFile(file.fileName().toStdString());
    const formats::TensorView &view = *tensors->find("a");
    QCOMPARE(view.span(), std::int64_t{8 << 20});
    tensors->readAhead(view);
    const long first = faultsOfReading(view);
    QVERIFY(first > 10);
    const long mapped = faultsOfReading(view);
    QVERIFY(mapped < first / 10);
    const long before = residentKilobytes(tensors->path());
    tensors->letGo(view);
    if (before >= 0) {
        QVERIFY(before >= 8 << 10);
        QVERIFY(residentKilobytes(tensors->path()) < before / 100);
    }
    QVERIFY(faultsOfReading(view) > mapped); // in far larger pieces perhaps, but mapped anew
    QCOMPARE(contiguousBytes(view).substr(0, 4), std::string(reinterpret_cast<const char *>(values.data()), 4));
}

void SafetensorsFileTest::changeOfTheFileIsSeen()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
    const std::string bytes = safetensors(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})", "abcd");
    const auto write = [](const std::filesystem::path &to, const std::string &what) { std::ofstream(to, std::ios::binary) << what; };
    write(path, bytes);
    const auto file = formats::openTensorFile(path);
    QVERIFY(file->isUnchanged());
    const std::filesystem::path other = path.string() + ".new";
    write(other, "another");
    std::filesystem::rename(other, path); // what is mapped stays
    QVERIFY(file->isUnchanged());
    std::filesystem::remove(path);
    QVERIFY(file->isUnchanged());

    write(path, bytes);
    const auto again = formats::openTensorFile(path);
    std::filesystem::resize_file(path, bytes.size() - 1);
    QVERIFY(!again->isUnchanged());
}

void SafetensorsFileTest::bytesInMemoryCannotBeLetGo()
{
    const std::string large(1 << 20, 'x');
    const auto file = formats::openTensorFile(
        asFile(safetensors(R"({"a":{"dtype":"U8","shape":[1048576],"data_offsets":[0,1048576]}})", large)));
    const formats::TensorView &view = *file->find("a");
    file->readAhead(view);
    file->letGo(view);
    QCOMPARE(contiguousBytes(view), large);
}

CALOTYPE_GUILESS_TEST(SafetensorsFileTest)
#include "SafetensorsFileTest.moc"
