#include "core/models/ModelNames.h"

#include <algorithm>

namespace calotype::models {
namespace {

/// Shorter names would be found in too many others: "xl" in every SDXL model.
constexpr std::size_t kContainedLongerThan = 3;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

const char *matchRuleName(MatchRule rule)
{
    switch (rule) {
    case MatchRule::Path: return "path";
    case MatchRule::MappedName: return "mapped name";
    case MatchRule::FileName: return "file name";
    case MatchRule::Exact: return "exact";
    case MatchRule::NormEqual: return "norm-equal";
    case MatchRule::Containing: break;
    }
    return "containing";
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string normalizedName(std::string_view name)
{
    std::string result = lowerCase(name);
    std::erase_if(result, [](char c) { return c == '-' || c == '_' || c == '.' || c == ' '; });
    return result;
}

std::string_view lastSegment(std::string_view id)
{
    return id.substr(id.find_last_of('/') + 1);
}

bool hasModelEnding(std::string_view name)
{
    const std::string text = lowerCase(name);
    return text.ends_with(".safetensors") || text.ends_with(".ckpt");
}

std::optional<MatchRule> matchNames(std::string_view asked, std::string_view name)
{
    if (asked.empty() || name.empty()) {
        return {};
    }
    if (asked == name) {
        return MatchRule::Exact;
    }
    const std::string a = normalizedName(asked);
    const std::string b = normalizedName(name);
    if (!a.empty() && a == b) {
        return MatchRule::NormEqual;
    }
    const std::string &shorter = a.size() < b.size() ? a : b;
    const std::string &longer = a.size() < b.size() ? b : a;
    if (shorter.size() > kContainedLongerThan && longer.find(shorter) != std::string::npos) {
        return MatchRule::Containing;
    }
    return {};
}

} // namespace calotype::models
