#include "core/diffusion/noise/BrownianTree.h"
#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/noise/SeedSequence.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr double kTolerance = 2e-6;
constexpr std::int64_t kShape[] = {1, 4, 4, 4};

struct Span {
    double from;
    double to;
};

struct Ends {
    double low;
    double high;
};

Ends endsOf(const torch::Tensor &sigmas)
{
    return {sigmas.masked_select(sigmas > 0).min().item<double>(), sigmas.max().item<double>()};
}

// The spans for which diffusers' DPM++ SDE asks, in float32 as it computes them: of two evaluations the first goes half
// way in log sigma, the second all the way. None for the last.
std::vector<Span> spansOfDiffusers(const torch::Tensor &sigmas)
{
    std::vector<Span> spans;
    for (std::int64_t i = 0; i + 1 < sigmas.size(0); ++i) {
        const bool first = i % 2 == 0;
        const torch::Tensor t = sigmas[first ? i : i - 1].log().neg();
        const torch::Tensor next = sigmas[first ? i + 1 : i];
        if (next.item<float>() == 0)
            break;
        const torch::Tensor tNext = next.log().neg();
        const torch::Tensor end = first ? t + (tNext - t) * 0.5 : tNext;
        spans.push_back({t.neg().exp().item<double>(), end.neg().exp().item<double>()});
    }
    return spans;
}

void compareDraws(std::int64_t seed, const Ends &ends, const std::vector<Span> &spans, const torch::Tensor &expected)
{
    QCOMPARE(static_cast<std::int64_t>(spans.size()), expected.size(0));
    ImageNoise noise({seed}, NoiseMode::PerImage, kShape);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const auto draw = noise.brownian(spans[i].from, spans[i].to, ends.low, ends.high);
        COMPARE_TENSORS(draw, expected[static_cast<std::int64_t>(i)], kTolerance);
    }
}

} // namespace

class BrownianTreeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedSequenceEqualsNumpy();
    void equalsTorchsdeInDiffusers_data();
    void equalsTorchsdeInDiffusers();
    void equalsTorchsdeInKDiffusion_data();
    void equalsTorchsdeInKDiffusion();
    void incrementsAddUp();
    void orderOfQuestionsDoesNotMatter();
    void varianceIsTheLength();
    void timesBeyondTheEndsAreMovedToThem();
    void reversedSpanChangesSign();
    void eachPictureHasItsOwnPath();
    void givenSeedServesEveryPicture();
};

void BrownianTreeTest::seedSequenceEqualsNumpy()
{
    // numpy.random.SeedSequence(42).generate_state(4), whose pool has four words.
    const std::vector<std::uint32_t> expected = {3444837047u, 2669555309u, 2046530742u, 3581440988u};
    QCOMPARE(SeedSequence(42, {}, 4).generateState(4), expected);
    QVERIFY(SeedSequence(42, {0, 0}, 4).generateState(4) != expected);
}

void BrownianTreeTest::equalsTorchsdeInDiffusers_data()
{
    QTest::addColumn<QString>("run");
    QTest::addColumn<QString>("tensor");
    for (const int steps : {2, 4, 10, 20})
        QTest::addRow("%d steps", steps) << QStringLiteral("v0/n%1").arg(steps) << QStringLiteral("noise");
    for (const int steps : {30, 50})
        QTest::addRow("%d steps", steps) << QStringLiteral("v0/n%1").arg(steps) << QStringLiteral("noise_all");
}

void BrownianTreeTest::equalsTorchsdeInDiffusers()
{
    QFETCH(QString, run);
    QFETCH(QString, tensor);
    constexpr std::int64_t kSeed = 77; // noise_sampler_seed
    const Golden golden("schedulers/dpmpp_sde.safetensors");
    const auto sigmas = golden[run.toStdString() + "/sigmas"];
    compareDraws(
        kSeed, endsOf(sigmas), spansOfDiffusers(sigmas), golden[run.toStdString() + "/" + tensor.toStdString()]);
}

void BrownianTreeTest::equalsTorchsdeInKDiffusion_data()
{
    QTest::addColumn<int>("index");
    const auto runs = loadJson("kdiffusion/index.json")["runs"];
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i]["brownian"] == true)
            QTest::newRow(runs[i]["key"].get<std::string>().c_str()) << static_cast<int>(i);
    }
}

void BrownianTreeTest::equalsTorchsdeInKDiffusion()
{
    QFETCH(int, index);
    const auto json = loadJson("kdiffusion/index.json");
    const auto &run = json["runs"][static_cast<std::size_t>(index)];
    const auto key = run["key"].get<std::string>();
    const Golden golden("kdiffusion/traces.safetensors");
    std::vector<Span> spans;
    for (const auto &pair : run["noise_sigma_pairs"])
        spans.push_back({pair[0].get<double>(), pair[1].get<double>()});
    compareDraws(
        json["noise_seed"].get<std::int64_t>(), endsOf(golden[key + "/sigmas"]), spans, golden[key + "/noise"]);
}

void BrownianTreeTest::incrementsAddUp()
{
    const BrownianTree tree(5, 0.03, 14.6, {1, 4, 4, 4});
    const auto whole = tree.increment(1.0, 9.0);
    const auto sum = tree.increment(1.0, 2.345678) + tree.increment(2.345678, 9.0);
    COMPARE_TENSORS(sum, whole, 1e-5);
}

void BrownianTreeTest::orderOfQuestionsDoesNotMatter()
{
    const BrownianTree one(6, 0.03, 14.6, {8});
    const BrownianTree other(6, 0.03, 14.6, {8});
    const auto early = one.increment(0.1, 0.7);
    const auto late = one.increment(3.0, 11.0);
    QVERIFY(torch::equal(other.increment(3.0, 11.0), late));
    QVERIFY(torch::equal(other.increment(0.1, 0.7), early));
}

void BrownianTreeTest::varianceIsTheLength()
{
    constexpr std::int64_t kCount = 40000;
    const BrownianTree tree(7, 0.03, 14.6, {kCount});
    const auto first = tree.increment(0.5, 2.5);
    const auto second = tree.increment(2.5, 7.5);
    // Five standard errors of a sample variance are 5 * sqrt(2 / n) = 3.5 %.
    QVERIFY(std::abs(first.var().item<double>() / 2.0 - 1) < 0.036);
    QVERIFY(std::abs(second.var().item<double>() / 5.0 - 1) < 0.036);
    QVERIFY(std::abs((first * second).mean().item<double>()) < 5 * std::sqrt(2.0 * 5.0 / kCount));
}

void BrownianTreeTest::timesBeyondTheEndsAreMovedToThem()
{
    const BrownianTree tree(8, 1.0, 2.0, {3});
    QVERIFY(torch::equal(tree.increment(0.0, 5.0), tree.increment(1.0, 2.0)));
    QVERIFY(torch::equal(tree.increment(3.0, 5.0), torch::zeros({3})));
}

void BrownianTreeTest::reversedSpanChangesSign()
{
    ImageNoise noise({9}, NoiseMode::PerImage, kShape);
    const auto up = noise.brownian(1.0, 4.0, 0.03, 14.6);
    const auto down = noise.brownian(4.0, 1.0, 0.03, 14.6);
    QVERIFY(torch::equal(up, -down));
    QVERIFY(up.abs().max().item<double>() > 0);
}

void BrownianTreeTest::eachPictureHasItsOwnPath()
{
    ImageNoise both({3, 4}, NoiseMode::PerImage, kShape);
    ImageNoise second({4}, NoiseMode::PerImage, kShape);
    const auto draw = both.brownian(9.0, 4.0, 0.03, 14.6);
    QCOMPARE(draw.sizes(), at::IntArrayRef({2, 4, 4, 4}));
    QVERIFY(torch::equal(draw.narrow(0, 1, 1), second.brownian(9.0, 4.0, 0.03, 14.6)));
    QVERIFY(!torch::equal(draw[0], draw[1]));

    ImageNoise batch({3, 4}, NoiseMode::Batch, kShape);
    const BrownianTree tree(3, 0.03, 14.6, {2, 4, 4, 4});
    COMPARE_TENSORS(batch.brownian(9.0, 4.0, 0.03, 14.6), -tree.increment(4.0, 9.0) / std::sqrt(5.0), kTolerance);
}

void BrownianTreeTest::givenSeedServesEveryPicture()
{
    ImageNoise given({1, 2}, NoiseMode::PerImage, kShape, {77, {}});
    ImageNoise own({77}, NoiseMode::PerImage, kShape);
    const auto draw = given.brownian(9.0, 4.0, 0.03, 14.6);
    QVERIFY(torch::equal(draw[0], draw[1]));
    QVERIFY(torch::equal(draw.narrow(0, 0, 1), own.brownian(9.0, 4.0, 0.03, 14.6)));
}

CALOTYPE_GUILESS_TEST(BrownianTreeTest)
#include "BrownianTreeTest.moc"
