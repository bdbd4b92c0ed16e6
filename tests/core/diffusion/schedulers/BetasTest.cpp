#include "core/base/Error.h"
#include "core/diffusion/schedulers/BetaQuantile.h"
#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/SigmaSchedules.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QTest>

#include <cmath>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

SchedulerConfig latentConfig(const char *schedule)
{
    SchedulerConfig config;
    config.betaStart = 0.00085;
    config.betaEnd = 0.012;
    config.betaSchedule = schedule;
    return config;
}

} // namespace

/// Training schedules against the reference (tests/data/schedulers/common.safetensors), and the tables built on them.
class BetasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void betasEqualTheReference_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<bool>("zeroSnr");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("scaled_linear") << "scaled_linear" << false << "";
        QTest::newRow("zero terminal SNR") << "scaled_linear" << true << "_zero_snr";
        QTest::newRow("linear") << "linear" << false << "_linear";
        QTest::newRow("squaredcos_cap_v2") << "squaredcos_cap_v2" << false << "_cosine";
    }
    void betasEqualTheReference()
    {
        QFETCH(QString, schedule);
        QFETCH(bool, zeroSnr);
        QFETCH(QString, suffix);
        const Golden golden("schedulers/common.safetensors");
        SchedulerConfig config = latentConfig(qPrintable(schedule));
        config.rescaleBetasZeroSnr = zeroSnr;
        const TrainingSchedule training = makeTrainingSchedule(config, ZeroSnr::Exact);
        COMPARE_TENSORS(training.betas, golden["betas" + suffix.toStdString()], 1e-7);
        COMPARE_TENSORS(training.alphasCumprod, golden["alphas_cumprod" + suffix.toStdString()], 1e-7);
        QCOMPARE(training.size(), 1000);
    }

    void scaledLinearBetasAreTheReferencesToTheLastBit()
    {
        const Golden golden("schedulers/common.safetensors");
        const TrainingSchedule training = makeTrainingSchedule(latentConfig("scaled_linear"), ZeroSnr::Exact);
        QVERIFY(torch::equal(training.betas, golden["betas"]));
        QVERIFY(torch::equal(training.alphasCumprod, golden["alphas_cumprod"]));
    }

    void zeroSnrEndsAtZeroOrAtTheFloor()
    {
        SchedulerConfig config = latentConfig("scaled_linear");
        config.rescaleBetasZeroSnr = true;
        QCOMPARE(makeTrainingSchedule(config, ZeroSnr::Exact).alphaBars.back(), 0.0);
        const TrainingSchedule floored = makeTrainingSchedule(config, ZeroSnr::Floored);
        QCOMPARE(floored.alphaBars.back(), std::ldexp(1.0, -24));
        QVERIFY(std::abs(floored.sigmas.back() - 4096) < 0.01);
    }

    void trainedBetasWinOverTheNamedSchedule()
    {
        SchedulerConfig config = latentConfig("linear");
        config.trainedBetas = {0.1, 0.2, 0.5};
        const TrainingSchedule training = makeTrainingSchedule(config, ZeroSnr::Exact);
        QCOMPARE(training.size(), 3);
        QVERIFY(std::abs(training.alphaBars[2] - 0.9 * 0.8 * 0.5) < 1e-6);
    }

    void unknownBetaScheduleIsRefusedByName()
    {
        try {
            makeBetas(latentConfig("sigmoid"));
            QFAIL("it was taken");
        } catch (const Failure &failure) {
            QVERIFY(failure.error().message.find("sigmoid") != std::string::npos);
        }
    }

    void timestepsAndSigmasAreInverse()
    {
        const TrainingSchedule training = makeTrainingSchedule(latentConfig("scaled_linear"), ZeroSnr::Exact);
        for (const double t : {0.0, 1.0, 17.0, 500.0, 998.0, 999.0})
            QVERIFY(std::abs(timestepOf(sigmaAt(t, training.sigmas), training.logSigmas) - t) < 1e-3);
        QCOMPARE(timestepOf(1000, training.logSigmas), 999.0);
        QCOMPARE(timestepOf(0, training.logSigmas), 0.0);
    }

    void alignYourStepsTakesThePublishedTables_data()
    {
        QTest::addColumn<bool>("isXl");
        QTest::newRow("SD 1.5") << false;
        QTest::newRow("SDXL") << true;
    }
    void alignYourStepsTakesThePublishedTables()
    {
        QFETCH(bool, isXl);
        QCOMPARE(shapedSigmas(SigmaShape::Ays, 0.03, 14.6, 10, isXl), aysSigmas(isXl));
        // The published timesteps and sigmas belong together; the tables were rounded to three places.
        const TrainingSchedule training = makeTrainingSchedule(latentConfig("scaled_linear"), ZeroSnr::Exact);
        for (std::size_t i = 0; i < aysSigmas(isXl).size(); ++i)
            QVERIFY2(std::abs(timestepOf(aysSigmas(isXl)[i], training.logSigmas) - aysTimesteps(isXl)[i]) < 2.5,
                     qPrintable(QString::number(i)));
        // Between two points lies their geometric mean, and both ends stay.
        const auto finer = shapedSigmas(SigmaShape::Ays, 0.03, 14.6, 19, isXl);
        QCOMPARE(finer.front(), aysSigmas(isXl).front());
        QCOMPARE(finer.back(), aysSigmas(isXl).back());
        QVERIFY(std::abs(finer[1] - std::sqrt(aysSigmas(isXl)[0] * aysSigmas(isXl)[1])) < 1e-12);
        QCOMPARE(shapedSigmas(SigmaShape::Ays, 0.03, 14.6, 1, isXl), std::vector<double>{14.615});
    }

    void betaQuantileInvertsTheDistribution_data()
    {
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::newRow("0.6, 0.6") << 0.6 << 0.6;
        QTest::newRow("2, 5") << 2.0 << 5.0;
        QTest::newRow("0.3, 4") << 0.3 << 4.0;
    }
    void betaQuantileInvertsTheDistribution()
    {
        QFETCH(double, a);
        QFETCH(double, b);
        QCOMPARE(betaQuantile(0, a, b), 0.0);
        QCOMPARE(betaQuantile(1, a, b), 1.0);
        for (int i = 1; i < 100; ++i) {
            const double p = i / 100.0;
            QVERIFY2(std::abs(betaCdf(betaQuantile(p, a, b), a, b) - p) < 1e-12, qPrintable(QString::number(p)));
        }
    }

    void betaDistributionHasItsKnownValues()
    {
        // Arcsine distribution: I_x(1/2, 1/2) = 2/pi asin(sqrt x). And I_x(1, b) = 1 - (1 - x)^b.
        for (const double x : {0.001, 0.1, 0.5, 0.9, 0.999}) {
            QVERIFY(std::abs(betaCdf(x, 0.5, 0.5) - 2 / M_PI * std::asin(std::sqrt(x))) < 1e-13);
            QVERIFY(std::abs(betaCdf(x, 1, 3) - (1 - std::pow(1 - x, 3))) < 1e-13);
        }
    }

    void stepsBeyondTheTrainingRangeAreRefused_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("none") << 0;
        QTest::newRow("negative") << -3;
        QTest::newRow("too many") << 1001;
    }
    void stepsBeyondTheTrainingRangeAreRefused()
    {
        QFETCH(int, steps);
        QVERIFY_THROWS_EXCEPTION(Failure, spacedTimesteps(Spacing::Linspace, 1000, steps, 0, Rounding::Whole));
        QVERIFY_THROWS_EXCEPTION(Failure, multistepTimesteps(Spacing::Trailing, 1000, 1000, steps, 0));
    }

    void trailingSpacingNeverFallsBelowZero()
    {
        for (int steps = 1; steps <= 250; ++steps) {
            const auto timesteps = spacedTimesteps(Spacing::Trailing, 1000, steps, 0, Rounding::Whole);
            QCOMPARE(static_cast<int>(timesteps.size()), steps);
            QCOMPARE(timesteps.front(), 999.0);
            QVERIFY(timesteps.back() >= 0);
        }
    }
};

CALOTYPE_GUILESS_TEST(BetasTest)
#include "BetasTest.moc"
