#include "core/models/LoadSteps.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <vector>

using namespace calotype;
using calotype::models::LoadSteps;

namespace {

const std::vector<LoadStep> kEight{LoadStep::Start,           LoadStep::CacheCheck,   LoadStep::FindFiles,
                                   LoadStep::ReadWeights,     LoadStep::WeightsComplete, LoadStep::MoveToDevice,
                                   LoadStep::ApplyOptimisations, LoadStep::Finish};

} // namespace

class LoadStepsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepThatIsLeftOutIsPutIn();
    void stepsNeverGoBack();
    void onlyGrowingBytesRepeatAStep();
};

void LoadStepsTest::aStepThatIsLeftOutIsPutIn()
{
    std::vector<LoadProgress> seen;
    LoadSteps steps([&](const LoadProgress &progress) { seen.push_back(progress); });
    steps.report({LoadStep::ReadWeights, 10, 10});
    steps.report({LoadStep::Finish, 10, 10});
    std::vector<LoadStep> order;
    for (const LoadProgress &one : seen) {
        order.push_back(one.step);
    }
    QVERIFY(order == kEight);
    QCOMPARE(seen[5].bytesDone, std::int64_t(10)); // what is put in carries the bytes of the step before
}

void LoadStepsTest::stepsNeverGoBack()
{
    std::vector<LoadProgress> seen;
    LoadSteps steps([&](const LoadProgress &progress) { seen.push_back(progress); });
    steps.report({LoadStep::Start, 0, 0});
    steps.report({LoadStep::Start, 0, 0});
    steps.report({LoadStep::CacheCheck, 0, 0});
    steps.report({LoadStep::Start, 0, 0});
    QCOMPARE(seen.size(), std::size_t(2));
}

void LoadStepsTest::onlyGrowingBytesRepeatAStep()
{
    std::vector<LoadProgress> seen;
    LoadSteps steps([&](const LoadProgress &progress) { seen.push_back(progress); });
    steps.report({LoadStep::Start, 0, 0});
    steps.report({LoadStep::CacheCheck, 0, 0});
    steps.report({LoadStep::FindFiles, 0, 30});
    for (const std::int64_t bytes : {10, 10, 20, 15, 30}) {
        steps.report({LoadStep::ReadWeights, bytes, 30});
    }
    QCOMPARE(seen.size(), std::size_t(6));
    QCOMPARE(seen[3].bytesDone, std::int64_t(10));
    QCOMPARE(seen[4].bytesDone, std::int64_t(20));
    QCOMPARE(seen[5].bytesDone, std::int64_t(30));
}

CALOTYPE_GUILESS_TEST(LoadStepsTest)
#include "LoadStepsTest.moc"
