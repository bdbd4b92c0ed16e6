#pragma once

#include "core/diffusion/modules/UNet.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace calotype::diffusion {

/// What the UNet is told for one prompt, which may change from one evaluation to the next.
struct ScheduledCondition {
    /// A condition and the last evaluation, counted from 0, that it is for.
    struct Entry {
        int lastCall = 0;
        std::size_t condition = 0;
    };

    std::vector<UNetCondition> conditions; ///< batch 1 each, all of one length
    std::vector<Entry> entries;            ///< by lastCall; empty: the first condition throughout

    bool isEmpty() const { return conditions.empty(); }

    /// The condition for evaluation @p call; behind the last entry the last one's. @pre not empty
    const UNetCondition &at(int call) const
    {
        if (entries.empty())
            return conditions.front();
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [call](const Entry &entry) { return call <= entry.lastCall; });
        return conditions[(found == entries.end() ? entries.back() : *found).condition];
    }
};

} // namespace calotype::diffusion
