#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace calotype {

/// The tokens of a byte-pair encoding and the order in which pairs merge (Sennrich et al. 2016; bytes as symbols as in
/// GPT-2, the last symbol of a word marked "</w>" as in CLIP). Immutable once made; any thread.
class ClipVocabulary
{
public:
    /// One entry of the merge table: the lower the rank, the sooner the pair merges.
    struct Merge {
        std::int32_t rank;
        std::int64_t id; ///< of the joined token
    };

    /// CLIP's own 49408 tokens. See resources/clip/NOTICE.
    static ClipVocabulary builtIn();
    /// A tokenizer folder's vocab.json and merges.txt.
    /// @throws Failure NotFound, Io, Damaged — a sentence that names the file and the fault
    static ClipVocabulary fromFiles(const std::filesystem::path &vocab, const std::filesystem::path &merges);

    std::int64_t size() const { return static_cast<std::int64_t>(m_ids.size()); }
    std::int64_t bosId() const { return m_bos; }
    std::int64_t eosId() const { return m_eos; }

    /// Where a byte's word begins or goes on; the EOS token where the vocabulary has no such symbol.
    std::int64_t byteId(std::uint8_t byte) const { return m_byteIds[byte]; }
    /// The same for the last byte of a word.
    std::int64_t finalByteId(std::uint8_t byte) const { return m_finalByteIds[byte]; }
    /// What two neighbours merge to, if anything.
    std::optional<Merge> merge(std::int64_t left, std::int64_t right) const;

    /// The id of a token as vocab.json spells it.
    std::optional<std::int64_t> find(std::string_view token) const;
    /// A token's spelling in vocab.json; empty for an unknown id.
    std::string_view token(std::int64_t id) const;
    /// The bytes a token stands for, the end of a word as one space; empty for an unknown id. May be a part of a UTF-8
    /// character.
    std::string bytesOf(std::int64_t id) const;

private:
    using Ids = std::unordered_map<std::string, std::int64_t>;

    ClipVocabulary(Ids ids, std::string_view merges, const std::string &mergesName);

    Ids m_ids;
    std::unordered_map<std::int64_t, std::string> m_tokens;
    std::unordered_map<std::uint64_t, Merge> m_merges;
    std::array<std::int64_t, 256> m_byteIds{};
    std::array<std::int64_t, 256> m_finalByteIds{};
    std::int64_t m_bos = 0;
    std::int64_t m_eos = 0;
};

} // namespace calotype
