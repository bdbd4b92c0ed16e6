#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "tests/core/diffusion/schedulers/SchedulerGolden.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// Its answers are clean pictures, so that the recorded ones can be put in their place.
diffusion::SchedulerConfig modelOfCleanPictures()
{
    return diffusion::SchedulerConfig::fromJson({{"_class_name", "PNDMScheduler"},
                                                 {"beta_start", 0.00085},
                                                 {"beta_end", 0.012},
                                                 {"beta_schedule", "scaled_linear"},
                                                 {"prediction_type", "sample"},
                                                 {"steps_offset", 1}});
}

double toleranceOf(const std::string &key)
{
    const nlohmann::json index = loadJson("kdiffusion/index.json");
    for (const auto &run : index.at("runs")) {
        if (run.at("key") == key)
            return 5e-5 + 10 * run.at("f32_vs_f64_maxabs").get<double>();
    }
    throw std::out_of_range("no golden run " + key);
}

/// What the reference's x = x0 + sigma * noise is multiplied with to have unit variance.
double alphaAt(double sigma)
{
    return 1 / std::sqrt(sigma * sigma + 1);
}

} // namespace

/// DPM++ 3M SDE, chosen as users choose it, against k-diffusion's (tests/data/kdiffusion), step by step from the
/// reference's own samples.
class Dpmpp3mSdeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStepEqualsTheReference_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::newRow("karras") << "karras";
        QTest::newRow("exponential") << "exponential";
    }
    void everyStepEqualsTheReference()
    {
        QFETCH(QString, schedule);
        const std::string key = "dpmpp_3m_sde/" + schedule.toStdString() + "/n10";
        const Golden golden("kdiffusion/traces.safetensors");
        const torch::Tensor before = golden[key + "/x_before"];
        const torch::Tensor denoised = golden[key + "/denoised"];
        const torch::Tensor levels = golden[key + "/sigmas"];
        const double tolerance = toleranceOf(key);

        diffusion::SchedulerOptions options;
        options.sampler = "dpmpp_3m_sde";
        options.schedule = schedule.toStdString();
        const auto scheduler = diffusion::makeScheduler(modelOfCleanPictures(), options);
        // The reference lays out one level more and leaves the last out; the steps down to that one are the same.
        scheduler->setTimesteps(11);
        for (int i = 0; i < 10; ++i) {
            const double level = levels[i].item<double>();
            QVERIFY(std::abs(scheduler->sigmas().at(static_cast<std::size_t>(i)) - level) <= 1e-5 * level);
        }

        GoldenNoise noise(golden[key + "/noise"]);
        for (int i = 0; i + 1 < 10; ++i) {
            const torch::Tensor sample = before[i] * alphaAt(levels[i].item<double>());
            const torch::Tensor next
                = scheduler->step(denoised[i], i, sample, noise) / alphaAt(levels[i + 1].item<double>());
            // The one step of second order goes by the midpoint rule here and by the exact slope there.
            if (i != 1)
                COMPARE_TENSORS(next, before[i + 1], tolerance);
        }
        QCOMPARE(noise.draws(), 9);
    }
};

CALOTYPE_GUILESS_TEST(Dpmpp3mSdeTest)
#include "Dpmpp3mSdeTest.moc"
