#include "tests/core/diffusion/schedulers/SchedulerGolden.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/engine/SamplerTable.h"
#include "tests/core/diffusion/schedulers/GoldenChoice.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// The evaluation that the reference means by a timestep: the second of equal ones, if there are several.
int indexOf(const diffusion::Scheduler &scheduler, double timestep)
{
    std::vector<int> found;
    for (std::size_t i = 0; i < scheduler.timesteps().size(); ++i) {
        if (std::abs(scheduler.timesteps()[i] - timestep) <= 1e-3)
            found.push_back(static_cast<int>(i));
    }
    return found.empty() ? -1 : found.size() > 1 ? found[1] : found[0];
}

/// The largest difference relative to the expected value's size.
double maxRelDiff(const std::vector<double> &actual, const std::vector<double> &expected)
{
    double worst = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double scale = std::max(std::abs(expected[i]), 1e-12);
        worst = std::max(worst, std::abs(actual[i] - expected[i]) / scale);
    }
    return worst;
}

const Golden &common()
{
    return goldenFile("common.safetensors");
}

/// Order, timesteps and noise levels of @p scheduler, laid out, against the run's.
void compareLayout(const diffusion::Scheduler &scheduler, const GoldenRun &run)
{
    QCOMPARE(scheduler.order(), run.expected.at("order").get<int>());
    QCOMPARE(scheduler.timesteps().size(), run.expected.at("num_timesteps").get<std::size_t>());
    const double initSigma = run.expected.at("init_noise_sigma");
    QVERIFY2(std::abs(scheduler.initNoiseSigma() - initSigma) <= 1e-5 * initSigma,
             qPrintable(QString::number(scheduler.initNoiseSigma(), 'g', 12)));

    const Golden &golden = goldenFile(run.file);
    const auto timesteps = diffusion::toDoubles(golden[run.key + "/timesteps"]);
    QCOMPARE(scheduler.timesteps().size(), timesteps.size());
    for (std::size_t i = 0; i < timesteps.size(); ++i)
        QVERIFY2(std::abs(scheduler.timesteps()[i] - timesteps[i]) <= timestepTolerance(run),
                 qPrintable(QStringLiteral("timestep %1 is %2, not %3").arg(i)
                                .arg(scheduler.timesteps()[i], 0, 'g', 12).arg(timesteps[i], 0, 'g', 12)));

    const std::string sigmaKey = run.key + "/sigmas";
    QCOMPARE(scheduler.sigmas().empty(), !golden.has(sigmaKey));
    if (golden.has(sigmaKey)) {
        const auto sigmas = diffusion::toDoubles(golden[sigmaKey]);
        QCOMPARE(scheduler.sigmas().size(), sigmas.size());
        const double worst = maxRelDiff(scheduler.sigmas(), sigmas);
        QVERIFY2(worst <= 1e-5, qPrintable(QStringLiteral("sigmas are off by %1 of their size").arg(worst)));
    }
}

/// The whole loop of @p scheduler, laid out, against the run's.
void compareTrace(diffusion::Scheduler &scheduler, const GoldenRun &run)
{
    const Golden &golden = goldenFile(run.file);
    GoldenNoise noise;
    for (const char *key : {"/noise", "/noise_all"}) {
        if (golden.has(run.key + key))
            noise = GoldenNoise(golden[run.key + key]);
    }
    torch::Tensor inputs;
    const torch::Tensor start = common()["unit_noise"] * scheduler.initNoiseSigma();
    const torch::Tensor trace = runLoop(scheduler, start, 0, noise, &inputs);

    if (golden.has(run.key + "/trace")) {
        const torch::Tensor expected = golden[run.key + "/trace"];
        COMPARE_TENSORS(trace, expected, latentTolerance(run, expected));
    } else {
        const torch::Tensor expected = golden[run.key + "/final"];
        COMPARE_TENSORS(trace[-1], expected, latentTolerance(run, expected));
    }
    if (golden.has(run.key + "/scaled_input")) {
        const torch::Tensor expected = golden[run.key + "/scaled_input"];
        COMPARE_TENSORS(inputs, expected, latentTolerance(run, expected));
    }
    QCOMPARE(noise.draws(), run.expected.value("num_noise_draws", 0));
}

} // namespace

/// Every scheduler against the traces of the reference: by its class name, with the model's own configuration, and by
/// the ids that users give, over a model of another class.
class SchedulerGoldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layoutEqualsTheReference_data();
    void layoutEqualsTheReference();
    void traceEqualsTheReference_data();
    void traceEqualsTheReference();
    void idsThatUsersGiveEqualTheReference_data();
    void idsThatUsersGiveEqualTheReference();
    void everyIdAndScheduleMeetsTheReference();
    void presetBetaClipsOnlyWhereTheModelMeansIt_data();
    void presetBetaClipsOnlyWhereTheModelMeansIt();
    void addNoiseEqualsTheReference_data();
    void addNoiseEqualsTheReference();
    void imageToImageStartsWhereTheReferenceDoes_data();
    void imageToImageStartsWhereTheReferenceDoes();
    void imageToImageTraceEqualsTheReference_data();
    void imageToImageTraceEqualsTheReference();
    void whatTheReferenceRefusesIsRefused_data();
    void whatTheReferenceRefusesIsRefused();

private:
    /// One row for each run that @p wanted takes.
    template<typename Wanted>
    static void addRows(Wanted wanted)
    {
        QTest::addColumn<QString>("run");
        for (const GoldenRun &run : goldenRuns()) {
            if (wanted(run))
                QTest::newRow(run.name.c_str()) << QString::fromStdString(run.name);
        }
    }
    static const GoldenRun &currentRun()
    {
        QFETCH(QString, run);
        return goldenRun(run.toStdString());
    }
};

void SchedulerGoldenTest::layoutEqualsTheReference_data()
{
    addRows([](const GoldenRun &run) { return !run.expected.contains("error"); });
}

void SchedulerGoldenTest::layoutEqualsTheReference()
{
    const GoldenRun &run = currentRun();
    const auto scheduler = makeScheduler(run);
    scheduler->setTimesteps(run.steps);
    compareLayout(*scheduler, run);
}

void SchedulerGoldenTest::traceEqualsTheReference_data()
{
    addRows([](const GoldenRun &run) { return !run.expected.contains("error"); });
}

void SchedulerGoldenTest::traceEqualsTheReference()
{
    const GoldenRun &run = currentRun();
    const auto scheduler = makeScheduler(run);
    scheduler->setTimesteps(run.steps);
    compareTrace(*scheduler, run);
}

void SchedulerGoldenTest::idsThatUsersGiveEqualTheReference_data()
{
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < goldenChoices().size(); ++i)
        QTest::newRow(goldenChoices()[i].name.c_str()) << static_cast<int>(i);
}

void SchedulerGoldenTest::idsThatUsersGiveEqualTheReference()
{
    QFETCH(int, row);
    const GoldenChoice &choice = goldenChoices().at(static_cast<std::size_t>(row));
    const auto model = diffusion::SchedulerConfig::fromJson(choice.model);
    const auto scheduler = diffusion::makeScheduler(model, choice.options);
    scheduler->setTimesteps(choice.run->steps);
    compareLayout(*scheduler, *choice.run);
    if (!QTest::currentTestFailed())
        compareTrace(*scheduler, *choice.run);
}

void SchedulerGoldenTest::everyIdAndScheduleMeetsTheReference()
{
    std::set<std::string> met;
    for (const GoldenChoice &choice : goldenChoices()) {
        met.insert(choice.options.sampler);
        met.insert(choice.options.schedule);
    }
    // These have references of their own: RestartTest, Dpmpp3mSdeTest, and the published tables.
    const std::set<std::string_view> elsewhere{"restart", "dpmpp_3m_sde", "ays"};
    for (const SamplerInfo &sampler : samplers())
        QVERIFY2(met.contains(std::string(sampler.id)) || elsewhere.contains(sampler.id), sampler.id.data());
    for (const ScheduleInfo &schedule : schedules())
        QVERIFY2(met.contains(std::string(schedule.id)) || elsewhere.contains(schedule.id), schedule.id.data());
}

void SchedulerGoldenTest::presetBetaClipsOnlyWhereTheModelMeansIt_data()
{
    QTest::addColumn<QString>("className");
    QTest::addColumn<bool>("isSilent"); // of clip_sample
    QTest::addColumn<QString>("run");   // v6 is v0 with clipping
    QTest::newRow("made for PNDM, silent") << "PNDMScheduler" << true << "ddim/v0/n10";
    QTest::newRow("made for none, silent") << "" << true << "ddim/v0/n10";
    QTest::newRow("made for DDIM, silent") << "DDIMScheduler" << true << "ddim/v6/n10";
    QTest::newRow("made for DDIM, says no") << "DDIMScheduler" << false << "ddim/v0/n10";
    QTest::newRow("made for PNDM, says yes") << "PNDMScheduler" << false << "ddim/v6/n10";
}

void SchedulerGoldenTest::presetBetaClipsOnlyWhereTheModelMeansIt()
{
    QFETCH(QString, className);
    QFETCH(bool, isSilent);
    const GoldenRun &run = currentRun();
    nlohmann::json model = run.config;
    model["_class_name"] = className.toStdString();
    if (isSilent)
        model.erase("clip_sample");

    const Result<SamplerChoice> choice = resolveSampler("beta", "");
    QVERIFY(choice.ok());
    diffusion::SchedulerOptions options;
    options.sampler = choice.value().sampler;
    options.schedule = choice.value().schedule;
    const auto scheduler = diffusion::makeScheduler(diffusion::SchedulerConfig::fromJson(model), options);
    scheduler->setTimesteps(run.steps);
    compareTrace(*scheduler, run);
}

void SchedulerGoldenTest::addNoiseEqualsTheReference_data()
{
    addRows([](const GoldenRun &run) { return goldenFile(run.file).has(run.key + "/add_noise/out"); });
}

void SchedulerGoldenTest::addNoiseEqualsTheReference()
{
    const GoldenRun &run = currentRun();
    const Golden &golden = goldenFile(run.file);
    const auto scheduler = makeScheduler(run);
    scheduler->setTimesteps(run.steps);

    const auto timesteps = diffusion::toDoubles(golden[run.key + "/add_noise/timesteps"]);
    const torch::Tensor expected = golden[run.key + "/add_noise/out"];
    QVERIFY(!timesteps.empty());
    for (std::size_t i = 0; i < timesteps.size(); ++i) {
        const int index = indexOf(*scheduler, timesteps[i]);
        QVERIFY2(index >= 0, qPrintable(QStringLiteral("no timestep %1").arg(timesteps[i])));
        const torch::Tensor noised = scheduler->addNoise(common()["clean"], common()["noise"], index);
        const torch::Tensor wanted = expected[static_cast<std::int64_t>(i)].unsqueeze(0);
        COMPARE_TENSORS(noised, wanted, 1e-5 + 2e-6 * wanted.abs().max().item<double>());
    }
}

void SchedulerGoldenTest::imageToImageStartsWhereTheReferenceDoes_data()
{
    addRows([](const GoldenRun &run) {
        if (!run.img2img.is_array())
            return false;
        for (const auto &start : run.img2img) {
            if (start.at("n") == run.steps)
                return true;
        }
        return false;
    });
}

void SchedulerGoldenTest::imageToImageStartsWhereTheReferenceDoes()
{
    const GoldenRun &run = currentRun();
    for (const auto &start : run.img2img) {
        if (start.at("n") != run.steps)
            continue;
        const auto scheduler = makeScheduler(run);
        scheduler->setTimesteps(run.steps);
        const int begin = start.at("t_start").get<int>() * scheduler->order();
        QCOMPARE(begin, start.at("begin_index").get<int>());
        if (start.at("num_timesteps") == 0)
            continue;
        scheduler->setBeginIndex(begin);
        QCOMPARE(static_cast<int>(scheduler->timesteps().size()) - begin, start.at("num_timesteps").get<int>());
        const double first = scheduler->timesteps()[static_cast<std::size_t>(begin)];
        QVERIFY2(std::abs(first - start.at("first_timestep").get<double>()) <= 1e-3,
                 qPrintable(QStringLiteral("begins at timestep %1").arg(first)));
    }
}

void SchedulerGoldenTest::imageToImageTraceEqualsTheReference_data()
{
    addRows([](const GoldenRun &run) { return goldenFile(run.file).has(run.key + "/img2img/0.5/trace"); });
}

void SchedulerGoldenTest::imageToImageTraceEqualsTheReference()
{
    const GoldenRun &run = currentRun();
    const Golden &golden = goldenFile(run.file);
    for (const char *strength : {"0.3", "0.5", "1.0"}) {
        const std::string key = run.key + "/img2img/" + strength;
        if (!golden.has(key + "/start"))
            continue;
        const auto scheduler = makeScheduler(run);
        scheduler->setTimesteps(run.steps);
        const int runSteps = std::min(static_cast<int>(run.steps * std::stod(strength)), run.steps);
        const int begin = (run.steps - runSteps) * scheduler->order();
        scheduler->setBeginIndex(begin);
        const torch::Tensor start = scheduler->addNoise(common()["clean"], common()["noise"], begin);
        const torch::Tensor expectedStart = golden[key + "/start"];
        COMPARE_TENSORS(start, expectedStart, latentTolerance(run, expectedStart));
        if (!golden.has(key + "/trace"))
            continue;
        GoldenNoise noise;
        if (golden.has(key + "/noise"))
            noise = GoldenNoise(golden[key + "/noise"]);
        const torch::Tensor expected = golden[key + "/trace"];
        const torch::Tensor trace = runLoop(*scheduler, expectedStart, begin, noise);
        COMPARE_TENSORS(trace, expected, latentTolerance(run, expected));
    }
}

void SchedulerGoldenTest::whatTheReferenceRefusesIsRefused_data()
{
    addRows([](const GoldenRun &run) { return run.expected.contains("error"); });
}

void SchedulerGoldenTest::whatTheReferenceRefusesIsRefused()
{
    const GoldenRun &run = currentRun();
    try {
        const auto scheduler = makeScheduler(run);
        scheduler->setTimesteps(run.steps);
        GoldenNoise noise;
        runLoop(*scheduler, common()["unit_noise"], 0, noise);
    } catch (const Failure &failure) {
        QVERIFY(failure.error().code == ErrorCode::WrongUse || failure.error().code == ErrorCode::Unsupported);
        QVERIFY(!failure.error().message.empty());
        return;
    }
    QFAIL("it ran");
}

CALOTYPE_GUILESS_TEST(SchedulerGoldenTest)
#include "SchedulerGoldenTest.moc"
