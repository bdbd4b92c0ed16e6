#include "core/models/StateManager.h"

#include "core/base/Log.h"

#include <algorithm>

namespace calotype::models {
namespace {

constexpr std::size_t kHistoryMost = 64;

constexpr Move kTable[] = {
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

} // namespace

const char *stateName(State state)
{
    switch (state) {
    case State::Idle: return "idle";
    case State::Loading: return "loading";
    case State::Loaded: return "loaded";
    case State::Unloading: return "unloading";
    case State::Error: break;
    }
    return "error";
}

const char *reasonName(Reason reason)
{
    switch (reason) {
    case Reason::LoadRequested: return "load requested";
    case Reason::LoadCompleted: return "load completed";
    case Reason::LoadFailed: return "load failed";
    case Reason::LoadCancelled: return "load cancelled";
    case Reason::UnloadRequested: return "unload requested";
    case Reason::UnloadCompleted: return "unload completed";
    case Reason::UnloadFailed: return "unload failed";
    case Reason::ResetFromError: break;
    }
    return "reset from error";
}

std::span<const Move> StateManager::table()
{
    return kTable;
}

State StateManager::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

bool StateManager::setState(State to, Reason reason)
{
    Move move{State::Idle, to, reason};
    {
        const std::lock_guard lock(m_mutex);
        move.from = m_state;
        if (std::ranges::find(kTable, move) == std::end(kTable)) {
            spdlog::error("model: no move from {} to {} for \"{}\"", stateName(move.from), stateName(to),
                          reasonName(reason));
            return false;
        }
        m_state = to;
        m_history.push_back(move);
        if (m_history.size() > kHistoryMost) {
            m_history.pop_front();
        }
    }
    spdlog::info("model: {} -> {} ({})", stateName(move.from), stateName(to), reasonName(reason));
    Q_EMIT changed(move.from, move.to, move.reason);
    return true;
}

std::vector<Move> StateManager::history() const
{
    const std::lock_guard lock(m_mutex);
    return {m_history.begin(), m_history.end()};
}

} // namespace calotype::models
