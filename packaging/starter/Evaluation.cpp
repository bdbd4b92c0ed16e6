#include "packaging/starter/Evaluation.h"

#include "core/base/Error.h"
#include "core/diffusion/TorchBackend.h"
#include "core/engine/SamplerTable.h"
#include "packaging/starter/Colours.h"
#include "packaging/starter/PictureTensor.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace calotype::starter {

namespace {

constexpr std::int64_t kSeed = 7;
constexpr int kSeedsOfConcept = 3; // from kSeed on
constexpr int kColoursRight = 10;  // of the pairs tried, at least
constexpr double kLayoutsKept = 0.75; // of the pairs tried, at least

QImage toQImage(const Image &image)
{
    return QImage(image.pixels.data(), image.width, image.height, image.width * 3, QImage::Format_RGB888).copy();
}

std::shared_ptr<const Image> toImage(const QImage &picture)
{
    auto image = std::make_shared<Image>(picture.width(), picture.height(), 3);
    for (int y = 0; y < picture.height(); ++y)
        std::copy_n(picture.constScanLine(y), picture.width() * 3, image->row(y));
    return image;
}

class Engine
{
public:
    Engine(const std::filesystem::path &model, const Plan &plan)
        : m_plan(plan)
    {
        ModelSpec spec;
        spec.path = model.string();
        if (auto loaded = m_backend.load(spec, [](const LoadProgress &) {}, {}); !loaded)
            throw Failure(loaded.error());
    }

    QImage picture(const GenerationRequest &request)
    {
        auto result = m_backend.generate(request, [](const Progress &) {}, {});
        if (!result)
            throw Failure(result.error());
        return toQImage(result.value().images.at(0).image);
    }

    /// As the model is advised to be used.
    GenerationRequest request(const QString &prompt) const
    {
        GenerationRequest out;
        out.prompt = prompt.toStdString();
        out.steps = m_plan.steps;
        out.guidance = m_plan.guidance;
        out.seeds = {kSeed};
        return out;
    }

private:
    const Plan &m_plan;
    diffusion::TorchBackend m_backend;
};

Tensor features(const QImage &picture)
{
    return toUnit(bytesOf({picture.scaled(32, 32, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)})).flatten();
}

// What is not nearly white counts as the thing itself.
QImage cutOut(const QImage &picture)
{
    QImage out = picture.convertToFormat(QImage::Format_RGBA8888);
    for (int y = 0; y < out.height(); ++y) {
        for (int x = 0; x < out.width(); ++x) {
            const QColor colour = out.pixelColor(x, y);
            if (std::min({colour.red(), colour.green(), colour.blue()}) > 225)
                out.setPixelColor(x, y, Qt::transparent);
        }
    }
    return out;
}

void save(const std::vector<QImage> &pictures, int columns, const std::filesystem::path &path)
{
    if (!contactSheet(pictures, columns).save(QString::fromStdString(path.string())))
        throw Failure(ErrorCode::Io, "“" + path.string() + "” cannot be written.");
}

double judgeConcepts(Engine &engine, const std::filesystem::path &sheets, const std::vector<Concept> &concepts)
{
    std::vector<Tensor> known;
    for (const Concept &one : concepts)
        known.push_back(features(onWhite(one.picture)));
    const Tensor table = torch::stack(known);

    std::vector<QImage> sheet;
    const std::size_t stride = std::max<std::size_t>(1, concepts.size() / 64);
    std::size_t right = 0;
    for (std::size_t i = 0; i < concepts.size(); ++i) {
        for (int n = 0; n < kSeedsOfConcept; ++n) {
            GenerationRequest asked = engine.request(concepts[i].name);
            asked.seeds = {kSeed + n};
            const QImage made = engine.picture(asked);
            const Tensor distances = (table - features(made)).square().mean(1);
            const auto nearest = static_cast<std::size_t>(distances.argmin().item<std::int64_t>());
            right += nearest == i;
            if (nearest != i)
                std::printf("miss: %s is nearest to %s\n", qPrintable(concepts[i].name), qPrintable(concepts[nearest].name));
            if (n == 0 && i % stride == 0 && sheet.size() < 64)
                sheet.push_back(made);
        }
    }
    const std::size_t count = concepts.size() * kSeedsOfConcept;
    std::printf("nearest is the right one for %zu of %zu pictures, %.1f %%\n", right, count,
                100.0 * double(right) / double(count));
    save(sheet, 8, sheets / "prompts.png");
    return double(right) / double(count);
}

int judgeColours(Engine &engine, const std::filesystem::path &sheets)
{
    struct Pair {
        const char *prompt;
        const char *colour;
    };
    constexpr Pair kPairs[] = {
        {"green apple", "green"},   {"blue apple", "blue"},     {"blue automobile", "blue"}, {"yellow automobile", "yellow"},
        {"purple fish", "purple"},  {"red fish", "red"},        {"pink octopus", "pink"},    {"green octopus", "green"},
        {"blue cupcake", "blue"},   {"yellow bird", "yellow"},  {"orange tulip", "orange"},  {"blue tulip", "blue"},
        {"purple elephant", "purple"}, {"red bell pepper", "red"},
    };
    std::vector<QImage> sheet;
    int right = 0;
    for (const Pair &pair : kPairs) {
        const QImage made = engine.picture(engine.request(QString("a ") + pair.prompt));
        const QString found = mainColour(cutOut(made)).value_or("none");
        right += found == pair.colour;
        std::printf("colour: %s came out %s\n", pair.prompt, qPrintable(found));
        sheet.push_back(made);
    }
    std::printf("the colour is the asked one for %d of %zu prompts\n", right, std::size(kPairs));
    save(sheet, 7, sheets / "colours.png");
    return right;
}

// Those of the plan, as far as a preset with this sampler does not ask for others; distilled samplers are made for a few.
int advisedSteps(const SamplerInfo &sampler, int planned)
{
    constexpr int kDistilled = 8;
    if (sampler.id == "lcm" || sampler.id == "tcd")
        return kDistilled;
    for (const PresetInfo &preset : presets()) {
        if (preset.sampler == sampler.id)
            return std::clamp(planned, preset.optimalStepsMin, preset.optimalStepsMax);
    }
    return planned;
}

void compareSettings(Engine &engine, const std::filesystem::path &sheets)
{
    std::vector<QImage> sheet;
    for (const SamplerInfo &sampler : samplers()) {
        for (const char *prompt : {"a red apple", "a tiger face", "a cupcake"}) {
            GenerationRequest asked = engine.request(prompt);
            asked.sampler = std::string(sampler.id);
            asked.steps = advisedSteps(sampler, asked.steps);
            sheet.push_back(engine.picture(asked));
        }
        std::printf("sampler: row %zu is %s\n", sheet.size() / 3, std::string(sampler.name).c_str());
    }
    save(sheet, 3, sheets / "samplers.png");

    sheet.clear();
    for (const double guidance : {1.0, 4.0, 8.0}) {
        for (const char *prompt : {"a red apple", "a tiger face", "a cupcake", "a blue bird", "a sunflower", "a taxi"}) {
            GenerationRequest asked = engine.request(prompt);
            asked.guidance = guidance;
            sheet.push_back(engine.picture(asked));
        }
    }
    save(sheet, 6, sheets / "guidance.png");
}

// How much of what either of two pictures shows on its white ground is shown there by both.
double overlap(const QImage &a, const QImage &b)
{
    const QImage first = cutOut(a), second = cutOut(b);
    int both = 0, either = 0;
    for (int y = 0; y < first.height(); ++y) {
        for (int x = 0; x < first.width(); ++x) {
            const bool inFirst = qAlpha(first.pixel(x, y)) > 0, inSecond = qAlpha(second.pixel(x, y)) > 0;
            both += inFirst && inSecond;
            either += inFirst || inSecond;
        }
    }
    return either ? double(both) / either : 1.0;
}

// Each word over each init image: the layout is kept where the outline is nearer to the init's than to that of the words alone.
double judgeLayout(Engine &engine, const std::filesystem::path &sheets)
{
    constexpr const char *kInits[] = {"a hot dog", "a bread", "a whale", "a wolf face", "an airplane", "a green apple"};
    constexpr const char *kWords[] = {"a red apple", "a cat face", "a cupcake", "a blue automobile", "a panda face", "a strawberry"};
    std::vector<QImage> sheet, alone;
    for (const char *words : kWords)
        alone.push_back(engine.picture(engine.request(words)));
    int kept = 0;
    double sum = 0;
    for (const char *initial : kInits) {
        const QImage init = engine.picture(engine.request(initial));
        sheet.push_back(init);
        for (std::size_t i = 0; i < std::size(kWords); ++i) {
            GenerationRequest asked = engine.request(kWords[i]);
            asked.initImage = toImage(init);
            asked.strength = 0.5;
            const QImage made = engine.picture(asked);
            const double withInit = overlap(made, init);
            kept += withInit > overlap(made, alone[i]);
            sum += withInit;
            sheet.push_back(made);
        }
    }
    const std::size_t count = std::size(kInits) * std::size(kWords);
    std::printf("strength 0.5 keeps the layout of %d of %zu; overlap with the init image %.2f\n", kept, count, sum / double(count));
    save(sheet, int(std::size(kWords)) + 1, sheets / "strength.png");
    return double(kept) / double(count);
}

} // namespace

bool evaluate(const std::filesystem::path &model, const Plan &plan, const std::filesystem::path &sheets,
              const std::vector<Concept> &concepts)
{
    std::filesystem::create_directories(sheets);
    Engine engine(model, plan);
    const int colours = judgeColours(engine, sheets);
    compareSettings(engine, sheets);
    const double layouts = judgeLayout(engine, sheets);
    return judgeConcepts(engine, sheets, concepts) >= plan.leastRight && colours >= kColoursRight && layouts >= kLayoutsKept;
}

} // namespace calotype::starter
