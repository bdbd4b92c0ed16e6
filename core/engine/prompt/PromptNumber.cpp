#include "core/engine/prompt/PromptNumber.h"

#include <cmath>
#include <locale>
#include <sstream>
#include <string>

namespace calotype::prompt {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::size_t skipDigits(std::string_view text, std::size_t at)
{
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return at;
}

} // namespace

bool isNumeral(std::string_view text)
{
    const auto isSign = [&](std::size_t at) { return at < text.size() && (text[at] == '+' || text[at] == '-'); };
    const std::size_t first = isSign(0) ? 1 : 0;
    std::size_t at = skipDigits(text, first);
    std::size_t digits = at - first;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = at + 1;
        at = skipDigits(text, fraction);
        digits += at - fraction;
    }
    if (digits == 0)
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const std::size_t exponent = at + 1 + (isSign(at + 1) ? 1 : 0);
        at = skipDigits(text, exponent);
        if (at == exponent)
            return false;
    }
    return at == text.size();
}

std::optional<double> numberIn(std::string_view text)
{
    if (!isNumeral(text))
        return {};
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    double value = 0;
    in >> value;
    if (in.fail() || !std::isfinite(value))
        return {};
    return value;
}

} // namespace calotype::prompt
