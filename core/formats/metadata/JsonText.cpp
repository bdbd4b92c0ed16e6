#include "core/formats/metadata/JsonText.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>

namespace calotype::formats {

namespace {

constexpr std::size_t kLongest = 16u << 20;
constexpr int kDeepest = 64;
// A value costs up to 150 bytes once parsed, however short its text; the largest graphs have some ten thousand.
constexpr std::size_t kMostValues = 300'000;
constexpr std::string_view kReplacement = "\\ufffd";

// Copies a JSON text, and mends on the way what programs write but JSON does not have.
class Mender
{
public:
    explicit Mender(std::string_view text)
        : m_text(text)
    {
        m_mended.reserve(text.size());
    }

    /// Nothing if the text is too deep or too rich.
    std::optional<std::string> mended()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"')
                copyString();
            else if (isWord(c))
                copyWord();
            else if (!copyMark(c))
                return std::nullopt;
        }
        return std::move(m_mended);
    }

private:
    static bool isWord(char c)
    {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+'
            || c == '.';
    }

    bool copyMark(char c)
    {
        if (c == '[' || c == '{')
            ++m_depth;
        else if (c == ']' || c == '}')
            --m_depth;
        if (c == '[' || c == '{' || c == ',')
            ++m_values;
        m_mended += c;
        ++m_at;
        return m_depth <= kDeepest && m_values <= kMostValues;
    }

    // A number, true, false, null, or one of Python's words.
    void copyWord()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isWord(m_text[m_at]))
            ++m_at;
        const std::string_view word = m_text.substr(begin, m_at - begin);
        const bool isNoNumber = word == "NaN" || word == "Infinity" || word == "-Infinity" || word == "-NaN";
        m_mended += isNoNumber || isOutOfRange(word) ? "null" : word;
    }

    // nlohmann refuses a whole text for one number like 1e999.
    static bool isOutOfRange(std::string_view word)
    {
        double value = 0;
        return std::from_chars(word.data(), word.data() + word.size(), value).ec == std::errc::result_out_of_range;
    }

    void copyString()
    {
        m_mended += '"';
        ++m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '\\') {
                copyEscape();
                continue;
            }
            ++m_at;
            if (static_cast<unsigned char>(c) < 0x20)
                addControlCharacter(c);
            else
                m_mended += c;
            if (c == '"')
                return;
        }
    }

    // Raw line breaks and tabs stand in strings that were put together by hand.
    void addControlCharacter(char c)
    {
        constexpr std::array<char, 17> digits{"0123456789abcdef"};
        m_mended += "\\u00";
        m_mended += c >= 0x10 ? '1' : '0';
        m_mended += digits[static_cast<std::size_t>(c) & 15];
    }

    void copyEscape()
    {
        const auto unit = unitAt(m_at);
        if (!unit) {
            m_mended += m_text.substr(m_at, 2);
            m_at += 2;
        } else if (*unit >= 0xd800 && *unit < 0xdc00 && isLowSurrogate(unitAt(m_at + 6))) {
            m_mended += m_text.substr(m_at, 12);
            m_at += 12;
        } else {
            const bool isLone = *unit >= 0xd800 && *unit < 0xe000;
            m_mended += isLone || *unit == 0 ? kReplacement : m_text.substr(m_at, 6);
            m_at += 6;
        }
    }

    static bool isLowSurrogate(std::optional<unsigned> unit) { return unit && *unit >= 0xdc00 && *unit < 0xe000; }

    // The UTF-16 unit of the escape \uXXXX that begins at @p at.
    std::optional<unsigned> unitAt(std::size_t at) const
    {
        if (m_text.size() < 6 || at > m_text.size() - 6 || m_text.substr(at, 2) != "\\u")
            return std::nullopt;
        unsigned unit = 0;
        const char *digits = m_text.data() + at + 2;
        const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
        if (error != std::errc() || end != digits + 4)
            return std::nullopt;
        return unit;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::size_t m_values = 0;
    std::string m_mended;
};

} // namespace

std::optional<nlohmann::json> parseJsonText(std::string_view text)
{
    if (text.size() > kLongest)
        return std::nullopt;
    const auto mended = Mender(text).mended();
    if (!mended)
        return std::nullopt;
    auto json = nlohmann::json::parse(*mended, nullptr, false);
    if (json.is_discarded())
        return std::nullopt;
    return json;
}

} // namespace calotype::formats
