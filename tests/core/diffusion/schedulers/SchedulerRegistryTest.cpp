#include "core/base/Error.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/engine/SamplerTable.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace calotype;
using namespace calotype::diffusion;

namespace {

SchedulerConfig sd15()
{
    return SchedulerConfig::fromJson({{"_class_name", "PNDMScheduler"},
                                      {"beta_start", 0.00085},
                                      {"beta_end", 0.012},
                                      {"beta_schedule", "scaled_linear"},
                                      {"clip_sample", false},
                                      {"set_alpha_to_one", false},
                                      {"skip_prk_steps", true},
                                      {"steps_offset", 1},
                                      {"trained_betas", nullptr}});
}

class SeededNoise final : public StepNoise
{
public:
    Tensor next() override { return torch::randn({1, 4, 4, 4}, m_generator, torch::TensorOptions(torch::kFloat32)); }
    Tensor brownian(double, double, double, double) override { return next(); }

private:
    at::Generator m_generator = at::detail::createCPUGenerator(7);
};

SchedulerOptions optionsOf(std::string_view sampler, std::string_view schedule)
{
    SchedulerOptions options;
    options.sampler = sampler;
    options.schedule = schedule;
    return options;
}

/// A run from unit noise on a network that predicts a tenth of its input.
Tensor run(Scheduler &scheduler, int steps)
{
    scheduler.setTimesteps(steps);
    scheduler.setBeginIndex(0);
    SeededNoise noise;
    Tensor x = noise.next() * scheduler.initNoiseSigma();
    for (int i = 0; i < static_cast<int>(scheduler.timesteps().size()); ++i)
        x = scheduler.step(0.1 * scheduler.scaleModelInput(x, i), i, x, noise);
    return x;
}

std::string messageOf(const SchedulerConfig &model, const SchedulerOptions &options)
{
    try {
        makeScheduler(model, options);
    } catch (const Failure &failure) {
        return failure.error().message;
    }
    return {};
}

bool contains(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class SchedulerRegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPairRunsOrIsRefusedWithTheReason_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<QString>("schedule");
        for (const SamplerInfo &sampler : samplers()) {
            for (const ScheduleInfo &schedule : schedules()) {
                const auto name = std::string(sampler.id) + " + " + std::string(schedule.id);
                QTest::newRow(name.c_str()) << QString::fromUtf8(sampler.id.data(), sampler.id.size())
                                            << QString::fromUtf8(schedule.id.data(), schedule.id.size());
            }
        }
    }
    void everyPairRunsOrIsRefusedWithTheReason()
    {
        QFETCH(QString, sampler);
        QFETCH(QString, schedule);
        const SchedulerOptions options = optionsOf(sampler.toStdString(), schedule.toStdString());
        const Result<void> pair = checkPair(options.sampler, options.schedule);
        if (!pair) {
            QCOMPARE(messageOf(sd15(), options), pair.error().message);
            QVERIFY(contains(pair.error().message, ": "));
            return;
        }
        for (const int steps : {1, 2, 10}) {
            const auto scheduler = makeScheduler(sd15(), options);
            const Tensor x = run(*scheduler, steps);
            QVERIFY2(torch::isfinite(x).all().item<bool>(), qPrintable(QString::number(steps)));
            QVERIFY(scheduler->timesteps().size() >= static_cast<std::size_t>(steps));
        }
    }

    void everyScheduleThatIsTakenMakesADifference()
    {
        // The ten-step noise levels of Euler under each schedule are ten different lists.
        std::vector<std::vector<double>> seen;
        for (const ScheduleInfo &schedule : schedules()) {
            if (schedule.id == "default")
                continue;
            const auto scheduler = makeScheduler(sd15(), optionsOf("euler", schedule.id));
            scheduler->setTimesteps(10);
            for (const auto &other : seen)
                QVERIFY2(other != scheduler->sigmas(), schedule.id.data());
            seen.push_back(scheduler->sigmas());
        }
        QCOMPARE(seen.size(), std::size_t{7});
    }

    void everyPresetRuns_data()
    {
        QTest::addColumn<QString>("preset");
        for (const PresetInfo &preset : presets())
            QTest::newRow(preset.id.data()) << QString::fromUtf8(preset.id.data(), preset.id.size());
    }
    void everyPresetRuns()
    {
        QFETCH(QString, preset);
        const PresetInfo &info = *findPreset(preset.toStdString()).value();
        const auto choice = resolveSampler(info.sampler, info.schedule);
        QVERIFY(choice.ok());
        const auto scheduler = makeScheduler(sd15(), optionsOf(choice.value().sampler, choice.value().schedule));
        QVERIFY(torch::isfinite(run(*scheduler, info.optimalStepsMin)).all().item<bool>());
    }

    void nothingLeaksFromOneRunToTheNext()
    {
        const SchedulerConfig model = sd15();
        for (const SamplerInfo &first : samplers()) {
            const SchedulerOptions plain = optionsOf("dpmpp_2m", "default");
            const Tensor alone = run(*makeScheduler(model, plain), 6);
            const std::string_view schedule = checkPair(first.id, "karras").ok() ? "karras" : "default";
            SchedulerOptions before = optionsOf(first.id, schedule);
            before.eta = 1;
            run(*makeScheduler(model, before), 6);
            QVERIFY2(torch::equal(run(*makeScheduler(model, plain), 6), alone), first.id.data());
        }
    }

    void unknownSamplerListsTheNearOnes()
    {
        const std::string message = messageOf(sd15(), optionsOf("dpmpp_2n", "default"));
        QVERIFY(contains(message, "\"dpmpp_2n\""));
        QVERIFY(contains(message, "dpmpp_2m"));
    }

    void unknownScheduleListsTheNearOnes()
    {
        const std::string message = messageOf(sd15(), optionsOf("euler", "karas"));
        QVERIFY(contains(message, "\"karas\""));
        QVERIFY(contains(message, "karras"));
    }

    void theModelsOwnClassIsTheDefault()
    {
        const auto own = makeScheduler(sd15(), {});
        own->setTimesteps(4);
        QCOMPARE(own->timesteps().size(), std::size_t{5}); // PNDM evaluates its first step twice
        QCOMPARE(samplerIdOf(sd15()), std::string("pndm"));
    }

    void classesHaveTheirIds_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("id");
        QTest::newRow("euler karras")
            << R"({"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": true})" << "euler";
        QTest::newRow("multistep") << R"({"_class_name": "DPMSolverMultistepScheduler"})" << "dpmpp_2m";
        QTest::newRow("multistep sde")
            << R"({"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver++"})"
            << "dpmpp_2m_sde";
        QTest::newRow("multistep sde 3")
            << R"({"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver++", "solver_order": 3})"
            << "dpmpp_3m_sde";
        QTest::newRow("EDM") << R"({"_class_name": "EDMEulerScheduler"})" << "euler";
        QTest::newRow("no class") << "{}" << "ddim";
        QTest::newRow("unknown") << R"({"_class_name": "FlowMatchEulerDiscreteScheduler"})" << "";
    }
    void classesHaveTheirIds()
    {
        QFETCH(QString, json);
        QFETCH(QString, id);
        const auto config = SchedulerConfig::fromJson(nlohmann::json::parse(json.toStdString()));
        QCOMPARE(samplerIdOf(config), id.toStdString());
    }

    void unknownModelClassIsNamed()
    {
        SchedulerConfig model = sd15();
        model.className = "FlowMatchEulerDiscreteScheduler";
        QVERIFY(contains(messageOf(model, {}), "FlowMatchEulerDiscreteScheduler"));
        QVERIFY(messageOf(model, optionsOf("euler", "default")).empty());
    }

    void edmModelsRunWithTheirOwnSamplerOnly()
    {
        const auto model = SchedulerConfig::fromJson({{"_class_name", "EDMEulerScheduler"}});
        QVERIFY(messageOf(model, {}).empty());
        QVERIFY(contains(messageOf(model, optionsOf("ddim", "default")), "EDM"));
        QVERIFY(contains(messageOf(model, optionsOf("", "karras")), "EDM"));
    }

    void etaIsHeeded()
    {
        SchedulerOptions options = optionsOf("ddim", "default");
        const Tensor silent = run(*makeScheduler(sd15(), options), 5);
        options.eta = 1;
        QVERIFY(!torch::equal(run(*makeScheduler(sd15(), options), 5), silent));
    }

    void alignYourStepsTakesTheTableOfTheModelsKind()
    {
        for (const bool isXl : {false, true}) {
            SchedulerOptions options = optionsOf("euler", "ays");
            options.isXl = isXl;
            const auto scheduler = makeScheduler(sd15(), options);
            scheduler->setTimesteps(10);
            QVERIFY(std::abs(scheduler->sigmas()[1] - (isXl ? 6.315 : 6.475)) < 1e-5);
            QCOMPARE(scheduler->sigmas().back(), 0.0);
            QVERIFY(std::abs(scheduler->timesteps()[1] - (isXl ? 845 : 850)) < 2.5);
        }
    }

    void configurationFaultsNameTheField_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("field");
        QTest::newRow("word for a number") << R"({"beta_start": "small"})" << "beta_start";
        QTest::newRow("number for a word") << R"({"prediction_type": 3})" << "prediction_type";
        QTest::newRow("unknown word") << R"({"timestep_spacing": "sideways"})" << "timestep_spacing";
        QTest::newRow("fraction") << R"({"steps_offset": 1.5})" << "steps_offset";
        QTest::newRow("number for a switch") << R"({"use_karras_sigmas": 1})" << "use_karras_sigmas";
        QTest::newRow("list of words") << R"({"trained_betas": ["a"]})" << "trained_betas";
    }
    void configurationFaultsNameTheField()
    {
        QFETCH(QString, json);
        QFETCH(QString, field);
        try {
            SchedulerConfig::fromJson(nlohmann::json::parse(json.toStdString()));
            QFAIL("it was taken");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::Damaged);
            QVERIFY(contains(failure.error().message, field.toStdString()));
        }
    }
};

CALOTYPE_GUILESS_TEST(SchedulerRegistryTest)
#include "SchedulerRegistryTest.moc"
