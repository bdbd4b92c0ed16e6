#include "core/formats/FileFault.h"

#include "core/base/Error.h"
#include "core/formats/Utf8.h"

#include <cstddef>

namespace calotype::formats {

namespace {

constexpr std::size_t kLongestQuote = 120;

} // namespace

std::string inQuotes(std::string_view text)
{
    std::string out = "“";
    for (std::size_t at = 0; at < text.size();) {
        if (at >= kLongestQuote) {
            out += "…";
            break;
        }
        const std::size_t length = utf8CharacterLength(text, at);
        const auto first = static_cast<unsigned char>(text[at]);
        if (length == 0 || first < 0x20 || first == 0x7F)
            out += '?';
        else
            out.append(text.substr(at, length));
        at += length == 0 ? 1 : length;
    }
    return out + "”";
}

void failDamaged(std::string_view file, std::string_view fault)
{
    throw Failure(ErrorCode::Damaged, inQuotes(file) + " is damaged: " + std::string(fault) + "; download it again.");
}

void failUnsupported(std::string_view file, std::string_view rest)
{
    throw Failure(ErrorCode::Unsupported, inQuotes(file) + " " + std::string(rest) + ".");
}

} // namespace calotype::formats
