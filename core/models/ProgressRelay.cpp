#include "core/models/ProgressRelay.h"

#include <utility>

namespace calotype::models {
namespace {

bool mayBeReplaced(const Progress &event)
{
    return !event.finished && !event.latents;
}

} // namespace

bool ProgressRelay::put(const Progress &event)
{
    const std::lock_guard lock(m_mutex);
    if (m_events.empty()) {
        m_events.push_back(event);
        return true;
    }
    if (event.preview) {
        for (Progress &waiting : m_events) {
            waiting.preview.reset();
        }
    }
    if (!mayBeReplaced(m_events.back())) {
        m_events.push_back(event);
        return false;
    }
    // The preview of the event that is passed over is still the newest of its picture, if this one brings none.
    Progress replaced = std::exchange(m_events.back(), event);
    if (!event.preview && replaced.image == event.image) {
        m_events.back().preview = std::move(replaced.preview);
    }
    if (!event.resumePoint) {
        m_events.back().resumePoint = std::move(replaced.resumePoint);
    }
    return false;
}

std::vector<Progress> ProgressRelay::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_events, {});
}

} // namespace calotype::models
