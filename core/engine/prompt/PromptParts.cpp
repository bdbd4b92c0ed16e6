#include "core/engine/prompt/PromptParts.h"

#include "core/engine/prompt/PromptChars.h"
#include "core/engine/prompt/PromptNumber.h"

namespace calotype::prompt {

namespace {

constexpr std::string_view kAnd = "AND";

bool isNumberSign(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

PromptPartRange partOf(std::string_view prompt, std::size_t begin, std::size_t end)
{
    PromptPartRange part;
    part.text = {begin, trimmedEnd(prompt, begin, end)};

    std::size_t first = part.text.end;
    while (first > begin && isNumberSign(prompt[first - 1]))
        --first;
    if (first > begin && first < part.text.end && (prompt[first - 1] == '+' || prompt[first - 1] == '-'))
        --first;
    const TextRange number{first, part.text.end};
    const auto weight = numberIn(number.of(prompt));
    const std::size_t colonEnd = trimmedEnd(prompt, begin, first);
    if (!weight || colonEnd == begin || prompt[colonEnd - 1] != ':')
        return part;
    part.weight = *weight;
    part.number = number;
    part.colon = colonEnd - 1;
    part.text.end = trimmedEnd(prompt, begin, part.colon);
    return part;
}

} // namespace

std::vector<PromptPartRange> findPromptParts(std::string_view prompt)
{
    std::vector<PromptPartRange> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t joint = findWord(prompt, kAnd, begin);
        if (joint == std::string_view::npos) {
            parts.push_back(partOf(prompt, begin, prompt.size()));
            return parts;
        }
        parts.push_back(partOf(prompt, begin, joint));
        begin = joint + kAnd.size();
        parts.back().joint = {joint, begin};
    }
}

std::vector<PromptPart> splitAnd(std::string_view prompt)
{
    std::vector<PromptPart> parts;
    for (const PromptPartRange &part : findPromptParts(prompt))
        parts.push_back({std::string(part.text.of(prompt)), part.weight});
    return parts;
}

bool isComposed(const std::vector<PromptPart> &parts)
{
    return parts.size() > 1 || parts.front().weight != 1;
}

} // namespace calotype::prompt
