#include "core/diffusion/modules/ClipTextEncoder.h"

#include "core/base/Error.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr double kTolerance = 2e-5;

ClipTextEncoder firstEncoder(const std::string &model)
{
    const auto description = tinyModel(model);
    return ClipTextEncoder(description.text, weightsOf(description.textSource));
}

ClipTextEncoder secondEncoder(const std::string &model)
{
    const auto description = tinyModel(model);
    return ClipTextEncoder(description.text2.value(), weightsOf(description.text2Source));
}

// No real model has this shape: several heads in a small width, and a projection to yet another one.
ClipTextEncoder multiheadEncoder()
{
    formats::ClipTextConfig config;
    config.vocabSize = 1000;
    config.hiddenSize = 32;
    config.intermediateSize = 128;
    config.layers = 3;
    config.heads = 4;
    config.activation = formats::Activation::Gelu;
    config.projectionDim = 24;
    config.eosId = 999;
    return ClipTextEncoder(config, weightsOf(tinyPart("te-multihead-tiny/model.safetensors")));
}

ClipTextEncoder encoderNamed(const QString &model)
{
    if (model == "te-multihead-tiny")
        return multiheadEncoder();
    if (model.endsWith(" 2"))
        return secondEncoder(model.chopped(2).toStdString());
    return firstEncoder(model.toStdString());
}

} // namespace

class ClipTextEncoderTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data();
    void equalsTheReference();
    void laterTokensDoNotReachBack();
    void wrongEndTokenOfOldConfigurationsMeansTheHighestId();
    void unusedLayersOfTheFileAreLeftAlone();
    void idBeyondTheTableIsRefused();
    void tooManyTokensAreRefused();
    void stopBetweenLayersEndsIt_data();
    void stopBetweenLayersEndsIt();
};

void ClipTextEncoderTest::equalsTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("golden");
    QTest::newRow("SD 1, folder") << "sd15-tiny" << "sd15-tiny.text_encoder";
    QTest::newRow("SD 1, single file") << "sd15-tiny.safetensors" << "sd15-tiny.text_encoder";
    QTest::newRow("SD 2, checkpoint in OpenCLIP's words") << "sd21-tiny.ckpt" << "sd21-tiny.text_encoder";
    QTest::newRow("SDXL's first, folder") << "sdxl-tiny" << "sdxl-tiny.text_encoder";
    QTest::newRow("SDXL's first, single file") << "sdxl-tiny.safetensors" << "sdxl-tiny.text_encoder";
    QTest::newRow("SDXL's second, folder") << "sdxl-tiny 2" << "sdxl-tiny.text_encoder_2";
    QTest::newRow("SDXL's second, single file") << "sdxl-tiny.safetensors 2" << "sdxl-tiny.text_encoder_2";
    QTest::newRow("four heads") << "te-multihead-tiny" << "te-multihead-tiny";
}

void ClipTextEncoderTest::equalsTheReference()
{
    QFETCH(QString, model);
    QFETCH(QString, golden);
    c10::InferenceMode guard;
    const ClipTextEncoder encoder = encoderNamed(model);
    const Golden expected("forward/" + golden.toStdString() + ".safetensors");
    const TextOutput out = encoder.forward(expected["input_ids"], {});

    COMPARE_TENSORS(out.lastHiddenState.narrow(0, 0, 2), expected["last_hidden_state"], kTolerance);
    QCOMPARE(out.hiddenStates.size(), static_cast<std::size_t>(encoder.config().layers) + 1);
    for (std::size_t i = 0; i < out.hiddenStates.size(); ++i)
        COMPARE_TENSORS(out.hiddenStates[i].narrow(0, 0, 1), expected["hidden_states." + std::to_string(i)], kTolerance);
    const Tensor &penultimate = out.hiddenStates[out.hiddenStates.size() - 2];
    COMPARE_TENSORS(encoder.finalNorm(penultimate.narrow(0, 0, 1)), expected["penultimate_final_norm"], kTolerance);
    if (expected.has("pooled")) {
        COMPARE_TENSORS(out.pooled, expected["pooled"], kTolerance);
        QVERIFY(!out.textEmbeds.defined());
    } else {
        COMPARE_TENSORS(out.textEmbeds, expected["text_embeds"], kTolerance);
    }
}

void ClipTextEncoderTest::laterTokensDoNotReachBack()
{
    c10::InferenceMode guard;
    const ClipTextEncoder encoder = multiheadEncoder();
    const Tensor ids = Golden("forward/te-multihead-tiny.safetensors")["input_ids"].narrow(0, 1, 1);
    const Tensor other = ids.clone();
    other[0][40] = 17;
    const Tensor before = encoder.forward(ids, {}).lastHiddenState;
    const Tensor after = encoder.forward(other, {}).lastHiddenState;
    COMPARE_TENSORS(before.narrow(1, 0, 40), after.narrow(1, 0, 40), 1e-6);
    QVERIFY(maxAbsDiff(before.narrow(1, 40, 37), after.narrow(1, 40, 37)) > 0.01);
}

void ClipTextEncoderTest::wrongEndTokenOfOldConfigurationsMeansTheHighestId()
{
    c10::InferenceMode guard;
    auto description = tinyModel("sd15-tiny");
    description.text.eosId = 2;
    const ClipTextEncoder encoder(description.text, weightsOf(description.textSource));
    const Golden expected("forward/sd15-tiny.text_encoder.safetensors");
    COMPARE_TENSORS(encoder.forward(expected["input_ids"], {}).pooled, expected["pooled"], kTolerance);
}

void ClipTextEncoderTest::unusedLayersOfTheFileAreLeftAlone()
{
    const auto description = tinyModel("sd21-tiny.ckpt");
    const Weights weights = weightsOf(description.textSource);
    const ClipTextEncoder encoder(description.text, weights);
    QCOMPARE(description.text.layers, std::int64_t{2});
    const auto untaken = weights.untaken();
    QVERIFY(!untaken.empty());
    for (const std::string &name : untaken)
        QVERIFY2(name.find("resblocks.2.") != std::string::npos || name.find("text_projection") != std::string::npos,
                 name.c_str());
}

void ClipTextEncoderTest::idBeyondTheTableIsRefused()
{
    const ClipTextEncoder encoder = firstEncoder("sd15-tiny");
    const Tensor ids = torch::full({1, 77}, 1000, torch::kInt64);
    try {
        encoder.forward(ids, {});
        QFAIL("an id beyond the table was taken");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::WrongUse);
        QVERIFY(failure.error().message.find("1000") != std::string::npos);
    }
}

void ClipTextEncoderTest::tooManyTokensAreRefused()
{
    const ClipTextEncoder encoder = firstEncoder("sd15-tiny");
    QVERIFY_THROWS_EXCEPTION(Failure, encoder.forward(torch::zeros({1, 78}, torch::kInt64), {}));
}

void ClipTextEncoderTest::stopBetweenLayersEndsIt_data()
{
    QTest::addColumn<QString>("stopAt");
    QTest::newRow("first") << "text_model.encoder.layers.0";
    QTest::newRow("second") << "text_model.encoder.layers.1";
    QTest::newRow("last") << "text_model.encoder.layers.2";
}

void ClipTextEncoderTest::stopBetweenLayersEndsIt()
{
    QFETCH(QString, stopAt);
    c10::InferenceMode guard;
    const ClipTextEncoder encoder = multiheadEncoder(); // which has three layers
    const Tensor ids = Golden("forward/te-multihead-tiny.safetensors")["input_ids"];
    std::stop_source stop;
    QStringList told;
    const BlockTap tap = [&](const std::string &name, const Tensor &) {
        told << QString::fromStdString(name);
        if (told.last() == stopAt)
            stop.request_stop();
    };
    try {
        encoder.forward(ids, stop.get_token(), &tap);
        QFAIL("it ran to its end");
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::Cancelled);
    }
    QVERIFY(!told.isEmpty());
    QCOMPARE(told.last(), stopAt);
}

CALOTYPE_GUILESS_TEST(ClipTextEncoderTest)
#include "ClipTextEncoderTest.moc"
