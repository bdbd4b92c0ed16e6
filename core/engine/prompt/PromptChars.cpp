#include "core/engine/prompt/PromptChars.h"

#include <algorithm>
#include <array>

namespace calotype::prompt {

namespace {

// One code point and its bytes. Bytes that are no UTF-8 stand for themselves.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};

bool isTail(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

CodePoint codePointAt(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length == 1 || at + length > text.size())
        return {lead, 1};
    char32_t value = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!isTail(text[at + i]))
            return {lead, 1};
        value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    }
    return {value, length};
}

CodePoint codePointBefore(std::string_view text, std::size_t end)
{
    for (std::size_t back = 2; back <= std::min<std::size_t>(end, 4); ++back) {
        const CodePoint found = codePointAt(text.substr(0, end), end - back);
        if (found.length == back)
            return found;
    }
    return {static_cast<unsigned char>(text[end - 1]), 1};
}

bool isSpace(char32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
           || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

struct Block {
    char32_t first;
    char32_t last;
};

// Signs, marks and symbols; what is not in it, from 0x80 on, is a letter.
constexpr std::array<Block, 24> kSigns{{
    {0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},     {0xBB, 0xBB},       {0xBF, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x300, 0x36F},   {0x1680, 0x1680}, {0x2000, 0x206F},   {0x20A0, 0x20FF},
    {0x2190, 0x245F}, {0x249C, 0x24E9}, {0x2500, 0x2775}, {0x2794, 0x2BFF}, {0x2E00, 0x2FFF},   {0x3000, 0x3004},
    {0x3008, 0x3020}, {0x30FB, 0x30FB}, {0xE000, 0xF8FF}, {0xFE00, 0xFE6F}, {0xFF01, 0xFF0F},   {0x1F000, 0x1FAFF},
}};

bool isWordSign(char32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    if ((c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65))
        return false;
    return std::none_of(kSigns.begin(), kSigns.end(), [c](const Block &b) { return c >= b.first && c <= b.last; });
}

} // namespace

std::size_t skipSpace(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const CodePoint found = codePointAt(text, at);
        if (!isSpace(found.value))
            break;
        at += found.length;
    }
    return at;
}

std::size_t trimmedEnd(std::string_view text, std::size_t begin, std::size_t end)
{
    while (end > begin) {
        const CodePoint found = codePointBefore(text, end);
        if (!isSpace(found.value) || found.length > end - begin)
            break;
        end -= found.length;
    }
    return end;
}

bool isWholeWord(std::string_view text, std::size_t begin, std::size_t end)
{
    const bool before = begin > 0 && isWordSign(codePointBefore(text, begin).value);
    const bool after = end < text.size() && isWordSign(codePointAt(text, end).value);
    return !before && !after;
}

std::size_t findWord(std::string_view text, std::string_view word, std::size_t from)
{
    std::size_t at = text.find(word, from);
    while (at != std::string_view::npos && !isWholeWord(text, at, at + word.size()))
        at = text.find(word, at + word.size());
    return at;
}

} // namespace calotype::prompt
