#include "core/tokenizer/PromptChunks.h"

#include "core/engine/prompt/PromptAttention.h"

#include <algorithm>

namespace calotype {

namespace {

PromptChunk filledUp(const ClipTokenizer &tokenizer, const std::vector<PromptToken> &tokens, const ChunkRange &range)
{
    PromptChunk chunk;
    chunk.tokens = static_cast<int>(range.size());
    chunk.ids.push_back(tokenizer.bosId());
    chunk.weights.push_back(1);
    for (std::size_t i = range.begin; i < range.end; ++i) {
        chunk.ids.push_back(tokens[i].id.value());
        chunk.weights.push_back(tokens[i].weight);
    }
    const std::size_t length = chunkRoom(tokenizer) + 2;
    chunk.ids.resize(length, tokenizer.eosId());
    chunk.weights.resize(length, 1);
    const auto end = std::find(chunk.ids.begin(), chunk.ids.end(), tokenizer.eosId());
    std::fill(end + 1, chunk.ids.end(), tokenizer.options().padId);
    return chunk;
}

} // namespace

std::size_t chunkRoom(const ClipTokenizer &tokenizer)
{
    return static_cast<std::size_t>(tokenizer.options().maxLength - 2);
}

std::vector<PromptToken> promptTokens(const ClipTokenizer &tokenizer, std::string_view prompt)
{
    std::vector<PromptToken> tokens;
    for (const prompt::WeightedText &part : prompt::parseAttention(prompt)) {
        if (part.isBreak()) {
            tokens.push_back({});
            continue;
        }
        for (const std::int64_t id : tokenizer.encodeWords(part.text))
            tokens.push_back({id, part.weight, 0});
    }
    return tokens;
}

std::vector<ChunkRange> layChunks(const ClipTokenizer &tokenizer, const std::vector<PromptToken> &tokens, int backtrack)
{
    const std::size_t room = chunkRoom(tokenizer);
    const auto reach = static_cast<std::size_t>(backtrack);
    const std::optional<std::int64_t> comma = tokenizer.vocabulary().find(",</w>");
    std::vector<ChunkRange> chunks;
    std::size_t begin = 0;
    std::size_t afterComma = 0; // the place behind the chunk's last comma; begin: there is none
    const auto moveOn = [&](std::size_t end, std::size_t next) {
        chunks.push_back({begin, end});
        begin = next;
        afterComma = next;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].id) {
            moveOn(i, i + 1);
            continue;
        }
        const bool isComma = tokens[i].id == comma;
        if (i - begin == room) {
            const bool givesBack = !isComma && afterComma != begin && i + 1 - afterComma <= reach;
            const std::size_t end = givesBack ? afterComma : i;
            moveOn(end, end);
        } else if (isComma) {
            afterComma = i + 1;
        }
    }
    if (begin < tokens.size() || chunks.empty())
        chunks.push_back({begin, tokens.size()});
    return chunks;
}

std::vector<PromptChunk> chunkPrompt(const ClipTokenizer &tokenizer, std::string_view prompt, int backtrack)
{
    const std::vector<PromptToken> tokens = promptTokens(tokenizer, prompt);
    std::vector<PromptChunk> chunks;
    for (const ChunkRange &range : layChunks(tokenizer, tokens, backtrack))
        chunks.push_back(filledUp(tokenizer, tokens, range));
    return chunks;
}

PromptChunk emptyChunk(const ClipTokenizer &tokenizer)
{
    return filledUp(tokenizer, {}, {});
}

} // namespace calotype
