#pragma once

#include "core/engine/prompt/PromptEdits.h"

#include <string>
#include <string_view>
#include <vector>

namespace calotype::prompt {

/// A stretch of words and what its tokens' embeddings are multiplied with.
struct WeightedText {
    std::string text;
    double weight = 1;

    /// Whether it is the word that begins a new chunk. (One within weighted brackets is a word like any other.)
    bool isBreak() const { return text == "BREAK" && weight == -1; }

    bool operator==(const WeightedText &) const = default;
};

/// Reads the emphasis of a prompt whose edits are resolved, as AUTOMATIC1111's web UI does: “(x)” × 1.1, “[x]” ÷ 1.1,
/// “(x:w)” × w, nested ones multiplied; a backslash takes the meaning of the bracket behind it; what does not close counts
/// to the end; “BREAK” comes as a text of its own with weight −1. A weight that is no number (“1.2.3”), on which the web
/// UI gives up, is text.
/// @return never empty
std::vector<WeightedText> parseAttention(std::string_view text);

/// A stretch of the text as the emphasis grammar sees it.
struct AttentionPiece {
    enum class Kind {
        Words,   ///< what the text encoder sees; may be empty
        Break,   ///< the word BREAK
        Gap,     ///< white space around BREAK, which is dropped
        Sign,    ///< a bracket, a colon, a backslash
        Number   ///< a weight
    };
    Kind kind = Kind::Words;
    TextRange range;
    double weight = 1; ///< of what is in the bracket, for a bracket; BREAK begins at −1
};

/// Goes through a text, or through pieces of one, and finds what is weighted how.
class AttentionScanner
{
public:
    /// @param text  outlives the scanner
    explicit AttentionScanner(std::string_view text)
        : m_text(text)
    {
    }

    /// Reads on in @p range. Nothing that is one sign of the grammar is joined over two ranges.
    void read(TextRange range);
    /// Puts in a piece that the grammar does not look into.
    void put(AttentionPiece::Kind kind, TextRange range) { m_pieces.push_back({kind, range, 1}); }
    /// Closes what is open.
    std::vector<AttentionPiece> finish() &&;

private:
    /// A bracket and the pieces that it weighs.
    struct Bracket {
        bool isRound;
        std::size_t begin;
        std::size_t end;
        double factor;
        std::size_t rank; ///< by when it closed: weights are multiplied in this order
    };

    bool closeWeighted(std::size_t colon, std::size_t end, std::size_t &next);
    void addWords(TextRange range);
    void open(bool isRound);
    void close(std::vector<std::size_t> &openOnes, double factor);
    void closeAll(std::vector<std::size_t> &openOnes, double factor);
    void weigh();

    std::string_view m_text;
    std::vector<AttentionPiece> m_pieces;
    std::vector<Bracket> m_brackets; ///< in the order of their beginnings
    std::size_t m_closed = 0;
    std::vector<std::size_t> m_round; ///< the open ones of the brackets
    std::vector<std::size_t> m_square;
};

} // namespace calotype::prompt
