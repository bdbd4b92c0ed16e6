#include "core/diffusion/weights/Weights.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Linear.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QtTest>

#include <cstring>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;
using formats::DType;
using formats::TensorView;

namespace {

// Tensors in memory, laid out as a test wants them.
class MemoryFile final : public formats::TensorFile
{
public:
    explicit MemoryFile(std::size_t bytes)
        : m_memory(bytes / sizeof(double) + 2)
    {
    }

    // @p offset in bytes from memory that is aligned for everything.
    template<typename T>
    void add(const std::string &name, DType dtype, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
             std::size_t offset, const std::vector<T> &values)
    {
        std::memcpy(bytes() + offset, values.data(), values.size() * sizeof(T));
        m_tensors.push_back({name, dtype, std::move(shape), std::move(strides), bytes() + offset});
    }

    const std::filesystem::path &path() const override { return m_path; }
    const std::vector<TensorView> &tensors() const override { return m_tensors; }
    const std::map<std::string, std::string> &metadata() const override { return m_metadata; }

private:
    std::byte *bytes() { return reinterpret_cast<std::byte *>(m_memory.data()); }

    std::filesystem::path m_path = "folder/memory.safetensors";
    std::vector<double> m_memory;
    std::vector<TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

formats::PartSource partOf(std::shared_ptr<const formats::TensorFile> file)
{
    formats::PartSource source;
    source.present = true;
    source.files.push_back(std::move(file));
    return source;
}

Error errorOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const Failure &failure) {
        return failure.error();
    }
    return {};
}

} // namespace

class WeightsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singleFileYieldsTheFoldersTensors_data();
    void singleFileYieldsTheFoldersTensors();
    void tensorsOfTheRightTypeStayInTheFile();
    void splitTensorsStayInTheFile();
    void otherTypesAreConvertedOnce();
    void matricesRestNarrowWhereThatIsWanted();
    void wholeNumbersKeepTheirType();
    void stridesAreHonoured();
    void unalignedTensorsAreMoved();
    void convolutionsOfTheVaesAttentionBecomeLinear();
    void wrongShapeIsDamage();
    void missingTensorIsDamage();
    void absentOptionalTensorIsUndefined();
    void anySizeFitsMinusOne();
    void untakenNamesAreTold();
    void stopIsSeenBeforeEachTensor();
    void bytesOfAllTensorsAreReported();
};

void WeightsTest::singleFileYieldsTheFoldersTensors_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("part");
    QTest::newRow("SD 1 text") << "sd15-tiny" << "text";
    QTest::newRow("SD 1 UNet") << "sd15-tiny" << "unet";
    QTest::newRow("SD 1 VAE") << "sd15-tiny" << "vae";
    QTest::newRow("SDXL first text") << "sdxl-tiny" << "text";
    QTest::newRow("SDXL second text") << "sdxl-tiny" << "text2";
    QTest::newRow("SDXL UNet") << "sdxl-tiny" << "unet";
}

void WeightsTest::singleFileYieldsTheFoldersTensors()
{
    QFETCH(QString, model);
    QFETCH(QString, part);
    const auto sourceOf = [&](const std::string &path) {
        const auto description = tinyModel(path);
        return part == "text"    ? description.textSource
               : part == "text2" ? description.text2Source
               : part == "unet"  ? description.unetSource
                                 : description.vaeSource;
    };
    const auto folder = sourceOf(model.toStdString());
    const Weights single = weightsOf(sourceOf(model.toStdString() + ".safetensors"), torch::kFloat16);
    int compared = 0;
    for (const TensorView &view : folder.files.front()->tensors()) {
        if (view.dtype != DType::F16)
            continue;
        ++compared;
        const Tensor found = single.take(view.name, view.shape).contiguous();
        QVERIFY2(std::memcmp(found.data_ptr(), view.data, found.nbytes()) == 0, view.name.c_str());
    }
    QVERIFY(compared > 20);
    QVERIFY(single.untaken().empty());
}

void WeightsTest::tensorsOfTheRightTypeStayInTheFile()
{
    auto file = formats::openTensorFile(dataPath("models/sd15-tiny/unet/diffusion_pytorch_model.safetensors"));
    const std::weak_ptr<const formats::TensorFile> life = file;
    const auto *view = file->find("conv_in.weight");
    Tensor tensor = weightsOf(partOf(file), torch::kFloat16).take("conv_in.weight", {32, 4, 3, 3});
    const bool aligned = reinterpret_cast<std::uintptr_t>(view->data) % sizeof(std::int16_t) == 0;
    QVERIFY(aligned);
    QCOMPARE(tensor.data_ptr(), static_cast<const void *>(view->data));

    file.reset();
    QVERIFY2(!life.expired(), "the tensor must keep its file");
    tensor = Tensor();
    QVERIFY2(life.expired(), "nothing else may keep it");
}

void WeightsTest::splitTensorsStayInTheFile()
{
    auto file = std::make_shared<MemoryFile>(256);
    file->add<float>("token_embedding.weight", DType::F32, {1, 2}, {2, 1}, 0, {1, 2});
    file->add<float>("transformer.resblocks.0.attn.in_proj_weight", DType::F32, {6, 2}, {2, 1}, 16,
                     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    file->add<float>("text_projection", DType::F32, {2, 3}, {3, 1}, 128, {0, 1, 2, 3, 4, 5});
    auto source = partOf(file);
    source.layout = formats::NameLayout::OpenClip;
    const Weights weights = weightsOf(source);

    const Weights attention = weights.scope("text_model.encoder.layers").scope(0).scope("self_attn");
    QVERIFY(torch::equal(attention.take("q_proj.weight", {2, 2}), torch::tensor({{0.F, 1.F}, {2.F, 3.F}})));
    QVERIFY(torch::equal(attention.take("k_proj.weight", {2, 2}), torch::tensor({{4.F, 5.F}, {6.F, 7.F}})));
    const Tensor v = attention.take("v_proj.weight", {2, 2});
    QVERIFY(torch::equal(v, torch::tensor({{8.F, 9.F}, {10.F, 11.F}})));
    QCOMPARE(v.data_ptr(), static_cast<const void *>(file->tensors()[1].data + 8 * sizeof(float)));
    const Tensor projection = weights.take("text_projection.weight", {3, 2});
    QVERIFY(torch::equal(projection, torch::tensor({{0.F, 3.F}, {1.F, 4.F}, {2.F, 5.F}})));
    QCOMPARE(projection.data_ptr(), static_cast<const void *>(file->tensors()[2].data));
}

void WeightsTest::otherTypesAreConvertedOnce()
{
    auto file = std::make_shared<MemoryFile>(64);
    file->add<double>("double", DType::F64, {2}, {1}, 0, {0.1, -3.0});
    file->add<std::uint16_t>("bfloat", DType::BF16, {2}, {1}, 16, {0x3F80, 0xC040}); // 1, -3
    file->add<std::uint16_t>("half", DType::F16, {2}, {1}, 32, {0x3C00, 0xC200});    // 1, -3
    const Weights weights = weightsOf(partOf(file));
    for (const char *name : {"double", "bfloat", "half"})
        QVERIFY(weights.take(name, {2}).scalar_type() == torch::kFloat32);
    QVERIFY(torch::equal(weights.take("double", {2}), torch::tensor({0.1F, -3.F})));
    QVERIFY(torch::equal(weights.take("bfloat", {2}), torch::tensor({1.F, -3.F})));
    QVERIFY(torch::equal(weights.take("half", {2}), torch::tensor({1.F, -3.F})));
    QCOMPARE(weights.take("half", {2}).data_ptr(), weights.take("half", {2}).data_ptr());
}

void WeightsTest::matricesRestNarrowWhereThatIsWanted()
{
    auto file = std::make_shared<MemoryFile>(128);
    file->add<std::uint16_t>("layer.weight", DType::F16, {2, 1}, {1, 1}, 0, {0x3C00, 0xC200}); // 1, -3
    file->add<std::uint16_t>("bfloat", DType::BF16, {1, 2}, {2, 1}, 16, {0x3F80, 0xC040}); // 1, -3
    file->add<std::uint16_t>("vector", DType::F16, {2}, {1}, 32, {0x3C00, 0xC200});
    file->add<float>("float", DType::F32, {2, 1}, {1, 1}, 48, {1, -3});
    file->add<double>("double", DType::F64, {2, 1}, {1, 1}, 64, {1, -3});
    Weights::Options options;
    options.narrowAtRest = true;
    const Weights weights(partOf(file), options);
    const Tensor half = weights.take("layer.weight", {2, 1});
    QVERIFY(half.scalar_type() == torch::kFloat16);
    QCOMPARE(half.data_ptr(), static_cast<const void *>(file->tensors()[0].data));
    QVERIFY(weights.take("bfloat", {1, 2}).scalar_type() == torch::kBFloat16);
    QVERIFY(weights.take("vector", {2}).scalar_type() == torch::kFloat32);
    QCOMPARE(weights.take("float", {2, 1}).data_ptr(), static_cast<const void *>(file->tensors()[3].data));
    QVERIFY(weights.take("double", {2, 1}).scalar_type() == torch::kFloat32);
    QCOMPARE(weights.bytes(), std::int64_t{4 + 4 + 8 + 8 + 8});
    QVERIFY(weights.dtype() == torch::kFloat32); // that is computed in

    const Linear linear(weights.scope("layer"), 1, 2, false);
    const Tensor x = torch::tensor({{2.0F}});
    QVERIFY(torch::equal(linear.forward(x), torch::tensor({{2.0F, -6.0F}})));

    options.dtype = torch::kBFloat16; // which is no wider
    QVERIFY(Weights(partOf(file), options).take("layer.weight", {2, 1}).scalar_type() == torch::kBFloat16);
}

void WeightsTest::wholeNumbersKeepTheirType()
{
    auto file = std::make_shared<MemoryFile>(32);
    file->add<std::int64_t>("steps", DType::I64, {3}, {1}, 0, {1, 2, 1LL << 40});
    const Tensor steps = weightsOf(partOf(file), torch::kFloat16).take("steps", {3});
    QVERIFY(steps.scalar_type() == torch::kInt64);
    QCOMPARE(steps[2].item<std::int64_t>(), std::int64_t{1} << 40);
}

void WeightsTest::stridesAreHonoured()
{
    const Golden expected("models/ckpt-odd-tensors.expected.safetensors");
    for (const char *path : {"odd.zip.ckpt", "odd.legacy.ckpt"}) {
        const Weights weights = weightsOf(tinyPart(path));
        for (const char *name : {"odd.transposed_view", "odd.column_slice"}) {
            const Tensor tensor = expected[name];
            QVERIFY2(torch::equal(weights.take(name, tensor.sizes()), tensor), name);
        }
    }
}

void WeightsTest::unalignedTensorsAreMoved()
{
    auto file = std::make_shared<MemoryFile>(128);
    file->add<float>("plain", DType::F32, {2, 2}, {2, 1}, 1, {1, 2, 3, 4});
    file->add<float>("turned", DType::F32, {2, 2}, {1, 3}, 35, {1, 2, 0, 3, 4});
    const Weights weights = weightsOf(partOf(file));
    QVERIFY(torch::equal(weights.take("plain", {2, 2}), torch::tensor({{1.F, 2.F}, {3.F, 4.F}})));
    QVERIFY(torch::equal(weights.take("turned", {2, 2}), torch::tensor({{1.F, 3.F}, {2.F, 4.F}})));
    QCOMPARE(reinterpret_cast<std::uintptr_t>(weights.take("turned", {2, 2}).data_ptr()) % sizeof(float), std::uintptr_t{0});
}

void WeightsTest::convolutionsOfTheVaesAttentionBecomeLinear()
{
    auto file = std::make_shared<MemoryFile>(64);
    file->add<float>("decoder.mid.attn_1.q.weight", DType::F32, {2, 2, 1, 1}, {2, 1, 1, 1}, 0, {1, 2, 3, 4});
    file->add<float>("decoder.conv_in.weight", DType::F32, {1, 1, 1, 1}, {1, 1, 1, 1}, 32, {5});
    auto source = partOf(file);
    source.layout = formats::NameLayout::Original;
    const Weights weights = weightsOf(source);
    QVERIFY(torch::equal(weights.take("decoder.mid_block.attentions.0.to_q.weight", {2, 2}),
                         torch::tensor({{1.F, 2.F}, {3.F, 4.F}})));
    QVERIFY(weights.take("decoder.conv_in.weight", {1, 1, 1, 1}).defined());
}

void WeightsTest::wrongShapeIsDamage()
{
    const auto description = tinyModel("sd15-tiny.safetensors");
    const Weights weights = weightsOf(description.unetSource);
    const Error error = errorOf([&] { weights.scope("conv_in").take("weight", {320, 4, 3, 3}); });
    QVERIFY(error.code == ErrorCode::Damaged);
    const QString message = QString::fromStdString(error.message);
    for (const char *part : {"conv_in.weight", "model.diffusion_model.input_blocks.0.0.weight", "sd15-tiny.safetensors",
                             "[32, 4, 3, 3]", "[320, 4, 3, 3]"})
        QVERIFY2(message.contains(part), qPrintable(message));
}

void WeightsTest::missingTensorIsDamage()
{
    const Weights weights = weightsOf(tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors"));
    const Error error = errorOf([&] { weights.scope("conv_in").take("weight", {4}); });
    QVERIFY(error.code == ErrorCode::Damaged);
    QVERIFY(error.message.find("conv_in.weight") != std::string::npos);
    QVERIFY(error.message.find("[4]") != std::string::npos);
}

void WeightsTest::absentOptionalTensorIsUndefined()
{
    const Weights weights = weightsOf(tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors"));
    QVERIFY(!weights.takeOptional("encoder.layers.2.bias", {16}).defined());
    QVERIFY(!weights.has("encoder.layers.2.bias"));
    QVERIFY(weights.takeOptional("encoder.layers.0.bias", {16}).defined());
    QVERIFY(weights.has("encoder.layers.0.bias"));
    QVERIFY(errorOf([&] { weights.takeOptional("encoder.layers.0.bias", {17}); }).code == ErrorCode::Damaged);
}

void WeightsTest::anySizeFitsMinusOne()
{
    const Weights weights = weightsOf(tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors"));
    QCOMPARE(weights.take("encoder.layers.0.weight", {-1, 3, -1, 3}).size(0), std::int64_t{16});
    QVERIFY(errorOf([&] { weights.take("encoder.layers.0.weight", {-1, 4, -1, 3}); }).code == ErrorCode::Damaged);
    QVERIFY(errorOf([&] { weights.take("encoder.layers.0.weight", {-1, -1, -1}); }).code == ErrorCode::Damaged);
}

void WeightsTest::untakenNamesAreTold()
{
    auto file = std::make_shared<MemoryFile>(64);
    file->add<float>("one", DType::F32, {1}, {1}, 0, {1});
    file->add<float>("two", DType::F32, {1}, {1}, 8, {2});
    const Weights weights = weightsOf(partOf(file));
    QVERIFY((weights.untaken() == std::vector<std::string>{"one", "two"}));
    const Weights copy = weights;
    copy.take("one", {1});
    QVERIFY(weights.untaken() == std::vector<std::string>{"two"});
}

void WeightsTest::stopIsSeenBeforeEachTensor()
{
    std::stop_source stop;
    int read = 0;
    Weights::Options options;
    options.stop = stop.get_token();
    options.bytesRead = [&](std::int64_t) {
        if (++read == 3)
            stop.request_stop();
    };
    const auto source = tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors");
    QVERIFY(errorOf([&] { Weights(source, options); }).code == ErrorCode::Cancelled);
    QCOMPARE(read, 3);
}

void WeightsTest::bytesOfAllTensorsAreReported()
{
    const auto source = tinyPart("sd15-tiny/vae/diffusion_pytorch_model.safetensors");
    std::int64_t expected = 0;
    for (const TensorView &view : source.files.front()->tensors())
        expected += view.elements() * 2; // all float16
    std::int64_t bytes = 0;
    Weights::Options options;
    options.bytesRead = [&](std::int64_t size) { bytes += size; };
    Weights(source, options);
    QCOMPARE(bytes, expected);
}

CALOTYPE_GUILESS_TEST(WeightsTest)
#include "WeightsTest.moc"
