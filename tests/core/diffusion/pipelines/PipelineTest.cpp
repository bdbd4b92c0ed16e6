#include "core/base/Error.h"
#include "core/diffusion/noise/PictureNoise.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "core/diffusion/pipelines/SourceLatents.h"
#include "core/diffusion/pipelines/TextMemory.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/diffusion/weights/Weights.h"
#include "core/engine/PictureSeeds.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/ResidentMemory.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

GenerationRequest smallRequest()
{
    GenerationRequest request;
    request.prompt = "a photo of a cat";
    request.negativePrompt = "blurry";
    request.steps = 3;
    request.width = 64;
    request.height = 64;
    request.seeds = {7};
    return request;
}

std::shared_ptr<Image> gradient(int width, int height, int channels)
{
    auto image = std::make_shared<Image>(width, height, channels);
    for (std::size_t i = 0; i < image->pixels.size(); ++i)
        image->pixels[i] = static_cast<std::uint8_t>(i * 7);
    return image;
}

/// Fills the tensors of a part whose names end so with what is no number: whoever needs them from then on makes none.
void spoil(const Weights &weights, const formats::PartSource &source, const std::string &ending)
{
    int spoilt = 0;
    for (const formats::TensorView &view : source.files.front()->tensors()) {
        if (view.name.ends_with(ending)) {
            weights.take(view.name, view.shape).fill_(std::numeric_limits<float>::quiet_NaN());
            ++spoilt;
        }
    }
    QVERIFY(spoilt > 0);
}

} // namespace

class PipelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_networks = tinyNetworks("sd15-tiny"); }

    void pictureOfABatchIsThePictureOfItsSeedAlone_data()
    {
        QTest::addColumn<QString>("sampler");
        for (const char *sampler : {"euler", "euler_a", "dpmpp_2m_sde", "dpmpp_sde", "lcm"})
            QTest::newRow(sampler) << QString::fromLatin1(sampler);
    }

    void pictureOfABatchIsThePictureOfItsSeedAlone()
    {
        QFETCH(QString, sampler);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.seeds = {5, 6, 4294967295};
        const auto batch = runPipeline(*m_networks, request, {}, {});
        QCOMPARE(batch.images.size(), std::size_t{3});
        for (std::size_t k = 0; k < 3; ++k) {
            request.seeds = {batch.images[k].seed};
            const auto alone = runPipeline(*m_networks, request, {}, {});
            QCOMPARE(alone.images.front().image, batch.images[k].image);
        }
        QVERIFY(batch.images[0].image != batch.images[1].image);
    }

    void imageToImageBatchAlsoDependsOnItsSeedsAlone()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        request.mask = gradient(64, 64, 1);
        request.seeds = {1, 2};
        const auto batch = runPipeline(*m_networks, request, {}, {});
        request.seeds = {2};
        QCOMPARE(runPipeline(*m_networks, request, {}, {}).images.front().image, batch.images[1].image);
    }

    void progressCountsTheStepsThatRun_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<double>("strength"); // 0: text to image
        QTest::addColumn<int>("steps");
        QTest::newRow("text") << "euler" << 0.0 << 10;
        QTest::newRow("second order") << "heun" << 0.0 << 10;
        QTest::newRow("strength") << "euler" << 0.35 << 3;
        QTest::newRow("second order with strength") << "heun" << 0.5 << 5;
    }

    void progressCountsTheStepsThatRun()
    {
        QFETCH(QString, sampler);
        QFETCH(double, strength);
        QFETCH(int, steps);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.steps = 10;
        if (strength > 0) {
            request.initImage = gradient(64, 64, 3);
            request.strength = strength;
        }
        int last = 0;
        const auto result = runPipeline(*m_networks, request, [&](const Progress &progress) {
            if (progress.stage != Stage::Sampling)
                return;
            QVERIFY(progress.step >= last && progress.step <= steps);
            QCOMPARE(progress.totalSteps, steps);
            last = progress.step;
        }, {});
        QCOMPARE(last, steps);
        QCOMPARE(result.seconds.denoise.size(), static_cast<std::size_t>(steps));
    }

    void stagesComeInOrder()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        request.preview = PreviewMethod::LatentRgb;
        request.sampler = "euler"; // one evaluation a step
        std::vector<Stage> stages;
        int previews = 0;
        runPipeline(*m_networks, request, [&](const Progress &progress) {
            if (stages.empty() || stages.back() != progress.stage)
                stages.push_back(progress.stage);
            if (progress.preview) {
                ++previews;
                QCOMPARE(progress.preview->width, 8);
                QCOMPARE(progress.preview->height, 8);
            }
        }, {});
        const std::vector<Stage> expected{Stage::EncodingText, Stage::EncodingImage, Stage::Sampling, Stage::Decoding, Stage::Finished};
        QVERIFY(stages == expected);
        QCOMPARE(previews, 2); // int(3 · 0.75)
    }

    void cancelKeepsThePicturesThatAreDone()
    {
        GenerationRequest request = smallRequest();
        request.seeds = {1, 2, 3};
        std::stop_source stop;
        const auto result = runPipeline(*m_networks, request, [&](const Progress &progress) {
            if (progress.stage == Stage::Sampling && progress.image == 1 && progress.step == 1)
                stop.request_stop();
        }, stop.get_token());
        QVERIFY(result.cancelled);
        QCOMPARE(result.images.size(), std::size_t{1});
        request.seeds = {1};
        QCOMPARE(runPipeline(*m_networks, request, {}, {}).images.front().image, result.images.front().image);
    }

    void cancelBeforeTheStartGivesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto result = runPipeline(*m_networks, smallRequest(), {}, stop.get_token());
        QVERIFY(result.cancelled);
        QVERIFY(result.images.empty());
    }

    void cutPromptIsQuotedInANote()
    {
        GenerationRequest request = smallRequest();
        request.prompt.clear();
        for (int i = 0; i < 100; ++i)
            request.prompt += "a ";
        request.prompt += "zebra";
        const auto result = runPipeline(*m_networks, request, {}, {});
        QCOMPARE(result.notes.size(), std::size_t{1});
        QVERIFY(result.notes.front().find("zebra”") != std::string::npos);
    }

    void tokenBeyondTheTableIsRefused()
    {
        auto description = tinyDescription("sd15-tiny");
        description.tokenizer = {}; // the full CLIP vocabulary over a table of 1000 rows
        const auto networks = buildNetworks(std::move(description), {"cpu", "float32"}, {}, {});
        try {
            runPipeline(*networks, smallRequest(), {}, {});
            QFAIL("the prompt was taken");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::WrongUse);
            QVERIFY(failure.error().message.find("only 1000 rows") != std::string::npos);
        }
    }

    void strengthThatRunsNoStepIsRefused()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        request.strength = 0.1;
        QVERIFY_THROWS_EXCEPTION(Failure, runPipeline(*m_networks, request, {}, {}));
    }

    void initImageOfAnotherSizeIsRefused()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(72, 64, 3);
        QVERIFY_THROWS_EXCEPTION(Failure, runPipeline(*m_networks, request, {}, {}));
    }

    void clipSkipBeyondTheEncoderIsRefused()
    {
        GenerationRequest request = smallRequest();
        request.clipSkip = 4; // two layers
        QVERIFY_THROWS_EXCEPTION(Failure, runPipeline(*m_networks, request, {}, {}));
    }

    void valuesThatAreNoNumbersEndTheRunAtTheirEvaluation()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        const Weights weights(networks->description.unetSource, {});
        weights.take("conv_out.bias", {4}).fill_(std::numeric_limits<float>::quiet_NaN());
        networks->unet = std::make_unique<UNet>(networks->description.unet, weights);
        try {
            runPipeline(*networks, smallRequest(), {}, {});
            QFAIL("the latents were taken");
        } catch (const Failure &failure) {
            QVERIFY(failure.error().message.find("evaluation 1;") != std::string::npos);
        }
    }

    void keysAndValuesOfTheTextsAreMadeOnce_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<double>("guidance");
        QTest::addColumn<int>("spoiltAfter"); // evaluations, of four
        QTest::addColumn<bool>("isMade");     // the same picture, without what is spoilt
        QTest::newRow("needed at first") << "a cat" << 7.5 << 0 << false;
        QTest::newRow("not later") << "a cat" << 7.5 << 1 << true;
        QTest::newRow("without guidance") << "a cat" << 1.0 << 1 << true;
        QTest::newRow("in parts") << "a cat AND a dog AND a house" << 7.5 << 1 << true;
        QTest::newRow("for the other text") << "a [cat:dog:0.5]" << 7.5 << 1 << false; // from the fourth on
        QTest::newRow("for no other any more") << "a [cat|dog]" << 7.5 << 3 << true;
    }

    void keysAndValuesOfTheTextsAreMadeOnce()
    {
        QFETCH(QString, prompt);
        QFETCH(double, guidance);
        QFETCH(int, spoiltAfter);
        QFETCH(bool, isMade);
        GenerationRequest request = smallRequest();
        request.prompt = prompt.toStdString();
        request.promptSyntax = PromptSyntax::Weighted;
        request.guidance = guidance;
        request.sampler = "euler"; // one evaluation a step
        request.steps = 4;
        const auto expected = runPipeline(*m_networks, request, {}, {});

        const auto networks = tinyNetworks("sd15-tiny");
        const Weights weights(networks->description.unetSource, {});
        networks->unet = std::make_unique<UNet>(networks->description.unet, weights);
        const auto watch = [&](const Progress &progress) {
            if (progress.stage != Stage::Sampling || progress.step != spoiltAfter)
                return;
            for (const char *matrix : {".attn2.to_k.weight", ".attn2.to_v.weight"})
                spoil(weights, networks->description.unetSource, matrix);
        };
        try {
            const auto made = runPipeline(*networks, request, watch, {});
            QVERIFY2(isMade, "what was spoilt was not needed");
            QCOMPARE(made.images.front().image, expected.images.front().image);
        } catch (const Failure &failure) {
            QVERIFY2(!isMade, failure.error().message.c_str());
        }
    }

    void textEncoderReadsAPromptOnce_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<int>("clipSkip");
        QTest::addColumn<PromptSyntax>("syntax");
        QTest::addColumn<bool>("isKnown");
        const QString known = QString::fromStdString(smallRequest().prompt);
        QTest::newRow("the same") << known << 1 << PromptSyntax::Plain << true;
        QTest::newRow("the same tokens") << known << 1 << PromptSyntax::Weighted << true;
        QTest::newRow("the same states, weighted") << "a photo of a (cat:1.3)" << 1 << PromptSyntax::Weighted << true;
        QTest::newRow("another") << "a photo of a dog" << 1 << PromptSyntax::Plain << false;
        QTest::newRow("another clip skip") << known << 2 << PromptSyntax::Plain << false;
    }

    void textEncoderReadsAPromptOnce()
    {
        QFETCH(QString, prompt);
        QFETCH(int, clipSkip);
        QFETCH(PromptSyntax, syntax);
        QFETCH(bool, isKnown);
        GenerationRequest request = smallRequest();
        const auto networks = tinyNetworks("sd15-tiny");
        runPipeline(*networks, request, {}, {});
        request.prompt = prompt.toStdString();
        request.clipSkip = clipSkip;
        request.promptSyntax = syntax;
        request.seeds = {8}; // of a picture that was not made yet
        request.steps = 4;
        const auto expected = runPipeline(*m_networks, request, {}, {});

        const formats::PartSource &source = networks->description.textSource;
        const Weights weights(source, {});
        spoil(weights, source, "final_layer_norm.weight");
        networks->text = std::make_unique<ClipTextEncoder>(networks->description.text, weights);
        std::vector<Stage> stages;
        try {
            const auto made = runPipeline(*networks, request, [&](const Progress &progress) { stages.push_back(progress.stage); }, {});
            QVERIFY2(isKnown, "the encoder that was spoilt was not needed");
            QCOMPARE(made.images.front().image, expected.images.front().image);
        } catch (const Failure &failure) {
            QVERIFY2(!isKnown, failure.error().message.c_str());
        }
        QCOMPARE(stages.front(), Stage::EncodingText);
    }

    void weightsThatRestInTheFileMakeTheSamePictures_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sd15-tiny", "sd15-inpaint-tiny", "sd21-tiny", "sdxl-tiny"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }

    void weightsThatRestInTheFileMakeTheSamePictures()
    {
        QFETCH(QString, model);
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3); // the VAE's other half too
        request.keepLatents = true;
        const auto fast = tinyNetworks(model.toStdString());
        const auto balanced = tinyNetworks(model.toStdString(), MemoryMode::Balanced);
        QVERIFY(balanced->weightBytes < fast->weightBytes);
        const auto expected = runPipeline(*fast, request, {}, {});
        QCOMPARE(expected.memory, std::string("fast"));
        for (int run = 0; run < 2; ++run) { // the second one finds what the first one let go of
            const auto made = runPipeline(*balanced, request, {}, {});
            QVERIFY(made.latents.values == expected.latents.values);
            QCOMPARE(made.images.front().image, expected.images.front().image);
            QCOMPARE(made.memory, std::string("balanced"));
        }
    }

    void weightsThatRestTakeNoMemoryAfterTheirTurn()
    {
        if (residentKilobytes(m_networks->description.unetSource.files.front()->path()) < 0)
            QSKIP("There is no /proc/self/smaps.");
        m_networks.reset(); // which has mapped the same files
        const auto networks = tinyNetworks("sd15-tiny", MemoryMode::Balanced);
        const std::filesystem::path unet = networks->description.unetSource.files.front()->path();
        long unetWhileSampling = 0, unetWhileDecoding = -1;
        runPipeline(*networks, smallRequest(), [&](const Progress &progress) {
            if (progress.stage == Stage::Sampling)
                unetWhileSampling = std::max(unetWhileSampling, residentKilobytes(unet));
            else if (progress.stage == Stage::Decoding)
                unetWhileDecoding = residentKilobytes(unet);
        }, {});
        m_networks = tinyNetworks("sd15-tiny");
        constexpr long kHeader = 64; // the header's pages stay, and those that the system maps around them
        QVERIFY2(unetWhileSampling > 2 * kHeader, qPrintable(QString::number(unetWhileSampling)));
        QVERIFY2(unetWhileDecoding >= 0 && unetWhileDecoding <= kHeader, qPrintable(QString::number(unetWhileDecoding)));
    }

    void lowMemoryMakesNearlyTheSamePictures_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sd15-tiny", "sdxl-tiny"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }

    void lowMemoryMakesNearlyTheSamePictures()
    {
        QFETCH(QString, model);
        GenerationRequest request = smallRequest();
        request.keepLatents = true;
        const auto low = tinyNetworks(model.toStdString(), MemoryMode::Low);
        const auto latents = [&](Networks &networks) {
            const auto made = runPipeline(networks, request, {}, {});
            return torch::tensor(made.latents.values);
        };
        const auto fast = tinyNetworks(model.toStdString());
        const Tensor first = latents(*low);
        COMPARE_TENSORS(first, latents(*fast), 2e-3); // one after the other: their number changes the rounding
        QVERIFY(!low->text && !low->text2);
        QVERIFY(torch::equal(latents(*low), first));
        request.prompt = "a dog"; // which no text encoder that is there could read
        COMPARE_TENSORS(latents(*low), latents(*fast), 2e-3);
        QVERIFY(!low->text && !low->text2);
    }

    void shortMemoryIsWorkedWith_data()
    {
        QTest::addColumn<MemoryMode>("memory");
        QTest::addColumn<VaeTiles>("tiles");
        QTest::addColumn<qint64>("free");
        QTest::addColumn<QString>("memoryTold");
        QTest::addColumn<QString>("tilesTold");
        QTest::addColumn<int>("notes");
        const qint64 plenty = qint64{1} << 40;
        QTest::newRow("plenty") << MemoryMode::Fast << VaeTiles::Auto << plenty << "fast" << "off" << 0;
        QTest::newRow("unknown") << MemoryMode::Balanced << VaeTiles::Auto << qint64{0} << "balanced" << "off" << 0;
        QTest::newRow("asked for") << MemoryMode::Fast << VaeTiles::On << plenty << "fast" << "on" << 0;
        QTest::newRow("low") << MemoryMode::Low << VaeTiles::Auto << plenty << "low" << "on" << 0;
        QTest::newRow("low, but whole") << MemoryMode::Low << VaeTiles::Off << plenty << "low" << "off" << 0;
        // 64 × 64: 10 MB for the pair and 25 for the decoder.
        QTest::newRow("short for the decoder") << MemoryMode::Fast << VaeTiles::Auto << qint64{15'000'000} << "fast" << "on" << 1;
        QTest::newRow("short for the pair") << MemoryMode::Fast << VaeTiles::Auto << qint64{3'000'000} << "low" << "on" << 2;
        QTest::newRow("short, and told not to") << MemoryMode::Fast << VaeTiles::Off << qint64{3'000'000} << "low" << "off" << 1;
    }

    void shortMemoryIsWorkedWith()
    {
        QFETCH(MemoryMode, memory);
        QFETCH(VaeTiles, tiles);
        QFETCH(qint64, free);
        QFETCH(QString, memoryTold);
        QFETCH(QString, tilesTold);
        QFETCH(int, notes);
        const auto networks = tinyNetworks("sd15-tiny", memory);
        networks->vaeTiles = tiles;
        networks->freeBytes = [free] { return free; };
        const auto made = runPipeline(*networks, smallRequest(), {}, {});
        QCOMPARE(QString::fromStdString(made.memory), memoryTold);
        QCOMPARE(QString::fromStdString(made.vaeTiles), tilesTold);
        QCOMPARE(QString::fromStdString(made.images.front().run->vaeTiles), tilesTold);
        QCOMPARE(int(std::count_if(made.notes.begin(), made.notes.end(),
                                   [](const std::string &note) { return note.starts_with("Memory is short"); })),
                 notes);
    }

    // So that a replay in that mode makes them again to the last bit.
    void shortMemoryMakesThePicturesOfLowMemory()
    {
        GenerationRequest request = smallRequest();
        request.keepLatents = true;
        const auto low = tinyNetworks("sd15-tiny", MemoryMode::Low);
        const auto scarce = tinyNetworks("sd15-tiny");
        scarce->freeBytes = [] { return 1; };
        const auto expected = runPipeline(*low, request, {}, {});
        const auto made = runPipeline(*scarce, request, {}, {});
        QVERIFY(made.latents.values == expected.latents.values);
        QCOMPARE(made.images.front().image, expected.images.front().image);
    }

    void lowMemoryReadsNoTextEncoderForAPromptThatItKnows_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<PromptSyntax>("syntax");
        for (const char *model : {"sd15-tiny", "sdxl-tiny"}) {
            QTest::addRow("%s", model) << model << PromptSyntax::Plain;
            QTest::addRow("%s, weighted", model) << model << PromptSyntax::Weighted;
        }
    }

    void lowMemoryReadsNoTextEncoderForAPromptThatItKnows()
    {
        QFETCH(QString, model);
        QFETCH(PromptSyntax, syntax);
        GenerationRequest request = smallRequest();
        request.keepLatents = true;
        request.promptSyntax = syntax;
        const auto low = tinyNetworks(model.toStdString(), MemoryMode::Low);
        const auto expected = runPipeline(*low, request, {}, {});
        low->description.textSource = {}; // nothing is there to be read
        low->description.text2Source = {};
        const auto made = runPipeline(*low, request, {}, {});
        QVERIFY(made.latents.values == expected.latents.values);
        QVERIFY(made.notes == expected.notes);
        request.prompt = "a dog";
        QVERIFY_THROWS_EXCEPTION(Failure, runPipeline(*low, request, {}, {}));
    }

    void wordThatTheModelWasNeverShownIsNotedEachTime_data()
    {
        QTest::addColumn<MemoryMode>("memory");
        QTest::newRow("fast") << MemoryMode::Fast;
        QTest::newRow("low") << MemoryMode::Low;
    }

    void wordThatTheModelWasNeverShownIsNotedEachTime()
    {
        QFETCH(MemoryMode, memory);
        const auto networks = tinyNetworks("sd15-tiny", memory);
        const Weights weights(networks->description.textSource, {});
        const std::int64_t end = networks->tokenizer->encode("cat").back(); // which no other word of the request has
        weights.take("text_model.embeddings.token_embedding.weight", {-1, -1})[end].zero_();
        networks->text = std::make_unique<ClipTextEncoder>(networks->description.text, weights);
        for (int run = 0; run < 2; ++run) { // in low memory the second one has no encoder
            const auto made = runPipeline(*networks, smallRequest(), {}, {});
            QCOMPARE(made.notes.size(), std::size_t{1});
            QVERIFY2(made.notes.front().find("“cat”") != std::string::npos, made.notes.front().c_str());
        }
    }

    void guidanceIsOneBatchOfTwo_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<double>("guidance");
        QTest::addColumn<MemoryMode>("memory");
        QTest::addColumn<QList<int>>("batches"); // of a step
        QTest::newRow("guided") << "a cat" << 7.5 << MemoryMode::Fast << QList<int>{2};
        QTest::newRow("at 1") << "a cat" << 1.0 << MemoryMode::Fast << QList<int>{1};
        QTest::newRow("below") << "a cat" << 0.0 << MemoryMode::Fast << QList<int>{1};
        QTest::newRow("in little memory") << "a cat" << 7.5 << MemoryMode::Low << QList<int>{1, 1};
        QTest::newRow("at 1 in little memory") << "a cat" << 1.0 << MemoryMode::Low << QList<int>{1};
        QTest::newRow("two parts") << "a cat AND a dog" << 7.5 << MemoryMode::Balanced << QList<int>{2, 1};
        QTest::newRow("three parts") << "a cat AND a dog AND a house" << 7.5 << MemoryMode::Fast << QList<int>{2, 2};
        QTest::newRow("another length") << "a cat BREAK a dog" << 7.5 << MemoryMode::Fast << QList<int>{1, 1};
    }

    void guidanceIsOneBatchOfTwo()
    {
        QFETCH(QString, prompt);
        QFETCH(double, guidance);
        QFETCH(MemoryMode, memory);
        QFETCH(QList<int>, batches);
        const auto networks = tinyNetworks("sd15-tiny", memory);
        QList<int> seen;
        networks->unetTap = [&seen](const std::string &name, const Tensor &output) {
            if (name == "conv_out")
                seen << static_cast<int>(output.size(0));
        };
        GenerationRequest request = smallRequest();
        request.prompt = prompt.toStdString();
        request.promptSyntax = PromptSyntax::Weighted;
        request.guidance = guidance;
        request.sampler = "euler"; // one evaluation a step
        runPipeline(*networks, request, {}, {});
        QCOMPARE(seen, batches + batches + batches);
    }

    void memoryOfTextsForgetsWhatWasNotUsedForLongest()
    {
        const auto text = [] { return EncodedText{torch::zeros({1, 4, 8}), {}}; };
        TextMemory memory(2 * 4 * 8 * 4); // two of these
        int made = 0;
        const auto ask = [&](std::int64_t id, int clipSkip = 1) {
            return memory.of({0, clipSkip, {id}}, [&] {
                ++made;
                return text();
            });
        };
        ask(1);
        ask(2);
        ask(1);
        QCOMPARE(made, 2);
        ask(3); // in place of the second
        ask(1);
        QCOMPARE(made, 3);
        ask(2);
        QCOMPARE(made, 4);
        ask(2, 2);
        QCOMPARE(made, 5);
        memory.of({1, 2, {2}}, [&] { // the other encoder reads otherwise
            ++made;
            return text();
        });
        QCOMPARE(made, 6);
        TextMemory none(1);
        QVERIFY(none.of({0, 1, {1}}, text).state.defined()); // too large to be kept
    }

    void noOptionLeaksFromOneRunToTheNext()
    {
        const auto before = runPipeline(*m_networks, smallRequest(), {}, {});
        GenerationRequest other = smallRequest();
        other.sampler = "dpmpp_2m_sde";
        other.schedule = "karras";
        other.eta = 1;
        runPipeline(*m_networks, other, {}, {});
        const auto after = runPipeline(*m_networks, smallRequest(), {}, {});
        QCOMPARE(after.images.front().image, before.images.front().image);
        QVERIFY(after.timesteps == before.timesteps);
    }

    // Its solver settings hold as long as the user names no sampler; a named one stands for settings of its own.
    void modelsOwnSamplerKeepsItsSettings()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        networks->scheduler.className = "DPMSolverMultistepScheduler";
        networks->scheduler.solverOrder = 1;
        GenerationRequest request = smallRequest();
        const auto own = runPipeline(*networks, request, {}, {});
        QCOMPARE(own.sampler, std::string("dpmpp_2m"));
        request.sampler = "dpmpp_2m";
        QVERIFY(runPipeline(*networks, request, {}, {}).images.front().image != own.images.front().image);
        networks->scheduler.solverOrder = 2;
        const auto second = runPipeline(*networks, request, {}, {});
        request.sampler.clear();
        QCOMPARE(runPipeline(*networks, request, {}, {}).images.front().image, second.images.front().image);
    }

    // golden/README, pipelines/: the order of the draws decides what noise the steps of a stochastic sampler get.
    void drawsBeforeTheStepsAreTheReferences_data()
    {
        QTest::addColumn<bool>("masked");
        QTest::addColumn<bool>("inpaintingUnet");
        QTest::addColumn<double>("strength");
        QTest::addColumn<int>("draws");
        QTest::newRow("image to image") << false << false << 0.5 << 2;
        QTest::newRow("ordinary UNet, full strength") << true << false << 1.0 << 3;
        QTest::newRow("ordinary UNet") << true << false << 0.5 << 3;
        QTest::newRow("inpainting UNet, full strength") << true << true << 1.0 << 2;
        QTest::newRow("inpainting UNet") << true << true << 0.5 << 3;
    }

    void drawsBeforeTheStepsAreTheReferences()
    {
        QFETCH(bool, masked);
        QFETCH(bool, inpaintingUnet);
        QFETCH(double, strength);
        QFETCH(int, draws);
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        request.strength = strength;
        if (masked)
            request.mask = gradient(64, 64, 1);
        std::vector<std::string> notes;
        VaeCodec vae(*m_networks, notes);
        const SourceImage source = encodeSource(request, inpaintingUnet, 64, 64, vae, {});
        const auto scheduler = makeScheduler(m_networks->scheduler, {});
        scheduler->setTimesteps(4);
        ImageNoise noise({7}, NoiseMode::PerImage, {1, 4, 8, 8});
        startLatents(source, inpaintingUnet, noise, *scheduler, 0, vae);
        PictureNoise expected(7);
        for (int i = 0; i < draws; ++i)
            expected.draw({1, 4, 8, 8});
        QVERIFY(torch::equal(noise.next(), expected.draw({1, 4, 8, 8})));
    }

    void variationIsTheOneMadeAlone_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<NoiseMode>("noise");
        QTest::addColumn<bool>("fromImage");
        QTest::newRow("ancestral") << "euler_a" << NoiseMode::PerImage << false;
        QTest::newRow("ancestral, Philox") << "euler_a" << NoiseMode::Nv << false;
        QTest::newRow("Brownian, Philox") << "dpmpp_sde" << NoiseMode::Nv << false;
        QTest::newRow("from an image, Philox") << "euler" << NoiseMode::Nv << true;
    }

    void variationIsTheOneMadeAlone()
    {
        QFETCH(QString, sampler);
        QFETCH(NoiseMode, noise);
        QFETCH(bool, fromImage);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.noise = noise;
        request.variation = Variation{4294967295, 0.4};
        request.seeds = {5, 5, 5};
        if (fromImage)
            request.initImage = gradient(64, 64, 3);
        const auto picture = [this](const GenerationRequest &asked, std::size_t index) {
            return runPipeline(*m_networks, asked, {}, {}).images[index].image;
        };
        const Image together = picture(request, 2);
        QCOMPARE(picture(requestOfPicture(request, 2), 0), together);
        // Both of what is asked for have a part in it.
        GenerationRequest other = requestOfPicture(request, 2);
        other.variation.reset();
        QVERIFY(picture(other, 0) != together);
        other = requestOfPicture(request, 2);
        other.noise = noise == NoiseMode::Nv ? NoiseMode::PerImage : NoiseMode::Nv;
        QVERIFY(picture(other, 0) != together);
    }

    void batchWorksWithAnInpaintingModel()
    {
        const auto networks = tinyNetworks("sd15-inpaint-tiny");
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        request.mask = gradient(64, 64, 1);
        request.noise = NoiseMode::Batch;
        request.seeds = {1, 2};
        const auto result = runPipeline(*networks, request, {}, {});
        QCOMPARE(result.images.size(), std::size_t{2});
        QVERIFY(result.images[0].image != result.images[1].image);
    }

    void onlyTheMaskedPartChangesToTheByte()
    {
        GenerationRequest request = smallRequest();
        const auto picture = gradient(150, 110, 3);
        auto mask = std::make_shared<Image>(150, 110, 1);
        for (int y = 30; y < 60; ++y)
            std::fill_n(mask->row(y) + 40, 24, std::uint8_t{255});
        mask->row(45)[64] = 100; // a soft border
        request.initImage = picture;
        request.mask = mask;
        request.inpaintOnlyMasked = true;
        request.maskPadding = 8;
        request.strength = 1.0;
        const auto result = runPipeline(*m_networks, request, {}, {});
        QCOMPARE(result.width, 64);
        QCOMPARE(result.images.front().run->height, 64);
        const Image &made = result.images.front().image;
        QCOMPARE(made.width, 150);
        QCOMPARE(made.height, 110);
        int changed = 0;
        for (int y = 0; y < made.height; ++y) {
            for (int x = 0; x < made.width; ++x) {
                const bool same = std::equal(made.row(y) + x * 3, made.row(y) + x * 3 + 3, picture->row(y) + x * 3);
                if (mask->row(y)[x] == 0)
                    QVERIFY(same);
                else
                    changed += same ? 0 : 1;
            }
        }
        QVERIFY(changed > 24 * 30 / 2);

        // What lies far from the mask is not looked at.
        auto other = std::make_shared<Image>(*picture);
        std::fill_n(other->row(0), 9, std::uint8_t{0});
        request.initImage = other;
        Image expected = made;
        std::fill_n(expected.row(0), 9, std::uint8_t{0});
        QVERIFY(*other != *picture);
        QVERIFY(runPipeline(*m_networks, request, {}, {}).images.front().image == expected);
    }

    void thinMaskIsPainted()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(600, 400, 3);
        auto mask = std::make_shared<Image>(600, 400, 1);
        for (int y = 20; y < 380; ++y)
            mask->row(y)[301] = 255; // a sixth of a pixel of what the network works on
        request.mask = mask;
        request.inpaintOnlyMasked = true;
        request.maskPadding = 8;
        request.strength = 1.0;
        const Image made = runPipeline(*m_networks, request, {}, {}).images.front().image;
        // Where a mask that is lost is as one of nothing: the picture goes through the VAE alone.
        request.steps += 1;
        const Image other = runPipeline(*m_networks, request, {}, {}).images.front().image;
        int differs = 0;
        for (int y = 20; y < 380; ++y)
            differs += std::equal(made.row(y) + 301 * 3, made.row(y) + 302 * 3, other.row(y) + 301 * 3) ? 0 : 1;
        QVERIFY(differs > 360 / 2);
    }

    void softMaskLaysThePictureOverItsSource()
    {
        GenerationRequest request = smallRequest();
        request.initImage = gradient(64, 64, 3);
        auto hard = std::make_shared<Image>(64, 64, 1);
        std::fill_n(hard->pixels.begin(), 64 * 32, std::uint8_t{255});
        request.mask = hard;
        const Image reference = runPipeline(*m_networks, request, {}, {}).images.front().image;
        QVERIFY(!std::equal(reference.row(40), reference.row(64 - 1), request.initImage->row(40))); // as the reference: decoded
        auto soft = std::make_shared<Image>(*hard);
        soft->row(31)[0] = 200; // as white for the latents
        request.mask = soft;
        const Image blendedPicture = runPipeline(*m_networks, request, {}, {}).images.front().image;
        QVERIFY(std::equal(blendedPicture.row(40), blendedPicture.row(63), request.initImage->row(40)));
        QVERIFY(std::equal(blendedPicture.row(0), blendedPicture.row(31), reference.row(0)));
    }

    void inpaintingModelMakesPicturesFromWordsToo()
    {
        const auto networks = tinyNetworks("sd15-inpaint-tiny");
        const auto result = runPipeline(*networks, smallRequest(), {}, {});
        QCOMPARE(result.images.size(), std::size_t{1});
        QCOMPARE(result.images.front().image.width, 64);
    }

    void previewsComeAtTheAskedForPace_data()
    {
        QTest::addColumn<int>("every");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QList<int>>("steps");
        QTest::newRow("each step") << 1 << 0.0 << QList<int>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6};
        QTest::newRow("each third step") << 3 << 0.0 << QList<int>{3, 6, 3, 6};
        QTest::newRow("once in an hour") << 1 << 3600.0 << QList<int>{1};
    }

    void previewsComeAtTheAskedForPace()
    {
        QFETCH(int, every);
        QFETCH(double, seconds);
        GenerationRequest request = smallRequest();
        request.sampler = "euler";
        request.steps = 6;
        request.seeds = {1, 2};
        request.preview = PreviewMethod::LatentRgb;
        request.previewEvery = every;
        request.previewSeconds = seconds;
        QList<int> steps;
        runPipeline(*m_networks, request, [&](const Progress &progress) {
            if (progress.preview)
                steps << progress.step;
        }, {});
        QTEST(steps, "steps");
    }

private:
    const c10::InferenceMode m_inference;
    std::unique_ptr<Networks> m_networks;
};

CALOTYPE_GUILESS_TEST(PipelineTest)
#include "PipelineTest.moc"
