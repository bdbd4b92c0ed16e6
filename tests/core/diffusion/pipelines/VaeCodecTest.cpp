#include "core/base/Error.h"
#include "core/diffusion/pipelines/VaeCodec.h"
#include "core/diffusion/weights/Weights.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

/// A VAE like the model's whose output bias is not a number, as an overflow leaves it.
std::unique_ptr<Autoencoder> brokenVae(const Networks &networks)
{
    const Weights weights(networks.description.vaeSource, {});
    const auto channels = networks.description.vae.outChannels;
    weights.take("decoder.conv_out.bias", {channels}).fill_(std::numeric_limits<float>::quiet_NaN());
    return std::make_unique<Autoencoder>(networks.description.vae, weights);
}

} // namespace

class VaeCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesAsTheReferenceAfterScaling()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        const Golden golden("forward/sd15-tiny.vae.safetensors");
        std::vector<std::string> notes;
        VaeCodec codec(*networks, notes);
        const Tensor latents = golden["in.latents"].slice(0, 0, 1);
        COMPARE_TENSORS(codec.decode(latents * networks->description.vae.scalingFactor, {}),
                        golden["decoded"].slice(0, 0, 1), 1e-4);
        QVERIFY(notes.empty());
    }

    void sampleIsMeanPlusNoiseScaled()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        const Golden golden("forward/sd15-tiny.vae.safetensors");
        std::vector<std::string> notes;
        VaeCodec codec(*networks, notes);
        const auto moments = codec.encode(golden["in.image"], {});
        COMPARE_TENSORS(moments.mean, golden["mean"], 1e-4);
        const auto generator = at::detail::createCPUGenerator(7);
        const Tensor noise = torch::randn(moments.mean.sizes(), generator);
        COMPARE_TENSORS(codec.sample(moments, noise), golden["sampled_seed7"] * 0.18215, 1e-4);
    }

    void halfPrecisionOverflowIsDecodedAgainInFloat32()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        std::vector<std::string> notes;
        VaeCodec codec(*networks, notes);
        const Tensor latents = torch::full({1, 4, 8, 8}, 0.1F);
        const Tensor expected = codec.decode(latents, {});

        networks->vaeDtype = torch::kBFloat16; // as if the weights had overflowed there
        networks->vae = std::make_unique<Autoencoder>(networks->description.vae, brokenBFloat16(*networks));
        COMPARE_TENSORS(codec.decode(latents, {}), expected, 0.0);
        QCOMPARE(networks->vaeDtype, torch::kFloat32);
        QCOMPARE(notes.size(), std::size_t{1});
        QVERIFY(notes.front().find("float32") != std::string::npos);
    }

    void inTilesItMakesTheSamePicture()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        std::vector<std::string> notes;
        VaeCodec codec(*networks, notes, true);
        QVERIFY(codec.isInTiles());
        const double scale = networks->description.vae.scalingFactor;
        const Tensor latents = torch::arange(4 * 24 * 20, torch::kFloat32).sin().reshape({1, 4, 24, 20});
        const Tensor decoded = codec.decode(latents, {});
        COMPARE_TENSORS(decoded, networks->vae->decodeInStrips(latents / scale, 32, {}), 0.0); // that way, and not at once
        COMPARE_TENSORS(decoded, networks->vae->decode(latents / scale, {}), 1e-3);
        const Tensor picture = decoded.clamp(-1, 1);
        COMPARE_TENSORS(codec.encode(picture, {}).mean, networks->vae->encodeInStrips(picture, 32, {}).mean, 0.0);
        QVERIFY(notes.empty()); // it was asked for
    }

    void overflowInFloat32IsAnErrorThatNamesTheModel()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        networks->vae = brokenVae(*networks);
        std::vector<std::string> notes;
        VaeCodec codec(*networks, notes);
        try {
            codec.decode(torch::zeros({1, 4, 8, 8}), {});
            QFAIL("the picture was taken");
        } catch (const Failure &failure) {
            QVERIFY(failure.error().message.find("sd15-tiny") != std::string::npos);
        }
    }

private:
    static Weights brokenBFloat16(const Networks &networks)
    {
        Weights::Options options;
        options.dtype = torch::kBFloat16;
        Weights weights(networks.description.vaeSource, options);
        weights.take("decoder.conv_out.bias", {networks.description.vae.outChannels})
            .fill_(std::numeric_limits<float>::quiet_NaN());
        return weights;
    }

    const c10::InferenceMode m_inference;
};

CALOTYPE_GUILESS_TEST(VaeCodecTest)
#include "VaeCodecTest.moc"
