#include "core/formats/SafetensorsWriter.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cstring>

using namespace calotype::formats;

class SafetensorsWriterTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack();
    void noTensorsAreAFileToo();

private:
    std::shared_ptr<const TensorFile> opened(const std::vector<std::uint8_t> &bytes)
    {
        const QString path = m_dir.filePath(QStringLiteral("file.safetensors"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size())) < 0)
            return nullptr;
        file.close();
        return openTensorFile(path.toStdString());
    }

    QTemporaryDir m_dir;
};

void SafetensorsWriterTest::whatIsWrittenIsReadBack()
{
    const std::vector<std::uint8_t> bytes{1, 2, 3};
    const std::vector<float> floats{0.5F, -2, 1e30F, 0, 7, 8};
    const std::vector<std::int64_t> whole{-5};
    const std::vector<TensorBytes> tensors{
        {"small", DType::U8, {3}, std::as_bytes(std::span(bytes))}, // odd: what follows must still be aligned
        {"matrix", DType::F32, {2, 3}, std::as_bytes(std::span(floats))},
        {"count", DType::I64, {}, std::as_bytes(std::span(whole))},
        {"empty", DType::F16, {0, 4}, {}},
    };
    const auto file = opened(safetensorsOf(tensors, {{"made by", "a “test”"}}));
    QVERIFY(file);
    QCOMPARE(file->tensors().size(), tensors.size());
    QCOMPARE(file->metadata().at("made by"), std::string("a “test”"));
    for (const TensorBytes &written : tensors) {
        const TensorView *const read = file->find(written.name);
        QVERIFY(read);
        QCOMPARE(read->dtype, written.dtype);
        QCOMPARE(read->shape, written.shape);
        if (written.bytes.empty())
            continue;
        QCOMPARE(std::memcmp(read->data, written.bytes.data(), written.bytes.size()), 0);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(read->data) % dtypeSize(written.dtype), std::uintptr_t(0));
    }
}

void SafetensorsWriterTest::noTensorsAreAFileToo()
{
    const auto file = opened(safetensorsOf(std::span<const TensorBytes>{}));
    QVERIFY(file);
    QVERIFY(file->tensors().empty());
}

CALOTYPE_GUILESS_TEST(SafetensorsWriterTest)
#include "SafetensorsWriterTest.moc"
