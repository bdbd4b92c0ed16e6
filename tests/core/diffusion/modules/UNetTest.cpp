#include "core/diffusion/modules/UNet.h"

#include "core/base/Error.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "tests/support/ModelFixtures.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cstring>
#include <map>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

// tests/data/README.md; 2e-5 holds but where kernels run that the table would not choose.
const bool kOfAnySize = enabledKernels().isOfAnySize();
const double kTolerance = kOfAnySize ? 1e-4 : 2e-5;

// Inside, values are larger than at the end, and a kernel's error goes by the largest.
double innerTolerance(const Tensor &reference)
{
    return 1e-4 * (kOfAnySize ? std::max(1.0, reference.abs().max().item<double>()) : 1.0);
}

UNet unetOf(const std::string &model)
{
    const auto description = tinyModel(model);
    return UNet(description.unet, weightsOf(description.unetSource));
}

// The inputs of a golden file under "in." or "odd_in."; only the first of the batch if @p first.
struct Inputs {
    Tensor sample;
    UNetCondition condition;

    Inputs(const Golden &golden, const std::string &prefix, bool first = false)
    {
        const auto input = [&](const std::string &name) {
            const Tensor tensor = golden.has(prefix + name) ? golden[prefix + name] : Tensor();
            return tensor.defined() && first ? tensor.narrow(0, 0, 1) : tensor;
        };
        sample = input("sample");
        condition.context = input("encoder_hidden_states");
        condition.textEmbeds = input("text_embeds");
        condition.timeIds = input("time_ids");
    }
};

std::string goldenOf(const QString &model)
{
    return "forward/" + model.section('.', 0, 0).toStdString() + ".unet.safetensors";
}

} // namespace

class UNetTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data();
    void equalsTheReference();
    void oddSizesEqualTheReference_data() { models(); }
    void oddSizesEqualTheReference();
    void everyBlockEqualsTheReference_data();
    void everyBlockEqualsTheReference();
    void fileHoldsNothingElse_data() { models(); }
    void fileHoldsNothingElse();
    void singleFileForInpaintingTakesNineChannels_data();
    void singleFileForInpaintingTakesNineChannels();
    void aBatchIsItsPictures();
    void eachSampleHasItsOwnTimestep();
    void stopBetweenBlocksEndsIt_data();
    void stopBetweenBlocksEndsIt();
    void sdxlWithoutSizeIdsIsRefused();
    void contradictingConfigurationIsDamage();
    void bfloat16IsCloseToFloat32();

private:
    static void models();
};

void UNetTest::models()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("SD 1, folder") << "sd15-tiny";
    QTest::newRow("SD 1, single file") << "sd15-tiny.safetensors";
    QTest::newRow("SD 1 inpainting, folder") << "sd15-inpaint-tiny";
    QTest::newRow("SD 2, checkpoint") << "sd21-tiny.ckpt";
    QTest::newRow("SDXL, folder") << "sdxl-tiny";
    QTest::newRow("SDXL, single file") << "sdxl-tiny.safetensors";
}

void UNetTest::equalsTheReference_data()
{
    models();
}

void UNetTest::equalsTheReference()
{
    QFETCH(QString, model);
    c10::InferenceMode guard;
    const UNet unet = unetOf(model.toStdString());
    const Golden golden(goldenOf(model));
    const Inputs in(golden, "in.");
    int compared = 0;
    for (const char *timestep : {"999", "500", "500.5", "21", "1", "0"}) {
        const std::string name = std::string("out_t") + timestep;
        if (!golden.has(name))
            continue;
        ++compared;
        COMPARE_TENSORS(unet.forward(in.sample, std::stod(timestep), in.condition, {}), golden[name], kTolerance);
    }
    QVERIFY(compared >= 3);
}

// 9 × 13: the way up takes its sizes from the way down.
void UNetTest::oddSizesEqualTheReference()
{
    QFETCH(QString, model);
    c10::InferenceMode guard;
    const Golden golden(goldenOf(model));
    const Inputs in(golden, "odd_in.");
    COMPARE_TENSORS(unetOf(model.toStdString()).forward(in.sample, 401, in.condition, {}), golden["odd_out_t401"], kTolerance);
}

void UNetTest::everyBlockEqualsTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("outputs"); // modules that both sides name
    QTest::newRow("SD 1") << "sd15-tiny" << 23;
    QTest::newRow("SD 2") << "sd21-tiny.ckpt" << 10;
    QTest::newRow("SDXL") << "sdxl-tiny" << 12;
}

void UNetTest::everyBlockEqualsTheReference()
{
    QFETCH(QString, model);
    QFETCH(int, outputs);
    c10::InferenceMode guard;
    const UNet unet = unetOf(model.toStdString());
    const Inputs in(Golden(goldenOf(model)), "in.", true);
    const Golden blocks("forward/" + model.section('.', 0, 0).toStdString() + ".unet.blocks.safetensors");

    std::map<std::string, Tensor> found;
    const BlockTap tap = [&](const std::string &name, const Tensor &output) { found[name] = output.clone(); };
    const Tensor out = unet.forward(in.sample, 401, in.condition, {}, &tap);
    COMPARE_TENSORS(out, blocks["out"], kTolerance);

    int compared = 0;
    for (const auto &[name, output] : found) {
        if (!blocks.has(name + ".out"))
            continue;
        ++compared;
        const double difference = maxAbsDiff(output, blocks[name + ".out"]);
        QVERIFY2(difference <= innerTolerance(blocks[name + ".out"]), qPrintable(QString::fromStdString(name) + QString(" is off by %1").arg(difference)));
    }
    // What a level hands to its counterpart on the way up: what each of its attentions or resnets gave, then the downsampler.
    for (int level = 0; level < 4; ++level) {
        const std::string block = "down_blocks." + std::to_string(level);
        for (int skip = 0; blocks.has(block + ".res." + std::to_string(skip)); ++skip) {
            std::string source = block + ".attentions." + std::to_string(skip);
            if (!found.count(source))
                source = block + ".resnets." + std::to_string(skip);
            if (!found.count(source))
                source = block + ".downsamplers.0";
            const Tensor reference = blocks[block + ".res." + std::to_string(skip)];
            COMPARE_TENSORS(found[source], reference, innerTolerance(reference));
        }
    }
    QVERIFY2(compared >= outputs, qPrintable(QString("only %1 modules").arg(compared)));
}

void UNetTest::fileHoldsNothingElse()
{
    QFETCH(QString, model);
    const auto description = tinyModel(model.toStdString());
    const Weights weights = weightsOf(description.unetSource);
    const UNet unet(description.unet, weights);
    const auto untaken = weights.untaken();
    QVERIFY2(untaken.empty(), untaken.empty() ? "" : untaken.front().c_str());
}

void UNetTest::singleFileForInpaintingTakesNineChannels_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("SD 1") << "sd15-tiny";
    QTest::newRow("SDXL") << "sdxl-tiny";
}

// The ordinary model with five channels more, which count for nothing.
void UNetTest::singleFileForInpaintingTakesNineChannels()
{
    QFETCH(QString, model);
    c10::InferenceMode guard;
    const auto ordinary = formats::openTensorFile(dataPath("models/" + model.toStdString() + ".safetensors"));
    std::vector<formats::TensorView> tensors = ordinary->tensors();
    const auto first = std::find_if(tensors.begin(), tensors.end(), [](const formats::TensorView &tensor) {
        return tensor.name == "model.diffusion_model.input_blocks.0.0.weight";
    });
    QVERIFY(first != tensors.end() && first->shape == (std::vector<std::int64_t>{32, 4, 3, 3}));
    const std::size_t filterBytes = 9 * formats::dtypeSize(first->dtype);
    std::vector<std::byte> widened(32 * 9 * filterBytes);
    for (std::size_t out = 0; out < 32; ++out)
        std::memcpy(widened.data() + out * 9 * filterBytes, first->data + out * 4 * filterBytes, 4 * filterBytes);
    first->shape[1] = 9;
    first->data = widened.data();
    QTemporaryDir folder;
    const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / "inpainting.safetensors";
    writeSafetensors(path, tensors, ordinary->metadata());

    const auto description = formats::describeModel(path);
    QCOMPARE(description.unet.inChannels, std::int64_t{9});
    QVERIFY(description.info.inpainting);
    QVERIFY(description.info.kind == formats::describeModel(ordinary->path()).info.kind);
    const UNet unet(description.unet, weightsOf(description.unetSource));
    const Golden golden(goldenOf(model));
    const Inputs in(golden, "in.");
    torch::manual_seed(3);
    const Tensor maskAndMasked = torch::randn({2, 5, in.sample.size(2), in.sample.size(3)});
    COMPARE_TENSORS(unet.forward(torch::cat({in.sample, maskAndMasked}, 1), 500, in.condition, {}), golden["out_t500"],
                    kTolerance);
}

void UNetTest::aBatchIsItsPictures()
{
    c10::InferenceMode guard;
    const UNet unet = unetOf("sd15-tiny");
    const Golden golden("forward/sd15-tiny.unet.safetensors");
    const Inputs both(golden, "in.");
    const Inputs first(golden, "in.", true);
    COMPARE_TENSORS(unet.forward(both.sample, 500, both.condition, {}).narrow(0, 0, 1),
                    unet.forward(first.sample, 500, first.condition, {}), kTolerance);
}

void UNetTest::eachSampleHasItsOwnTimestep()
{
    c10::InferenceMode guard;
    const UNet unet = unetOf("sd15-tiny");
    const Golden golden("forward/sd15-tiny.unet.safetensors");
    const Inputs first(golden, "in.", true);
    UNetCondition twice;
    twice.context = first.condition.context.repeat({2, 1, 1});
    const Tensor out = unet.forward(first.sample.repeat({2, 1, 1, 1}), torch::tensor({3.0F, 900.0F}), twice, {});
    COMPARE_TENSORS(out.narrow(0, 0, 1), unet.forward(first.sample, 3, first.condition, {}), kTolerance);
    COMPARE_TENSORS(out.narrow(0, 1, 1), unet.forward(first.sample, 900, first.condition, {}), kTolerance);
}

void UNetTest::stopBetweenBlocksEndsIt_data()
{
    QTest::addColumn<QString>("stopAt");
    for (const char *name : {"conv_in", "down_blocks.0.resnets.0.conv1", "down_blocks.0.resnets.0",
                             "down_blocks.2.attentions.0", "mid_block.resnets.0",
                             "mid_block.attentions.0.transformer_blocks.0", "up_blocks.1.attentions.1", "up_blocks.3"})
        QTest::newRow(name) << name;
}

void UNetTest::stopBetweenBlocksEndsIt()
{
    QFETCH(QString, stopAt);
    c10::InferenceMode guard;
    const UNet unet = unetOf("sd15-tiny");
    const Inputs in(Golden("forward/sd15-tiny.unet.safetensors"), "in.");
    std::stop_source stop;
    QStringList computedAfter;
    const BlockTap tap = [&](const std::string &name, const Tensor &) {
        if (stop.stop_requested())
            computedAfter << QString::fromStdString(name);
        if (name == stopAt.toStdString())
            stop.request_stop();
    };
    try {
        unet.forward(in.sample, 500, in.condition, stop.get_token(), &tap);
        QFAIL("it ran to its end");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Cancelled);
    }
    // A transformer's last block is its end but for a projection; else nothing more is computed.
    const auto projection = stopAt.indexOf(".transformer_blocks.");
    QCOMPARE(computedAfter, projection < 0 ? QStringList() : QStringList(stopAt.left(projection)));
}

void UNetTest::sdxlWithoutSizeIdsIsRefused()
{
    const UNet unet = unetOf("sdxl-tiny");
    Inputs in(Golden("forward/sdxl-tiny.unet.safetensors"), "in.");
    in.condition.timeIds = Tensor();
    QVERIFY_THROWS_EXCEPTION(Failure, unet.forward(in.sample, 500, in.condition, {}));
}

void UNetTest::contradictingConfigurationIsDamage()
{
    auto description = tinyModel("sd15-tiny");
    description.unet.crossAttentionDim = 48;
    const Weights weights = weightsOf(description.unetSource);
    try {
        UNet unet(description.unet, weights);
        QFAIL("a wrong shape was taken");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Damaged);
        const QString message = QString::fromStdString(failure.error().message);
        QVERIFY2(message.contains("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight"), qPrintable(message));
        QVERIFY2(message.contains("[32, 32]") && message.contains("[32, 48]"), qPrintable(message));
    }
}

void UNetTest::bfloat16IsCloseToFloat32()
{
    c10::InferenceMode guard;
    const auto description = tinyModel("sdxl-tiny");
    const UNet unet(description.unet, weightsOf(description.unetSource, torch::kBFloat16));
    const Golden golden("forward/sdxl-tiny.unet.safetensors");
    Inputs in(golden, "in.");
    in.condition.context = in.condition.context.to(torch::kBFloat16);
    in.condition.textEmbeds = in.condition.textEmbeds.to(torch::kBFloat16);
    const Tensor out = unet.forward(in.sample.to(torch::kBFloat16), 500, in.condition, {});
    QVERIFY(out.scalar_type() == torch::kBFloat16);
    COMPARE_TENSORS(out, golden["out_t500"], 0.15); // three digits, through some thirty layers
}

CALOTYPE_GUILESS_TEST(UNetTest)
#include "UNetTest.moc"
