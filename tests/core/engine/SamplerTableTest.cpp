#include "core/engine/SamplerTable.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <set>

using namespace calotype;

namespace {

bool contains(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class SamplerTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTablesAreWhole()
    {
        QCOMPARE(samplers().size(), std::size_t{19});
        QCOMPARE(schedules().size(), std::size_t{8});
        QCOMPARE(presets().size(), std::size_t{13});
        QCOMPARE(namedSamplers().size(), std::size_t{7});
    }

    void everyWordOfATableFindsItsOwnRow()
    {
        for (const SamplerInfo &row : samplers()) {
            QCOMPARE(findSampler(row.id).value(), &row);
            QCOMPARE(findSampler(row.name).value(), &row);
            for (const auto alias : row.aliases)
                QCOMPARE(findSampler(alias).value(), &row);
        }
        for (const ScheduleInfo &row : schedules()) {
            QCOMPARE(findSchedule(row.id).value(), &row);
            QCOMPARE(findSchedule(row.name).value(), &row);
            for (const auto alias : row.aliases)
                QCOMPARE(findSchedule(alias).value(), &row);
        }
        for (const PresetInfo &row : presets()) {
            QCOMPARE(findPreset(row.id).value(), &row);
            QCOMPARE(findPreset(row.name).value(), &row);
            for (const auto alias : row.aliases)
                QCOMPARE(findPreset(alias).value(), &row);
        }
    }

    void caseDoesNotMatter()
    {
        QCOMPARE(findSampler("EULER A").value()->id, std::string_view("euler_a"));
        QCOMPARE(findSchedule("SGM_Uniform").value()->id, std::string_view("trailing"));
        QCOMPARE(findPreset("Align your steps").value()->id, std::string_view("align_your_steps"));
    }

    void everyPresetNamesAPairThatRuns()
    {
        std::set<std::string_view> ids;
        for (const PresetInfo &row : presets()) {
            QVERIFY2(ids.insert(row.id).second, row.id.data());
            QVERIFY(checkPair(row.sampler, row.schedule).ok());
            QVERIFY(0 < row.optimalStepsMin && row.optimalStepsMin <= row.optimalStepsMax);
            QVERIFY(!row.description.empty() && !row.bestFor.empty() && !row.category.empty());
        }
    }

    void theThreeKarrasLikePresetsAreThreeThings()
    {
        QCOMPARE(findPreset("exponential").value()->schedule, std::string_view("exponential"));
        QCOMPARE(findPreset("ays").value()->schedule, std::string_view("ays"));
        QCOMPARE(findPreset("karras").value()->schedule, std::string_view("karras"));
    }

    void whatTheUserSaysIsResolved_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<QString>("resolvedSampler");
        QTest::addColumn<QString>("resolvedSchedule");
        QTest::newRow("nothing") << "" << "" << "" << "default";
        QTest::newRow("an id means itself alone") << "dpmpp_2m" << "" << "dpmpp_2m" << "default";
        QTest::newRow("a named sampler brings its schedule") << "dpmpp_2m_sde_gpu" << "" << "dpmpp_2m_sde" << "karras";
        QTest::newRow("the user's schedule wins") << "dpmpp_2m_sde_gpu" << "beta" << "dpmpp_2m_sde" << "beta";
        QTest::newRow("a named sampler without one") << "dpmpp_sde_gpu" << "" << "dpmpp_sde" << "default";
        QTest::newRow("3M") << "dpmpp_3m_sde_gpu" << "exp" << "dpmpp_3m_sde" << "exponential";
        QTest::newRow("a preset's name") << "DPM++ 2M Karras" << "" << "dpmpp_2m" << "karras";
        QTest::newRow("a preset's alias") << "ays" << "" << "dpmpp_2m" << "ays";
        QTest::newRow("a sampler's alias") << "euler_ancestral" << "normal" << "euler_a" << "linspace";
        QTest::newRow("schedule alone") << "" << "simple" << "" << "linspace";
    }
    void whatTheUserSaysIsResolved()
    {
        QFETCH(QString, sampler);
        QFETCH(QString, schedule);
        QFETCH(QString, resolvedSampler);
        QFETCH(QString, resolvedSchedule);
        const auto choice = resolveSampler(sampler.toStdString(), schedule.toStdString());
        QVERIFY(choice.ok());
        QCOMPARE(QString::fromStdString(choice.value().sampler), resolvedSampler);
        QCOMPARE(QString::fromStdString(choice.value().schedule), resolvedSchedule);
    }

    void everyNamedSamplerResolvesToItsPair()
    {
        for (const NamedSamplerInfo &row : namedSamplers()) {
            const auto choice = resolveSampler(row.id, row.schedule);
            QVERIFY2(choice.ok(), row.id.data());
            QCOMPARE(choice.value().sampler, std::string(row.sampler));
            QCOMPARE(choice.value().schedule, std::string(row.schedule.empty() ? "default" : row.schedule));
        }
    }

    void unknownWordsAreAnErrorThatListsTheNearOnes()
    {
        const auto sampler = resolveSampler("eular", "");
        QCOMPARE(sampler.error().code, ErrorCode::WrongUse);
        QVERIFY(contains(sampler.error().message, "\"eular\""));
        QVERIFY(contains(sampler.error().message, "euler"));
        QVERIFY(contains(resolveSampler("euler", "karass").error().message, "karras"));
        QVERIFY(contains(findPreset("heum").error().message, "heun"));
    }

    void impossiblePairsAreRefusedWithTheReason_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<QString>("schedule");
        for (const char *sampler : {"ddim", "ddpm", "pndm", "lcm", "tcd"}) {
            for (const char *schedule : {"karras", "exponential", "beta", "ays"})
                QTest::addRow("%s + %s", sampler, schedule) << sampler << schedule;
        }
        QTest::newRow("lcm + trailing") << "lcm" << "trailing";
        QTest::newRow("dpmpp_2s + leading") << "dpmpp_2s" << "leading";
        QTest::newRow("restart + beta") << "restart" << "beta";
    }
    void impossiblePairsAreRefusedWithTheReason()
    {
        QFETCH(QString, sampler);
        QFETCH(QString, schedule);
        const auto pair = checkPair(sampler.toStdString(), schedule.toStdString());
        QVERIFY(!pair.ok());
        QCOMPARE(pair.error().code, ErrorCode::WrongUse);
        QVERIFY(contains(pair.error().message, findSampler(sampler.toStdString()).value()->name));
        QVERIFY(contains(pair.error().message, findSchedule(schedule.toStdString()).value()->name));
        QVERIFY(contains(pair.error().message, "Use "));
        QVERIFY(!resolveSampler(sampler.toStdString(), schedule.toStdString()).ok());
    }

    void everySamplerTakesTheModelsOwnSchedule()
    {
        for (const SamplerInfo &row : samplers())
            QVERIFY2(checkPair(row.id, "default").ok(), row.id.data());
    }

    void nearestRanksByEditDistance()
    {
        const std::vector<std::string_view> words{"heun", "euler", "lms", "euler_a", "euler"};
        QCOMPARE(nearest("Eule", words, 2), (std::vector<std::string_view>{"euler", "heun"}));
        QCOMPARE(nearest("lms", words, 1), std::vector<std::string_view>{"lms"});
        QCOMPARE(nearest("x", words, 9).size(), std::size_t{4}); // each word once
    }
};

CALOTYPE_GUILESS_TEST(SamplerTableTest)
#include "SamplerTableTest.moc"
