#include "core/models/ModelManager.h"

#include "tests/core/models/ModelManagerBench.h"
#include "tests/support/TestMain.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <QScopeGuard>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <sstream>

#include <sys/resource.h>

using namespace calotype;
using namespace calotype::tests;
using calotype::models::Move;
using calotype::models::Reason;
using calotype::models::State;
using calotype::models::StateManager;

namespace {

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
    void aFailedUnloadDropsTheBackend();
    void unloadTellsWhatWasFreed();
    void whatWasFreedIsLogged();
    void theNumberOfThreadsReachesEveryBackend();
    void generationGivesWayWhereItIsAskedTo_data();
    void generationGivesWayWhereItIsAskedTo();
    void handlersMayGiveOrders();
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

void ModelManagerTest::whatWasFreedIsLogged()
{
    std::ostringstream written;
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(written);
    auto &sinks = spdlog::default_logger()->sinks();
    sinks.push_back(sink);
    const auto takeOut = qScopeGuard([&] { std::erase(sinks, sink); });
    ModelManagerBench bench;
    bench.script->chunkBytes = 3 << 19; // of four: 6 MiB
    bring(bench, Situation::Loaded);
    bench.manager->unload();
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    QVERIFY2(written.str().find("unload: 6.0 MiB freed") != std::string::npos, written.str().c_str());
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

void ModelManagerTest::generationGivesWayWhereItIsAskedTo_data()
{
    QTest::addColumn<bool>("asked");
    QTest::newRow("a window") << true;
    QTest::newRow("a command") << false;
}

void ModelManagerTest::generationGivesWayWhereItIsAskedTo()
{
#ifndef __linux__
    QSKIP("Only Linux tells the priority of a thread this way.");
#else
    QFETCH(bool, asked);
    std::atomic<int> found{-100};
    models::ModelManager manager([&found, make = FakeBackend::factory(std::make_shared<FakeScript>())] {
        found = getpriority(PRIO_PROCESS, 0); // of the thread that the engine is opened on
        return make();
    });
    if (asked)
        manager.lowerPriority();
    manager.load(specOf("A"));
    QTRY_COMPARE(manager.state(), State::Loaded);
    const int mine = getpriority(PRIO_PROCESS, 0);
    QCOMPARE(found.load(), asked ? std::min(mine + 10, 19) : mine);
#endif
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

CALOTYPE_GUILESS_TEST(ModelManagerTest)
#include "ModelManagerTest.moc"
