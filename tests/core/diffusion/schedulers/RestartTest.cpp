#include "core/diffusion/schedulers/RestartScheduler.h"

#include "core/base/Error.h"
#include "tests/core/diffusion/schedulers/SchedulerGolden.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QTest>

#include <cmath>

using namespace calotype;
using namespace calotype::tests;
using diffusion::RestartScheduler;
using diffusion::SchedulerConfig;

namespace {

/// The configuration that the golden runs were made with.
SchedulerConfig stableDiffusion()
{
    SchedulerConfig config;
    config.betaStart = 0.00085;
    config.betaEnd = 0.012;
    config.betaSchedule = "scaled_linear";
    return config;
}

const Golden &traces()
{
    static const Golden golden("kdiffusion/traces.safetensors");
    return golden;
}

struct RestartRun {
    std::string key;
    int steps = 0;
    int evaluations = 0;
    int draws = 0;
    double tolerance = 0;
};

const std::vector<RestartRun> &restartRuns()
{
    static const std::vector<RestartRun> runs = [] {
        std::vector<RestartRun> found;
        const nlohmann::json index = loadJson("kdiffusion/index.json");
        for (const auto &run : index.at("runs")) {
            if (run.at("sampler") == "restart")
                found.push_back({run.at("key"), run.at("steps"), run.at("model_calls"), run.at("noise_draws"),
                                 5e-5 + 10 * run.at("f32_vs_f64_maxabs").get<double>()});
        }
        return found;
    }();
    return runs;
}

bool isClose(double actual, double expected, double relative)
{
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

/// How often the noise level rises from evaluation @p begin on.
int interruptions(const RestartScheduler &scheduler, int begin)
{
    int count = 0;
    for (std::size_t i = static_cast<std::size_t>(begin) + 1; i < scheduler.sigmas().size(); ++i)
        count += scheduler.sigmas()[i] > scheduler.sigmas()[i - 1] ? 1 : 0;
    return count;
}

/// The golden model's answer in another parameterisation.
/// @param input  variance-preserving x_t, whose noise part is sin(angle) with tan(angle) = @p sigma
torch::Tensor goldenModelAs(const std::string &prediction, const torch::Tensor &input, double timestep, double sigma)
{
    const torch::Tensor epsilon = goldenModel(input, timestep);
    const double alpha = 1 / std::sqrt(sigma * sigma + 1);
    const torch::Tensor clean = (input - sigma * alpha * epsilon) / alpha;
    if (prediction == "sample")
        return clean;
    return prediction == "v_prediction" ? alpha * epsilon - sigma * alpha * clean : epsilon;
}

torch::Tensor finalOf(const std::string &prediction, int steps)
{
    SchedulerConfig config = stableDiffusion();
    config.predictionType = prediction;
    RestartScheduler scheduler(config);
    scheduler.setTimesteps(steps);
    GoldenNoise noise;
    torch::Tensor x = goldenFile("common.safetensors")["unit_noise"] * scheduler.initNoiseSigma();
    for (int i = 0; i < static_cast<int>(scheduler.timesteps().size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const torch::Tensor input = scheduler.scaleModelInput(x, i);
        const torch::Tensor output
            = goldenModelAs(prediction, input, scheduler.timesteps()[at], scheduler.sigmas()[at]);
        x = scheduler.step(output, i, x, noise);
    }
    return x;
}

} // namespace

/// The restart sampler against AUTOMATIC1111's (tests/data/kdiffusion), and what is the program's own: img2img starts.
class RestartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evaluationsEqualTheReference_data();
    void evaluationsEqualTheReference();
    void everyStepEqualsTheReference_data();
    void everyStepEqualsTheReference();
    void sameCleanPictureGivesTheSameResultInEveryPrediction_data();
    void sameCleanPictureGivesTheSameResultInEveryPrediction();
    void imageToImagePlansTheRemainingStepsAnew_data();
    void imageToImagePlansTheRemainingStepsAnew();
    void imageToImageNoisesToTheLevelItBeginsAt();
    void shortRestOfARunIsHeunAlongTheGivenLevels();
    void otherShapesOfSigmasAreRefused();
    void beginningWithinAStepIsRefused();

private:
    static void addRows()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < restartRuns().size(); ++i)
            QTest::newRow(restartRuns()[i].key.c_str()) << static_cast<int>(i);
    }
    static const RestartRun &currentRun()
    {
        QFETCH(int, row);
        return restartRuns().at(static_cast<std::size_t>(row));
    }
};

void RestartTest::evaluationsEqualTheReference_data()
{
    addRows();
}

void RestartTest::evaluationsEqualTheReference()
{
    const RestartRun &run = currentRun();
    RestartScheduler scheduler(stableDiffusion());
    scheduler.setTimesteps(run.steps);

    QCOMPARE(static_cast<int>(scheduler.timesteps().size()), run.evaluations);
    QCOMPARE(scheduler.timesteps().size(), static_cast<std::size_t>(2 * run.steps - 1));
    QCOMPARE(scheduler.sigmas().size(), scheduler.timesteps().size() + 1);
    QCOMPARE(scheduler.sigmas().back(), 0.0);
    const auto calls = diffusion::toDoubles(traces()[run.key + "/calls"]);
    QCOMPARE(calls.size(), 2 * scheduler.timesteps().size());
    for (std::size_t i = 0; i < scheduler.timesteps().size(); ++i) {
        QVERIFY2(isClose(scheduler.sigmas()[i], calls[2 * i], 1e-5),
                 qPrintable(QStringLiteral("sigma %1 is %2, not %3").arg(i).arg(scheduler.sigmas()[i]).arg(calls[2 * i])));
        QVERIFY2(std::abs(scheduler.timesteps()[i] - calls[2 * i + 1]) <= 1e-2,
                 qPrintable(QStringLiteral("timestep %1 is %2, not %3")
                                .arg(i).arg(scheduler.timesteps()[i]).arg(calls[2 * i + 1])));
    }
}

void RestartTest::everyStepEqualsTheReference_data()
{
    addRows();
}

void RestartTest::everyStepEqualsTheReference()
{
    const RestartRun &run = currentRun();
    RestartScheduler scheduler(stableDiffusion());
    scheduler.setTimesteps(run.steps);
    GoldenNoise noise;
    if (traces().has(run.key + "/noise"))
        noise = GoldenNoise(traces()[run.key + "/noise"]);

    const torch::Tensor start = goldenFile("common.safetensors")["unit_noise"] * scheduler.initNoiseSigma();
    COMPARE_TENSORS(start, traces()[run.key + "/x0"], run.tolerance);
    const torch::Tensor trace = runLoop(scheduler, start, 0, noise);

    // A sampler step is two evaluations: x before the k-th is what evaluation 2 k - 1 left behind.
    const torch::Tensor before = torch::cat({start.unsqueeze(0), trace.slice(0, 1, trace.size(0), 2)});
    COMPARE_TENSORS(before, traces()[run.key + "/x_before"], run.tolerance);
    COMPARE_TENSORS(trace[-1], traces()[run.key + "/final"], run.tolerance);
    QCOMPARE(noise.draws(), run.draws);
}

void RestartTest::sameCleanPictureGivesTheSameResultInEveryPrediction_data()
{
    QTest::addColumn<QString>("prediction");
    QTest::newRow("v") << "v_prediction";
    QTest::newRow("sample") << "sample";
}

void RestartTest::sameCleanPictureGivesTheSameResultInEveryPrediction()
{
    QFETCH(QString, prediction);
    COMPARE_TENSORS(finalOf(prediction.toStdString(), 24), finalOf("epsilon", 24), 1e-3);
}

void RestartTest::imageToImagePlansTheRemainingStepsAnew_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("leftOut");
    QTest::addColumn<int>("interruptions");
    QTest::newRow("whole run") << 40 << 0 << 2;
    QTest::newRow("36 left") << 40 << 4 << 2;
    QTest::newRow("35 left") << 40 << 5 << 1;
    QTest::newRow("20 left") << 40 << 20 << 1;
    QTest::newRow("19 left") << 40 << 21 << 0;
    QTest::newRow("last step") << 40 << 39 << 0;
    QTest::newRow("many left below the interruption's levels") << 500 << 480 << 0;
}

void RestartTest::imageToImagePlansTheRemainingStepsAnew()
{
    QFETCH(int, steps);
    QFETCH(int, leftOut);
    RestartScheduler scheduler(stableDiffusion());
    scheduler.setTimesteps(steps);
    const int begin = leftOut * scheduler.order();
    scheduler.setBeginIndex(begin);

    QCOMPARE(scheduler.timesteps().size(), static_cast<std::size_t>(2 * steps - 1));
    QCOMPARE(scheduler.sigmas().size(), static_cast<std::size_t>(2 * steps));
    QCOMPARE(scheduler.sigmas().back(), 0.0);
    QTEST(interruptions(scheduler, begin), "interruptions");
    for (int i = begin; i + 1 < 2 * steps; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool rises = scheduler.sigmas()[at + 1] > scheduler.sigmas()[at];
        QVERIFY2(!rises || i % 2 == 1, "an interruption comes within a step");
    }
}

void RestartTest::imageToImageNoisesToTheLevelItBeginsAt()
{
    const torch::Tensor levels = traces()["restart/karras/n40/sigmas"];
    const torch::Tensor clean = goldenFile("common.safetensors")["clean"];
    const torch::Tensor unit = goldenFile("common.safetensors")["noise"];
    for (const int leftOut : {0, 1, 12, 28, 39}) {
        RestartScheduler scheduler(stableDiffusion());
        scheduler.setTimesteps(40);
        scheduler.setBeginIndex(2 * leftOut);
        const double level = levels[leftOut].item<double>();
        QVERIFY(isClose(scheduler.sigmas()[static_cast<std::size_t>(2 * leftOut)], level, 1e-5));
        COMPARE_TENSORS(scheduler.addNoise(clean, unit, 2 * leftOut), clean + unit * level, 1e-3);
    }
}

void RestartTest::shortRestOfARunIsHeunAlongTheGivenLevels()
{
    const torch::Tensor levels = traces()["restart/karras/n36/sigmas"];
    RestartScheduler scheduler(stableDiffusion());
    scheduler.setTimesteps(36);
    scheduler.setBeginIndex(2 * 20);
    for (int step = 20; step < 36; ++step) {
        const auto at = static_cast<std::size_t>(2 * step);
        QVERIFY(isClose(scheduler.sigmas()[at], levels[step].item<double>(), 1e-5));
        QVERIFY(isClose(scheduler.sigmas()[at + 1], levels[step + 1].item<double>(), 1e-5));
    }
}

void RestartTest::otherShapesOfSigmasAreRefused()
{
    SchedulerConfig config = stableDiffusion();
    config.useKarrasSigmas = true;
    RestartScheduler accepted(config);
    config.useKarrasSigmas = false;
    config.useExponentialSigmas = true;
    try {
        RestartScheduler refused(config);
    } catch (const Failure &failure) {
        QCOMPARE(failure.error().code, ErrorCode::WrongUse);
        QVERIFY(failure.error().message.find("Karras") != std::string::npos);
        return;
    }
    QFAIL("it was accepted");
}

void RestartTest::beginningWithinAStepIsRefused()
{
    RestartScheduler scheduler(stableDiffusion());
    scheduler.setTimesteps(10);
    QVERIFY_THROWS_EXCEPTION(Failure, scheduler.setBeginIndex(3));
    QVERIFY_THROWS_EXCEPTION(Failure, scheduler.setBeginIndex(20));
}

CALOTYPE_GUILESS_TEST(RestartTest)
#include "RestartTest.moc"
