#include "core/base/Resample.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/TestMain.h"

#include <QImage>
#include <QTest>

#include <map>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;
using nlohmann::json;

namespace {

constexpr double kLatentTolerance = 2e-3; // golden/README, pipelines/
constexpr int kPixelTolerance = 2;
constexpr double kTimestepTolerance = 1e-3;

Image readImage(const std::string &relative)
{
    const QImage decoded
        = QImage(QString::fromStdString(dataPath("pipelines/" + relative).string())).convertToFormat(QImage::Format_RGB888);
    Image image(decoded.width(), decoded.height(), 3);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(decoded.constScanLine(y), image.bytesPerRow(), image.row(y));
    return image;
}

int largestPixelDifference(const Image &a, const Image &b)
{
    if (a.width != b.width || a.height != b.height)
        return 256;
    int largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
    return largest;
}

std::string text(const json &value, std::size_t image)
{
    return value.is_array() ? value[image].get<std::string>() : value.get<std::string>();
}

/// The request for picture @p image of a run that has one generator per picture, or for all of a run that has one.
GenerationRequest requestOf(const json &arguments, std::size_t image)
{
    GenerationRequest request;
    request.prompt = text(arguments["prompt"], image);
    if (arguments.contains("negative_prompt"))
        request.negativePrompt = text(arguments["negative_prompt"], image);
    if (arguments.contains("prompt_2"))
        request.prompt2 = arguments["prompt_2"];
    if (arguments.contains("negative_prompt_2"))
        request.negativePrompt2 = arguments["negative_prompt_2"];
    request.steps = arguments["num_inference_steps"];
    request.guidance = arguments["guidance_scale"];
    request.guidanceRescale = arguments.value("guidance_rescale", 0.0);
    request.eta = arguments.value("eta", 0.0);
    request.clipSkip = arguments.value("clip_skip", 0) + 1;
    const auto pair = [&](const char *name) { return std::pair<int, int>(arguments[name][0], arguments[name][1]); };
    if (arguments.contains("original_size"))
        request.originalSize = pair("original_size");
    if (arguments.contains("target_size"))
        request.targetSize = pair("target_size");
    if (arguments.contains("crops_coords_top_left"))
        request.cropTopLeft = pair("crops_coords_top_left");

    const json &seed = arguments["seed"];
    const std::int64_t first = seed.is_array() ? seed[image] : seed;
    request.seeds = {first};
    const int count = arguments.value("num_images_per_prompt", 1);
    for (int k = 1; k < count; ++k)
        request.seeds.push_back(first + k);
    request.noise = count > 1 ? NoiseMode::Batch : NoiseMode::PerImage;

    if (arguments.contains("image")) {
        request.initImage = std::make_shared<Image>(readImage(arguments["image"]));
        request.width = request.initImage->width;
        request.height = request.initImage->height;
        request.strength = arguments["strength"];
    }
    if (arguments.contains("mask_image"))
        request.mask = std::make_shared<Image>(toGrey(readImage(arguments["mask_image"])));
    if (arguments.contains("width")) {
        request.width = arguments["width"];
        request.height = arguments["height"];
    }
    request.keepLatents = true;
    request.keepStepLatents = true;
    return request;
}

Tensor asTensor(const Latents &latents)
{
    return torch::tensor(latents.values).reshape(latents.shape);
}

} // namespace

/// Every pipeline run of the reference but those with a ControlNet: final latents, pictures, timesteps, and where the
/// reference kept them, the latents of each step.
class PipelineGoldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data()
    {
        QTest::addColumn<int>("run");
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const std::string pipeline = m_runs[i]["pipeline"];
            if (pipeline.find("ControlNet") == std::string::npos)
                QTest::newRow(m_runs[i]["name"].get<std::string>().c_str()) << static_cast<int>(i);
        }
    }

    void equalsTheReference()
    {
        QFETCH(int, run);
        const c10::InferenceMode inference;
        const json &golden = m_runs[static_cast<std::size_t>(run)];
        const std::string name = golden["name"];
        const json &arguments = golden["arguments"];
        Networks &networks = networksOf(golden["model"]);
        json config = golden["scheduler_config"];
        config["_class_name"] = golden["scheduler"];
        networks.scheduler = SchedulerConfig::fromJson(config);

        const std::size_t requests = arguments["seed"].is_array() ? arguments["seed"].size() : 1;
        std::vector<Tensor> latents;
        std::vector<Image> images;
        std::vector<Tensor> steps;
        for (std::size_t k = 0; k < requests; ++k) {
            const auto result = runPipeline(networks, requestOf(arguments, k), [&steps](const Progress &progress) {
                if (progress.latents)
                    steps.push_back(asTensor(*progress.latents));
            }, {});
            latents.push_back(asTensor(result.latents));
            for (const GeneratedImage &picture : result.images)
                images.push_back(picture.image);
            compareTimesteps(result.timesteps, golden["callback_timesteps"]);
        }

        COMPARE_TENSORS(torch::cat(latents, 0), m_latents[name + "/latents"], kLatentTolerance);
        if (m_latents.has(name + "/per_step"))
            COMPARE_TENSORS(torch::stack(steps, 0), m_latents[name + "/per_step"], kLatentTolerance);
        const json names = golden.value("images", json::array());
        for (std::size_t i = 0; i < names.size(); ++i) {
            const int difference = largestPixelDifference(images[i], readImage(names[i]));
            QVERIFY2(difference <= kPixelTolerance, qPrintable(QStringLiteral("pixels differ by %1").arg(difference)));
        }
    }

    void singleFileEqualsItsFolder()
    {
        const c10::InferenceMode inference;
        auto description = formats::describeModel(dataPath("models/sd15-tiny.safetensors"));
        description.tokenizer = formats::describeModel(dataPath("models/sd15-tiny")).tokenizer;
        auto networks = buildNetworks(std::move(description), {"cpu", "float32"}, {}, {});
        const json &golden = runNamed("sd15_pndm");
        const auto result = runPipeline(*networks, requestOf(golden["arguments"], 0), {}, {});
        COMPARE_TENSORS(asTensor(result.latents), m_latents["sd15_pndm/latents"], kLatentTolerance);
    }

private:
    static void compareTimesteps(const std::vector<double> &actual, const json &expected)
    {
        QCOMPARE(actual.size(), expected.size());
        for (std::size_t i = 0; i < actual.size(); ++i)
            QVERIFY(std::abs(actual[i] - expected[i].get<double>()) <= kTimestepTolerance);
    }

    const json &runNamed(const std::string &name) const
    {
        for (const json &run : m_runs) {
            if (run["name"] == name)
                return run;
        }
        qFatal("no run %s", name.c_str());
    }

    Networks &networksOf(const std::string &model)
    {
        auto &networks = m_networks[model];
        if (!networks)
            networks = tinyNetworks(model);
        return *networks;
    }

    const json m_runs = loadJson("pipelines/runs.json")["runs"];
    const Golden m_latents{"pipelines/latents.safetensors"};
    std::map<std::string, std::unique_ptr<Networks>> m_networks;
};

CALOTYPE_GUILESS_TEST(PipelineGoldenTest)
#include "PipelineGoldenTest.moc"
