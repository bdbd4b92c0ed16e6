#include "core/tokenizer/PromptFill.h"

#include "core/engine/prompt/NetworkTags.h"
#include "core/engine/prompt/PromptParts.h"
#include "core/engine/prompt/PromptSchedule.h"
#include "core/tokenizer/PromptChunks.h"

#include <set>
#include <tuple>
#include <utility>

namespace calotype {

namespace {

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t bytesIn(const ClipVocabulary &vocabulary, std::int64_t id)
{
    const std::string bytes = vocabulary.bytesOf(id);
    return bytes.size() - (bytes.ends_with(' ') ? 1 : 0);
}

/// Finds tokens in the prompt that they come from. @param encode  what makes them of a text
template<typename Encode>
class TokenPlacer
{
public:
    TokenPlacer(const ClipVocabulary &vocabulary, Encode encode)
        : m_vocabulary(vocabulary)
        , m_encode(std::move(encode))
    {
    }

    /// @param begin  where @p text begins in the prompt
    void addText(std::string_view text, std::size_t begin)
    {
        for (std::size_t at = 0; at < text.size();) {
            if (isBlank(text[at])) {
                ++at;
                continue;
            }
            std::size_t end = at;
            while (end < text.size() && !isBlank(text[end]))
                ++end;
            addPiece(text.substr(at, end - at), begin + at);
            at = end;
        }
    }

    void addBreak(std::size_t begin) { m_tokens.push_back({{}, 1, begin}); }

    std::vector<PromptToken> taken() && { return std::move(m_tokens); }

private:
    // A piece has no blanks. Where its tokens' bytes are as many as its own, each is found in it; where normalisation
    // made them more or less, all count from its beginning.
    void addPiece(std::string_view piece, std::size_t begin)
    {
        const std::vector<std::int64_t> ids = m_encode(piece);
        std::size_t total = 0;
        for (const std::int64_t id : ids)
            total += bytesIn(m_vocabulary, id);
        std::size_t at = 0;
        for (const std::int64_t id : ids) {
            std::size_t start = total == piece.size() ? at : 0;
            while (start > 0 && start < piece.size() && (static_cast<unsigned char>(piece[start]) & 0xC0) == 0x80)
                --start; // tokens may part the bytes of a character
            m_tokens.push_back({id, 1, begin + start});
            at += bytesIn(m_vocabulary, id);
        }
    }

    const ClipVocabulary &m_vocabulary;
    Encode m_encode;
    std::vector<PromptToken> m_tokens;
};

PromptFill fillOf(const ClipTokenizer &tokenizer, const std::vector<PromptToken> &tokens)
{
    const std::vector<ChunkRange> chunks = layChunks(tokenizer, tokens);
    const bool isLastLeft = chunks.back().end < tokens.size(); // by a BREAK, with nothing behind it
    PromptFill fill;
    fill.windows = static_cast<int>(chunks.size());
    const auto full = static_cast<int>(chunkRoom(tokenizer));
    fill.tokens = (fill.windows - 1) * full + (isLastLeft ? full : static_cast<int>(chunks.back().size()));
    for (std::size_t i = 1; i < chunks.size(); ++i) {
        if (chunks[i].size() > 0)
            fill.begins.push_back(tokens[chunks[i].begin].byte);
    }
    return fill;
}

/// The tokens of a prompt without edits, with the places of its words.
std::vector<PromptToken> placedTokens(const ClipTokenizer &tokenizer, std::string_view prompt, PromptSide side)
{
    TokenPlacer placer(tokenizer.vocabulary(), [&](std::string_view text) { return tokenizer.encodeWords(text); });
    for (const PromptSpan &span : promptSpans(prompt, side)) {
        const std::string_view text = prompt.substr(span.begin, span.end - span.begin);
        if (span.kind == PromptSpan::Kind::Text)
            placer.addText(text, span.begin);
        else if (span.kind == PromptSpan::Kind::Keyword && text == "BREAK")
            placer.addBreak(span.begin);
    }
    return std::move(placer).taken();
}

/// The prompts that are composed.
std::vector<std::string> partsOf(std::string_view prompt, PromptSide side)
{
    if (side == PromptSide::Negative)
        return {std::string(prompt)};
    std::vector<std::string> parts;
    for (prompt::PromptPart &part : prompt::splitAnd(prompt::withoutNetworkTags(prompt)))
        parts.push_back(std::move(part.prompt));
    return parts;
}

} // namespace

PromptFill plainFill(const ClipTokenizer &tokenizer, std::string_view prompt)
{
    const std::vector<std::int64_t> ids = tokenizer.encode(prompt);
    const std::size_t room = chunkRoom(tokenizer);
    PromptFill fill;
    fill.tokens = static_cast<int>(ids.size());
    if (ids.size() <= room)
        return fill;
    fill.cut = tokenizer.decode({ids.begin() + static_cast<std::ptrdiff_t>(room), ids.end()});
    TokenPlacer placer(tokenizer.vocabulary(), [&](std::string_view text) { return tokenizer.encode(text); });
    placer.addText(prompt, 0);
    const std::vector<PromptToken> tokens = std::move(placer).taken();
    if (tokens.size() == ids.size())
        fill.begins.push_back(tokens[room].byte);
    return fill;
}

PromptFill weightedFill(const ClipTokenizer &tokenizer, std::string_view prompt, int evaluations, PromptSide side)
{
    const std::vector<std::string> parts = partsOf(prompt, side);
    std::set<std::string> texts;
    for (const std::string &part : parts) {
        for (const prompt::ScheduledText &entry : prompt::promptSchedule(part, evaluations))
            texts.insert(entry.text);
    }
    PromptFill longest;
    for (const std::string &text : texts) {
        PromptFill fill = fillOf(tokenizer, promptTokens(tokenizer, text));
        fill.begins.clear();
        if (std::tie(fill.windows, fill.tokens) > std::tie(longest.windows, longest.tokens))
            longest = std::move(fill);
    }
    if (parts.size() == 1 && texts.size() == 1) { // with several, no place in the prompt is that of all
        PromptFill placed = fillOf(tokenizer, placedTokens(tokenizer, prompt, side));
        if (placed.windows == longest.windows)
            longest.begins = std::move(placed.begins);
    }
    return longest;
}

} // namespace calotype
