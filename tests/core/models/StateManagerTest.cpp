#include "core/models/StateManager.h"
#include "tests/support/TestMain.h"

#include <QMetaEnum>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

using namespace calotype::models;

namespace {

constexpr State kStates[] = {State::Idle, State::Loading, State::Loaded, State::Unloading, State::Error};

/// Written down here once more, so that a slip in the program's table is seen.
const std::vector<Move> kValid{
    {State::Idle, State::Loading, Reason::LoadRequested},
    {State::Loading, State::Loaded, Reason::LoadCompleted},
    {State::Loading, State::Idle, Reason::LoadCancelled},
    {State::Loading, State::Error, Reason::LoadFailed},
    {State::Loaded, State::Unloading, Reason::UnloadRequested},
    {State::Unloading, State::Idle, Reason::UnloadCompleted},
    {State::Unloading, State::Error, Reason::UnloadFailed},
    {State::Error, State::Idle, Reason::ResetFromError},
    {State::Error, State::Loading, Reason::LoadRequested},
};

void bring(StateManager &states, State to)
{
    switch (to) {
    case State::Idle:
        return;
    case State::Loading:
        QVERIFY(states.setState(State::Loading, Reason::LoadRequested));
        return;
    case State::Loaded:
        bring(states, State::Loading);
        QVERIFY(states.setState(State::Loaded, Reason::LoadCompleted));
        return;
    case State::Unloading:
        bring(states, State::Loaded);
        QVERIFY(states.setState(State::Unloading, Reason::UnloadRequested));
        return;
    case State::Error:
        bring(states, State::Loading);
        QVERIFY(states.setState(State::Error, Reason::LoadFailed));
        return;
    }
}

} // namespace

class StateManagerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsIdle();
    void onlyMovesOfTheTableAreMade_data();
    void onlyMovesOfTheTableAreMade();
    void movesAreKeptWithTheirReasonsTheLatestOnly();
    void aHandlerMayMoveOn();
    void ofManyThreadsOneMakesTheMove();
};

void StateManagerTest::startsIdle()
{
    const StateManager states;
    QCOMPARE(states.state(), State::Idle);
    QVERIFY(states.history().empty());
}

void StateManagerTest::onlyMovesOfTheTableAreMade_data()
{
    QTest::addColumn<State>("from");
    QTest::addColumn<State>("to");
    for (const State from : kStates) {
        for (const State to : kStates) {
            QTest::addRow("%s to %s", stateName(from), stateName(to)) << from << to;
        }
    }
}

void StateManagerTest::onlyMovesOfTheTableAreMade()
{
    QFETCH(State, from);
    QFETCH(State, to);
    const QMetaEnum reasons = QMetaEnum::fromType<Reason>();
    for (int i = 0; i < reasons.keyCount(); ++i) {
        const auto reason = static_cast<Reason>(reasons.value(i));
        StateManager states;
        bring(states, from);
        QSignalSpy changed(&states, &StateManager::changed);
        const auto before = states.history();

        const Move move{from, to, reason};
        const bool valid = std::find(kValid.begin(), kValid.end(), move) != kValid.end();
        QCOMPARE(states.setState(to, reason), valid);
        QCOMPARE(states.state(), valid ? to : from);
        QCOMPARE(changed.count(), valid ? 1 : 0);
        QCOMPARE(states.history().size(), before.size() + (valid ? 1u : 0u));
        if (valid) {
            QVERIFY(states.history().back() == move);
            QCOMPARE(changed[0][0].value<State>(), from);
            QCOMPARE(changed[0][1].value<State>(), to);
            QCOMPARE(changed[0][2].value<Reason>(), reason);
        }
    }
}

void StateManagerTest::movesAreKeptWithTheirReasonsTheLatestOnly()
{
    StateManager states;
    for (int i = 0; i < 100; ++i) {
        QVERIFY(states.setState(State::Loading, Reason::LoadRequested));
        QVERIFY(states.setState(State::Idle, Reason::LoadCancelled));
    }
    QVERIFY(states.setState(State::Loading, Reason::LoadRequested));
    const auto history = states.history();
    QCOMPARE(history.size(), std::size_t(64));
    QVERIFY((history.back() == Move{State::Idle, State::Loading, Reason::LoadRequested}));
    QVERIFY((history.front() == Move{State::Loading, State::Idle, Reason::LoadCancelled}));
}

void StateManagerTest::aHandlerMayMoveOn()
{
    StateManager states;
    connect(&states, &StateManager::changed, this, [&](State, State to) {
        if (to == State::Loading) {
            QVERIFY(states.setState(State::Error, Reason::LoadFailed));
        }
    });
    QVERIFY(states.setState(State::Loading, Reason::LoadRequested));
    QCOMPARE(states.state(), State::Error);
}

void StateManagerTest::ofManyThreadsOneMakesTheMove()
{
    StateManager states;
    std::atomic<int> made{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                if (states.setState(State::Loading, Reason::LoadRequested)) {
                    ++made;
                }
            });
        }
    }
    QCOMPARE(made.load(), 1);
    QCOMPARE(states.history().size(), std::size_t(1));
}

CALOTYPE_GUILESS_TEST(StateManagerTest)
#include "StateManagerTest.moc"
