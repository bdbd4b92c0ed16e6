#include "core/diffusion/TorchBackend.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "core/engine/SamplerTable.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <cstring>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

using Points = std::vector<std::shared_ptr<const ResumePoint>>;

namespace {

constexpr double kEachStep = 1e-9; // seconds: shorter than any

std::unique_ptr<TorchBackend> freshBackend(const char *model = "sd15-tiny", std::optional<MemoryMode> memory = {})
{
    auto backend = std::make_unique<TorchBackend>();
    backend->setThreads(1); // in pictures as small as these they would wait more than work
    ModelSpec spec;
    spec.path = dataPath(std::string("models/") + model).string();
    spec.memory = memory;
    const auto loaded = backend->load(spec, {}, {});
    if (!loaded)
        throw Failure(loaded.error());
    return backend;
}

GenerationRequest smallRequest()
{
    GenerationRequest request;
    request.prompt = "a photo of a cat";
    request.negativePrompt = "blurry";
    request.sampler = "dpmpp_2m_sde";
    request.steps = 6;
    request.width = 64;
    request.height = 64;
    request.seeds = {7};
    request.keepLatents = true;
    return request;
}

std::shared_ptr<Image> gradient(int channels)
{
    auto image = std::make_shared<Image>(64, 64, channels);
    for (std::size_t i = 0; i < image->pixels.size(); ++i)
        image->pixels[i] = static_cast<std::uint8_t>(i * 7);
    return image;
}

Result<GenerationResult> runWithPoints(GenerationBackend &backend, GenerationRequest request, Points &points)
{
    request.resumePointSeconds = kEachStep;
    return backend.generate(request, [&points](const Progress &progress) {
        if (!progress.resumePoint)
            return;
        QCOMPARE(progress.stage, Stage::Sampling);
        QCOMPARE(progress.resumePoint->image, progress.image);
        QCOMPARE(progress.resumePoint->step, progress.step);
        points.push_back(progress.resumePoint);
    }, {});
}

Points pointsOf(GenerationBackend &backend, const GenerationRequest &request)
{
    Points points;
    const auto result = runWithPoints(backend, request, points);
    if (!result)
        throw Failure(result.error());
    return points;
}

bool sameBits(const std::vector<float> &a, const std::vector<float> &b)
{
    return a.size() == b.size() && !a.empty() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// The latents of the pictures from @p first on.
std::vector<float> latentsFrom(const GenerationResult &result, std::size_t first)
{
    const std::size_t one = result.latents.values.size() / static_cast<std::size_t>(result.latents.shape[0]);
    return {result.latents.values.begin() + static_cast<std::ptrdiff_t>(first * one), result.latents.values.end()};
}

/// The error that going on from @p point ends with.
Error refusal(GenerationBackend &backend, GenerationRequest request, ResumePoint point)
{
    request.resume = std::make_shared<const ResumePoint>(std::move(point));
    int events = 0;
    const auto result = backend.generate(request, [&events](const Progress &) { ++events; }, {});
    if (result.ok())
        return {ErrorCode::Internal, "It was not refused.", {}};
    return events == 0 ? result.error() : Error{ErrorCode::Internal, "It was refused too late.", {}};
}

} // namespace

/// A run that went on from a resume point, in a fresh engine, makes the very picture of the run without a break.
class ResumeTest : public QObject
{
    Q_OBJECT

private:
    /// Makes @p request in one go, and once more from each @p every-th of its points; compares all bits.
    void goOnFromPoints(const GenerationRequest &request, std::size_t every)
    {
        const auto backend = freshBackend();
        const auto whole = backend->generate(request, {}, {});
        QVERIFY2(whole.ok(), whole.ok() ? "" : whole.error().message.c_str());
        Points points;
        const auto watched = runWithPoints(*backend, request, points);
        QVERIFY(watched.ok());
        QVERIFY(sameBits(watched.value().latents.values, whole.value().latents.values));
        const std::size_t groups = request.noise == NoiseMode::Batch ? 1 : request.seeds.size();
        QCOMPARE(points.size(), groups * whole.value().timesteps.size());

        for (std::size_t k = 0; k < points.size(); k += every) {
            GenerationRequest rest = request;
            rest.resume = points[k];
            const auto result = freshBackend()->generate(rest, {}, {});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
            const auto first = static_cast<std::size_t>(points[k]->image);
            QVERIFY2(sameBits(result.value().latents.values, latentsFrom(whole.value(), first)),
                     qPrintable(QStringLiteral("after %1 evaluations").arg(k + 1)));
            QCOMPARE(result.value().images.size(), request.seeds.size() - first);
            for (const GeneratedImage &picture : result.value().images) {
                const GeneratedImage &expected = whole.value().images[static_cast<std::size_t>(picture.index)];
                QCOMPARE(picture.seed, expected.seed);
                QCOMPARE(picture.image, expected.image);
            }
        }
    }

private Q_SLOTS:
    void everySamplerGoesOnBitForBit_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<double>("eta");
        QTest::addColumn<int>("steps");
        for (const SamplerInfo &sampler : samplers()) {
            for (const char *schedule : {"default", "karras", "trailing"}) {
                if (checkPair(sampler.id, schedule).ok()) {
                    const std::string id(sampler.id);
                    QTest::addRow("%s %s", id.c_str(), schedule) << QString::fromStdString(id) << schedule << 0.0 << 6;
                }
            }
        }
        QTest::newRow("model's own") << "" << "default" << 0.0 << 6;
        QTest::newRow("ddim with noise") << "ddim" << "default" << 0.6 << 6;
        QTest::newRow("tcd with noise") << "tcd" << "default" << 0.6 << 6;
        QTest::newRow("restart with an interruption") << "restart" << "default" << 0.0 << 20;
        QTest::newRow("one step") << "heun" << "default" << 0.0 << 1;
    }

    void everySamplerGoesOnBitForBit()
    {
        QFETCH(QString, sampler);
        QFETCH(QString, schedule);
        QFETCH(double, eta);
        QFETCH(int, steps);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.schedule = schedule.toStdString();
        request.eta = eta;
        request.steps = steps;
        goOnFromPoints(request, steps > 10 ? 7 : 3); // odd: between the two evaluations of a step, and between steps
    }

    void scheduledAndComposedPromptsGoOn()
    {
        for (const char *sampler : {"euler_a", "heun", "dpmpp_2m_sde"}) {
            GenerationRequest request = smallRequest();
            request.sampler = sampler;
            request.promptSyntax = PromptSyntax::Weighted;
            request.prompt = "a (photo:1.2) of a [cat:dog:3] AND a [red|blue] car:0.5";
            request.negativePrompt = "[blurry:dark:0.5]";
            goOnFromPoints(request, 2);
        }
    }

    void runOfAnotherSyntaxIsRefused()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        const Points points = pointsOf(*backend, request);
        request.promptSyntax = PromptSyntax::Weighted;
        QCOMPARE(refusal(*backend, request, *points.front()).code, ErrorCode::OtherRun);
    }

    void picturesFromPicturesGoOn_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<bool>("masked");
        QTest::addColumn<double>("strength");
        for (const char *sampler : {"pndm", "heun", "dpmpp_2s", "dpmpp_sde", "unipc", "restart"}) {
            QTest::addRow("%s", sampler) << sampler << false << 0.7;
            QTest::addRow("%s inpainting", sampler) << sampler << true << 0.7;
        }
        QTest::newRow("inpainting at full strength") << "euler_a" << true << 1.0;
    }

    void picturesFromPicturesGoOn()
    {
        QFETCH(QString, sampler);
        QFETCH(bool, masked);
        QFETCH(double, strength);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.strength = strength;
        request.initImage = gradient(3);
        if (masked)
            request.mask = gradient(1);
        goOnFromPoints(request, 3);
    }

    void secondOfThreePicturesGoesOn_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<NoiseMode>("noise");
        QTest::addColumn<double>("variation");
        for (const char *sampler : {"euler_a", "dpmpp_sde", "lms"})
            QTest::newRow(sampler) << sampler << NoiseMode::PerImage << 0.0;
        QTest::newRow("euler_a, variation") << "euler_a" << NoiseMode::PerImage << 0.3;
        for (const char *sampler : {"euler_a", "dpmpp_sde"}) {
            QTest::addRow("%s, Philox", sampler) << sampler << NoiseMode::Nv << 0.0;
            QTest::addRow("%s, Philox, variation", sampler) << sampler << NoiseMode::Nv << 0.3;
        }
    }

    void secondOfThreePicturesGoesOn()
    {
        QFETCH(QString, sampler);
        QFETCH(NoiseMode, noise);
        QFETCH(double, variation);
        GenerationRequest request = smallRequest();
        request.sampler = sampler.toStdString();
        request.steps = 4;
        request.seeds = {5, 6, 4294967295};
        request.noise = noise;
        if (variation > 0)
            request.variation = Variation{11, variation};
        goOnFromPoints(request, 3); // also in the first and the last one
    }

    void batchThatSharesItsNoiseGoesOn_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<double>("variation");
        for (const char *sampler : {"euler_a", "dpmpp_sde", "lms"})
            QTest::newRow(sampler) << sampler << 0.0;
        QTest::newRow("euler_a, variation") << "euler_a" << 0.3;
    }

    void batchThatSharesItsNoiseGoesOn()
    {
        QFETCH(QString, sampler);
        QFETCH(double, variation);
        GenerationRequest request = smallRequest();
        if (variation > 0)
            request.variation = Variation{11, variation};
        request.sampler = sampler.toStdString();
        request.steps = 4;
        request.seeds = {5, 6, 7};
        request.noise = NoiseMode::Batch;
        goOnFromPoints(request, 2);
    }

    void inpaintingUnetGoesOn()
    {
        GenerationRequest request = smallRequest();
        request.sampler = "euler_a";
        request.initImage = gradient(3);
        request.mask = gradient(1);
        request.resumePointSeconds = kEachStep;
        Points points;
        const auto networks = tinyNetworks("sd15-inpaint-tiny");
        const auto whole = runPipeline(*networks, request, [&points](const Progress &progress) {
            if (progress.resumePoint)
                points.push_back(progress.resumePoint);
        }, {});
        QCOMPARE(points.size(), std::size_t{4}); // 6 steps at 0.75
        request.resume = points[1];
        const auto rest = runPipeline(*tinyNetworks("sd15-inpaint-tiny"), request, {}, {});
        QVERIFY(sameBits(rest.latents.values, whole.latents.values));
    }

    void runThatWentOnCanBeInterruptedAgain()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        request.sampler = "unipc";
        const auto whole = backend->generate(request, {}, {});
        const Points points = pointsOf(*backend, request);
        GenerationRequest rest = request;
        rest.resume = points[1];
        const Points later = pointsOf(*backend, rest);
        QCOMPARE(later.size(), points.size() - 2);
        for (std::size_t k = 0; k < later.size(); ++k)
            QVERIFY(later[k]->bytes == points[k + 2]->bytes);
        rest.resume = later[1];
        const auto result = backend->generate(rest, {}, {});
        QVERIFY(sameBits(result.value().latents.values, whole.value().latents.values));
    }

    void pointWithoutBytesBeginsItsPicture()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        request.seeds = {5, 6, 7};
        const auto whole = backend->generate(request, {}, {});
        request.resume = std::make_shared<ResumePoint>(ResumePoint{1, 0, {}});
        const auto rest = backend->generate(request, {}, {});
        QVERIFY(rest.ok());
        QCOMPARE(rest.value().images.size(), std::size_t{2});
        QCOMPARE(rest.value().images.front().index, 1);
        QVERIFY(sameBits(rest.value().latents.values, latentsFrom(whole.value(), 1)));
    }

    void progressBeginsAtTheStepOfThePoint()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        request.sampler = "heun";
        const Points points = pointsOf(*backend, request);
        QCOMPARE(points.size(), std::size_t{11});
        request.resume = points[4]; // in the middle of a step
        int first = -1;
        int last = -1;
        const auto result = backend->generate(request, [&](const Progress &progress) {
            if (progress.stage != Stage::Sampling)
                return;
            first = first < 0 ? progress.step : first;
            last = progress.step;
        }, {});
        QVERIFY(result.ok());
        QCOMPARE(first, points[4]->step);
        QCOMPARE(last, 6);
        QCOMPARE(result.value().seconds.denoise.size(), static_cast<std::size_t>(6 - first));
    }

    void pointsComeOnlyWhenTheyAreDue()
    {
        const auto backend = freshBackend();
        int points = 0;
        const auto count = [&points](const Progress &progress) { points += progress.resumePoint ? 1 : 0; };
        GenerationRequest request = smallRequest();
        QVERIFY(backend->generate(request, count, {}).ok());
        request.resumePointSeconds = 86400;
        QVERIFY(backend->generate(request, count, {}).ok());
        QCOMPARE(points, 0);
    }

    void howARunIsWatchedMayChange()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        const auto whole = backend->generate(request, {}, {});
        request.keepLatents = false;
        request.preview = PreviewMethod::LatentRgb;
        const Points points = pointsOf(*backend, request);
        request = smallRequest();
        request.resume = points[2];
        const auto rest = backend->generate(request, {}, {});
        QVERIFY2(rest.ok(), rest.ok() ? "" : rest.error().message.c_str());
        QVERIFY(sameBits(rest.value().latents.values, whole.value().latents.values));
    }

    void pointOfAnotherRequestIsRefused_data()
    {
        QTest::addColumn<int>("change");
        const char *names[] = {"prompt", "negative prompt", "seed", "steps", "sampler", "schedule", "guidance", "size",
                               "more pictures", "image", "batch noise", "Philox", "variation"};
        for (int i = 0; i < 13; ++i)
            QTest::newRow(names[i]) << i;
    }

    void pointOfAnotherRequestIsRefused()
    {
        QFETCH(int, change);
        const auto backend = freshBackend();
        const Points points = pointsOf(*backend, smallRequest());
        GenerationRequest other = smallRequest();
        switch (change) {
        case 0: other.prompt += "!"; break;
        case 1: other.negativePrompt.reset(); break;
        case 2: other.seeds = {8}; break;
        case 3: other.steps = 7; break;
        case 4: other.sampler = "dpmpp_2m"; break;
        case 5: other.schedule = "karras"; break;
        case 6: other.guidance = 7.6; break;
        case 7: other.width = 72; break;
        case 8: other.seeds = {7, 8}; break;
        case 9: other.initImage = gradient(3); break;
        case 10: other.noise = NoiseMode::Batch; break;
        case 11: other.noise = NoiseMode::Nv; break;
        case 12: other.variation = Variation{1, 0.5}; break;
        }
        const Error error = refusal(*backend, other, *points[2]);
        QCOMPARE(error.code, ErrorCode::OtherRun);
        QVERIFY2(error.message.find("another request") != std::string::npos, error.message.c_str());
    }

    void otherPixelsAreAnotherRequest()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        request.initImage = gradient(3);
        const Points points = pointsOf(*backend, request);
        auto changed = gradient(3);
        changed->pixels[5000] ^= 1;
        request.initImage = changed;
        QCOMPARE(refusal(*backend, request, *points[1]).code, ErrorCode::OtherRun);
    }

    void pointOfAnotherModelIsRefused()
    {
        const Points points = pointsOf(*freshBackend(), smallRequest());
        auto networks = tinyNetworks("sd21-tiny");
        GenerationRequest request = smallRequest();
        request.resume = points[2];
        try {
            runPipeline(*networks, request, {}, {});
            QFAIL("not refused");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::OtherRun);
            QVERIFY(failure.error().message.find("sd21-tiny") != std::string::npos);
        }
    }

    void modelWithOtherWeightsUnderTheSameNameIsRefused()
    {
        const Points points = pointsOf(*freshBackend(), smallRequest());
        auto networks = tinyNetworks("sd15-tiny");
        GenerationRequest request = smallRequest();
        request.resume = points[2];
        runPipeline(*networks, request, {}, {}); // its own
        networks->description.vaeSource = tinyDescription("sdxl-tiny").vaeSource;
        try {
            runPipeline(*networks, request, {}, {});
            QFAIL("not refused");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::OtherRun);
        }
    }

    void memoryModeMayChange()
    {
        GenerationRequest request = smallRequest();
        const auto fast = freshBackend("sd15-tiny", MemoryMode::Fast);
        const auto whole = fast->generate(request, {}, {});
        const Points points = pointsOf(*fast, request);
        request.resume = points[2];
        const auto rest = freshBackend("sd15-tiny", MemoryMode::Balanced)->generate(request, {}, {});
        QVERIFY2(rest.ok(), rest.ok() ? "" : rest.error().message.c_str());
        QVERIFY(sameBits(rest.value().latents.values, whole.value().latents.values));

        // Low memory rounds otherwise: within the reference's tolerance for latents.
        const auto low = freshBackend("sd15-tiny", MemoryMode::Low)->generate(request, {}, {});
        QVERIFY2(low.ok(), low.ok() ? "" : low.error().message.c_str());
        const auto &found = low.value().latents.values, &wanted = whole.value().latents.values;
        QCOMPARE(found.size(), wanted.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            QVERIFY(std::abs(found[i] - wanted[i]) <= 2e-3f);
    }

    void pointOfAnotherPictureIsRefused()
    {
        const auto backend = freshBackend();
        GenerationRequest request = smallRequest();
        request.seeds = {5, 6};
        const Points points = pointsOf(*backend, request);
        ResumePoint moved = *points[2];
        moved.image = 1;
        QCOMPARE(refusal(*backend, request, moved).code, ErrorCode::Damaged);
        for (const int image : {-1, 2, std::numeric_limits<int>::max()}) {
            QCOMPARE(refusal(*backend, request, {image, 0, {}}).code, ErrorCode::WrongUse);
            moved.image = image;
            QCOMPARE(refusal(*backend, request, moved).code, ErrorCode::WrongUse);
        }
        request.noise = NoiseMode::Batch; // all pictures begin together
        QCOMPARE(refusal(*backend, request, {1, 0, {}}).code, ErrorCode::WrongUse);
    }

    void damagedBytesAreRefused()
    {
        const auto backend = freshBackend();
        const GenerationRequest request = smallRequest();
        const ResumePoint sound = *pointsOf(*backend, request)[2];
        const auto refused = [&](std::vector<std::uint8_t> bytes) {
            return refusal(*backend, request, {sound.image, sound.step, std::move(bytes)}).code == ErrorCode::Damaged;
        };
        QVERIFY(refused({}));
        QVERIFY(refused(std::vector<std::uint8_t>(4096, 0)));
        QVERIFY(refused(std::vector<std::uint8_t>(4096, 0xff)));
        const std::size_t size = sound.bytes.size();
        for (std::size_t length = 1; length < size; length += 97)
            QVERIFY2(refused({sound.bytes.begin(), sound.bytes.begin() + static_cast<std::ptrdiff_t>(length)}),
                     qPrintable(QString::number(length)));
        auto longer = sound.bytes;
        longer.push_back(0);
        QVERIFY(refused(longer));
        for (std::size_t at = 0; at < size; at += 61) {
            auto changed = sound.bytes;
            changed[at] ^= 0x04;
            QVERIFY2(refused(changed), qPrintable(QString::number(at)));
        }
    }
};

CALOTYPE_GUILESS_TEST(ResumeTest)
#include "ResumeTest.moc"
