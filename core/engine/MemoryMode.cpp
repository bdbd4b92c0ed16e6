#include "core/engine/MemoryMode.h"

namespace calotype {

const char *memoryModeName(MemoryMode mode)
{
    switch (mode) {
    case MemoryMode::Fast: return "fast";
    case MemoryMode::Balanced: return "balanced";
    case MemoryMode::Low: break;
    }
    return "low";
}

std::optional<MemoryMode> memoryModeOf(std::string_view word)
{
    for (const MemoryMode mode : {MemoryMode::Fast, MemoryMode::Balanced, MemoryMode::Low}) {
        if (word == memoryModeName(mode))
            return mode;
    }
    return {};
}

MemoryMode chooseMemoryMode(const MemoryFacts &facts)
{
    if (facts.freeBytes <= 0)
        return MemoryMode::Balanced;
    if (facts.freeBytes < facts.restBytes + facts.restBytes / 4 * 3)
        return MemoryMode::Low;
    const bool isNarrow = facts.restBytes < facts.fullBytes; // Fast would read and widen all of it before the first step
    return !isNarrow && facts.fullBytes <= facts.freeBytes / 16 ? MemoryMode::Fast : MemoryMode::Balanced;
}

} // namespace calotype
