#include "core/models/ModelManager.h"

#include "core/base/Log.h"
#include "core/shared/Courier.h"
#include "tests/core/models/ModelManagerBench.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

using namespace calotype;
using namespace calotype::tests;
using calotype::Courier;
using calotype::models::ModelManager;
using calotype::models::Move;
using calotype::models::State;
using calotype::models::StateManager;

namespace {

constexpr int kThreads = 4;
constexpr int kOrdersPerThread = 60;
constexpr int kOnTheirWay = 8;

/// Sends seeded orders to the manager from several threads at once. They arrive through the courier, as queued calls.
class Crowd
{
public:
    Crowd(Courier &courier, ModelManagerBench &bench, unsigned seed, int orders)
    {
        for (int thread = 0; thread < kThreads; ++thread) {
            m_threads.emplace_back([this, &courier, &bench, orders, seed, thread](const std::stop_token &stop) {
                std::mt19937 random(seed * kThreads + static_cast<unsigned>(thread));
                for (int i = 0; i < orders && !stop.stop_requested(); ++i) {
                    const unsigned choice = random();
                    courier.send([this, &bench, choice] {
                        order(bench, choice);
                        ++m_received;
                    });
                    // A few orders at a time are on their way, so that they meet the manager in every state.
                    const int sent = ++m_sent;
                    while (sent - m_received > kOnTheirWay && !stop.stop_requested()) {
                        std::this_thread::yield();
                    }
                }
            });
        }
    }

    void join() { m_threads.clear(); }
    /// Orders that have arrived.
    int received() const { return m_received; }

private:
    static void order(ModelManagerBench &bench, unsigned choice)
    {
        ModelManager *manager = bench.manager.get();
        if (!manager) {
            return;
        }
        const ModelSpec spec = specOf(std::string(1, static_cast<char>('A' + choice / 16 % 3)));
        switch (choice % 16) {
        case 0: case 1: case 2: case 3: case 4:
            manager->load(spec);
            return;
        case 5: case 6: case 7: case 8:
            manager->generate(spec, requestOf("a cat", 1 + static_cast<int>(choice / 64 % 5)));
            return;
        case 9: case 10:
            manager->unload();
            return;
        case 11:
            bench.script->failNextLoad({ErrorCode::Damaged, "It is damaged.", {}}, 1);
            return;
        case 12:
            bench.script->failNextGenerate(choice / 64 % 2 == 0 ? kOutOfMemory : kLost, 1);
            return;
        case 13:
            bench.script->loadHeedsStop = choice / 64 % 2 == 0;
            return;
        default:
            manager->cancel();
            return;
        }
    }

    std::atomic<int> m_sent{0};
    std::atomic<int> m_received{0};
    std::vector<std::jthread> m_threads;
};

} // namespace

class ModelManagerStressTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void anyOrdersFromManyThreadsEndIdleWithNothingAlive_data();
    void anyOrdersFromManyThreadsEndIdleWithNothingAlive();
    void isDestroyedCleanlyAtAnyMoment_data();
    void isDestroyedCleanlyAtAnyMoment();
    void theLatestLoadWins();
};

void ModelManagerStressTest::anyOrdersFromManyThreadsEndIdleWithNothingAlive_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void ModelManagerStressTest::anyOrdersFromManyThreadsEndIdleWithNothingAlive()
{
    QFETCH(unsigned, seed);
    ModelManagerBench bench;
    Courier courier;
    Crowd crowd(courier, bench, seed, kOrdersPerThread);
    // Process orders while they arrive, so that they meet every state.
    while (crowd.received() < kThreads * kOrdersPerThread) {
        QCoreApplication::processEvents();
    }
    crowd.join();
    bench.manager->unload();
    // An error that had come before stays until it is cleaned up, which unload() did, too.
    QTRY_COMPARE(bench.manager->state(), State::Idle);
    if (bench.script->alive() > 0) {
        bench.runOut();
    }
    QCOMPARE(bench.manager->state(), State::Idle);
    QCOMPARE(bench.script->residentBytes(), 0);
    QVERIFY(!bench.states.empty());

    // Every request came to an end, and one at a time.
    const std::size_t ended = bench.results.size() + bench.generationFailures.size();
    QVERIFY(ended >= bench.started.size());
    State state = bench.manager->history().front().from;
    for (const Move &move : bench.manager->history()) {
        QCOMPARE(move.from, state);
        QVERIFY(std::ranges::find(StateManager::table(), move) != StateManager::table().end());
        state = move.to;
    }
    bench.manager.reset();
    QCOMPARE(bench.script->alive(), 0);
    QCOMPARE(bench.script->foreignCalls(), 0);
}

void ModelManagerStressTest::isDestroyedCleanlyAtAnyMoment_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("moment");
    unsigned seed = 100;
    for (const int moment : {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987}) {
        for (int again = 0; again < 4; ++again) {
            QTest::addRow("after %d looks, seed %u", moment, seed) << seed << moment;
            ++seed;
        }
    }
}

void ModelManagerStressTest::isDestroyedCleanlyAtAnyMoment()
{
    QFETCH(unsigned, seed);
    QFETCH(int, moment);
    ModelManagerBench bench;
    Courier courier;
    Crowd crowd(courier, bench, seed, kOrdersPerThread);
    for (int look = 0; look < moment; ++look) {
        QCoreApplication::processEvents();
    }
    bench.manager.reset();
    QCOMPARE(bench.script->alive(), 0);
    QCOMPARE(bench.script->residentBytes(), 0);
    QCOMPARE(bench.script->foreignCalls(), 0);
    crowd.join();
    QCoreApplication::processEvents(); // orders that arrive after the end find nobody
}

void ModelManagerStressTest::theLatestLoadWins()
{
    ModelManagerBench bench;
    Courier courier;
    for (int round = 0; round < 20; ++round) {
        Crowd crowd(courier, bench, 500u + static_cast<unsigned>(round), 10);
        while (crowd.received() < kThreads * 10) {
            QCoreApplication::processEvents();
        }
        crowd.join();
        bench.script->loadHeedsStop = true;
        bench.manager->load(specOf("last"));
        // Failures that wait in the script may hit this load; then the next call tries again.
        QTRY_VERIFY(bench.manager->state() == State::Error || bench.script->loadedPath() == "last");
        while (bench.manager->state() != State::Loaded) {
            if (bench.manager->state() == State::Error) {
                bench.manager->load(specOf("last"));
            }
            QCoreApplication::processEvents();
        }
        QCOMPARE(bench.manager->spec()->path, std::string("last"));
        QCOMPARE(bench.script->residentBytes(), 400);
    }
}

CALOTYPE_GUILESS_TEST(ModelManagerStressTest)
#include "ModelManagerStressTest.moc"
