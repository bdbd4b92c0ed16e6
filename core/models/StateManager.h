#pragma once

#include <QObject>

#include <deque>
#include <mutex>
#include <span>
#include <vector>

namespace calotype::models {
Q_NAMESPACE

/// What the model manager is doing with its one model.
enum class State { Idle, Loading, Loaded, Unloading, Error };
Q_ENUM_NS(State)

/// Why a state was entered.
enum class Reason {
    LoadRequested,
    LoadCompleted,
    LoadFailed,
    LoadCancelled,
    UnloadRequested,
    UnloadCompleted,
    UnloadFailed,
    ResetFromError,
};
Q_ENUM_NS(Reason)

/// The state's and the reason's words for the log: "loading", "load requested".
const char *stateName(State state);
const char *reasonName(Reason reason);

/// One change of state.
struct Move {
    State from = State::Idle;
    State to = State::Idle;
    Reason reason = Reason::LoadRequested;
    bool operator==(const Move &) const = default;
};

/// Holds the state, and lets through only the moves of its table. Any thread; changed() is emitted in the thread that
/// asked for the move, after the lock is given back.
class StateManager final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Every valid move with the reason for it. There is no other way from one state to another.
    static std::span<const Move> table();

    State state() const;

    /// Moves to @p to, if the table has that move for that reason; else nothing happens, and the refusal is logged.
    /// @return whether the move was made
    bool setState(State to, Reason reason);

    /// The latest moves, at most 64, the oldest first.
    std::vector<Move> history() const;

Q_SIGNALS:
    void changed(calotype::models::State from, calotype::models::State to, calotype::models::Reason reason);

private:
    mutable std::mutex m_mutex;
    State m_state = State::Idle; ///< guarded by m_mutex
    std::deque<Move> m_history;  ///< guarded by m_mutex
};

} // namespace calotype::models
