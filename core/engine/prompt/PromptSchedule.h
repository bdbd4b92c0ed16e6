#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace calotype::prompt {

/// A text and the last step that it counts for.
struct ScheduledText {
    int endAtStep = 0;
    std::string text;

    bool operator==(const ScheduledText &) const = default;
};

/// The texts of a prompt with edits (“[a:b:0.5]”, “[a:3]”, “[a::3]”) and alternations (“[a|b]”), by step: each entry counts
/// from the step after the one before up to its own. A moment with a dot is a fraction of @p steps, one without a step. The
/// rules are those of AUTOMATIC1111's web UI (1.6 on, first pass); a text that its grammar refuses comes back as it is.
/// @param steps  at least 1
/// @return never empty; the last entry ends at @p steps
std::vector<ScheduledText> promptSchedule(std::string_view prompt, int steps);

/// Which entry of @p schedule the denoiser's call number @p call, from 0, is given: the first that does not end before it.
/// So the second text of “[a:b:3]” comes with the fifth call: the web UI counts calls from 0, but steps from 1.
std::size_t entryOfCall(const std::vector<ScheduledText> &schedule, int call);

} // namespace calotype::prompt
