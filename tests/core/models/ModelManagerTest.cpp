#include "core/models/ModelManager.h"

#include "tests/core/models/ModelManagerBench.h"

#include <QEventLoop>
#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace calotype;
using namespace calotype::tests;
using calotype::models::Move;
using calotype::models::Reason;
using calotype::models::State;
using calotype::models::StateManager;

namespace {

const Error kOutOfMemory{ErrorCode::OutOfMemory, "The device has no room for the model.", {}};

/// Where a row of the table begins. What runs is held at its gate.
enum class Situation { Idle, Loading, Loaded, Generating, Unloading, Switching, Error, CleaningUp };

const std::pair<Situation, const char *> kSituations[] = {
    {Situation::Idle, "idle"},           {Situation::Loading, "loading A"},
    {Situation::Loaded, "loaded A"},     {Situation::Generating, "generating with A"},
    {Situation::Unloading, "unloading A"}, {Situation::Switching, "unloading A for B"},
    {Situation::Error, "error"},         {Situation::CleaningUp, "cleaning up"},
};

void bring(ModelManagerBench &bench, Situation situation)
{
    FakeScript &script = *bench.script;
    switch (situation) {
    case Situation::Idle:
        return;
    case Situation::Loading:
        script.loadGate.close();
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(script.loadGate.waiting(), 1);
        QCOMPARE(bench.manager->state(), State::Loading);
        return;
    case Situation::Loaded:
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(bench.manager->state(), State::Loaded);
        return;
    case Situation::Generating:
        bring(bench, Situation::Loaded);
        script.stepGate.close();
        bench.manager->generate(specOf("A"), requestOf("first"));
        QTRY_COMPARE(script.stepGate.waiting(), 1);
        QVERIFY(bench.manager->isGenerating());
        return;
    case Situation::Unloading:
    case Situation::Switching:
        bring(bench, Situation::Loaded);
        script.unloadGate.close();
        if (situation == Situation::Unloading) {
            bench.manager->unload();
        } else {
            bench.manager->load(specOf("B"));
        }
        QCOMPARE(bench.manager->state(), State::Unloading);
        QTRY_COMPARE(script.unloadGate.waiting(), 1);
        return;
    case Situation::Error:
    case Situation::CleaningUp:
        script.failNextLoad(kOutOfMemory);
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(bench.manager->state(), State::Error);
        if (situation == Situation::CleaningUp) {
            script.unloadGate.close();
            bench.manager->unload();
            QTRY_COMPARE(script.unloadGate.waiting(), 1);
            QCOMPARE(bench.manager->state(), State::Error);
        }
        return;
    }
}

enum class Event { LoadA, LoadB, Unload, Cancel, GenerateA, GenerateB };

void apply(ModelManagerBench &bench, Event event)
{
    switch (event) {
    case Event::LoadA: bench.manager->load(specOf("A")); return;
    case Event::LoadB: bench.manager->load(specOf("B")); return;
    case Event::Unload: bench.manager->unload(); return;
    case Event::Cancel: bench.manager->cancel(); return;
    case Event::GenerateA: bench.manager->generate(specOf("A"), requestOf("then")); return;
    case Event::GenerateB: bench.manager->generate(specOf("B"), requestOf("then")); return;
    }
}

/// One line of the table: what there is to see when all has come to rest.
QString outcome(const char *state, const char *loads, int made = 0, int stopped = 0, int loadCancelled = 0,
                int duplicate = 0, int unloaded = 0)
{
    return QStringLiteral("%1; loads %2; made %3, stopped %4; load cancelled %5, duplicate %6, unloaded %7")
        .arg(QString::fromUtf8(state), QString::fromUtf8(loads))
        .arg(made).arg(stopped).arg(loadCancelled).arg(duplicate).arg(unloaded);
}

} // namespace

Q_DECLARE_METATYPE(Situation)
Q_DECLARE_METATYPE(Event)

class ModelManagerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEverySituation_data();
    void everyEventInEverySituation();
    void isDestroyedCleanlyInEverySituation_data();
    void isDestroyedCleanlyInEverySituation();

    void theEightStepsComeInOrderWithRealBytes();
    void cancelDuringLoadStopsWithinOneTensor();
    void aLoadThatIgnoresTheStopIsUndone();
    void aLoadThatWasCompleteBeforeTheCancelIsUndone();
    void loadOfTheLoadedModelReturnsAtOnce();
    void aMissingEngineArrivesAsFailedAndIsTriedAgain();
    void aFailedLoadFailsTheRequestsThatWaitedForIt();
    void memoryRunningOutWhileGeneratingKeepsTheModel();
    void aFailedUnloadDropsTheBackend();
    void unloadTellsWhatWasFreed();

    void requestsForOneModelRunInOrder();
    void aReplacedRequestEndsCancelled();
    void aRequestOutOfBoundsFailsAtOnce();
    void cancelKeepsThePicturesThatWereDone();
    void theRequestThatWaitedKnowsTheSecondsOfItsLoad();
    void progressComesBeforeTheEndAndInOrder();
    void aBusyListenerGetsTheLatestPreviewOnly();
    void theNumberOfThreadsReachesEveryBackend();
    void handlersMayGiveOrders();
    void aPlainEventLoopIsEnough();
};

void ModelManagerTest::everyEventInEverySituation_data()
{
    QTest::addColumn<Situation>("situation");
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("expected");
    using S = Situation;
    using E = Event;
    const std::map<S, std::vector<std::pair<E, QString>>> table{
        {S::Idle,
         {{E::LoadA, outcome("loaded A", "A")},
          {E::LoadB, outcome("loaded B", "B")},
          {E::Unload, outcome("idle -", "-")},
          {E::Cancel, outcome("idle -", "-")},
          {E::GenerateA, outcome("loaded A", "A", 1)},
          {E::GenerateB, outcome("loaded B", "B", 1)}}},
        {S::Loading,
         {{E::LoadA, outcome("loaded A", "A", 0, 0, 0, 1)},
          {E::LoadB, outcome("loaded B", "B", 0, 0, 1)},
          {E::Unload, outcome("idle -", "-", 0, 0, 1)},
          {E::Cancel, outcome("idle -", "-", 0, 0, 1)},
          {E::GenerateA, outcome("loaded A", "A", 1)},
          {E::GenerateB, outcome("loaded B", "B", 1, 0, 1)}}},
        {S::Loaded,
         {{E::LoadA, outcome("loaded A", "A")},
          {E::LoadB, outcome("loaded B", "AB", 0, 0, 0, 0, 1)},
          {E::Unload, outcome("idle -", "A", 0, 0, 0, 0, 1)},
          {E::Cancel, outcome("loaded A", "A")},
          {E::GenerateA, outcome("loaded A", "A", 1)},
          {E::GenerateB, outcome("loaded B", "AB", 1, 0, 0, 0, 1)}}},
        {S::Generating,
         {{E::LoadA, outcome("loaded A", "A", 1)},
          {E::LoadB, outcome("loaded B", "AB", 1, 0, 0, 0, 1)},
          {E::Unload, outcome("idle -", "A", 0, 1, 0, 0, 1)},
          {E::Cancel, outcome("loaded A", "A", 0, 1)},
          {E::GenerateA, outcome("loaded A", "A", 2)},
          {E::GenerateB, outcome("loaded B", "AB", 2, 0, 0, 0, 1)}}},
        {S::Unloading,
         {{E::LoadA, outcome("loaded A", "AA", 0, 0, 0, 0, 1)},
          {E::LoadB, outcome("loaded B", "AB", 0, 0, 0, 0, 1)},
          {E::Unload, outcome("idle -", "A", 0, 0, 0, 0, 1)},
          {E::Cancel, outcome("idle -", "A", 0, 0, 0, 0, 1)},
          {E::GenerateA, outcome("loaded A", "AA", 1, 0, 0, 0, 1)},
          {E::GenerateB, outcome("loaded B", "AB", 1, 0, 0, 0, 1)}}},
        {S::Switching,
         {{E::LoadA, outcome("loaded A", "AA", 0, 0, 0, 0, 1)},
          {E::LoadB, outcome("loaded B", "AB", 0, 0, 0, 1, 1)},
          {E::Unload, outcome("idle -", "A", 0, 0, 0, 0, 1)},
          {E::Cancel, outcome("idle -", "A", 0, 0, 0, 0, 1)},
          {E::GenerateA, outcome("loaded A", "AA", 1, 0, 0, 0, 1)},
          {E::GenerateB, outcome("loaded B", "AB", 1, 0, 0, 0, 1)}}},
        {S::Error,
         {{E::LoadA, outcome("loaded A", "A")},
          {E::LoadB, outcome("loaded B", "B")},
          {E::Unload, outcome("idle -", "-", 0, 0, 0, 0, 1)},
          {E::Cancel, outcome("error -", "-")},
          {E::GenerateA, outcome("loaded A", "A", 1)},
          {E::GenerateB, outcome("loaded B", "B", 1)}}},
        {S::CleaningUp,
         {{E::LoadA, outcome("loaded A", "A", 0, 0, 0, 0, 1)},
          {E::LoadB, outcome("loaded B", "B", 0, 0, 0, 0, 1)},
          {E::Unload, outcome("idle -", "-", 0, 0, 0, 0, 1)},
          {E::Cancel, outcome("idle -", "-", 0, 0, 0, 0, 1)},
          {E::GenerateA, outcome("loaded A", "A", 1, 0, 0, 0, 1)},
          {E::GenerateB, outcome("loaded B", "B", 1, 0, 0, 0, 1)}}},
    };
    const std::map<E, const char *> words{{E::LoadA, "load A"},         {E::LoadB, "load B"},
                                          {E::Unload, "unload"},        {E::Cancel, "cancel"},
                                          {E::GenerateA, "generate A"}, {E::GenerateB, "generate B"}};
    for (const auto &[situation, name] : kSituations) {
        for (const auto &[event, expected] : table.at(situation)) {
            QTest::addRow("%s, then %s", name, words.at(event)) << situation << event << expected;
        }
    }
}

void ModelManagerTest::everyEventInEverySituation()
{
    QFETCH(Situation, situation);
    QFETCH(Event, event);
    QFETCH(QString, expected);
    ModelManagerBench bench;
    bring(bench, situation);
    const std::size_t failuresBefore = bench.failures.size();

    apply(bench, event);
    bench.openGates();
    QTRY_COMPARE(bench.summary(), expected);

    // Nothing more happens afterwards, and nothing but valid moves had happened.
    if (bench.script->alive() > 0) {
        bench.runOut();
    }
    QCOMPARE(bench.summary(), expected);
    QCOMPARE(bench.failures.size(), failuresBefore);
    QVERIFY(bench.generationFailures.empty());
    const auto moves = bench.manager->history();
    State state = State::Idle;
    for (const Move &move : moves) {
        QCOMPARE(move.from, state);
        QVERIFY(std::ranges::find(StateManager::table(), move) != StateManager::table().end());
        state = move.to;
    }
    QCOMPARE(bench.manager->state(), state);

    const bool resident = state == State::Loaded;
    QCOMPARE(bench.script->residentBytes(), resident ? 400 : 0);
    QCOMPARE(bench.manager->residentBytes(), resident ? 400 : 0);
    QCOMPARE(bench.manager->model() != nullptr, resident);
    bench.manager.reset();
    QCOMPARE(bench.script->alive(), 0);
    QCOMPARE(bench.script->residentBytes(), 0);
    QCOMPARE(bench.script->foreignCalls(), 0);
}

void ModelManagerTest::isDestroyedCleanlyInEverySituation_data()
{
    QTest::addColumn<Situation>("situation");
    for (const auto &[situation, name] : kSituations) {
        QTest::newRow(name) << situation;
    }
}

void ModelManagerTest::isDestroyedCleanlyInEverySituation()
{
    QFETCH(Situation, situation);
    ModelManagerBench bench;
    bring(bench, situation);
    bench.manager->generate(specOf("C"), requestOf("never")); // something that waits, too
    const std::size_t said = bench.states.size();
    // Loads and steps stay behind closed gates: only the stop ends them. An unload does not heed stop.
    const std::jthread opener([&] { bench.script->unloadGate.open(); });
    bench.manager.reset();
    QCOMPARE(bench.script->alive(), 0);
    QCOMPARE(bench.script->residentBytes(), 0);
    QCOMPARE(bench.script->foreignCalls(), 0);
    QCOMPARE(bench.states.size(), said);
}

void ModelManagerTest::theEightStepsComeInOrderWithRealBytes()
{
    ModelManagerBench bench;
    bench.script->chunks = 3;
    bench.script->loadGate.close();
    bench.manager->load(specOf("A"));
    // One chunk at a time, so that none is passed over.
    for (int chunk = 1; chunk <= 3; ++chunk) {
        QTRY_COMPARE(bench.script->loadGate.waiting(), 1);
        bench.script->loadGate.letThrough();
        QTRY_VERIFY(!bench.loadSteps.empty() && bench.loadSteps.back().bytesDone == chunk * 100);
    }
    QTRY_COMPARE(bench.manager->state(), State::Loaded);
    std::vector<std::pair<int, std::int64_t>> steps;
    for (const LoadProgress &one : bench.loadSteps) {
        steps.emplace_back(static_cast<int>(one.step), one.bytesDone);
    }
    const std::vector<std::pair<int, std::int64_t>> expected{{0, 0},   {1, 0},   {2, 0},   {3, 100}, {3, 200},
                                                             {3, 300}, {4, 300}, {5, 300}, {6, 300}, {7, 300}};
    QVERIFY(steps == expected);
    QCOMPARE(bench.loadSteps.back().bytesTotal, std::int64_t(300));
    QCOMPARE(bench.loaded.size(), std::size_t(1));
    QCOMPARE(bench.loaded[0].info.path, std::string("A"));
}

void ModelManagerTest::cancelDuringLoadStopsWithinOneTensor()
{
    ModelManagerBench bench;
    bench.script->chunks = 1000;
    bench.script->loadGate.close();
    bench.manager->load(specOf("A"));
    bench.script->loadGate.letThrough(7);
    QTRY_VERIFY(bench.script->residentBytes() == 700 && bench.script->loadGate.waiting() == 1);
    bench.manager->cancel();
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QCOMPARE(bench.script->residentBytes(), 0);
    QCOMPARE(bench.loadsCancelled, 1);
    QVERIFY(bench.failures.empty());
    QVERIFY(std::ranges::none_of(bench.loadSteps, [](const LoadProgress &p) { return p.bytesDone > 700; }));
}

void ModelManagerTest::aLoadThatIgnoresTheStopIsUndone()
{
    ModelManagerBench bench;
    bench.script->loadHeedsStop = false;
    bring(bench, Situation::Loading);
    bench.manager->cancel();
    QCOMPARE(bench.manager->state(), State::Loading); // still under way
    bench.openGates();
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QCOMPARE(bench.script->residentBytes(), 0);
    QVERIFY(bench.loaded.empty());
    QCOMPARE(bench.loadsCancelled, 1);
    QVERIFY(bench.loadSteps.empty() || bench.loadSteps.back().step != LoadStep::Finish);
}

void ModelManagerTest::aLoadThatWasCompleteBeforeTheCancelIsUndone()
{
    ModelManagerBench bench;
    bench.manager->load(specOf("A"));
    while (bench.script->loadedPath() != "A") {
        std::this_thread::yield(); // and no event is processed
    }
    bench.manager->cancel();
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QVERIFY(bench.loaded.empty());
    QCOMPARE(bench.loadsCancelled, 1);
    QCOMPARE(bench.script->residentBytes(), 0);
}

void ModelManagerTest::loadOfTheLoadedModelReturnsAtOnce()
{
    ModelManagerBench bench;
    bring(bench, Situation::Loaded);
    bench.forget();
    bench.manager->load(specOf("A"));
    QCOMPARE(bench.loaded.size(), std::size_t(1));
    QVERIFY(bench.states.empty());
    QCOMPARE(bench.script->loadCalls(), 1);

    // The same file on another device is another load.
    ModelSpec elsewhere = specOf("A");
    elsewhere.device = "cuda:1";
    bench.manager->load(elsewhere);
    QTRY_COMPARE(bench.script->loadCalls(), 2);
    QTRY_COMPARE(bench.manager->state(), State::Loaded);
    QCOMPARE(bench.manager->model()->device, std::string("cuda:1"));
}

void ModelManagerTest::aMissingEngineArrivesAsFailedAndIsTriedAgain()
{
    ModelManagerBench bench;
    bench.script->failNextCreate({ErrorCode::EngineMissing, "There is no engine module.", "tried: here"});
    bench.manager->load(specOf("A"));
    QTRY_COMPARE(bench.manager->state(), State::Error);
    QCOMPARE(bench.failures.size(), std::size_t(1));
    QCOMPARE(bench.failures[0].code, ErrorCode::EngineMissing);
    QCOMPARE(bench.failures[0].message, std::string("There is no engine module."));
    QCOMPARE(bench.script->created(), 0);

    bench.manager->unload(); // without a backend there is nothing to free, and yet it is idle afterwards
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    bench.manager->load(specOf("A"));
    QTRY_COMPARE(bench.manager->state(), State::Loaded);
    QCOMPARE(bench.script->created(), 1);
}

void ModelManagerTest::aFailedLoadFailsTheRequestsThatWaitedForIt()
{
    ModelManagerBench bench;
    bench.script->failNextLoad({ErrorCode::Damaged, "A is truncated.", {}}, 2);
    bench.manager->generate(specOf("A"), requestOf("one"));
    bench.manager->generate(specOf("A"), requestOf("two"));
    QTRY_COMPARE(bench.manager->state(), State::Error);
    QCOMPARE(bench.failures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures.size(), std::size_t(2));
    QCOMPARE(bench.generationFailures[1].code, ErrorCode::Damaged);
    QCOMPARE(bench.script->generateCalls(), 0);
    QCOMPARE(bench.script->residentBytes(), 0);
    bench.runOut();
    QCOMPARE(bench.script->loadCalls(), 1); // and is not tried for ever
}

void ModelManagerTest::memoryRunningOutWhileGeneratingKeepsTheModel()
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

void ModelManagerTest::aFailedUnloadDropsTheBackend()
{
    ModelManagerBench bench;
    bring(bench, Situation::Loaded);
    bench.script->unloadThrows = true;
    bench.manager->generate(specOf("B"), requestOf("waits"));
    QTRY_COMPARE(bench.manager->state(), State::Error);
    QCOMPARE(bench.manager->history().back().reason, Reason::UnloadFailed);
    QCOMPARE(bench.failures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures.size(), std::size_t(1));
    QCOMPARE(bench.script->alive(), 0);
    QCOMPARE(bench.script->residentBytes(), 0);
    bench.manager->load(specOf("B"));
    QTRY_COMPARE(bench.manager->state(), State::Loaded);
    QCOMPARE(bench.script->created(), 2);
}

void ModelManagerTest::unloadTellsWhatWasFreed()
{
    ModelManagerBench bench;
    bench.script->chunkBytes = 1000;
    bring(bench, Situation::Loaded);
    QCOMPARE(bench.manager->residentBytes(), 4000);
    bench.manager->unload();
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QVERIFY(bench.freed == std::vector<qint64>{4000});
    QCOMPARE(bench.manager->residentBytes(), 0);
}

void ModelManagerTest::requestsForOneModelRunInOrder()
{
    ModelManagerBench bench;
    for (const char *prompt : {"one", "two", "three"}) {
        bench.manager->generate(specOf("A"), requestOf(prompt));
    }
    QTRY_COMPARE(bench.results.size(), std::size_t(3));
    QVERIFY((bench.started == std::vector<std::string>{"one", "two", "three"}));
    QCOMPARE(bench.script->loadCalls(), 1);
}

void ModelManagerTest::aReplacedRequestEndsCancelled()
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

void ModelManagerTest::aRequestOutOfBoundsFailsAtOnce()
{
    ModelManagerBench bench;
    GenerationRequest request = requestOf("a cat");
    request.width = 65;
    bench.manager->generate(specOf("A"), request);
    QCOMPARE(bench.generationFailures.size(), std::size_t(1));
    QCOMPARE(bench.generationFailures[0].code, ErrorCode::WrongUse);
    QCOMPARE(bench.manager->state(), State::Idle);
}

void ModelManagerTest::cancelKeepsThePicturesThatWereDone()
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

void ModelManagerTest::theRequestThatWaitedKnowsTheSecondsOfItsLoad()
{
    ModelManagerBench bench;
    bench.manager->generate(specOf("A"), requestOf("one"));
    bench.manager->generate(specOf("A"), requestOf("two"));
    QTRY_COMPARE(bench.results.size(), std::size_t(2));
    QCOMPARE(bench.results[0].seconds.load, 0.25);
    QCOMPARE(bench.results[1].seconds.load, 0.0);
}

void ModelManagerTest::progressComesBeforeTheEndAndInOrder()
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

void ModelManagerTest::aBusyListenerGetsTheLatestPreviewOnly()
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

void ModelManagerTest::theNumberOfThreadsReachesEveryBackend()
{
    ModelManagerBench bench;
    bench.manager->setThreads(3); // before there is any backend
    bring(bench, Situation::Loaded);
    QCOMPARE(bench.script->threadsSet(), 3);
    bench.manager->setThreads(5);
    QTRY_COMPARE(bench.script->threadsSet(), 5);
    bench.manager->setThreads(-1);
    QTRY_COMPARE(bench.script->threadsSet(), 0);
}

void ModelManagerTest::handlersMayGiveOrders()
{
    ModelManagerBench bench;
    auto *manager = bench.manager.get();
    bench.script->failNextLoad(kOutOfMemory);
    connect(manager, &models::ModelManager::failed, this, [&] { manager->generate(specOf("B"), requestOf("small")); });
    connect(manager, &models::ModelManager::stateChanged, this, [&](State state) {
        if (state == State::Loaded && manager->spec()->path == "B") {
            manager->load(specOf("C")); // replaces the request for B, in the middle of B's arrival
        }
    });
    connect(manager, &models::ModelManager::loaded, this, [&](const LoadedModel &model) {
        if (model.info.path == "C") {
            manager->unload();
        }
    });
    manager->generate(specOf("A"), requestOf("large"));
    QTRY_VERIFY(manager->state() == State::Idle && bench.freed.size() == 2);
    QVERIFY((bench.script->loadedPaths() == std::vector<std::string>{"B", "C"}));
    QCOMPARE(bench.generationFailures.size(), std::size_t(2)); // for memory, and replaced
    std::set<ErrorCode> codes{bench.generationFailures[0].code, bench.generationFailures[1].code};
    QVERIFY((codes == std::set<ErrorCode>{ErrorCode::OutOfMemory, ErrorCode::Cancelled}));
    QCOMPARE(bench.script->generateCalls(), 0);
}

void ModelManagerTest::aPlainEventLoopIsEnough()
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

QTEST_GUILESS_MAIN(ModelManagerTest)
#include "ModelManagerTest.moc"
