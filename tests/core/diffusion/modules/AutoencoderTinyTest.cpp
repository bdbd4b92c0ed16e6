#include "core/diffusion/modules/AutoencoderTiny.h"

#include "core/base/Error.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr double kTolerance = 2e-5;

// The tensors of one half under the names of TAESD's own files: bare indices, the decoder's one higher, because a
// clamp stands before its first layer.
struct OwnFile final : formats::TensorFile {
    std::shared_ptr<const TensorFile> whole;
    std::vector<formats::TensorView> views;

    explicit OwnFile(const std::string &half)
        : whole(formats::openTensorFile(dataPath("models/taesd-tiny/diffusion_pytorch_model.safetensors")))
    {
        const std::string start = half + ".layers.";
        for (formats::TensorView view : whole->tensors()) {
            if (view.name.compare(0, start.size(), start) != 0)
                continue;
            const std::string rest = view.name.substr(start.size());
            const auto dot = rest.find('.');
            view.name = std::to_string(std::stoi(rest) + (half == "decoder" ? 1 : 0)) + rest.substr(dot);
            views.push_back(view);
        }
    }
    const std::filesystem::path &path() const override { return whole->path(); }
    const std::vector<formats::TensorView> &tensors() const override { return views; }
    const std::map<std::string, std::string> &metadata() const override { return whole->metadata(); }
};

AutoencoderTiny ownAutoencoder(const std::string &half)
{
    formats::PartSource source;
    source.present = true;
    source.files.push_back(std::make_shared<OwnFile>(half));
    return AutoencoderTiny(weightsOf(source));
}

} // namespace

class AutoencoderTinyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference();
    void ownFilesOfTaesdAreUnderstood();
    void everyTensorIsUsed();
    void anotherFileIsRefused();
};

void AutoencoderTinyTest::equalsTheReference()
{
    c10::InferenceMode guard;
    const AutoencoderTiny vae(weightsOf(tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors")));
    const Golden golden("forward/taesd-tiny.safetensors");
    COMPARE_TENSORS(vae.decode(golden["in.latents"]), golden["decoded"], kTolerance);
    COMPARE_TENSORS(vae.decode(golden["in.latents_odd"]), golden["decoded_odd"], kTolerance);
    COMPARE_TENSORS(vae.encode(Golden("forward/sd15-tiny.vae.safetensors")["in.image"]), golden["encoded"], kTolerance);
}

void AutoencoderTinyTest::ownFilesOfTaesdAreUnderstood()
{
    c10::InferenceMode guard;
    const Golden golden("forward/taesd-tiny.safetensors");
    const AutoencoderTiny decoder = ownAutoencoder("decoder");
    QVERIFY(!decoder.hasEncoder());
    COMPARE_TENSORS(decoder.decode(golden["in.latents"]), golden["decoded"], kTolerance);
    const Tensor image = Golden("forward/sd15-tiny.vae.safetensors")["in.image"];
    QVERIFY_THROWS_EXCEPTION(Failure, decoder.encode(image));
    COMPARE_TENSORS(ownAutoencoder("encoder").encode(image), golden["encoded"], kTolerance);
}

void AutoencoderTinyTest::everyTensorIsUsed()
{
    const Weights weights = weightsOf(tinyPart("taesd-tiny/diffusion_pytorch_model.safetensors"));
    const AutoencoderTiny vae(weights);
    QVERIFY(weights.untaken().empty());
}

void AutoencoderTinyTest::anotherFileIsRefused()
{
    const Weights weights = weightsOf(tinyPart("sd15-tiny/vae/diffusion_pytorch_model.safetensors"));
    QVERIFY_THROWS_EXCEPTION(Failure, AutoencoderTiny vae(weights));
}

CALOTYPE_GUILESS_TEST(AutoencoderTinyTest)
#include "AutoencoderTinyTest.moc"
