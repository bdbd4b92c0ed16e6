#include "core/diffusion/modules/Autoencoder.h"

#include "core/base/Error.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

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

// How far @p a is from @p b, in units of b's own spread.
double relativeDistance(const Tensor &a, const Tensor &b)
{
    return ((a - b).pow(2).mean().sqrt() / b.std()).item<double>();
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
    void oneTileIsTheWhole();
    void tiledDecodeIsCloseToWhole();
    void tiledEncodeIsCloseToWhole();
    void withoutEncoderItOnlyDecodes();
    void stopBetweenBlocksEndsIt_data();
    void stopBetweenBlocksEndsIt();
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

void AutoencoderTest::oneTileIsTheWhole()
{
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    const Golden golden("forward/sd15-tiny.vae.safetensors");
    COMPARE_TENSORS(vae.decodeTiled(golden["in.latents"], 8, 2, {}), golden["decoded"], kTolerance);
    COMPARE_TENSORS(vae.encodeTiled(golden["in.image"], 8, 2, {}).mean, golden["mean"], kTolerance);
}

// Norms and attention see a tile only, so nothing is exact. Noise looks alike everywhere: a tile's statistics are nearly
// those of the whole, and what remains of the difference is small. Tiles in the wrong place would be off by 1.4.
void AutoencoderTest::tiledDecodeIsCloseToWhole()
{
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    torch::manual_seed(11);
    const Tensor latents = torch::randn({1, 4, 40, 30});
    const Tensor whole = vae.decode(latents, {});
    const Tensor tiled = vae.decodeTiled(latents, 24, 8, {});
    QVERIFY(tiled.sizes() == whole.sizes());
    // Tiles begin at rows 0 and 16 and columns 0 and 6: what only the first one covers is that tile's own decoding.
    const Tensor first = vae.decode(latents.narrow(2, 0, 24).narrow(3, 0, 24), {});
    const auto alone = [](const Tensor &x) { return x.narrow(2, 0, 16 * 8).narrow(3, 0, 6 * 8); };
    COMPARE_TENSORS(alone(tiled), alone(first), kTolerance);
    // Blending brings the whole no further from the truth than a single tile is.
    const double off = relativeDistance(tiled, whole);
    const double offAlone = relativeDistance(first, whole.narrow(2, 0, 24 * 8).narrow(3, 0, 24 * 8));
    QVERIFY2(off > 0 && off < offAlone && off < 0.5, qPrintable(QString("off by %1, one tile by %2").arg(off).arg(offAlone)));
}

void AutoencoderTest::tiledEncodeIsCloseToWhole()
{
    c10::InferenceMode guard;
    const Autoencoder vae = vaeOf("sd15-tiny");
    torch::manual_seed(12);
    const Tensor image = torch::rand({1, 3, 320, 240}) * 2 - 1;
    const Tensor whole = vae.encode(image, {}).mean;
    const Tensor tiled = vae.encodeTiled(image, 24, 8, {}).mean;
    QVERIFY(tiled.sizes() == whole.sizes());
    const double off = relativeDistance(tiled, whole);
    QVERIFY2(off > 0 && off < 0.2, qPrintable(QString("off by %1").arg(off)));
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

CALOTYPE_GUILESS_TEST(AutoencoderTest)
#include "AutoencoderTest.moc"
