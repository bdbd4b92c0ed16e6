#include "core/engine/prompt/NetworkTags.h"

#include <algorithm>
#include <array>

namespace calotype::prompt {

namespace {

constexpr std::array<std::string_view, 3> kBegins{"<lora:", "<lyco:", "<hypernet:"};

} // namespace

std::vector<TextRange> findNetworkTags(std::string_view prompt)
{
    std::vector<TextRange> tags;
    for (std::size_t at = prompt.find('<'); at != std::string_view::npos; at = prompt.find('<', at)) {
        const std::string_view rest = prompt.substr(at);
        const auto begin = std::find_if(kBegins.begin(), kBegins.end(), [&](std::string_view word) { return rest.starts_with(word); });
        const std::size_t close = begin == kBegins.end() ? std::string_view::npos : rest.find('>');
        if (begin != kBegins.end() && close == std::string_view::npos)
            break; // nor does any later one end
        if (begin == kBegins.end() || close == begin->size()) {
            ++at;
            continue;
        }
        tags.push_back({at, at + close + 1});
        at = tags.back().end;
    }
    return tags;
}

std::string withoutNetworkTags(std::string_view prompt)
{
    std::string out;
    std::size_t at = 0;
    for (const TextRange &tag : findNetworkTags(prompt)) {
        out += prompt.substr(at, tag.begin - at);
        at = tag.end;
    }
    return out += prompt.substr(at);
}

std::string networkTagsNote(const std::vector<std::string_view> &prompts, bool areCut)
{
    std::vector<std::string_view> named;
    std::string list;
    for (const std::string_view prompt : prompts) {
        for (const TextRange &range : findNetworkTags(prompt)) {
            const std::string_view tag = range.of(prompt);
            if (std::find(named.begin(), named.end(), tag) != named.end())
                continue;
            list += (named.empty() ? "“" : ", “") + std::string(tag) + "”";
            named.push_back(tag);
        }
    }
    if (named.empty())
        return {};
    const char *const fate = areCut ? "this was left out of the prompt: " : "this was read as words: ";
    return "LoRA files and hypernetworks are not applied by this program yet; " + (fate + list) + ".";
}

} // namespace calotype::prompt
