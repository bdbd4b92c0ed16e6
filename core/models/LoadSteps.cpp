#include "core/models/LoadSteps.h"

#include <utility>

namespace calotype::models {

LoadSteps::LoadSteps(LoadSink sink)
    : m_sink(std::move(sink))
{
}

void LoadSteps::report(const LoadProgress &progress)
{
    const int wanted = static_cast<int>(progress.step);
    const int last = m_last ? static_cast<int>(m_last->step) : -1;
    if (wanted < last) {
        return;
    }
    if (wanted == last && (progress.step != LoadStep::ReadWeights || progress.bytesDone <= m_last->bytesDone)) {
        return;
    }
    LoadProgress missing = m_last.value_or(LoadProgress{});
    for (int step = last + 1; step < wanted; ++step) {
        missing.step = static_cast<LoadStep>(step);
        m_sink(missing);
    }
    m_last = progress;
    m_sink(progress);
}

} // namespace calotype::models
