#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/pipelines/Conditioning.h"
#include "core/diffusion/pipelines/Guidance.h"
#include "core/diffusion/pipelines/GuidedUNet.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "core/diffusion/pipelines/SourceLatents.h"
#include "core/diffusion/pipelines/TextEncoding.h"
#include "core/diffusion/pipelines/WeightedEncoder.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/tokenizer/PromptChunks.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <cstring>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;
using nlohmann::json;

namespace {

constexpr double kTolerance = 1e-4;
constexpr double kLatentTolerance = 2e-3; // of whole runs, in which rounding grows
const ConditioningFrame kFrame{64, 64, 1};

GenerationRequest request(const std::string &prompt, PromptSyntax syntax = PromptSyntax::Weighted)
{
    GenerationRequest made;
    made.prompt = prompt;
    made.negativePrompt = "blurry";
    made.promptSyntax = syntax;
    made.sampler = "euler";
    made.steps = 4;
    made.width = 64;
    made.height = 64;
    made.seeds = {7};
    made.keepLatents = true;
    return made;
}

UNetCondition plainCondition(Networks &networks, const std::string &prompt)
{
    return encodePrompts(networks, request(prompt, PromptSyntax::Plain), kFrame, {}).parts.front().condition.at(0);
}

json expanded(const json &runs)
{
    json weights = json::array();
    for (const json &run : runs) {
        for (int i = 0; i < run[1].get<int>(); ++i)
            weights.push_back(run[0]);
    }
    return weights;
}

} // namespace

/// Prompts with weights, edits and parts in the pictures: to the web UI's own numbers, and to runs done by hand.
class WeightedPromptTest : public QObject
{
    Q_OBJECT

private:
    std::vector<float> latentsOf(const GenerationRequest &asked)
    {
        return runPipeline(*m_networks, asked, {}, {}).latents.values;
    }

    /// Samples @p asked step by step. @param answer  of the network for a scaled input, a timestep, an evaluation's number
    template<typename Answer>
    std::vector<float> sampledByHand(const GenerationRequest &asked, Answer answer)
    {
        std::vector<std::string> notes;
        const VaeCodec vae(*m_networks, notes);
        SchedulerOptions options;
        options.sampler = asked.sampler;
        const auto scheduler = makeScheduler(m_networks->scheduler, options);
        scheduler->setTimesteps(asked.steps);
        scheduler->setBeginIndex(0);
        ImageNoise noise(asked.seeds, asked.noise, {1, 4, 8, 8});
        Tensor latents = startLatents({}, false, noise, *scheduler, 0, vae).latents;
        const int evaluations = static_cast<int>(scheduler->timesteps().size());
        for (int i = 0; i < evaluations; ++i) {
            const Tensor input = scheduler->scaleModelInput(latents, i);
            const double timestep = scheduler->timesteps()[static_cast<std::size_t>(i)];
            latents = scheduler->step(answer(input, timestep, i), i, latents, noise);
        }
        latents = latents.contiguous();
        return {latents.data_ptr<float>(), latents.data_ptr<float>() + latents.numel()};
    }

    Tensor answerTo(const UNetCondition &condition, const Tensor &input, double timestep) const
    {
        return m_networks->unet->forward(input, timestep, condition, {});
    }

    static double largestDifference(const std::vector<float> &a, const std::vector<float> &b)
    {
        return maxAbsDiff(torch::tensor(a), torch::tensor(b));
    }

    static bool isSame(const std::vector<float> &a, const std::vector<float> &b)
    {
        return !a.empty() && a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
    }

private Q_SLOTS:
    void initTestCase() { m_networks = tinyNetworks("sd15-tiny"); }

    void chunksAreTheReferences()
    {
        const ClipTokenizer full(ClipVocabulary::builtIn(), {});
        const json rows = loadJson("emphasis/chunks.json")["rows"];
        QVERIFY(rows.size() > 70);
        for (const json &row : rows) {
            const ClipTokenizer &tokenizer = row["tokenizer"] == "full" ? full : *m_networks->tokenizer;
            const QByteArray label = QByteArray::fromStdString(row["prompt"].get<std::string>());
            const auto chunks = chunkPrompt(tokenizer, row["prompt"].get<std::string>(), row["backtrack"]);
            QVERIFY2(chunks.size() == row["chunks"].size(), label);
            for (std::size_t i = 0; i < chunks.size(); ++i) {
                const PromptChunk &chunk = chunks[i];
                QCOMPARE(chunk.ids.size(), std::size_t{77});
                QCOMPARE(chunk.ids.front(), tokenizer.bosId());
                const json tokens(std::vector<std::int64_t>(chunk.ids.begin() + 1, chunk.ids.begin() + 1 + chunk.tokens));
                QVERIFY2(tokens == row["chunks"][i]["tokens"], label);
                for (std::size_t k = static_cast<std::size_t>(chunk.tokens) + 1; k < chunk.ids.size(); ++k)
                    QCOMPARE(chunk.ids[k], tokenizer.eosId());
                const json weights = expanded(row["chunks"][i]["multipliers"]);
                QCOMPARE(weights.size(), std::size_t{75});
                for (std::size_t k = 0; k < weights.size(); ++k)
                    QVERIFY2(std::abs(chunk.weights[k + 1] - weights[k].get<double>()) <= 1e-12, label);
                QVERIFY(chunk.weights.front() == 1 && chunk.weights.back() == 1);
            }
        }
    }

    void exclamationMarksAreNoPadding()
    {
        const ClipTokenizer second(ClipVocabulary::builtIn(), {77, 0});
        const auto chunks = chunkPrompt(second, "wow!");
        QCOMPARE(chunks.front().tokens, 2);
        QCOMPARE(chunks.front().ids[2], std::int64_t{256}); // "!</w>"
        QCOMPARE(chunks.front().ids[3], second.eosId());
        QCOMPARE(chunks.front().ids[4], std::int64_t{0});
    }

    void emphasisIsAppliedAsTheReferenceAppliesIt()
    {
        const Golden golden("emphasis/embeddings.safetensors");
        std::map<std::string, std::unique_ptr<Networks>> models;
        int compared = 0;
        const json rows = loadJson("emphasis/embeddings.json")["rows"];
        for (const json &row : rows) {
            if (row["emphasis"] != "Original")
                continue; // other settings of the web UI
            const std::string key = row["key"];
            const std::string part = row["model"];
            const std::string model = part.substr(0, part.find(' '));
            std::unique_ptr<Networks> &networks = models[model];
            if (!networks)
                networks = tinyNetworks(model);
            const bool isSecond = part.ends_with("_2");
            const int skip = row["clip_stop_at_last_layers"];
            const WeightedEncoder encoder(isSecond ? *networks->tokenizer2 : *networks->tokenizer,
                                          [&](const std::vector<std::int64_t> &ids) {
                                              return encodedText(*networks, isSecond ? 1 : 0, ids, skip, {});
                                          });
            std::vector<WeightedEncoder::Text> texts;
            for (const json &text : row["texts"])
                texts.push_back(encoder.text(text, 1));
            const auto states = encoder.encode(texts, 1);
            const double tolerance = std::max(kTolerance, 10 * row.value("f32_vs_f64_maxabs", 0.0));
            const double difference = maxAbsDiff(torch::cat(states.states, 0), golden[key]);
            QVERIFY2(difference <= tolerance, qPrintable(QString::fromStdString(key) + QString::number(difference)));
            if (isSecond)
                COMPARE_TENSORS(torch::cat(states.pooled, 0), golden[key + "/pooled"], kTolerance);
            ++compared;
        }
        QVERIFY(compared >= 25);
    }

    void textThatComesTwiceCountsTwiceInTheMean()
    {
        const WeightedEncoder encoder(*m_networks->tokenizer, [this](const std::vector<std::int64_t> &ids) {
            return encodedText(*m_networks, 0, ids, 1, {});
        });
        const auto twice = encoder.encode({encoder.text("(red:1.5) cat", 2), encoder.text("a (dog:0.5)", 1)}, 1);
        const auto listed
            = encoder.encode({encoder.text("(red:1.5) cat", 1), encoder.text("a (dog:0.5)", 1), encoder.text("(red:1.5) cat", 1)}, 1);
        COMPARE_TENSORS(twice.states[0], listed.states[0], 1e-6);
        COMPARE_TENSORS(twice.states[1], listed.states[1], 1e-6);
        const auto once = encoder.encode({encoder.text("(red:1.5) cat", 1), encoder.text("a (dog:0.5)", 1)}, 1);
        QVERIFY(maxAbsDiff(once.states[0], twice.states[0]) > 1e-6);
    }

    void weightBeyondTheEncodersNumbersIsNamed_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("weight");
        QTest::newRow("a number") << "a (cat:1" + QString(60, u'0') + ")" << "1e+60";
        QTest::newRow("in the second window") << "a BREAK (cat:-1" + QString(60, u'0') + ")" << "-1e+60";
        QTest::newRow("brackets") << QString(8000, u'(') + "cat" << "inf";
    }

    void weightBeyondTheEncodersNumbersIsNamed()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, weight);
        try {
            encodePrompts(*m_networks, request(prompt.toStdString()), kFrame, {});
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::WrongUse);
            QVERIFY2(failure.error().message.find(" " + weight.toStdString() + ",") != std::string::npos, failure.error().message.c_str());
            return;
        }
        QFAIL("The weight was taken.");
    }

    void sdxlTakesBothEncodersAndTheFirstChunksPooledState()
    {
        const auto networks = tinyNetworks("sdxl-tiny");
        const Golden golden("emphasis/embeddings.safetensors");
        GenerationRequest asked = request("a cat BREAK (a dog:1.4)");
        asked.negativePrompt = "";
        const Conditioning conditioning = encodePrompts(*networks, asked, kFrame, {});
        const UNetCondition &condition = conditioning.parts.front().condition.at(0);
        COMPARE_TENSORS(condition.context, torch::cat({golden["sdxl/clip_l/7"], golden["sdxl/clip_g/7"]}, -1), kTolerance);
        COMPARE_TENSORS(condition.textEmbeds, golden["sdxl/clip_g/7/pooled"], kTolerance);
        QCOMPARE(conditioning.negative.at(0).context.count_nonzero().item<std::int64_t>(), std::int64_t{0});
        QCOMPARE(conditioning.negative.at(0).textEmbeds.count_nonzero().item<std::int64_t>(), std::int64_t{0});
    }

    void promptWithoutSignsGivesThePlainPicture()
    {
        for (const char *prompt : {"a photo of a cat", "a photo of a cat:1"})
            QVERIFY2(isSame(latentsOf(request(prompt)), latentsOf(request("a photo of a cat", PromptSyntax::Plain))), prompt);
        QVERIFY(!isSame(latentsOf(request("a photo of a (cat:1.3)")), latentsOf(request("a photo of a cat"))));
        // In a plain prompt the signs are words.
        QVERIFY(!isSame(latentsOf(request("a (cat)", PromptSyntax::Plain)), latentsOf(request("a (cat)"))));
    }

    void editEqualsARunThatSwitchesByHand_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QStringList>("texts"); // of the evaluations
        QTest::newRow("half") << "euler" << "a [cat:dog:0.5]" << QStringList{"a cat", "a cat", "a cat", "a dog"};
        QTest::newRow("with noise") << "euler_a" << "a [cat:dog:1]" << QStringList{"a cat", "a cat", "a dog", "a dog"};
        QTest::newRow("alternating") << "euler" << "a [cat|dog]" << QStringList{"a cat", "a cat", "a dog", "a cat"};
        QTest::newRow("second order") << "heun" << "a [cat:dog:0.5]"
                                      << QStringList{"a cat", "a cat", "a cat", "a cat", "a cat", "a dog", "a dog"};
    }

    void editEqualsARunThatSwitchesByHand()
    {
        QFETCH(QString, sampler);
        QFETCH(QString, prompt);
        QFETCH(QStringList, texts);
        GenerationRequest asked = request(prompt.toStdString());
        asked.sampler = sampler.toStdString();
        const UNetCondition negative = plainCondition(*m_networks, "blurry");
        int evaluations = 0;
        const auto byHand = sampledByHand(asked, [&](const Tensor &input, double timestep, int call) {
            ++evaluations;
            const UNetCondition positive = plainCondition(*m_networks, texts[call].toStdString());
            const UNetCondition both{torch::cat({negative.context, positive.context}, 0), {}, {}};
            const Tensor answer = answerTo(both, input.expand({2, -1, -1, -1}).contiguous(), timestep);
            return guided(answer.slice(0, 0, 1), answer.slice(0, 1, 2), asked.guidance);
        });
        QCOMPARE(evaluations, int(texts.size()));
        QVERIFY(isSame(latentsOf(asked), byHand));
        asked.prompt = texts.front().toStdString();
        QVERIFY(!isSame(latentsOf(asked), byHand));
    }

    void partsAreComposedByTheirWeights_data()
    {
        QTest::addColumn<double>("guidance");
        QTest::newRow("guided") << 5.0;
        QTest::newRow("composed alone") << 1.0;
    }

    void partsAreComposedByTheirWeights()
    {
        QFETCH(double, guidance);
        GenerationRequest asked = request("a cat AND a dog :-0.5 AND a house:0.3");
        asked.guidance = guidance;
        GuidedUNet unet(*m_networks, encodePrompts(*m_networks, asked, kFrame, {}), {guidance, 0}, {});
        const Tensor input = torch::arange(256, torch::kFloat32).sin().reshape({1, 4, 8, 8});
        const auto answers = [&](const char *first, const char *second) { // two at once: their number changes the rounding
            const UNetCondition a = plainCondition(*m_networks, first);
            const UNetCondition b = plainCondition(*m_networks, second);
            const Tensor both = answerTo({torch::cat({a.context, b.context}, 0), {}, {}}, input.repeat({2, 1, 1, 1}), 500);
            return std::pair(both.slice(0, 0, 1), both.slice(0, 1, 2));
        };
        const auto [uncond, cat] = answers("blurry", "a cat");
        const auto [dog, house] = answers("a dog", "a house");
        const Tensor expected
            = uncond + guidance * ((cat - uncond) - 0.5 * (dog - uncond) + 0.3 * (house - uncond));
        QVERIFY(maxAbsDiff(expected, uncond) > 100 * kTolerance);
        COMPARE_TENSORS(unet.evaluate(input, 500, {}, 0), expected, kTolerance);
    }

    void halvesOfOnePromptAreTheWhole()
    {
        const auto sampled = [this](const char *prompt) {
            GenerationRequest asked = request(prompt);
            asked.guidance = 2; // more would make more of what rounding leaves
            asked.steps = 2;
            return latentsOf(asked);
        };
        const auto whole = sampled("a cat");
        QVERIFY(isSame(sampled("a cat AND a cat:0"), whole));
        const double difference = largestDifference(sampled("a cat:0.5 AND a cat:0.5"), whole);
        QVERIFY2(difference <= kLatentTolerance, qPrintable(QString::number(difference)));
        QVERIFY(largestDifference(sampled("a cat:0.5 AND a cat:0.6"), whole) > 10 * kLatentTolerance);
    }

    void shorterPartRepeatsItsLastVector()
    {
        const auto conditioning = encodePrompts(*m_networks, request("a BREAK b AND c"), kFrame, {});
        QCOMPARE(conditioning.parts.size(), std::size_t{2});
        const Tensor context = conditioning.parts[1].condition.at(0).context;
        QCOMPARE(context.size(1), std::int64_t{154});
        QVERIFY(torch::equal(context.slice(1, 0, 77), plainCondition(*m_networks, "c").context));
        QVERIFY(torch::equal(context.slice(1, 77), context.slice(1, 76, 77).expand({-1, 77, -1})));
        QVERIFY(!latentsOf(request("a BREAK b AND c")).empty());
    }

    void negativePromptOfAnotherLengthIsEvaluatedByItself()
    {
        const GenerationRequest asked = request("a cat BREAK a dog");
        const UNetCondition negative = plainCondition(*m_networks, "blurry");
        const UNetCondition positive{torch::cat({plainCondition(*m_networks, "a cat").context, plainCondition(*m_networks, "a dog").context}, 1), {}, {}};
        const auto byHand = sampledByHand(asked, [&](const Tensor &input, double timestep, int) {
            return guided(answerTo(negative, input, timestep), answerTo(positive, input, timestep), asked.guidance);
        });
        QVERIFY(largestDifference(latentsOf(asked), byHand) <= kLatentTolerance);
    }

    void negativePromptIsScheduledButNotSplit()
    {
        GenerationRequest asked = request("a cat");
        asked.negativePrompt = "red AND [blue:green:2]:0.5";
        const auto conditioning = encodePrompts(*m_networks, asked, kFrame, {});
        QVERIFY(torch::equal(conditioning.negative.at(0).context, plainCondition(*m_networks, "red AND blue:0.5").context));
        QVERIFY(torch::equal(conditioning.negative.at(3).context, plainCondition(*m_networks, "red AND green:0.5").context));
    }

    void tagsOfNetworksAreLeftOutAndTold()
    {
        const auto noteOf = [](const Conditioning &conditioning) {
            for (const std::string &note : conditioning.notes) {
                if (note.find("LoRA") != std::string::npos)
                    return QString::fromStdString(note);
            }
            return QString();
        };
        const auto bare = encodePrompts(*m_networks, request("(a cat:1.2) AND a dog :0.5"), kFrame, {});
        const auto tagged = encodePrompts(*m_networks, request("<lora:ink:1>(a cat:1.2) AND a dog :0.5<hypernet:b:1>"), kFrame, {});
        QCOMPARE(noteOf(bare), QString());
        QVERIFY2(noteOf(tagged).contains(QStringLiteral("left out of the prompt: “<lora:ink:1>”, “<hypernet:b:1>”")), qPrintable(noteOf(tagged)));
        QCOMPARE(tagged.parts.size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            QVERIFY(torch::equal(tagged.parts[i].condition.at(0).context, bare.parts[i].condition.at(0).context));
            QCOMPARE(tagged.parts[i].weight, bare.parts[i].weight);
        }
        const auto plain = encodePrompts(*m_networks, request("a cat <lora:ink:1>", PromptSyntax::Plain), kFrame, {});
        QVERIFY2(noteOf(plain).contains(QStringLiteral("read as words: “<lora:ink:1>”")), qPrintable(noteOf(plain)));
        QVERIFY(!torch::equal(plain.parts.front().condition.at(0).context, plainCondition(*m_networks, "a cat").context));
    }

    void clipSkipCountsForTheNegativePromptToo()
    {
        GenerationRequest asked = request("a cat");
        asked.negativePrompt = "a cat";
        asked.clipSkip = 2;
        const auto weighted = encodePrompts(*m_networks, asked, kFrame, {});
        QVERIFY(torch::equal(weighted.negative.at(0).context, weighted.parts.front().condition.at(0).context));
        asked.promptSyntax = PromptSyntax::Plain;
        const auto plain = encodePrompts(*m_networks, asked, kFrame, {});
        QVERIFY(!torch::equal(plain.negative.at(0).context, plain.parts.front().condition.at(0).context));
    }

    void longPromptLosesNothing()
    {
        std::string prompt;
        for (int i = 0; i < 60; ++i)
            prompt += "red house ";
        const auto result = runPipeline(*m_networks, request(prompt), {}, {});
        for (const std::string &note : result.notes)
            QVERIFY2(note.find("left out") == std::string::npos, note.c_str());
        QVERIFY(!isSame(result.latents.values, latentsOf(request(prompt, PromptSyntax::Plain))));
    }

private:
    std::unique_ptr<Networks> m_networks;
};

CALOTYPE_GUILESS_TEST(WeightedPromptTest)
#include "WeightedPromptTest.moc"
