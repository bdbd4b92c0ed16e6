#include "core/engine/prompt/PromptEdits.h"

#include "core/engine/prompt/PromptChars.h"
#include "core/engine/prompt/PromptNumber.h"

#include <algorithm>

namespace calotype::prompt {

namespace {

// A bracket that is open, and the separators directly in it.
struct OpenBracket {
    std::size_t at = 0;
    char sign = '(';
    std::vector<std::size_t> colons;
    std::vector<std::size_t> bars;
};

std::vector<TextRange> between(std::size_t open, const std::vector<std::size_t> &separators, std::size_t close)
{
    std::vector<TextRange> ranges;
    std::size_t begin = open + 1;
    for (const std::size_t separator : separators) {
        ranges.push_back({begin, separator});
        begin = separator + 1;
    }
    ranges.push_back({begin, close});
    return ranges;
}

TextRange trimmed(std::string_view text, TextRange range)
{
    const std::size_t begin = std::min(skipSpace(text, range.begin), range.end);
    return {begin, trimmedEnd(text, begin, range.end)};
}

class EditFinder
{
public:
    explicit EditFinder(std::string_view text)
        : m_text(text)
    {
    }

    std::vector<PromptEdit> find() &&
    {
        for (std::size_t i = 0; i < m_text.size() && !m_refused; ++i) {
            switch (m_text[i]) {
            case '\\':
                ++i;
                m_refused = i >= m_text.size() || m_text[i] == '\n';
                break;
            case '(':
            case '[': m_open.push_back({i, m_text[i], {}, {}}); break;
            case ':':
                if (!m_open.empty())
                    m_open.back().colons.push_back(i);
                break;
            case '|':
                if (m_open.empty() || m_open.back().sign == '(')
                    m_refused = true;
                else
                    m_open.back().bars.push_back(i);
                break;
            case ')': closeRound(); break;
            case ']': closeSquare(i); break;
            default: break;
            }
        }
        takeOpenOnesForSigns();
        if (m_refused)
            return {};
        std::sort(m_edits.begin(), m_edits.end(),
                  [](const PromptEdit &a, const PromptEdit &b) { return a.whole.begin < b.whole.begin; });
        return std::move(m_edits);
    }

private:
    void closeRound()
    {
        if (!m_open.empty() && m_open.back().sign == '(' && m_open.back().colons.size() <= 1)
            m_open.pop_back();
        else
            takeOpenOnesForSigns();
    }

    void closeSquare(std::size_t at)
    {
        if (m_open.empty() || m_open.back().sign == '(') {
            takeOpenOnesForSigns();
            return;
        }
        const OpenBracket &bracket = m_open.back();
        if (!bracket.bars.empty()) {
            if (bracket.colons.empty())
                m_edits.push_back({{bracket.at, at + 1}, between(bracket.at, bracket.bars, at), true, {}});
            else
                m_refused = true;
        } else if (!bracket.colons.empty() && !addTimed(bracket, at)) {
            takeOpenOnesForSigns();
            return;
        }
        m_open.pop_back();
    }

    bool addTimed(const OpenBracket &bracket, std::size_t close)
    {
        std::vector<TextRange> options = between(bracket.at, bracket.colons, close);
        const TextRange when = trimmed(m_text, options.back());
        if (bracket.colons.size() > 2 || !isNumeral(when.of(m_text)))
            return false;
        options.pop_back();
        if (options.size() == 1)
            options.insert(options.begin(), TextRange{bracket.at + 1, bracket.at + 1});
        m_edits.push_back({{bracket.at, close + 1}, std::move(options), false, when});
        return true;
    }

    // What stands around a bracket that means nothing means nothing either.
    void takeOpenOnesForSigns()
    {
        for (const OpenBracket &bracket : m_open)
            m_refused = m_refused || !bracket.bars.empty();
        m_open.clear();
    }

    std::string_view m_text;
    std::vector<OpenBracket> m_open;
    std::vector<PromptEdit> m_edits;
    bool m_refused = false;
};

} // namespace

std::vector<PromptEdit> findPromptEdits(std::string_view text)
{
    return EditFinder(text).find();
}

} // namespace calotype::prompt
