#include "core/models/ModelManager.h"

#include "tests/core/models/ModelManagerBench.h"
#include "tests/support/TestMain.h"

#include <QEventLoop>
#include <QTest>

#include <string>
#include <thread>
#include <vector>

using namespace calotype;
using namespace calotype::tests;
using calotype::models::State;

class ModelManagerGenerateTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryRunningOutWhileGeneratingKeepsTheModel();
    void lostDeviceTakesTheModelAndAllThatWaitsForIt();
    void requestOfAHandlerLoadsAnewAfterALostDevice();
    void requestsForOneModelRunInOrder();
    void aReplacedRequestEndsCancelled();
    void aRequestOutOfBoundsFailsAtOnce();
    void cancelKeepsThePicturesThatWereDone();
    void theRequestThatWaitedKnowsTheSecondsOfItsLoad();
    void progressComesBeforeTheEndAndInOrder();
    void aBusyListenerGetsTheLatestPreviewOnly();
    void aPlainEventLoopIsEnough();
};

void ModelManagerGenerateTest::memoryRunningOutWhileGeneratingKeepsTheModel()
{
    ModelManagerBench bench;
    bench.script->failNextGenerate(kOutOfMemory, 1);
    bench.manager->generate(specOf("A"), requestOf("large"));
    QTRY_COMPARE(bench.generationFailures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures[0].code, ErrorCode::OutOfMemory);
    QCOMPARE(bench.manager->state(), State::Loaded);
    QVERIFY(bench.failures.empty());
    bench.manager->generate(specOf("A"), requestOf("small"));
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    QCOMPARE(bench.script->loadCalls(), 1);
}

void ModelManagerGenerateTest::lostDeviceTakesTheModelAndAllThatWaitsForIt()
{
    ModelManagerBench bench;
    bench.script->failNextGenerate(kLost, 1);
    bench.manager->generate(specOf("A"), requestOf("one"));
    bench.manager->generate(specOf("A"), requestOf("two"));
    QTRY_COMPARE(bench.generationFailures.size(), std::size_t(2));
    QCOMPARE(bench.generationFailures[0].code, ErrorCode::DeviceLost);
    QCOMPARE(bench.generationFailures[1].code, ErrorCode::DeviceLost);
    QVERIFY(!bench.manager->model());
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QVERIFY(bench.failures.empty());
    QCOMPARE(bench.script->generateCalls(), 1); // the second was not tried there
    QCOMPARE(bench.script->residentBytes(), std::int64_t(0));

    bench.manager->generate(specOf("A"), requestOf("three"));
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    QCOMPARE(bench.script->loadCalls(), 2);
}

void ModelManagerGenerateTest::requestOfAHandlerLoadsAnewAfterALostDevice()
{
    ModelManagerBench bench;
    connect(bench.manager.get(), &models::ModelManager::generationFailed, this,
            [&] { bench.manager->generate(specOf("A"), requestOf("again")); });
    bench.script->failNextGenerate(kLost, 1);
    bench.manager->generate(specOf("A"), requestOf("one"));
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    QCOMPARE(bench.script->loadCalls(), 2);
    QCOMPARE(bench.script->unloadCalls(), 1);
    QCOMPARE(bench.manager->state(), State::Loaded);
}

void ModelManagerGenerateTest::requestsForOneModelRunInOrder()
{
    ModelManagerBench bench;
    for (const char *prompt : {"one", "two", "three"}) {
        bench.manager->generate(specOf("A"), requestOf(prompt));
    }
    QTRY_COMPARE(bench.results.size(), std::size_t(3));
    QVERIFY((bench.started == std::vector<std::string>{"one", "two", "three"}));
    QCOMPARE(bench.script->loadCalls(), 1);
}

void ModelManagerGenerateTest::aReplacedRequestEndsCancelled()
{
    ModelManagerBench bench;
    bring(bench, Situation::Generating);
    bench.manager->generate(specOf("B"), requestOf("replaced"));
    bench.manager->generate(specOf("C"), requestOf("kept"));
    QCOMPARE(bench.generationFailures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures[0].code, ErrorCode::Cancelled);
    bench.openGates();
    QTRY_COMPARE(bench.results.size(), std::size_t(2));
    QVERIFY((bench.started == std::vector<std::string>{"first", "kept"}));
    QVERIFY((bench.script->loadedPaths() == std::vector<std::string>{"A", "C"}));
}

void ModelManagerGenerateTest::aRequestOutOfBoundsFailsAtOnce()
{
    ModelManagerBench bench;
    GenerationRequest request = requestOf("a cat");
    request.width = 65;
    bench.manager->generate(specOf("A"), request);
    QCOMPARE(bench.generationFailures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures[0].code, ErrorCode::WrongUse);
    QCOMPARE(bench.manager->state(), State::Idle);
}

void ModelManagerGenerateTest::cancelKeepsThePicturesThatWereDone()
{
    ModelManagerBench bench;
    bring(bench, Situation::Loaded);
    bench.script->stepGate.close();
    GenerationRequest request = requestOf("three cats", 4);
    request.seeds = {7, 8, 9};
    bench.manager->generate(specOf("A"), request);
    bench.script->stepGate.letThrough(6); // one picture and a half
    QTRY_VERIFY(bench.images.size() == 1 && bench.script->stepGate.waiting() == 1);
    bench.manager->cancel();
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    QVERIFY(bench.results[0].cancelled);
    QCOMPARE(bench.results[0].images.size(), std::size_t(1));
    QCOMPARE(bench.results[0].images[0].seed, std::int64_t(7));
    QVERIFY(bench.generationFailures.empty());
}

void ModelManagerGenerateTest::theRequestThatWaitedKnowsTheSecondsOfItsLoad()
{
    ModelManagerBench bench;
    bench.manager->generate(specOf("A"), requestOf("one"));
    bench.manager->generate(specOf("A"), requestOf("two"));
    QTRY_COMPARE(bench.results.size(), std::size_t(2));
    QCOMPARE(bench.results[0].seconds.load, 0.25);
    QCOMPARE(bench.results[1].seconds.load, 0.0);
}

void ModelManagerGenerateTest::progressComesBeforeTheEndAndInOrder()
{
    ModelManagerBench bench;
    bring(bench, Situation::Loaded);
    GenerationRequest request = requestOf("cats", 30);
    request.seeds = {1, 2, 3, 4};
    bool late = false;
    connect(bench.manager.get(), &models::ModelManager::progress, this, [&] { late = late || !bench.results.empty(); });
    bench.manager->generate(specOf("A"), request);
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    bench.runOut();
    QVERIFY(!late);
    QVERIFY((bench.images == std::vector<int>{0, 1, 2, 3}));
    int position = 0;
    for (const Progress &event : bench.progress) {
        const int here = event.image * 1000 + event.step;
        QVERIFY(here >= position);
        position = here;
    }
    QCOMPARE(bench.progress.back().stage, Stage::Finished);
}

void ModelManagerGenerateTest::aBusyListenerGetsTheLatestPreviewOnly()
{
    ModelManagerBench bench;
    bring(bench, Situation::Loaded);
    GenerationRequest request = requestOf("a cat", 51);
    request.preview = PreviewMethod::LatentRgb;
    // This thread, the listener, does nothing for the whole generation.
    bench.manager->generate(specOf("A"), request);
    while (bench.script->requests().empty()) {
        std::this_thread::yield();
    }
    bench.manager->setThreads(77); // passes when the generation is over
    while (bench.script->threadsSet() != 77) {
        std::this_thread::yield();
    }
    QVERIFY(bench.progress.empty());
    QTRY_COMPARE(bench.results.size(), std::size_t(1));
    int previews = 0;
    for (const Progress &event : bench.progress) {
        previews += event.preview ? 1 : 0;
    }
    QCOMPARE(previews, 1);
    QVERIFY(bench.progress.size() <= 3);
    QVERIFY((bench.images == std::vector<int>{0}));
}

void ModelManagerGenerateTest::aPlainEventLoopIsEnough()
{
    ModelManagerBench bench;
    QEventLoop loop;
    connect(bench.manager.get(), &models::ModelManager::finished, &loop, [&] { loop.exit(0); });
    connect(bench.manager.get(), &models::ModelManager::generationFailed, &loop, [&] { loop.exit(1); });
    bench.manager->generate(specOf("A"), requestOf("a cat"));
    QCOMPARE(loop.exec(), 0);
    bench.script->failNextLoad(kOutOfMemory);
    bench.manager->generate(specOf("B"), requestOf("a cat"));
    QCOMPARE(loop.exec(), 1);
}

CALOTYPE_GUILESS_TEST(ModelManagerGenerateTest)
#include "ModelManagerGenerateTest.moc"
