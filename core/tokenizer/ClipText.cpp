#include "core/tokenizer/ClipText.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace calotype {

namespace {

constexpr utf8proc_int32_t kReplacement = 0xFFFD;

// Reads one character and moves on; a byte that is no UTF-8 reads as the replacement character.
utf8proc_int32_t next(std::string_view &text)
{
    utf8proc_int32_t codepoint = -1;
    const auto *bytes = reinterpret_cast<const utf8proc_uint8_t *>(text.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &codepoint);
    if (length <= 0 || codepoint < 0) {
        text.remove_prefix(1);
        return kReplacement;
    }
    text.remove_prefix(static_cast<std::size_t>(length));
    return codepoint;
}

void append(std::string &out, utf8proc_int32_t codepoint)
{
    std::array<utf8proc_uint8_t, 4> bytes;
    const auto length = utf8proc_encode_char(codepoint, bytes.data());
    out.append(reinterpret_cast<const char *>(bytes.data()), static_cast<std::size_t>(length));
}

int combiningClass(utf8proc_int32_t codepoint)
{
    return utf8proc_get_property(codepoint)->combining_class;
}

// Unicode's White_Space.
bool isSpace(utf8proc_int32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

enum class CharacterClass { Space, Letter, Number, Other };

CharacterClass classOf(utf8proc_int32_t c)
{
    if (isSpace(c))
        return CharacterClass::Space;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return CharacterClass::Letter;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return CharacterClass::Number;
    default: return CharacterClass::Other;
    }
}

void appendDecomposed(std::vector<utf8proc_int32_t> &out, utf8proc_int32_t codepoint)
{
    std::array<utf8proc_int32_t, 8> parts;
    int boundary = 0;
    const auto count = utf8proc_decompose_char(codepoint, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE), &boundary);
    if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size()))
        out.push_back(codepoint);
    else
        out.insert(out.end(), parts.begin(), parts.begin() + count);
}

// Normalization Form C (UAX 15). utf8proc's own ordering of combining marks takes quadratic time on hostile text.
std::vector<utf8proc_int32_t> composed(std::string_view utf8)
{
    std::vector<utf8proc_int32_t> text;
    text.reserve(utf8.size());
    while (!utf8.empty())
        appendDecomposed(text, next(utf8));

    for (auto it = text.begin(); it != text.end();) {
        const auto isStarter = [](utf8proc_int32_t c) { return combiningClass(c) == 0; };
        const auto begin = std::find_if_not(it, text.end(), isStarter);
        it = std::find_if(begin, text.end(), isStarter);
        std::stable_sort(begin, it, [](auto a, auto b) { return combiningClass(a) < combiningClass(b); });
    }
    const auto length = utf8proc_normalize_utf32(text.data(), static_cast<utf8proc_ssize_t>(text.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return text;
}

std::size_t contractionLength(std::string_view text)
{
    constexpr std::array<std::string_view, 7> kContractions = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    for (const auto contraction : kContractions) {
        if (text.starts_with(contraction))
            return contraction.size();
    }
    return 0;
}

} // namespace

std::vector<ClipTextRun> splitSpecialTokens(std::string_view utf8, const std::vector<std::string> &specials)
{
    std::vector<ClipTextRun> runs;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        std::size_t length = 0;
        for (const std::string &special : specials) {
            if (special.size() > length && utf8.substr(at).starts_with(special))
                length = special.size();
        }
        if (length == 0) {
            ++at;
            continue;
        }
        if (at > begin)
            runs.push_back({utf8.substr(begin, at - begin), false});
        runs.push_back({utf8.substr(at, length), true});
        begin = at = at + length;
    }
    if (begin < utf8.size())
        runs.push_back({utf8.substr(begin), false});
    return runs;
}

std::string normalizeClipText(std::string_view utf8)
{
    constexpr utf8proc_int32_t kCapitalIWithDot = 0x130;
    constexpr utf8proc_int32_t kDotAbove = 0x307;
    std::string out;
    out.reserve(utf8.size());
    bool afterSpace = false;
    for (const auto c : composed(utf8)) {
        const bool space = isSpace(c);
        if (space) {
            if (!afterSpace)
                out += ' ';
        } else if (c == kCapitalIWithDot) {
            // The one character whose lower case is two (Unicode's SpecialCasing).
            out += 'i';
            append(out, kDotAbove);
        } else {
            append(out, utf8proc_tolower(c));
        }
        afterSpace = space;
    }
    return out;
}

std::vector<std::string_view> splitClipWords(std::string_view normalized)
{
    std::vector<std::string_view> words;
    std::string_view rest = normalized;
    while (!rest.empty()) {
        if (const std::size_t length = contractionLength(rest)) {
            words.push_back(rest.substr(0, length));
            rest.remove_prefix(length);
            continue;
        }
        std::string_view after = rest;
        const CharacterClass kind = classOf(next(after));
        if (kind == CharacterClass::Letter || kind == CharacterClass::Other) {
            for (std::string_view ahead = after; !ahead.empty() && classOf(next(ahead)) == kind; after = ahead) { }
        }
        if (kind != CharacterClass::Space)
            words.push_back(rest.substr(0, rest.size() - after.size()));
        rest = after;
    }
    return words;
}

std::string replaceInvalidUtf8(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty())
        append(out, next(bytes));
    return out;
}

} // namespace calotype
