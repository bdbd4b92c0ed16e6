#include "core/engine/prompt/PromptAttention.h"

#include "core/engine/prompt/PromptChars.h"
#include "core/engine/prompt/PromptNumber.h"

#include <algorithm>
#include <limits>

namespace calotype::prompt {

namespace {

constexpr double kRound = 1.1;
constexpr double kSquare = 1 / 1.1;
constexpr std::string_view kBreak = "BREAK";
constexpr std::string_view kSigns = "\\()[]:";

using Kind = AttentionPiece::Kind;

/// The brackets of one shape around a piece, the innermost last.
class Nesting
{
public:
    void add(double factor, std::size_t rank, std::size_t end)
    {
        constexpr double kMost = std::numeric_limits<double>::max();
        m_layers.push_back({factor, rank, end, std::clamp(outerProduct(m_layers.size()) * factor, -kMost, kMost)});
    }

    /// Leaves the brackets that end before @p piece. @return whether there were any
    bool leave(std::size_t piece)
    {
        const std::size_t before = m_layers.size();
        while (!m_layers.empty() && m_layers.back().end <= piece)
            m_layers.pop_back();
        return m_layers.size() != before;
    }

    std::size_t depth() const { return m_layers.size(); }
    double factor(std::size_t depth) const { return m_layers[depth - 1].factor; }
    std::size_t rank(std::size_t depth) const { return m_layers[depth - 1].rank; }
    /// Of the @p depth outermost brackets.
    double outerProduct(std::size_t depth) const { return depth == 0 ? 1.0 : m_layers[depth - 1].outerProduct; }

private:
    struct Layer {
        double factor;
        std::size_t rank;
        std::size_t end;
        double outerProduct;
    };
    std::vector<Layer> m_layers;
};

// The product in the order in which brackets close, from the inside out, so that its rounding is the web UI's; but for the
// outermost of a very deep nesting, which come as one factor, so that many brackets take no more than their share of time.
double weightIn(const Nesting &round, const Nesting &square)
{
    constexpr int kOneByOne = 64;
    std::size_t rounds = round.depth();
    std::size_t squares = square.depth();
    double weight = 1;
    for (int i = 0; i < kOneByOne && rounds + squares > 0; ++i) {
        if (squares == 0 || (rounds > 0 && round.rank(rounds) < square.rank(squares)))
            weight *= round.factor(rounds--);
        else
            weight *= square.factor(squares--);
    }
    return weight * round.outerProduct(rounds) * square.outerProduct(squares);
}

} // namespace

void AttentionScanner::read(TextRange range)
{
    const std::string_view text = m_text.substr(0, range.end);
    std::size_t at = range.begin;
    while (at < range.end) {
        const char sign = text[at];
        std::size_t next = at + 1;
        if (sign == '\\') {
            const bool escapes = next < range.end && kSigns.substr(0, 5).find(text[next]) != std::string_view::npos;
            put(Kind::Sign, {at, next});
            next += escapes ? 1 : 0;
            put(Kind::Words, {at + 1, next});
        } else if (sign == '(' || sign == '[') {
            open(sign == '(');
            put(Kind::Sign, {at, next});
        } else if (sign == ':' && closeWeighted(at, range.end, next)) {
            // done
        } else if ((sign == ')' && !m_round.empty()) || (sign == ']' && !m_square.empty())) {
            put(Kind::Sign, {at, next});
            if (sign == ')')
                close(m_round, kRound);
            else
                close(m_square, kSquare);
        } else {
            if (kSigns.find(sign) == std::string_view::npos)
                next = std::min(text.find_first_of(kSigns, at), range.end);
            addWords({at, next});
        }
        at = next;
    }
}

std::vector<AttentionPiece> AttentionScanner::finish() &&
{
    closeAll(m_round, kRound);
    closeAll(m_square, kSquare);
    weigh();
    return std::move(m_pieces);
}

// “: 1.2 )” behind an open round bracket.
bool AttentionScanner::closeWeighted(std::size_t colon, std::size_t end, std::size_t &next)
{
    if (m_round.empty())
        return false;
    const std::string_view text = m_text.substr(0, end);
    const std::size_t begin = skipSpace(text, colon + 1);
    const std::size_t numberEnd = std::min(text.find_first_not_of("+-.0123456789", begin), end);
    const std::size_t bracket = skipSpace(text, numberEnd);
    const auto weight = numberIn(text.substr(begin, numberEnd - begin));
    if (!weight || bracket >= end || text[bracket] != ')')
        return false;
    next = bracket + 1;
    put(Kind::Sign, {colon, begin});
    put(Kind::Number, {begin, numberEnd});
    put(Kind::Sign, {numberEnd, next});
    close(m_round, *weight);
    return true;
}

void AttentionScanner::addWords(TextRange range)
{
    const std::string_view words = range.of(m_text);
    std::size_t begin = 0;
    for (std::size_t at = findWord(words, kBreak, 0); at != std::string_view::npos; at = findWord(words, kBreak, begin)) {
        const std::size_t textEnd = trimmedEnd(words, begin, at);
        const std::size_t behind = at + kBreak.size();
        const std::size_t next = skipSpace(words, behind);
        put(Kind::Words, {range.begin + begin, range.begin + textEnd});
        put(Kind::Gap, {range.begin + textEnd, range.begin + at});
        put(Kind::Break, {range.begin + at, range.begin + behind});
        m_pieces.back().weight = -1;
        put(Kind::Gap, {range.begin + behind, range.begin + next});
        begin = next;
    }
    put(Kind::Words, {range.begin + begin, range.end});
}

void AttentionScanner::open(bool isRound)
{
    (isRound ? m_round : m_square).push_back(m_brackets.size());
    m_brackets.push_back({isRound, m_pieces.size(), 0, 1, 0});
}

void AttentionScanner::close(std::vector<std::size_t> &openOnes, double factor)
{
    Bracket &bracket = m_brackets[openOnes.back()];
    bracket.end = m_pieces.size();
    bracket.factor = factor;
    bracket.rank = m_closed++;
    openOnes.pop_back();
}

void AttentionScanner::closeAll(std::vector<std::size_t> &openOnes, double factor)
{
    while (!openOnes.empty())
        close(openOnes, factor);
}

void AttentionScanner::weigh()
{
    Nesting round;
    Nesting square;
    double weight = 1;
    auto next = m_brackets.begin();
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const bool leavesRound = round.leave(i);
        bool isOther = square.leave(i) || leavesRound;
        for (; next != m_brackets.end() && next->begin == i; ++next) {
            (next->isRound ? round : square).add(next->factor, next->rank, next->end);
            isOther = true;
        }
        if (isOther)
            weight = weightIn(round, square);
        m_pieces[i].weight *= weight;
    }
}

std::vector<WeightedText> parseAttention(std::string_view text)
{
    AttentionScanner scanner(text);
    scanner.read({0, text.size()});
    std::vector<WeightedText> texts;
    for (const AttentionPiece &piece : std::move(scanner).finish()) {
        if (piece.kind != Kind::Words && piece.kind != Kind::Break)
            continue;
        const std::string_view words = piece.range.of(text);
        if (!texts.empty() && texts.back().weight == piece.weight)
            texts.back().text += words;
        else
            texts.push_back({std::string(words), piece.weight});
    }
    if (texts.empty())
        texts.push_back({"", 1});
    return texts;
}

} // namespace calotype::prompt
