#include "tests/support/TestMain.h"
#include "ui/GenerationController.h"

#include "core/jobs/JobQueue.h"
#include "tests/ui/WindowBench.h"
#include "ui/ResultsModel.h"

#include <QMessageBox>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;

/// What the window's settings become as jobs, and what comes back of them.
class GenerationControllerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedMovesOnAfterEachRun();
    void resultsOfABatchKeepTheWholeBatch();
    void whatIsRefusedLeavesQueueAndSeedAlone();
    void closingTellsOfWhatIsNotInTheQueueYet();
};

void GenerationControllerTest::seedMovesOnAfterEachRun()
{
    WindowBench bench;
    QTRY_VERIFY(bench.hasModel());
    GenerationValues values = bench.settings().values();
    values.fixedSeed = true;
    values.seedStep = 1;
    values.seed = bounds::kSeedMax - 1;
    values.count = 3;
    values.noise = NoiseMode::Nv;
    bench.settings().setValues(values);
    bench.action("generate")->trigger();
    bench.action("generate")->trigger(); // at once, while the first is on its way
    QCOMPARE(bench.settings().values().seed, qint64{4}); // behind the last comes the first
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{2});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    bench.settings().setSeedStep(-1);
    bench.settings().setVariationSeed(50);
    bench.settings().setVariationStrength(0.25);
    bench.action("generate")->trigger();
    QCOMPARE(bench.settings().values().seed, qint64{3}); // three variations of one seed
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{3});

    using Seeds = std::vector<std::int64_t>;
    const auto requests = bench.script->requests();
    QCOMPARE(requests[0].seeds, Seeds({bounds::kSeedMax - 1, bounds::kSeedMax, 0}));
    QCOMPARE(requests[1].seeds, Seeds({1, 2, 3}));
    QVERIFY(requests[1].noise == NoiseMode::Nv);
    QVERIFY(!requests[1].variation);
    QCOMPARE(requests[2].seeds, Seeds({4, 4, 4}));
    QVERIFY((requests[2].variation == Variation{50, 0.25}));

    // Each result has the variation that it was made with.
    QTRY_COMPARE(bench.window->results().resultCount(), 9);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    bench.action("useSettings")->trigger();
    QCOMPARE(bench.settings().values().seed, qint64{4});
    QCOMPARE(bench.settings().values().count, 1);
    QCOMPARE(bench.settings().values().variationSeed, qint64{52});
    QCOMPARE(bench.settings().values().variationStrength, 0.25);
}

void GenerationControllerTest::resultsOfABatchKeepTheWholeBatch()
{
    WindowBench bench;
    QTRY_VERIFY(bench.hasModel());
    GenerationValues values = bench.settings().values();
    values.fixedSeed = true;
    values.seed = 20;
    values.count = 3;
    values.noise = NoiseMode::Batch;
    bench.settings().setValues(values);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), 3);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QVERIFY(bench.script->requests().front().noise == NoiseMode::Batch);
    bench.settings().setValues({});
    bench.action("useSettings")->trigger();
    QVERIFY(bench.settings().values().noise == NoiseMode::Batch);
    QCOMPARE(bench.settings().values().seed, qint64{20});
    QCOMPARE(bench.settings().values().count, 3);
}

void GenerationControllerTest::whatIsRefusedLeavesQueueAndSeedAlone()
{
    WindowBench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle); // the second waits in a stopped queue
    bench.script->stepGate.open();
    GenerationValues values = bench.settings().values();
    values.fixedSeed = true;
    values.seed = 7;
    values.seedStep = 1;
    bench.settings().setValues(values);
    GenerationController &controller = bench.window->controller();
    QSignalSpy asked(&controller, &GenerationController::asked);
    QSignalSpy failed(&controller, &GenerationController::failed);
    const auto isAsBefore = [&] {
        return bench.window->queue().pause() == jobs::JobQueue::Pause::Stopped && bench.phase() == Phase::Idle
               && bench.settings().values().seed == 7 && bench.script->generateCalls() == 1;
    };

    controller.setCheck([](const jobs::NewJob &) -> Result<QStringList> { return Error{ErrorCode::DiskFull, "The disk is full.", {}}; });
    bench.action("generate")->trigger();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(asked.size(), 0); // nor is the prompt kept
    QVERIFY(isAsBefore());

    controller.setCheck({});
    bench.settings().setPrompt(QStringLiteral("a __nowhere__"));
    bench.action("generate")->trigger(); // known only once the folder was looked into
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY(isAsBefore());

    bench.settings().setPrompt(QStringLiteral("a fern"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2}); // it, and the one that waited
    QCOMPARE(bench.settings().values().seed, qint64{8});
}

void GenerationControllerTest::closingTellsOfWhatIsNotInTheQueueYet()
{
    WindowBench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setPrompt(QStringLiteral("a __nowhere__")); // which is looked for on another thread
    bench.action("generate")->trigger();
    QCOMPARE(bench.phase(), Phase::Preparing);
    QVERIFY(!bench.window->close());
    auto *const question = bench.part<QMessageBox>("closeQuestion");
    QVERIFY(question);
    QVERIFY2(question->text().contains(QStringLiteral("not in the queue yet")), qPrintable(question->text()));
    question->reject();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

CALOTYPE_TEST(GenerationControllerTest)
#include "GenerationControllerTest.moc"
