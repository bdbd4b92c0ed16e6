#include "tests/core/formats/FileBytes.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::tests;

namespace {

std::shared_ptr<const formats::TensorFile> golden(const std::string &name)
{
    return formats::openTensorFile(std::filesystem::path(CALOTYPE_TEST_DATA) / "models" / name);
}

void compareTensor(const formats::TensorView *actual, const formats::TensorView &expected)
{
    QVERIFY2(actual, expected.name.c_str());
    QVERIFY2(actual->dtype == expected.dtype, expected.name.c_str());
    QVERIFY2(actual->shape == expected.shape, expected.name.c_str());
    QVERIFY2(contiguousBytes(*actual) == contiguousBytes(expected), expected.name.c_str());
}

const std::string kFloats = littleEndian(0x3f800000, 4) + littleEndian(0x40000000, 4); // 1, 2

} // namespace

class CheckpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oddTensorsEqualTheReference_data();
    void oddTensorsEqualTheReference();
    void twoNamesShareOneStorage();
    void legacyTextEncoderEqualsTheFolder();
    void zipStateDictIsEntered();
    void scalarsBecomeMetadata();
    void innerDictionaryIsFound_data();
    void innerDictionaryIsFound();
    void bigEndianStoragesAreTurned();
    void legacyStorageViewsAreFollowed();
    void zip64RecordsAreRead();
    void untypedStorageTakesTheTensorsFormat();
    void callbackStateIsPassedOver();
    void checkpointWithoutTensorsIsUnsupported();
    void tensorOutsideItsStorageIsRefused_data();
    void tensorOutsideItsStorageIsRefused();
};

void CheckpointTest::oddTensorsEqualTheReference_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("zip") << "odd.zip.ckpt";
    QTest::newRow("legacy") << "odd.legacy.ckpt";
    QTest::newRow("legacy beside a text encoder") << "clip-tiny.legacy.ckpt";
}

void CheckpointTest::oddTensorsEqualTheReference()
{
    QFETCH(QString, name);
    const auto expected = golden("ckpt-odd-tensors.expected.safetensors");
    const auto actual = golden(name.toStdString());
    QCOMPARE(expected->tensors().size(), std::size_t(9));
    for (const formats::TensorView &tensor : expected->tensors())
        compareTensor(actual->find(tensor.name), tensor);
    QVERIFY(!actual->find("odd.transposed_view")->isContiguous());
}

void CheckpointTest::twoNamesShareOneStorage()
{
    for (const char *name : {"odd.zip.ckpt", "odd.legacy.ckpt"}) {
        const auto file = golden(name);
        const formats::TensorView *a = file->find("shared.a");
        const formats::TensorView *b = file->find("shared.b");
        QVERIFY(a && b);
        QVERIFY(a->data == b->data);
        QVERIFY((a->shape == std::vector<std::int64_t>{4, 6}));
        const std::string bytes = contiguousBytes(*a);
        for (int i = 0; i < 24; ++i) {
            float value = 0;
            std::memcpy(&value, bytes.data() + 4 * i, 4);
            QCOMPARE(value, static_cast<float>(i));
        }
    }
}

void CheckpointTest::legacyTextEncoderEqualsTheFolder()
{
    const auto folder = golden("sd15-tiny/text_encoder/model.safetensors");
    const auto file = golden("clip-tiny.legacy.ckpt");
    QVERIFY(folder->tensors().size() > 30);
    for (const formats::TensorView &tensor : folder->tensors())
        compareTensor(file->find("cond_stage_model.transformer." + tensor.name), tensor);
}

void CheckpointTest::zipStateDictIsEntered()
{
    const auto file = golden("sd21-tiny.ckpt");
    QCOMPARE(file->tensors().size(), std::size_t(482));
    QVERIFY(file->find("model.diffusion_model.input_blocks.0.0.weight"));
    QVERIFY(!file->find("state_dict"));
}

void CheckpointTest::scalarsBecomeMetadata()
{
    const auto file = golden("clip-tiny.legacy.ckpt");
    QCOMPARE(file->metadata().at("global_step"), std::string("12345"));
    QCOMPARE(file->metadata().at("epoch"), std::string("7"));
    QCOMPARE(std::stod(file->metadata().at("lr")), 1e-4);
    QVERIFY(!file->metadata().contains("hparams"));
}

void CheckpointTest::innerDictionaryIsFound_data()
{
    QTest::addColumn<QString>("key");
    for (const char *key : {"state_dict", "params_ema", "params", "model"})
        QTest::newRow(key) << key;
    QTest::newRow("none") << "";
}

void CheckpointTest::innerDictionaryIsFound()
{
    QFETCH(QString, key);
    const std::string tensor = pickle::text("w") + pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1});
    const std::string pickled = key.isEmpty() ? "\x80\x02}(" + tensor + "u."
                                              : "\x80\x02}(" + pickle::text(key.toStdString()) + "}(" + tensor + "uu.";
    const auto file = formats::openTensorFile(asFile(zipCheckpoint(pickled, {kFloats})));
    QVERIFY(file->find("w"));
    QCOMPARE(contiguousBytes(*file->find("w")), kFloats);
}

void CheckpointTest::bigEndianStoragesAreTurned()
{
    const std::string pickled = pickle::dict({{"w", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1})},
                                              {"v", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 1, {1}, {1})}});
    const std::string turned{"\x3f\x80\x00\x00\x40\x00\x00\x00", 8};
    const auto file = formats::openTensorFile(asFile(zipCheckpoint(pickled, {turned}, "big")));
    QCOMPARE(contiguousBytes(*file->find("w")), kFloats);
    QCOMPARE(contiguousBytes(*file->find("v")), kFloats.substr(4));
}

void CheckpointTest::legacyStorageViewsAreFollowed()
{
    const std::string view = "(" + pickle::text("view") + pickle::integer(1) + pickle::integer(1) + "t";
    const std::string pickled = pickle::dict({{"w", pickle::tensor(pickle::storage("FloatStorage", "k", 2, view), 0, {1}, {1})}});
    const auto file = formats::openTensorFile(asFile(legacyCheckpoint(pickled, {{"k", littleEndian(2, 8) + kFloats}})));
    QCOMPARE(contiguousBytes(*file->find("w")), kFloats.substr(4));
}

void CheckpointTest::zip64RecordsAreRead()
{
    const std::string pickled = pickle::dict({{"w", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1})}});
    const auto file = formats::openTensorFile(
        asFile(zipArchive({{"m/data.pkl", pickled, 0, {}, {}}, {"m/data/0", kFloats, 0, {}, {}}}, true)));
    QCOMPARE(contiguousBytes(*file->find("w")), kFloats);
}

void CheckpointTest::untypedStorageTakesTheTensorsFormat()
{
    const std::string tensor = pickle::global("torch._utils", "_rebuild_tensor_v3") + "(" + pickle::storage("UntypedStorage", "0", 8)
        + pickle::integer(1) + pickle::tuple({1}) + pickle::tuple({1}) + "\x89" + pickle::global("collections", "OrderedDict") + ")R"
        + pickle::global("torch", "float32") + "tR";
    const auto file = formats::openTensorFile(asFile(zipCheckpoint(pickle::dict({{"w", tensor}}), {kFloats})));
    QVERIFY(file->find("w")->dtype == formats::DType::F32);
    QCOMPARE(contiguousBytes(*file->find("w")), kFloats.substr(4));
}

void CheckpointTest::callbackStateIsPassedOver()
{
    const std::string callbacks = "}(" + pickle::global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint") + "}("
        + pickle::text("best") + pickle::global("numpy.core.multiarray", "scalar") + ")Ruu";
    const std::string pickled = pickle::dict({{"callbacks", callbacks},
                                              {"w", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1})}});
    QCOMPARE(formats::openTensorFile(asFile(zipCheckpoint(pickled, {kFloats})))->tensors().size(), std::size_t(1));
}

void CheckpointTest::checkpointWithoutTensorsIsUnsupported()
{
    const auto error = refusal(zipCheckpoint(pickle::dict({{"epoch", pickle::integer(3)}}), {}), "empty.ckpt");
    QVERIFY(error && error->code == ErrorCode::Unsupported);
    QVERIFY(error->message.find("“empty.ckpt” is a checkpoint without a dictionary of tensors") == 0);
}

void CheckpointTest::tensorOutsideItsStorageIsRefused_data()
{
    QTest::addColumn<QByteArray>("tensor");
    QTest::addColumn<QString>("fault");
    const std::string storage = pickle::storage("FloatStorage", "0", 2);
    const std::int64_t huge = std::int64_t(1) << 62;
    const auto row = [](const char *name, const std::string &tensor, const char *fault) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor) << QString(fault);
    };
    row("one number too many", pickle::tensor(storage, 0, {3}, {1}), "reaches number 2");
    row("offset too far", pickle::tensor(storage, 1, {2}, {1}), "reaches number 2");
    row("stride too wide", pickle::tensor(storage, 0, {2}, {2}), "reaches number 2");
    row("offset of 2^62", pickle::tensor(storage, huge, {1}, {1}), "reaches number");
    row("shape of 2^62", pickle::tensor(storage, 0, {huge}, {1}), "impossible shape");
    row("strides of 2^62", pickle::tensor(storage, 0, {2, 2, 2}, {huge, huge, huge}), "impossible shape");
    row("stride zero", pickle::tensor(storage, 0, {1 << 30}, {0}), "more numbers than its storage");
    row("negative size", pickle::tensor(storage, 0, {-1}, {1}), "no count");
    row("negative offset", pickle::tensor(storage, -1, {1}, {1}), "no count");
    row("negative stride", pickle::tensor(storage, 0, {1}, {-1}), "no count");
    row("strides missing", pickle::tensor(storage, 0, {1, 2}, {1}), "fewer or more strides");
    row("storage larger than the file", pickle::tensor(pickle::storage("FloatStorage", "0", huge), 0, {2}, {1}), "but has 2");
    row("storage that is missing", pickle::tensor(pickle::storage("FloatStorage", "7", 2), 0, {2}, {1}), "“7” is missing");
    row("storage of negative size", pickle::tensor(pickle::storage("FloatStorage", "0", -2), 0, {2}, {1}), "no count");
}

void CheckpointTest::tensorOutsideItsStorageIsRefused()
{
    QFETCH(QByteArray, tensor);
    QFETCH(QString, fault);
    const auto error = refusal(zipCheckpoint(pickle::dict({{"w", tensor.toStdString()}}), {kFloats}));
    QVERIFY(error);
    QVERIFY(error->code == ErrorCode::Damaged);
    QVERIFY2(QString::fromStdString(error->message).contains(fault), error->message.c_str());
}

CALOTYPE_GUILESS_TEST(CheckpointTest)
#include "CheckpointTest.moc"
