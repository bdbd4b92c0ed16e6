#pragma once

#include "core/tokenizer/ClipTokenizer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace calotype {

/// How far back from a full chunk a comma is looked for, in tokens: what follows it goes to the next chunk.
inline constexpr int kCommaBacktrack = 20;

/// A token of a prompt, or the word BREAK.
struct PromptToken {
    std::optional<std::int64_t> id; ///< none for BREAK
    double weight = 1;
    std::size_t byte = 0; ///< of the prompt, where the word begins; 0 where nobody asks
};

/// Tokens [begin, end) that share one window of the text encoder.
struct ChunkRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - begin; }
};

/// One window of the text encoder: BOS, up to chunkRoom() tokens, EOS to fill up.
struct PromptChunk {
    std::vector<std::int64_t> ids; ///< exactly maxLength; behind the first EOS the tokenizer's padding
    std::vector<double> weights;   ///< of each id; 1 for what is no token of the prompt
    int tokens = 0;                ///< of the prompt

    bool operator==(const PromptChunk &) const = default;
};

/// The tokens of the prompt that a chunk takes: Options::maxLength − 2.
std::size_t chunkRoom(const ClipTokenizer &tokenizer);

/// The tokens of a prompt whose edits are resolved, as AUTOMATIC1111's web UI reads it: a word with another weight is
/// tokenised by itself.
std::vector<PromptToken> promptTokens(const ClipTokenizer &tokenizer, std::string_view prompt);

/// Lays tokens into chunks, as the web UI does: BREAK and the token that finds no room begin one; what follows the last
/// comma of a full one goes along.
/// @param backtrack  0 for none
/// @return at least one; without the BREAKs
std::vector<ChunkRange> layChunks(const ClipTokenizer &tokenizer, const std::vector<PromptToken> &tokens,
                                  int backtrack = kCommaBacktrack);

/// The chunks of a prompt whose edits are resolved: promptTokens() laid by layChunks() and filled up.
/// @return at least one
std::vector<PromptChunk> chunkPrompt(const ClipTokenizer &tokenizer, std::string_view prompt,
                                     int backtrack = kCommaBacktrack);

/// A chunk without words, such as fills up a shorter prompt beside a longer one.
PromptChunk emptyChunk(const ClipTokenizer &tokenizer);

} // namespace calotype
