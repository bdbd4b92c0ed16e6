#include "core/diffusion/modules/Autoencoder.h"

#include "core/base/Error.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "tests/core/diffusion/modules/RandomWeights.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QScopeGuard>
#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

// tests/data/README.md; the second holds but where kernels run that the table would not choose.
const double kTolerance = enabledKernels().isOfAnySize() ? 1e-4 : 2e-5;

Autoencoder vaeOf(const std::string &model)
{
    const auto description = tinyModel(model);
    return Autoencoder(description.vae, weightsOf(description.vaeSource));
}

// The largest difference, in levels of a picture from -1 to 1.
double levels(const Tensor &a, const Tensor &b)
{
    return maxAbsDiff(a, b) * 127.5;
}

// As a photograph's: large soft shapes, brighter to the right, with a little grain. No part has the whole's statistics.
Tensor smooth(std::int64_t channels, std::int64_t height, std::int64_t width)
{
    torch::manual_seed(11);
    const Tensor shapes = at::upsample_bicubic2d(torch::randn({1, channels, 8, 12}), {height, width}, false);
    return shapes + torch::linspace(-1.5, 1.5, width) + 0.05 * torch::randn({1, channels, height, width});
}

} // namespace

class AutoencoderTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data();
    void equalsTheReference();
    void logVarianceIsClamped();
    void fileHoldsNothingElse();
    void decodeInStripsIsTheWhole();
    void encodeInStripsIsTheWhole();
    void stripsOfWiderNetworksAreTheWhole_data();
    void stripsOfWiderNetworksAreTheWhole();
    void withoutEncoderItOnlyDecodes();
    void stopBetweenBlocksEndsIt_data();
    void stopBetweenBlocksEndsIt();
    void stopEndsTheStripsToo_data();
    void stopEndsTheStripsToo();
};

void AutoencoderTest::equalsTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("SD 1, folder") << "sd15-tiny";
    QTest::newRow("SD 1, single file") << "sd15-tiny.safetensors";
    QTest::newRow("SDXL, folder") << "sdxl-tiny";
}

void AutoencoderTest::equalsTheReference()
{
    QFETCH(QString, model);
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf(model.toStdString());
    const Golden golden("forward/" + model.section('.', 0, 0).toStdString() + ".vae.safetensors");
    const Tensor image = Golden("forward/sd15-tiny.vae.safetensors")["in.image"];

    const auto moments = vae.encode(image, {});
    COMPARE_TENSORS(moments.mean, golden["mean"], kTolerance);
    COMPARE_TENSORS(moments.logvar, golden["logvar"], kTolerance);
    COMPARE_TENSORS(moments.std, golden["std"], kTolerance);
    COMPARE_TENSORS(vae.decode(golden["in.latents"], {}), golden["decoded"], kTolerance);
    COMPARE_TENSORS(vae.decode(golden["in.latents_odd"], {}), golden["decoded_odd"], kTolerance);
}

// A picture far outside -1..1 drives the raw log variance out of its range.
void AutoencoderTest::logVarianceIsClamped()
{
    c10::InferenceMode guard;
    const auto description = tinyModel("sd15-tiny");
    const Weights weights = weightsOf(description.vaeSource, torch::kFloat32);
    const Tensor bias = weights.take("quant_conv.bias", {8});
    // The table's tensors were converted from float16, so they are memory of their own and may be changed here.
    bias.narrow(0, 4, 2).fill_(1000.0);
    bias.narrow(0, 6, 2).fill_(-1000.0);
    const auto moments = Autoencoder(description.vae, weights).encode(torch::zeros({1, 3, 32, 32}), {});
    QCOMPARE(moments.logvar.max().item<float>(), 20.0F);
    QCOMPARE(moments.logvar.min().item<float>(), -30.0F);
    COMPARE_TENSORS(moments.std, (moments.logvar / 2).exp(), 1e-2);
}

void AutoencoderTest::fileHoldsNothingElse()
{
    const auto description = tinyModel("sd15-tiny.safetensors");
    const Weights weights = weightsOf(description.vaeSource);
    const Autoencoder vae(description.vae, weights);
    const auto untaken = weights.untaken();
    QVERIFY2(untaken.empty(), untaken.empty() ? "" : untaken.front().c_str());
}

void AutoencoderTest::decodeInStripsIsTheWhole()
{
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    const Tensor latents = smooth(4, 64, 96);
    const Tensor whole = vae.decode(latents, {});
    QVERIFY((whole.max() - whole.min()).item<double>() > 0.5);
    const double off = levels(vae.decodeInStrips(latents, 32, {}), whole);
    QVERIFY2(off < 0.1, qPrintable(QString::number(off))); // of 255, by the rounding alone
}

void AutoencoderTest::encodeInStripsIsTheWhole()
{
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    const Tensor image = smooth(3, 512, 768).clamp(-1, 1);
    const auto whole = vae.encode(image, {});
    const auto strips = vae.encodeInStrips(image, 32, {});
    COMPARE_TENSORS(strips.mean, whole.mean, 1e-3 * whole.mean.abs().max().item<double>());
    COMPARE_TENSORS(strips.logvar, whole.logvar, 1e-3 * whole.logvar.abs().max().item<double>());
    COMPARE_TENSORS(strips.std, whole.std, 1e-3 * whole.std.max().item<double>());
}

void AutoencoderTest::stripsOfWiderNetworksAreTheWhole_data()
{
    QTest::addColumn<bool>("ownKernels");
    QTest::newRow("our kernels") << true;
    QTest::newRow("the library") << false;
}

// As Stable Diffusion's: channels that change from level to level, several of them in a group. Two pictures of an odd size.
void AutoencoderTest::stripsOfWiderNetworksAreTheWhole()
{
    QFETCH(bool, ownKernels);
    const KernelSet before = enabledKernels();
    const auto restore = qScopeGuard([before] { enableKernels(before); });
    enableKernels(ownKernels ? KernelSet::all() : KernelSet::none());
    c10::InferenceMode guard;
    formats::VaeConfig config;
    config.blockOutChannels = {32, 64, 64};
    config.normGroups = 8;
    torch::manual_seed(3);
    const Autoencoder vae(config, randomWeights());
    const Tensor latents = torch::cat({smooth(4, 21, 13), -smooth(4, 21, 13)}, 0);
    const Tensor whole = vae.decode(latents, {});
    const double largest = whole.abs().max().item<double>();
    const Tensor strips = vae.decodeInStrips(latents, 12, {});
    const double off = levels(strips / largest, whole / largest);
    QVERIFY2(off < 0.2, qPrintable(QString::number(off)));
    const Tensor image = whole / largest;
    const Tensor mean = vae.encode(image, {}).mean;
    COMPARE_TENSORS(vae.encodeInStrips(image, 12, {}).mean, mean, 1e-3 * mean.abs().max().item<double>());
}

void AutoencoderTest::withoutEncoderItOnlyDecodes()
{
    c10::InferenceMode guard;
    auto description = tinyModel("sd15-tiny.safetensors");
    // Only the decoder's names are let through.
    struct DecoderOnly final : formats::TensorFile {
        std::shared_ptr<const TensorFile> whole;
        std::vector<formats::TensorView> views;
        const std::filesystem::path &path() const override { return whole->path(); }
        const std::vector<formats::TensorView> &tensors() const override { return views; }
        const std::map<std::string, std::string> &metadata() const override { return whole->metadata(); }
    };
    auto file = std::make_shared<DecoderOnly>();
    file->whole = description.vaeSource.files.front();
    for (const auto &view : file->whole->tensors()) {
        if (view.name.find(".encoder.") == std::string::npos && view.name.find(".quant_conv") == std::string::npos)
            file->views.push_back(view);
    }
    description.vaeSource.files = {file};

    const Autoencoder vae(description.vae, weightsOf(description.vaeSource));
    QVERIFY(!vae.hasEncoder());
    const Golden golden("forward/sd15-tiny.vae.safetensors");
    COMPARE_TENSORS(vae.decode(golden["in.latents"], {}), golden["decoded"], kTolerance);
    QVERIFY_THROWS_EXCEPTION(Failure, vae.encode(golden["in.image"], {}));
}

void AutoencoderTest::stopBetweenBlocksEndsIt_data()
{
    QTest::addColumn<QString>("stopAt");
    for (const char *name : {"decoder.conv_in", "decoder.mid_block.resnets.0.conv1", "decoder.mid_block.resnets.0",
                             "decoder.mid_block.attentions.0", "decoder.mid_block", "decoder.up_blocks.0.resnets.0",
                             "decoder.up_blocks.1.resnets.1.conv1", "decoder.up_blocks.1.resnets.1", "decoder.up_blocks.1",
                             "decoder.up_blocks.3", "encoder.conv_in", "encoder.down_blocks.0.resnets.0.conv1",
                             "encoder.down_blocks.0.resnets.0", "encoder.down_blocks.1", "encoder.mid_block.resnets.0",
                             "encoder.mid_block.resnets.1.conv1", "encoder.mid_block"})
        QTest::newRow(name) << name;
}

// Nothing is told of after that: no further block was computed.
void AutoencoderTest::stopBetweenBlocksEndsIt()
{
    QFETCH(QString, stopAt);
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    const Golden golden("forward/sd15-tiny.vae.safetensors");
    std::stop_source stop;
    QStringList told;
    const BlockTap tap = [&](const std::string &name, const Tensor &) {
        told << QString::fromStdString(name);
        if (told.last() == stopAt)
            stop.request_stop();
    };
    const auto run = [&] {
        if (stopAt.startsWith("decoder."))
            vae.decode(golden["in.latents"], stop.get_token(), &tap);
        else
            vae.encode(golden["in.image"], stop.get_token(), &tap);
    };
    try {
        run();
        QFAIL("it ran to its end");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Cancelled);
    }
    QVERIFY(!told.isEmpty());
    QCOMPARE(told.last(), stopAt);

    told.clear();
    try {
        run();
        QFAIL("it ran although it was stopped before");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Cancelled);
    }
    QVERIFY(told.isEmpty());
}

void AutoencoderTest::stopEndsTheStripsToo_data()
{
    QTest::addColumn<bool>("encodes");
    QTest::newRow("decode") << false;
    QTest::newRow("encode") << true;
}

void AutoencoderTest::stopEndsTheStripsToo()
{
    QFETCH(bool, encodes);
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    std::stop_source stop;
    stop.request_stop();
    try {
        if (encodes)
            vae.encodeInStrips(torch::zeros({1, 3, 64, 64}), 32, stop.get_token());
        else
            vae.decodeInStrips(torch::zeros({1, 4, 8, 8}), 32, stop.get_token());
        QFAIL("it ran to its end");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Cancelled);
    }
}

CALOTYPE_GUILESS_TEST(AutoencoderTest)
#include "AutoencoderTest.moc"
