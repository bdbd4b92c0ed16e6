#include "core/engine/prompt/PromptSchedule.h"

#include "core/engine/prompt/PromptEdits.h"
#include "core/engine/prompt/PromptNumber.h"

#include <algorithm>
#include <set>

namespace calotype::prompt {

namespace {

/// The last step before the edit; 0 or less where it is done from the start.
int lastStepBefore(const PromptEdit &edit, std::string_view text, int steps)
{
    const std::string_view numeral = edit.when.of(text);
    const auto number = numberIn(numeral);
    if (!number) // too large for a double
        return numeral.front() == '-' ? 0 : steps;
    const double step = numeral.find('.') == std::string_view::npos ? *number : *number * steps;
    return static_cast<int>(std::clamp(step, -1.0, static_cast<double>(steps))); // towards zero
}

TextRange optionAt(const PromptEdit &edit, std::string_view text, int step, int steps)
{
    if (edit.alternates)
        return edit.options[static_cast<std::size_t>(step - 1) % edit.options.size()];
    return edit.options[step <= lastStepBefore(edit, text, steps) ? 0 : 1];
}

// What is left of the text at a step, once of each edit all but one option is taken out.
std::string textAt(std::string_view text, const std::vector<PromptEdit> &edits, int step, int steps)
{
    struct Outer {
        std::size_t goOn; ///< behind the edit
        std::size_t end;
    };
    std::vector<Outer> outer;
    std::string out;
    std::size_t at = 0;
    std::size_t end = text.size();
    auto next = edits.begin();
    for (;;) {
        next = std::find_if(next, edits.end(), [at](const PromptEdit &edit) { return edit.whole.begin >= at; });
        if (next != edits.end() && next->whole.begin < end) {
            out += text.substr(at, next->whole.begin - at);
            const TextRange option = optionAt(*next, text, step, steps);
            outer.push_back({next->whole.end, end});
            at = option.begin;
            end = option.end;
            ++next;
            continue;
        }
        out += text.substr(at, end - at);
        if (outer.empty())
            return out;
        at = outer.back().goOn;
        end = outer.back().end;
        outer.pop_back();
    }
}

} // namespace

std::vector<ScheduledText> promptSchedule(std::string_view prompt, int steps)
{
    const std::vector<PromptEdit> edits = findPromptEdits(prompt);
    std::set<int> ends{steps};
    for (const PromptEdit &edit : edits) {
        if (!edit.alternates) {
            const int last = lastStepBefore(edit, prompt, steps);
            if (last >= 1)
                ends.insert(last);
            continue;
        }
        for (int step = 1; step < steps; ++step)
            ends.insert(step);
    }
    std::vector<ScheduledText> schedule;
    for (const int end : ends)
        schedule.push_back({end, textAt(prompt, edits, end, steps)});
    return schedule;
}

std::size_t entryOfCall(const std::vector<ScheduledText> &schedule, int call)
{
    const auto found = std::find_if(schedule.begin(), schedule.end(),
                                    [call](const ScheduledText &entry) { return call <= entry.endAtStep; });
    return found == schedule.end() ? schedule.size() - 1 : static_cast<std::size_t>(found - schedule.begin());
}

} // namespace calotype::prompt
